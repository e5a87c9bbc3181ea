"""What an earlier run has scored already, so that only what failed there is scored again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.export.scored import KEPT
from engine.jobs.pair_lines import PairLine, PairSource, text_of
from engine.tables import TableKind, TableOptions, open_table, read_objects, sniff_table
from engine.types import ItemFailure

_GIST = 60
"""Letters and figures by which a text is known again."""


def with_earlier(
    lines: Iterator[PairLine],
    earlier: Path,
    source: PairSource,
    labels: Sequence[str],
    after: int = 0,
) -> Iterator[PairLine]:
    """``lines`` (those of ``source`` behind the first ``after``) with the scores that they have in
    ``earlier``, the output of a run over the same file. A line that failed there has none, nor has
    one that ``earlier`` ends before.

    Raises ``UserError``: ``pairs_earlier_differs`` where ``earlier`` belongs to another file, and
    those of the table reader.
    """
    rows = islice(_rows(earlier), after, None)
    for line in lines:
        row = next(rows, None)
        scores = _scores(row, labels) if row is not None else ()
        if row is None or not scores or line.failure is not None:
            yield line
            continue
        for name, text in ((source.left, line.left), (source.right, line.right)):
            if _gist(text_of(row.get(KEPT + name, row.get(name)))) != _gist(text):
                raise UserError("pairs_earlier_differs", name=earlier.name, line=line.number)
        yield replace(line, scores=scores)


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of an output of ours, in order: its heading, where it has one, is the first row."""
    if sniff_table(path) is TableKind.JSONL:
        found = read_objects(path)
    else:
        found = open_table(path, options=TableOptions(header=1)).objects()
    for _, row in found:
        yield {} if isinstance(row, ItemFailure) else row


def _scores(row: Mapping[str, Any], labels: Sequence[str]) -> tuple[float, ...]:
    """None where the line failed: a ``score`` that stands there is the input's own."""
    if row.get("failure"):
        return ()
    try:
        return tuple(float(row[label]) for label in labels)
    except (KeyError, TypeError, ValueError):
        return ()


def _gist(text: str) -> str:
    """Cells are cut and cleaned when they are written: letters and figures are left as they were."""
    return "".join(filter(str.isalnum, text[: 4 * _GIST]))[:_GIST]
