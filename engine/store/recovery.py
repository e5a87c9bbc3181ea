"""What can be saved of a damaged project file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Recovery:
    """How many rows of each table were brought over, and how many are known to be lost."""

    recovered: tuple[tuple[str, int], ...]
    lost: int


def recover(path: Path, new_path: Path) -> Recovery:
    """Copy every row that can still be read from the damaged project at ``path`` into a new
    project at ``new_path``. The damaged file is left as it is.

    Raises ``UserError("project_unrecoverable")`` where nothing could be read.
    """
    raise NotImplementedError
