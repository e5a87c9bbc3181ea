"""The sheets that every workbook has: failures and the run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.documents import sentences
from engine.export.about import About
from engine.export.labels import labels, run_lines
from engine.export.sheets import Book, Styled
from engine.types import Document, ItemFailure, cell_text

_NUMBER = re.compile(r"[+-]?[\d.,\s]+%?")
# The full-width signs too: spreadsheets take them for their narrow twins where Chinese or Japanese
# is typed.
_DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")


def add_failures(book: Book, about: About) -> None:
    """What could not be processed, and why; no sheet where all went well."""
    if not about.failures:
        return
    label = labels(about.language)
    header = [label("Item"), label("What happened"), label("Code")]
    sheet = book.sheet(label("Failures"), header, (50, 90, 24))
    for failure in about.failures:
        sheet.row([failure.item, about.say(failure), failure.code])


def add_run(book: Book, about: About) -> None:
    """How the results came about."""
    if not about.run:
        return
    label = labels(about.language)
    sheet = book.sheet(label("Run"), [label("Name"), label("Value")], (24, 100))
    for name, value in run_lines(about.run, about.language):
        sheet.row([name, value])


def failure_json(failure: ItemFailure, about: About) -> dict[str, str]:
    """A failure as a JSON object."""
    return {"code": failure.code, "message": about.say(failure)}


def json_line(value: Mapping[str, Any]) -> str:
    """One line of a JSONL file; dates and times as ISO 8601 text."""
    text = json.dumps(value, ensure_ascii=False, default=cell_text)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, default=cell_text)
    return text + "\n"


def linked(path: str, name: str = "") -> Any:
    """A cell with a file's name that opens the file; pasted text has a name and no file."""
    file = Path(path)
    name = name or file.name
    try:
        if not file.is_absolute():
            file = file.absolute()
            if not file.is_file():
                return name
        return Styled(name, link=file.as_uri())
    except (ValueError, OSError):
        return name


def local_time(seconds: float) -> datetime | None:
    """Seconds since the epoch as a cell's date and time, in UTC (cells know no zones)."""
    if not seconds:
        return None
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)


def csv_value(value: Any) -> str:
    """A field of a csv file that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = cell_text(value).replace("\x00", "\u2400")
    text = text.encode("utf-8", "replace").decode("utf-8")
    if text.startswith(_DANGEROUS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


_REACH = 1000
"""Characters to either side in which the sentence around a value is looked for."""


def sentence_around(document: Document, start: int, end: int) -> str:
    """The sentences that hold ``[start, end)``, on one line."""
    text = document.text
    left = max(text.rfind("\n\n", 0, start), start - _REACH, 0)
    right = text.find("\n\n", end, end + _REACH)
    right = right if right >= 0 else min(end + _REACH, len(text))
    inside = [(a, b) for a, b in sentences(text, left, right) if a < end and b > start]
    first, last = (inside[0][0], inside[-1][1]) if inside else (start, end)
    return " ".join(text[min(first, start) : max(last, end)].split())
