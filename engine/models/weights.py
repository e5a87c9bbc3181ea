"""Tensors from files: safetensors, pickles (once, then converted), and int8 rows."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import UserError
from engine.models.lazy import lazy

if TYPE_CHECKING:
    import safetensors.torch as safetensors
    import torch
    from torch import Tensor
else:
    safetensors = lazy("safetensors.torch")
    torch = lazy("torch")

SCALE = ".scale"
"""``X`` (int8) times ``X.scale`` (a float a row) is the tensor ``X``."""

SAFETENSORS = "model.safetensors"
PICKLE = "pytorch_model.bin"
_INDEX = ".index.json"


def weight_files(folder: Path) -> tuple[Path, ...]:
    """The files that hold the folder's tensors, safetensors before a pickle; empty if none."""
    return _named(folder, SAFETENSORS) or pickle_files(folder)


def pickle_files(folder: Path) -> tuple[Path, ...]:
    """The folder's pickled weights, also where there are safetensors beside them."""
    return _named(folder, PICKLE)


def _named(folder: Path, name: str) -> tuple[Path, ...]:
    if (folder / name).is_file():
        return (folder / name,)
    index = folder / f"{name}{_INDEX}"
    return _shards(folder, index) if index.is_file() else ()


def _shards(folder: Path, index: Path) -> tuple[Path, ...]:
    """The files that an index names; it cannot name one outside its folder."""
    try:
        named = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
        files = tuple(folder / Path(str(name)).name for name in named)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError("pack_manifest", path=str(index), detail="weight_map") from error
    return files


def read_tensors(file: Path, converted: Path | None = None) -> dict[str, Tensor]:
    """The tensors of a safetensors file or of a pickle, as stored.

    A pickle is opened with ``weights_only=True`` and written as safetensors once: beside it, or,
    where that folder is read-only, to ``converted``. Raises ``UserError``: ``pack_file_missing``,
    ``pack_truncated``, ``pack_pickle_refused``.
    """
    if file.suffix == ".safetensors":
        return _read_safetensors(file)
    twin = twin_of(file)
    for candidate in (twin, converted):
        if candidate is not None and _newer(candidate, file):
            return _read_safetensors(candidate)
    state = _read_pickle(file)
    for candidate in (twin, converted):
        if candidate is not None and _write(state, candidate):
            break
    return state


def twin_of(pickle_file: Path) -> Path:
    """The safetensors file that a pickle is converted to: ``pytorch_model…`` becomes ``model…``."""
    name = pickle_file.name.removeprefix("pytorch_").removesuffix(".bin")
    return pickle_file.with_name(f"{name}.safetensors")


def dequantised(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``state`` with int8 rows multiplied back to float32; everything else as it is."""
    result: dict[str, Tensor] = {}
    for name, tensor in state.items():
        scale = state.get(name + SCALE)
        if scale is not None:
            shape = (-1,) + (1,) * (tensor.dim() - 1)
            result[name] = tensor.float() * scale.float().reshape(shape)
        elif not (name.endswith(SCALE) and name[: -len(SCALE)] in state):
            result[name] = tensor
    return result


def quantised(tensor: Tensor) -> tuple[Tensor, Tensor]:
    """``(int8 rows, float16 scale a row)`` of a matrix: symmetric, to the row's largest value."""
    scale = (tensor.float().abs().amax(dim=1).clamp(min=1e-8) / 127).to(torch.float16)
    rows = (tensor.float() / scale.float()[:, None]).round().clamp(-127, 127).to(torch.int8)
    return rows, scale


def _read_safetensors(file: Path) -> dict[str, Tensor]:
    try:
        return dict(safetensors.load_file(file))
    except FileNotFoundError as error:
        raise UserError("pack_file_missing", path=str(file)) from error
    except MemoryError:
        raise
    except Exception as error:
        # The library's own error type is not public in every version; whatever it is, the file
        # could not be read as what its name says.
        raise UserError("pack_truncated", path=str(file), detail=str(error)[:200]) from error


def _read_pickle(file: Path) -> dict[str, Tensor]:
    if not file.is_file():
        raise UserError("pack_file_missing", path=str(file))
    try:
        loaded = torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise UserError("pack_pickle_refused", path=str(file)) from error
    except (RuntimeError, EOFError, OSError, ValueError) as error:
        raise UserError("pack_truncated", path=str(file), detail=str(error)[:200]) from error
    state = loaded.get("state_dict", loaded) if isinstance(loaded, dict) else {}
    tensors = {name: value for name, value in state.items() if isinstance(value, torch.Tensor)}
    if not tensors:
        raise UserError("pack_weights", missing="*.weight")
    return tensors


def _separate(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same tensors, copied only where two share memory (tied embeddings, views of a larger
    tensor): safetensors refuses those."""
    seen: set[int] = set()
    separate = {}
    for name, tensor in state.items():
        storage = tensor.untyped_storage()
        whole = storage.nbytes() == tensor.numel() * tensor.element_size()
        alone = whole and tensor.is_contiguous() and storage.data_ptr() not in seen
        separate[name] = tensor if alone else tensor.clone().contiguous()
        seen.add(storage.data_ptr())
    return separate


def _newer(candidate: Path, file: Path) -> bool:
    return candidate.is_file() and candidate.stat().st_mtime_ns >= file.stat().st_mtime_ns


def _write(state: Mapping[str, Tensor], target: Path) -> bool:
    """Write a safetensors copy; False where the folder cannot be written to."""
    separate = _separate(state)
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        safetensors.save_file(separate, partial, metadata={"format": "pt"})
        partial.replace(target)
    except (OSError, RuntimeError):
        partial.unlink(missing_ok=True)
        return False
    return True
