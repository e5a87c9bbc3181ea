"""What a weights file holds, without loading it: tensor names, shapes and types. No torch here.

A safetensors file begins with its index. A pickle of torch's zip format holds its index as a small
pickle, which is read here by an unpickler that knows tensors and nothing else: whatever else it names
is program code, and the file is refused before anything could run.
"""

from __future__ import annotations

import json
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from engine.errors import UserError

_LARGEST_HEADER = 100 * 2**20
_LARGEST_INDEX = 64 * 2**20
_POINTER = b"version https://git-lfs.github.com"
_BYTES = {
    "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2,
    "U16": 2, "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
}  # fmt: skip
_STORAGES = {
    "DoubleStorage": "F64", "FloatStorage": "F32", "HalfStorage": "F16", "BFloat16Storage": "BF16",
    "LongStorage": "I64", "IntStorage": "I32", "ShortStorage": "I16", "CharStorage": "I8",
    "ByteStorage": "U8", "BoolStorage": "BOOL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TensorHeader:
    """A tensor's shape and its type by safetensors' name, such as ``F16``."""

    shape: tuple[int, ...]
    kind: str

    @property
    def count(self) -> int:
        """How many numbers it has."""
        total = 1
        for size in self.shape:
            total *= size
        return total

    @property
    def size(self) -> int:
        """Its bytes as stored."""
        return self.count * _BYTES.get(self.kind, 4)


def tensor_headers(file: Path) -> dict[str, TensorHeader] | None:
    """The tensors of a weights file by name; ``None`` for a pickle of the format before 2020,
    which only torch can look into.

    Raises ``UserError``: ``pack_file_missing``, ``pack_truncated`` (also where the file is shorter
    than its index says), ``pack_pickle_refused``, ``pack_pointer`` (a stand-in of Git LFS).
    """
    try:
        with file.open("rb") as stream:
            start = stream.read(len(_POINTER))
            if start == _POINTER:
                raise UserError("pack_pointer", path=str(file))
            stream.seek(0)
            if file.suffix == ".safetensors":
                return _of_safetensors(file, stream)
            return _of_pickle(file, stream) if start[:4] == b"PK\x03\x04" else None
    except FileNotFoundError as error:
        raise UserError("pack_file_missing", path=str(file)) from error
    except OSError as error:
        raise _truncated(file, error) from error


def _of_safetensors(file: Path, stream: IO[bytes]) -> dict[str, TensorHeader]:
    length = int.from_bytes(stream.read(8), "little")
    total = file.stat().st_size
    if not 2 <= length <= min(_LARGEST_HEADER, total - 8):
        raise _truncated(file, f"{total} bytes")
    try:
        entries: Mapping[str, Any] = json.loads(stream.read(length))
        found = {
            name: TensorHeader(tuple(int(n) for n in entry["shape"]), str(entry["dtype"]))
            for name, entry in entries.items()
            if name != "__metadata__"
        }
        ends = [e["data_offsets"][1] for name, e in entries.items() if name != "__metadata__"]
        needed = 8 + length + max(ends, default=0)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _truncated(file, error) from error
    if needed > total:
        raise _truncated(file, f"{total} / {needed} bytes")
    return found


def _of_pickle(file: Path, stream: IO[bytes]) -> dict[str, TensorHeader]:
    try:
        with zipfile.ZipFile(stream) as archive:
            name = next(n for n in archive.namelist() if n.endswith("data.pkl"))
            if archive.getinfo(name).file_size > _LARGEST_INDEX:
                raise UserError("pack_pickle_refused", path=str(file))
            with archive.open(name) as index:
                loaded = _TensorsOnly(index).load()
    except pickle.UnpicklingError as error:
        raise UserError("pack_pickle_refused", path=str(file)) from error
    except (zipfile.BadZipFile, StopIteration, EOFError, KeyError, IndexError) as error:
        raise _truncated(file, error) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise UserError("pack_pickle_refused", path=str(file)) from error
    state = loaded.get("state_dict", loaded) if isinstance(loaded, dict) else {}
    return {str(k): v for k, v in state.items() if isinstance(v, TensorHeader)}


class _Storage:
    """Stands for a storage type in a pickle's index."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


class _TensorsOnly(pickle.Unpickler):
    """Builds headers where torch would build tensors; refuses every other global."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "torch" and name in _STORAGES:
            return _Storage(_STORAGES[name])
        known: dict[tuple[str, str], Any] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            ("torch._utils", "_rebuild_parameter"): _parameter,
        }
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return known[module, name]

    def persistent_load(self, pid: Any) -> Any:
        return pid[1]


def _tensor(storage: Any, _offset: int, shape: tuple[int, ...], *_rest: Any) -> TensorHeader:
    kind = storage.kind if isinstance(storage, _Storage) else "F32"
    return TensorHeader(tuple(int(size) for size in shape), kind)


def _parameter(header: TensorHeader, *_rest: Any) -> TensorHeader:
    return header


def _truncated(file: Path, detail: object) -> UserError:
    return UserError("pack_truncated", path=str(file), detail=str(detail)[:200])
