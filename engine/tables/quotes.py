"""Rows of a csv whose quotes may be wrong: a quote that nobody closes takes no other line with it.

A reader takes all that follows an open quote for one cell, up to the next quote, which may be the last of
the file. Here the lines of a row are kept until it is read. Where they do not make a row (the file ends
inside the quotes, or a quote is closed in the middle of a cell), the first of them is a row of its own, its
open quote a character like any other, and the rest are read anew.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from engine.tables.model import Remarks

LONGEST_QUOTED = 16 * 2**20
"""Characters of a cell of several lines; a quote that is still open behind them was never closed."""

_TOO_FEW = 3
"""Lines within quotes that do not yet look like rows that were swallowed."""


def whole_rows(
    lines: Iterable[str], delimiter: str, remarks: Remarks
) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its last line, from 1. Notes ``quote_unclosed`` for each line that was
    taken for a row because its quote is not closed, and ``quoted_rows`` where a cell holds lines that
    look like rows themselves. Raises ``csv.Error``."""
    feed = _Lines(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.start()
        try:
            row = next(reader)
        except StopIteration:
            return
        except _StillOpen:
            row = []
        own = feed.own
        if len(own) > 1 or not own[0].endswith(("\n", "\r")) or _runs_on(row):
            if not row or not _sound("".join(own), delimiter):
                remarks.add("quote_unclosed", line=feed.first)
                feed.again()
                row = _alone(own[0], delimiter)
            elif _like_rows(own, len(row), delimiter):
                remarks.add("quoted_rows", line=feed.first)
        yield feed.last, row


def _runs_on(row: list[str]) -> bool:
    """Whether the last cell took the end of its line, the last one of the file, for its own."""
    return bool(row) and row[-1].endswith(("\n", "\r"))


class _StillOpen(Exception):
    """The row is longer than any is."""


class _Lines:
    """Feeds a csv reader, and keeps the lines of the row that it is at."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._waiting: deque[str] = deque()
        self._size = 0
        self.own: list[str] = []
        self.first, self.last = 1, 0
        """The numbers of the row's first and last line."""

    def start(self) -> None:
        """Another row begins."""
        self.own, self._size = [], 0
        self.first = self.last + 1

    def again(self) -> None:
        """The first line was a row: the others come once more."""
        self._waiting.extendleft(reversed(self.own[1:]))
        self.last = self.first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._size > LONGEST_QUOTED:
            raise _StillOpen
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self.own.append(line)
        self._size += len(line)
        self.last += 1
        return line


def _sound(text: str, delimiter: str) -> bool:
    """Whether every quote that opens a cell closes it."""
    at, begins = 0, True
    while at < len(text):
        if begins and text[at] == '"':
            end = _closing(text, at + 1)
            if end < 0:
                return False
            at = end + 1
            while text[at : at + 1] == " ":
                at += 1
            if at < len(text) and text[at] not in (delimiter, "\r", "\n"):
                return False
            begins = False
        else:
            begins = text[at] == delimiter
            at += 1
    return True


def _alone(line: str, delimiter: str) -> list[str]:
    """The cells of a line whose last quote is open: what stands before it as quoted, the rest as it is."""
    place = _open_quote(line, delimiter)
    before = next(csv.reader([line[:place]], delimiter=delimiter), [])
    rest = line[place:].rstrip("\r\n")
    return [*before[:-1], *rest.split(delimiter)]


def _open_quote(line: str, delimiter: str) -> int:
    """Where the quote stands that ``line`` does not close."""
    at, begins = 0, True
    while at < len(line):
        if begins and line[at] == '"':
            end = _closing(line, at + 1)
            if end < 0:
                return at
            at, begins = end + 1, False
        else:
            begins = line[at] == delimiter
            at += 1
    return 0


def _closing(line: str, at: int) -> int:
    """Where the quote is closed that was opened before ``at``; -1 where it is not."""
    while (end := line.find('"', at)) >= 0:
        if line[end + 1 : end + 2] != '"':
            return end
        at = end + 2
    return -1


def _like_rows(lines: list[str], width: int, delimiter: str) -> bool:
    """Whether the lines inside have just as many cells as the row that they are in."""
    inside = lines[1:-1]
    if width < 2 or len(inside) < _TOO_FEW:
        return False
    return all(line.count(delimiter) == width - 1 for line in inside)
