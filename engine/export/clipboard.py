"""A table for the clipboard: as tab-separated text and as HTML, which spreadsheets and mail programs paste."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.export.common import csv_value
from engine.export.sheets import clean
from engine.types import Scalar

# Excel takes a cell for text by this, so that 00123 keeps its zeros and =1+1 stays as written.
_TEXT = "mso-number-format:'\\@'"


@dataclass(frozen=True, slots=True)
class ClipboardTable:
    """The same table twice; put both on the clipboard (``text/plain``, ``text/html``)."""

    text: str
    html: str


def clipboard_table(header: Sequence[str], rows: Iterable[Sequence[Scalar]]) -> ClipboardTable:
    """``rows`` under ``header``. A cell with a tab, a line break or a quotation mark is quoted as
    spreadsheets do; one that a spreadsheet would take for a formula is written as text."""
    lines, marked = [_line(header)], [_row(header, "th")]
    for row in rows:
        lines.append(_line(row))
        marked.append(_row(row, "td"))
    table = f"<table>{''.join(marked)}</table>"
    return ClipboardTable(
        "\r\n".join(lines) + "\r\n",
        f'<html><head><meta charset="utf-8"></head><body>{table}</body></html>',
    )


def _line(row: Sequence[Scalar]) -> str:
    return "\t".join(_quoted(csv_value(value)) for value in row)


def _quoted(text: str) -> str:
    if not any(sign in text for sign in '\t\n\r"'):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _row(row: Sequence[Scalar], tag: str) -> str:
    return f"<tr>{''.join(_cell(value, tag) for value in row)}</tr>"


def _cell(value: Scalar, tag: str) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    style = "" if number else f' style="{_TEXT}"'
    written = html.escape(clean(csv_value(value).removeprefix("'"))).replace("\n", "<br>")
    return f"<{tag}{style}>{written}</{tag}>"
