"""A person's note beside a model: ``pack.json`` without a family.

It says what the model's own files leave open (which answer means what, which languages it reads) and
what was seen when the model was brought in (where it is from, the checksums of its files, the answers
that it must give again). See :mod:`engine.models.hf_folder` for how it is read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.models.packs import MANIFEST, read_json


def read_note(folder: Path) -> dict[str, Any]:
    """The note in ``folder``; empty where there is none. Raises ``UserError("pack_manifest")``."""
    file = folder / MANIFEST
    return read_json(file) if file.is_file() else {}


def write_note(folder: Path, changes: Mapping[str, Any]) -> None:
    """Add ``changes`` to the note, whole or not at all; a value of ``None`` takes an entry out.

    Raises ``UserError``: ``folder_read_only``; ``pack_manifest`` where what is there cannot be read.
    """
    note = {**read_note(folder), **changes}
    kept = {key: value for key, value in note.items() if value is not None}
    part = folder / f"{MANIFEST}.{os.getpid()}.part"
    try:
        text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(folder / MANIFEST)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError("folder_read_only", path=str(folder)) from error
