"""A file to send to whoever helps: what happened and on which machine, without a word of any document.

Nothing is looked for and taken out; only what is known to be harmless is let through. Numbers and
yes-or-no stay. A text stays where it is one of a few that the program itself says (a code, a state, a
module's name); every other text becomes ``‹text N›``, the same number for the same text.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.telemetry.endpoint import exposition
from engine.telemetry.log import CRASH_NAME, FILE_NAME, FILES_KEPT
from engine.telemetry.memory import machine_bytes
from engine.telemetry.metrics import Figures
from engine.types import RunStatus

Setting = tuple[str, Any, Sequence[Any]]
"""An option's key, its value, and the values that it may have where these are few."""

LIBRARIES = (
    "PySide6-Essentials",
    "torch",
    "transformers",
    "tokenizers",
    "safetensors",
    "numpy",
    "scipy",
    "pypdfium2",
    "lxml",
    "openpyxl",
    "psutil",
)

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
_JOBS = ("check", "compare", "dedupe", "extract", "read_documents", "score_pairs")
_LEVELS = ("debug", "info", "warning", "error", "critical")
_FRAME = re.compile(r'\s*File "(?P<path>[^"]*)", line (?P<line>\d+),? in (?P<name>[\w.<>]+)')
_RAISED = re.compile(r"(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit))(?::|$)")
_VERSION = re.compile(r"\d+(?:\.\w+){0,4}")
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


def write_bundle(
    path: Path,
    log_folder: Path,
    settings: Iterable[Setting],
    figures: Figures,
    facts: Mapping[str, Any],
    codes: Container[str] = (),
) -> None:
    """Write the bundle to ``path``, whole or not at all. ``facts`` are numbers and versions that
    only the caller knows; texts among them are let through where they look like a version.
    ``codes`` are all that the engine can raise.

    Raises ``UserError("output_locked")``.
    """
    redact = Redactor(codes)
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("about.json", _json(_about(facts, codes)))
            bundle.writestr("settings.json", _json(_settings(settings, redact)))
            bundle.writestr("metrics.txt", exposition(figures))
            for name, lines in _logs(log_folder, redact):
                bundle.writestr(name, lines)
        part.replace(path)
    except OSError as error:
        raise UserError("output_locked", path=str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def _about(facts: Mapping[str, Any], codes: Container[str]) -> dict[str, Any]:
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "memory_bytes": machine_bytes(),
        "bits": 64 if sys.maxsize > 2**32 else 32,
        "libraries": {name: _version(name) for name in LIBRARIES},
        **{key: value for key, value in facts.items() if _harmless(value, codes)},
    }


def _harmless(value: Any, codes: Container[str]) -> bool:
    if isinstance(value, Mapping):
        return all(key in codes and _harmless(part, codes) for key, part in value.items())
    if isinstance(value, str):
        return bool(_VERSION.fullmatch(value))
    return isinstance(value, bool | int | float)


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def _settings(settings: Iterable[Setting], redact: Redactor) -> dict[str, Any]:
    """Every option; a text that was typed freely (a name, a path, an address) is not told."""
    found = {}
    for key, value, choices in settings:
        free = isinstance(value, str) and value and value not in choices
        found[key] = redact.text(value) if free else value
    return found


def _logs(folder: Path, redact: Redactor) -> Iterator[tuple[str, str]]:
    names = [FILE_NAME, *(f"{FILE_NAME}.{number}" for number in range(1, FILES_KEPT + 1))]
    for name in names:
        text = _read(folder / name)
        if text:
            yield f"log/{name}", "\n".join(redact.line(line) for line in text.splitlines()) + "\n"
    for name in (CRASH_NAME, "crash-last.txt"):
        lines = list(redact.stack(_read(folder / name)))
        if lines:
            yield f"log/{name}", "\n".join(lines) + "\n"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
