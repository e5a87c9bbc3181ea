"""Pickled weights become safetensors once; a pickle with code in it never gets that far."""

from __future__ import annotations

import json
from pathlib import Path

from engine.errors import UserError
from engine.models.headers import tensor_headers
from engine.models.weights import PICKLE, SAFETENSORS, pickle_files, read_tensors, twin_of


def convert_pickles(folder: Path, remove: bool = False) -> tuple[Path, ...]:
    """Write a safetensors file for each pickle of the model in ``folder``; returns the new files.

    ``remove`` deletes the pickles afterwards: for a copy that belongs to this program. A folder
    without pickles is left as it is. Raises ``UserError``: ``pack_pickle_refused``,
    ``pack_truncated``, ``pack_file_missing``, ``pack_pointer``, ``folder_read_only``.
    """
    pickles = pickle_files(folder)
    for file in pickles:
        tensor_headers(file)
        read_tensors(file)
        if tensor_headers(twin_of(file)) is None:
            raise UserError("folder_read_only", path=str(folder))
    made = tuple(twin_of(file) for file in pickles)
    if len(made) > 1 or (made and made[0].name != SAFETENSORS):
        _write_index(folder)
    if remove:
        for file in (*pickles, folder / f"{PICKLE}.index.json"):
            file.unlink(missing_ok=True)
    return made


def _write_index(folder: Path) -> None:
    """The shards' index under the names of the new files."""
    old = json.loads((folder / f"{PICKLE}.index.json").read_text(encoding="utf-8"))
    old["weight_map"] = {
        name: twin_of(folder / Path(str(file)).name).name
        for name, file in old["weight_map"].items()
    }
    new = folder / f"{SAFETENSORS}.index.json"
    new.write_text(json.dumps(old), encoding="utf-8")
