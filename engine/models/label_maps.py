"""Which of a model's fixed labels fill which fields, as a person has said it.

A token classifier knows a fixed set of labels. Where a label's name is the field's own, or says what
kind of thing it is, the two find each other; everything else is for the user to say, once a model:
``ORG=甲方; PER=联系人``. A label may fill several fields and a field may be filled by several labels.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.errors import UserError

LabelMap = Mapping[str, tuple[str, ...]]
"""Label → the names of the fields that it fills."""


def parse_label_map(entries: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """``LABEL=Field`` entries (several to a string, parted by ``;`` or lines) as a map.

    Raises ``UserError("label_map_invalid")``.
    """
    found: dict[str, tuple[str, ...]] = {}
    for entry in (part for text in entries for part in re.split(r"[;；\n]", text)):
        if not entry.strip():
            continue
        label, mark, field = re.sub("＝", "=", entry).partition("=")
        label, field = label.strip(), field.strip().rstrip("*")
        if not (mark and label and field):
            raise UserError("label_map_invalid", text=entry.strip())
        found[label] = (*found.get(label, ()), field)
    return found


def checked(mapping: LabelMap, labels: Iterable[str], model: str) -> dict[str, tuple[str, ...]]:
    """``mapping`` with the labels in the model's own spelling.

    Raises ``UserError("label_map_unknown")`` for a label that the model does not have.
    """
    own = {label.casefold(): label for label in labels}
    result: dict[str, tuple[str, ...]] = {}
    for label, fields in mapping.items():
        name = own.get(label.casefold())
        if name is None:
            known = ", ".join(sorted(own.values()))
            raise UserError("label_map_unknown", name=model, label=label, labels=known)
        result[name] = fields
    return result


class LabelMaps:
    """The maps of all models, in one JSON file. Thread: any; written whole or not at all."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get(self, model: str) -> dict[str, tuple[str, ...]]:
        """The model's map; empty where nothing was said, or the file cannot be read."""
        entry = self._all().get(model)
        if not isinstance(entry, dict):
            return {}
        return {str(label): tuple(map(str, fields)) for label, fields in entry.items()}

    def set(self, model: str, mapping: LabelMap) -> None:
        """Keep the model's map; an empty one forgets it. Raises ``UserError("folder_read_only")``."""
        entries = {name: entry for name, entry in self._all().items() if name != model}
        if mapping:
            entries[model] = {label: list(fields) for label, fields in mapping.items()}
        part = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
            part.write_text(text, encoding="utf-8")
            part.replace(self._file)
        except OSError as error:
            raise UserError("folder_read_only", path=str(self._file.parent)) from error

    def _all(self) -> dict[str, object]:
        try:
            value = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}
