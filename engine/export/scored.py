"""Scored text pairs as jsonl, csv and xlsx, line by line in input order, the input's columns kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Protocol

from engine.export.about import About
from engine.export.common import csv_value, failure_json, json_line
from engine.export.files import Target, format_of, text_output
from engine.types import Scalar, ScoredPair

SCORED_FORMATS = ("jsonl", "csv", "xlsx")

KEPT = "input_"
"""Stands before the name of an input column that a result's name has taken."""

_BOM = "\ufeff"


class LineFormat(Protocol):
    """How one line is written. Every line is made on its own, so that files can be gone on with."""

    head: str
    """What stands before the first line."""

    def line(self, item: ScoredPair) -> str:
        """One item, with its line end."""


class JsonLines:
    """The input object, then what was found. Where the input has a key of that name already (a gold
    ``label``, say), its own value is kept under ``input_label``."""

    head = ""

    def __init__(self, about: About) -> None:
        self._about = about

    def line(self, item: ScoredPair) -> str:
        """One object."""
        if item.failure is not None:
            found: dict[str, Any] = {"failure": failure_json(item.failure, self._about)}
        else:
            found = {"label": item.label} if item.label is not None else {}
            found.update((name, round(value, 6)) for name, value in item.scores)
        taken = {*found, "failure"}
        line = {f"{KEPT}{key}" if key in taken else key: value for key, value in item.data}
        line.update(found)
        return json_line(line)


class Columns:
    """The columns of a table of results: the input's, then the results'. ``labels`` are the model's.

    What a line has beyond the input's columns stands behind the last one.
    """

    def __init__(self, columns: Sequence[str], labels: Sequence[str], about: About) -> None:
        self._columns = tuple(columns)
        self._labels = tuple(labels)
        self._about = about
        label = ("label",) if len(labels) > 1 else ()
        self.results = (*label, *labels, "failure", "failure_code")
        kept = (f"{KEPT}{name}" if name in self.results else name for name in columns)
        self.header = (*kept, *self.results)

    def row(self, item: ScoredPair) -> list[Any]:
        """The cells of one line; what is nested as JSON text."""
        data = dict(item.data)
        scores = dict(item.scores)
        found: list[Any] = [item.label] if len(self._labels) > 1 else []
        found += [scores.get(label) for label in self._labels]
        failure = item.failure
        found += [None, None] if failure is None else [self._about.say(failure), failure.code]
        beyond = [f"{name}: {_cell(data[name])}" for name in data.keys() - set(self._columns)]
        return [*(_cell(data.get(name)) for name in self._columns), *found, *sorted(beyond)]


class CsvLines:
    """UTF-8 with a byte order mark and ``\\r\\n``, as spreadsheets expect it."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.head = _BOM + _csv_line(columns.header)

    def line(self, item: ScoredPair) -> str:
        """One row."""
        return _csv_line(self._columns.row(item))


class CellLines:
    """Rows of cells as JSON lines, from which a workbook is made in the end: a workbook itself cannot
    be gone on with."""

    head = ""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def line(self, item: ScoredPair) -> str:
        """One list; dates and times are objects with one key."""
        return json.dumps(self._columns.row(item), default=_tagged) + "\n"


def cells_of(line: str) -> list[Any]:
    """The cells of a line of :class:`CellLines`."""
    return [_untagged(cell) if isinstance(cell, dict) else cell for cell in json.loads(line)]


class ScoredWriter:
    """Writes jsonl lines as they come; on a file, the whole appears at the end of the block, also
    when the block was left by :class:`~engine.errors.Cancelled` handled inside it.

    >>> with ScoredWriter(Path("out.jsonl"), about) as writer:
    ...     writer.write(items)
    """

    def __init__(self, target: Target, about: About, kind: str = "") -> None:
        format_of(target, kind or "jsonl", ("jsonl",))
        self._target = target
        self._format = JsonLines(about)
        self._stack = ExitStack()

    def __enter__(self) -> ScoredWriter:
        self._stream = self._stack.enter_context(text_output(self._target))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def write(self, items: Iterable[ScoredPair]) -> None:
        """One line an item."""
        for item in items:
            self._stream.write(self._format.line(item))


def write_scored_pairs(target: Target, items: Iterable[ScoredPair], about: About) -> None:
    """All of ``items``, streamed."""
    with ScoredWriter(target, about) as writer:
        writer.write(items)


def _cell(value: Any) -> Scalar:
    if value is None or isinstance(value, str | int | float | bool | dt.date | dt.time):
        return value
    return json.dumps(value, ensure_ascii=False)


def _csv_line(cells: Iterable[Any]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(map(csv_value, cells))
    return stream.getvalue()


_TAGS: dict[str, Any] = {"datetime": dt.datetime, "date": dt.date, "time": dt.time}


def _tagged(value: Any) -> dict[str, str]:
    return {type(value).__name__: value.isoformat()}


def _untagged(tagged: dict[str, str]) -> Any:
    ((kind, text),) = tagged.items()
    return _TAGS[kind].fromisoformat(text)
