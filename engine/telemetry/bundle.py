"""A file to send to whoever helps: what happened and on which machine, without a word of any document.

See :mod:`engine.telemetry.redaction` for what is let through.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.telemetry.crash import LAST_NAME
from engine.telemetry.endpoint import exposition
from engine.telemetry.log import FILE_NAME, FILES_KEPT
from engine.telemetry.memory import machine_bytes
from engine.telemetry.metrics import Figures
from engine.telemetry.redaction import Redactor

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

_VERSION = re.compile(r"\d+(?:\.\w+){0,4}")


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
    lines = list(redact.stack(_read(folder / LAST_NAME)))
    if lines:
        yield f"log/{LAST_NAME}", "\n".join(lines) + "\n"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
