"""A file of scored pairs under way: written behind the model, gone on with after a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType

from engine.ahead import WriteBehind
from engine.export.about import About
from engine.export.common import add_failures, add_run, failure_json, json_line
from engine.export.files import format_of
from engine.export.resumable import Resumable
from engine.export.scored import (
    SCORED_FORMATS,
    CellLines,
    Columns,
    CsvLines,
    JsonLines,
    LineFormat,
    cells_of,
)
from engine.export.sheets import workbook
from engine.types import ScoredPair, stable_id

_WIDE, _NARROW = 40, 12
_WAITING = 8
"""Batches of lines that may wait to be written."""


def failed_list(target: Path) -> Path:
    """Where the lines that failed are listed: ``out.failed.jsonl`` beside ``out.csv``."""
    return target.with_name(f"{target.stem}.failed.jsonl")


class ScoredFile:
    """Scored lines into ``target`` (jsonl, csv, xlsx), those that failed also into
    :func:`failed_list`, which is itself a file that can be scored.

    ``about`` is asked when the file is finished. ``fresh``: do not go on with an earlier run's part.
    Errors of the writing thread are raised by the next call. Thread: the one that runs the job.
    """

    def __init__(self, target: Path, about: Callable[[], About], fresh: bool = False) -> None:
        self._kind = format_of(target, "", SCORED_FORMATS)
        self._target = target
        self._about = about
        self._said = About()
        self._fresh = fresh
        self._file: Resumable | None = None
        self._format: LineFormat | None = None
        self._columns: Columns | None = None
        self._behind: WriteBehind[tuple[ScoredPair, ...]] | None = None
        self.gone_on_from = 0
        self.started_over = False

    def __enter__(self) -> ScoredFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._drain()
        finally:
            if self._file is not None:
                self._file.__exit__(kind, error, trace)

    def begin(self, columns: Sequence[str], labels: Sequence[str], identity: str) -> int:
        """Open the file for a run over an input with ``columns`` by a model with ``labels``; how many
        lines an earlier run with the same ``identity`` has written."""
        about = self._said = self._about()
        self._columns = Columns(columns, labels, about)
        lines = self._format = _format(self._kind, self._columns, about)
        said = stable_id("scored", self._kind, about.language, identity)
        file = Resumable([self._target, failed_list(self._target)], said)
        self._file = file.__enter__()
        left = file.broken_off
        self.gone_on_from = file.begin([lines.head, ""], self._fresh)
        self.started_over = left and not self.gone_on_from
        self._behind = WriteBehind(self._write, lambda: file.commit(idle=True), _WAITING)
        return self.gone_on_from

    def write(self, items: Iterable[ScoredPair]) -> None:
        """Queue lines for the writing thread."""
        if self._behind is not None:
            self._behind.put(tuple(items))

    def finish(self, whole: bool) -> None:
        """Put the file in its place; where the run is not ``whole``, a copy of what there is, and a later
        run goes on behind it."""
        file = self._file
        if file is None:
            return
        self._drain()
        if self._kind == "xlsx":
            file.flush()
            self._make_workbook(file.part)
        elif not whole:
            file.publish_so_far()
        if whole:
            file.publish(but=1 if self._kind == "xlsx" else 0)

    def _drain(self) -> None:
        behind, self._behind = self._behind, None
        if behind is not None:
            behind.close()

    def _write(self, items: tuple[ScoredPair, ...]) -> None:
        file, lines = self._file, self._format
        if file is None or lines is None:
            return
        file.write(0, "".join(map(lines.line, items)), lines=len(items))
        for item in items:
            if item.failure is not None:
                file.write(1, self._failed_line(item))
        file.commit()

    def _failed_line(self, item: ScoredPair) -> str:
        """Under names that the results do not use: the list can be scored like any file."""
        why = failure_json(item.failure, self._said) if item.failure else {}
        return json_line({"failed_line": item.line, "failed_because": why, **dict(item.data)})

    def _make_workbook(self, part: Path) -> None:
        """The rows that were kept as lines, as a sheet; with a sheet about the run."""
        about, columns = self._about(), self._columns
        if columns is None:
            return
        widths = [_WIDE] * (len(columns.header) - len(columns.results))
        widths += [_NARROW] * len(columns.results)
        with workbook(self._target) as book, part.open(encoding="utf-8") as lines:
            sheet = book.sheet(self._target.stem, columns.header, widths)
            for line in lines:
                sheet.row(cells_of(line))
            add_failures(book, about)
            add_run(book, about)


def _format(kind: str, columns: Columns, about: About) -> LineFormat:
    if kind == "csv":
        return CsvLines(columns)
    return CellLines(columns) if kind == "xlsx" else JsonLines(about)
