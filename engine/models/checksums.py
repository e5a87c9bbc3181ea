"""SHA-256 of files, worked out once and remembered by size and time of change."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

_BLOCK = 1 << 20


class Checksums:
    """Knows the SHA-256 of files it has read. ``memory`` is a JSON file that outlasts the program;
    without one it remembers as long as it lives. A damaged memory is forgotten, never trusted.
    """

    def __init__(self, memory: Path | None = None) -> None:
        self._memory = memory
        self._known: dict[str, list[object]] = {}
        if memory is not None:
            with suppress(OSError, ValueError):
                loaded = json.loads(memory.read_text(encoding="utf-8"))
                self._known = loaded if isinstance(loaded, dict) else {}

    def of(self, file: Path) -> str:
        """The file's SHA-256 in hexadecimal. Raises ``OSError``."""
        stat = file.stat()
        key = str(file.resolve())
        stamp = [stat.st_mtime_ns, stat.st_size]
        known = self._known.get(key)
        if isinstance(known, list) and known[:2] == stamp and len(known) == 3:
            return str(known[2])
        digest = sha256_of(file)
        self._known[key] = [*stamp, digest]
        self._keep()
        return digest

    def _keep(self) -> None:
        if self._memory is None:
            return
        # Only a convenience: where it cannot be written, the next start reads the files again.
        with suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            partial = self._memory.with_suffix(".part")
            partial.write_text(json.dumps(self._known), encoding="utf-8")
            partial.replace(self._memory)


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
