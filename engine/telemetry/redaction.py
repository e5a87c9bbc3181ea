"""Lets through what is known to be harmless of what the program says of itself, and numbers the rest.

Nothing is looked for and taken out. Numbers and yes-or-no stay. A text stays where it is one of a few
that the program itself says (a code, a state, a module's name); every other text becomes ``‹text N›``,
the same number for the same text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from engine.types import RunStatus

_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?")
_RUN = re.compile(r"[0-9a-f]{32}")
_MODULE = re.compile(r"(?:engine|gui|cli)(?:\.[a-z_]+){0,6}|__main__")
_NUMBERS = (
    "done",
    "failed",
    "mean_ms",
    "memory_mb",
    "p50_ms",
    "p95_ms",
    "runs",
    "seconds",
    "success",
)
_EVENTS = (
    "command_failed",
    "job_broke",
    "job_finished",
    "job_measured",
    "job_started",
    "model_loaded",
    "unexpected",
)
_JOBS = ("adapt", "check", "compare", "dedupe", "extract", "read_documents", "score_pairs")
_LEVELS = ("debug", "info", "warning", "error", "critical")
_FRAME = re.compile(r'\s*File "(?P<path>[^"]*)", line (?P<line>\d+),? in (?P<name>[\w.<>]+)')
_RAISED = re.compile(r"(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit))(?::|$)")
_OURS = re.compile(r"(?:^|[/\\])((?:engine|gui|cli|site-packages)[/\\][\w./\\-]+\.py)$")


class Redactor:
    """Lets harmless things through and numbers the rest. ``codes`` are the program's own."""

    def __init__(self, codes: Container[str] = ()) -> None:
        self._texts: dict[str, int] = {}
        self._codes = codes
        self._named: dict[str, Callable[[str], object]] = {
            "timestamp": _TIME.fullmatch,
            "logger": _MODULE.fullmatch,
            "level": _LEVELS.__contains__,
            "status": [status.value for status in RunStatus].__contains__,
            "code": codes.__contains__,
            "job": lambda text: text in _JOBS or _RUN.fullmatch(text),
        }

    def text(self, text: str) -> str:
        """What stands for a text that may say something."""
        return f"‹text {self._texts.setdefault(text, len(self._texts) + 1)}›"

    def value(self, key: str, value: Any) -> Any:
        """``value`` under ``key``, or what stands for it."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            known = self._codes if key == "codes" else ()
            return {
                name if name in known else self.text(name): self.value("", part)
                for name, part in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.value("", part) for part in value]
        text = str(value)
        return text if key in self._named and self._named[key](text) else self.text(text)

    def line(self, line: str) -> str:
        """One line of the log."""
        try:
            entry = json.loads(line)
        except ValueError:
            entry = line
        if not isinstance(entry, dict):
            return json.dumps({"unread": self.text(line)}, ensure_ascii=False)
        kept = {
            self._key(key): self.value(key, value)
            for key, value in entry.items()
            if key not in ("event", "exception")
        }
        event = str(entry.get("event", ""))
        kept["event"] = event if event in _EVENTS else self.text(event)
        if "exception" in entry:
            kept["exception"] = list(self.stack(str(entry["exception"])))
        return json.dumps(kept, ensure_ascii=False)

    def stack(self, text: str) -> Iterator[str]:
        """A traceback: places in our own code and in libraries, and the kinds of the errors; no
        message and no line of code."""
        for line in text.splitlines():
            frame = _FRAME.match(line)
            raised = _RAISED.match(line.strip())
            if frame is not None:
                ours = _OURS.search(frame["path"])
                where = ours[1].replace("\\", "/") if ours else "‹elsewhere›"
                yield f"{where}:{frame['line']} {frame['name']}"
            elif raised is not None:
                yield raised["kind"]

    def _key(self, key: str) -> str:
        ours = key in self._named or key in _NUMBERS or key == "codes"
        return key if ours else self.text(key)
