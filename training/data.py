"""Reading the data sets and splitting them by group, so that no document stands on two sides."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Where the data sets are: ``CLAUSEDESK_DATA``, or ``shared/data`` beside the repository."""
    named = os.environ.get("CLAUSEDESK_DATA")
    return Path(named) if named else REPOSITORY.parent / "shared" / "data"


def read(name: str) -> Iterator[dict[str, Any]]:
    """The records of ``NAME.jsonl.xz``, in file order."""
    path = data_folder() / f"{name}.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def share(group: str, salt: str = "clausedesk") -> float:
    """A number in [0, 1) that depends on ``group`` alone: the same split on every machine."""
    digest = hashlib.sha256(f"{salt}/{group}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def held_out(group: str, fraction: float = 0.15) -> bool:
    """True if ``group`` (a company, a document, a premise) is kept for development figures."""
    return share(group) < fraction
