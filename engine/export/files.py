"""A file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from engine.errors import UserError

Target = Path | TextIO
"""Where an export goes: a file, or an open text stream such as stdout."""


_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def format_of(target: Target, kind: str, formats: Sequence[str]) -> str:
    """The format asked for by ``kind`` or by the target's suffix.

    Raises ``UserError("export_format")`` for one that is not in ``formats``.
    """
    suffix = kind or (target.suffix.lower().lstrip(".") if isinstance(target, Path) else "")
    if suffix not in formats or (suffix == "xlsx" and not isinstance(target, Path)):
        allowed = ", ".join(formats)
        raise UserError("export_format", suffix=f".{suffix}", allowed=allowed)
    return suffix


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write to; it takes the target's place when the block ends well,
    and is removed otherwise.

    Raises ``UserError``: ``output_locked``, ``disk_full``, ``folder_missing``,
    ``folder_read_only``.
    """
    target = target.absolute()
    part = target.with_name(f".{target.name[:80]}.{uuid.uuid4().hex[:8]}.part")
    try:
        check_target(target)
        yield part
        part.replace(target)
    except OSError as error:
        raise coded(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def text_output(target: Target, encoding: str = "utf-8") -> Iterator[TextIO]:
    """A text stream that ends up at ``target``, with ``\\n`` line ends as written."""
    if not isinstance(target, Path):
        yield target
        target.flush()
        return
    with replacing(target) as part, part.open("w", encoding=encoding, newline="") as stream:
        yield stream


def check_target(target: Path) -> None:
    """Try whether ``target`` can be written. Raises ``OSError``; ``UserError("folder_missing")``."""
    if not target.parent.is_dir():
        raise UserError("folder_missing", path=str(target.parent))
    if target.exists():
        # Excel holds an open workbook so that nobody may write it: better said now than at the end.
        with target.open("r+b"):
            pass


def coded(error: OSError, target: Path) -> UserError:
    """What kept ``target`` from being written, as one a person can act on."""
    if error.errno in _FULL:
        return UserError("disk_full", path=str(target))
    held = target.exists() and os.access(target.parent, os.W_OK)
    if isinstance(error, PermissionError) and held:
        return UserError("output_locked", path=str(target))
    return UserError("folder_read_only", path=str(target.parent))
