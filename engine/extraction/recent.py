"""The field lists that were last used, without being saved under a name."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

KEPT = 8


class RecentLists:
    """Kept in one file at ``path``. What cannot be kept is let go: it is only a convenience.

    Thread: any, one at a time; the file is small.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> list[str]:
        """The lists, the newest first."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [text for text in kept if isinstance(text, str)] if isinstance(kept, list) else []

    def remember(self, text: str) -> None:
        """``text`` was used just now."""
        text = text.strip()
        kept = [text, *(other for other in self.all() if other != text)][:KEPT]
        part = self._path.with_name(self._path.name + ".part")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            part.replace(self._path)
