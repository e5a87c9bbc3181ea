"""The versions that the extractor has learned, as files in the user's data folder.

``FOLDER/MODEL/0003.safetensors`` holds a version's tensors, ``0003.json`` what is known of it,
``active.json`` which one is in use. Nothing is ever written into a model's own folder, and no version
is overwritten: going back is naming an earlier one, or none.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import UserError
from engine.models.lazy import lazy
from engine.models.weights import read_tensors

if TYPE_CHECKING:
    import safetensors.torch as safetensors
    from torch import Tensor
else:
    safetensors = lazy("safetensors.torch")

_ACTIVE = "active.json"


@dataclass(frozen=True, slots=True)
class AdapterVersion:
    """What is known of one learned version. ``base`` is the digest of the pack that it belongs to;
    ``before`` and ``after`` are F1 on corrected documents that were kept back, ``retained_before``
    and ``retained_after`` on the fixed test; ``made`` is seconds since the epoch."""

    model: str
    version: int
    base: str
    documents: int
    cells: int
    before: float
    after: float
    retained_before: float
    retained_after: float
    seconds: float
    made: float = 0.0


class AdapterStore:
    """The versions of every model. Thread: any; files are written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def models(self) -> list[str]:
        """The models that have learned something, by name."""
        if not self._folder.is_dir():
            return []
        return sorted(place.name for place in self._folder.iterdir() if place.is_dir())

    def versions(self, model: str) -> tuple[AdapterVersion, ...]:
        """What was learned for ``model``, oldest first; a damaged card is passed over."""
        found = []
        for file in sorted(self._place(model).glob("[0-9]*.json")):
            try:
                found.append(AdapterVersion(**_read(file)))
            except (OSError, ValueError, TypeError):
                continue
        return tuple(found)

    def active(self, model: str, base: str | None = None) -> AdapterVersion | None:
        """The version in use; ``None`` where the model works as shipped, or where it is not the
        ``base`` that the version was learned on."""
        try:
            number = int(_read(self._place(model) / _ACTIVE)["version"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        for one in self.versions(model):
            if one.version == number and base in (None, one.base):
                return one
        return None

    def tensors(self, version: AdapterVersion) -> dict[str, Tensor]:
        """The version's tensors. Raises ``UserError("adapter_damaged")``."""
        file = self._file(version.model, version.version)
        try:
            return read_tensors(file)
        except UserError as error:
            raise UserError("adapter_damaged", path=str(file)) from error

    def add(self, version: AdapterVersion, tensors: Mapping[str, Tensor]) -> AdapterVersion:
        """Keep a new version and put it to use; returns it with its number and time.

        Raises ``UserError("folder_read_only")``.
        """
        place = self._place(version.model)
        try:
            place.mkdir(parents=True, exist_ok=True)
            taken = [int(f.stem) for f in place.glob("[0-9]*.safetensors") if f.stem.isdecimal()]
            number = max(taken, default=0) + 1
            entries = asdict(version) | {"version": number, "made": version.made or time.time()}
            kept = AdapterVersion(**entries)
            file = self._file(version.model, number)
            part = file.with_suffix(".part")
            plain = {name: tensor.detach().contiguous() for name, tensor in tensors.items()}
            safetensors.save_file(plain, part, metadata={"format": "pt"})
            part.replace(file)
            _write(file.with_suffix(".json"), entries)
            _write(place / _ACTIVE, {"version": number})
        except OSError as error:
            raise UserError("folder_read_only", path=str(place)) from error
        return kept

    def use(self, model: str, version: int | None) -> None:
        """Put ``version`` to use; ``None``: the model as shipped.

        Raises ``UserError``: ``adapter_missing``, ``folder_read_only``.
        """
        if version is not None and version not in [v.version for v in self.versions(model)]:
            raise UserError("adapter_missing", name=model, version=version)
        place = self._place(model)
        try:
            place.mkdir(parents=True, exist_ok=True)
            _write(place / _ACTIVE, {"version": version or 0})
        except OSError as error:
            raise UserError("folder_read_only", path=str(place)) from error

    def _place(self, model: str) -> Path:
        # A model's name is a folder's name already; a path in it must not lead elsewhere.
        return self._folder / Path(model).name

    def _file(self, model: str, version: int) -> Path:
        return self._place(model) / f"{version:04}.safetensors"


def _read(file: Path) -> dict[str, Any]:
    value = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"{file} is no object")
    return value


def _write(file: Path, value: Mapping[str, Any]) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    part.replace(file)
