"""Further sheets of a workbook of contradictions: the words they rest on, and a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.export.labels import Translate
from engine.export.sheets import Book, Sheet, Styled
from engine.types import ClauseRef, Verdict, is_playbook

_Place = tuple[str, str]
"""A document (or a playbook) by its id, and a clause or a statement of it: two documents may have one
name, and their cells are not the same."""

_MOST = 250
"""Columns of a matrix: beyond, it can no longer be read, and the list serves better."""

_EVIDENCE = (
    "Verdict no.", "Kind", "Premise clause", "Words", "Hypothesis clause", "Other words", "Source",
)  # fmt: skip
_WIDTHS = (11, 14, 16, 50, 16, 50, 12)


@dataclass(slots=True)
class FurtherSheets:
    """Collects what the verdicts rest on while they are written, and writes it behind them.

    The matrix has the clauses of one side as rows and those of the other as columns (documents and
    statements for a playbook); a cell is the probability of contradiction, or the label of a
    statement.
    """

    documents: Mapping[str, str]
    label: Translate
    _cells: dict[tuple[_Place, _Place], Any] = field(default_factory=dict)
    _rows: dict[_Place, None] = field(default_factory=dict)
    _columns: dict[_Place, None] = field(default_factory=dict)
    _evidence: Sheet | None = None
    _number: int = 0

    def open(self, book: Book) -> None:
        """Start the sheet of evidence."""
        header = [self.label(name) for name in _EVIDENCE]
        self._evidence = book.sheet(self.label("Evidence"), header, _WIDTHS)

    def add(self, verdict: Verdict) -> None:
        """Note one verdict, in the order of the main sheet."""
        self._number += 1
        left, right = verdict.premise, verdict.hypothesis
        for reason in verdict.reasons if self._evidence else ():
            source = "model" if reason.kind.value == "model" else "rule"
            self._row(
                reason.kind.value, left.clause, reason.left, right.clause, reason.right, source
            )
        for one in verdict.evidence if self._evidence else ():
            self._row(one.role.value, one.place.clause, one.place.text, "", "", "")
        row, column = self._line(verdict), self._column(verdict)
        self._rows.setdefault(row)
        self._columns.setdefault(column)
        known = self._cells.get((row, column))
        value: Any = verdict.contradiction
        if verdict.expectation is not None:
            self._cells[row, column] = self.label(verdict.label.value)
        elif not isinstance(known, float) or value > known:
            self._cells[row, column] = value

    def write(self, book: Book) -> None:
        """Write the matrix; none where there was no verdict, or too many columns to read."""
        if not self._cells or len(self._columns) > _MOST:
            return
        names = self._names([*self._rows, *self._columns])
        header = [self.label("Premise"), *(names[column] for column in self._columns)]
        sheet = book.sheet(self.label("Matrix"), header, (34, *[14] * len(self._columns)))
        for row in self._rows:
            cells = (self._cell(row, column) for column in self._columns)
            sheet.row([names[row], *cells])

    def _row(self, kind: str, left: str, words: str, right: str, others: str, source: str) -> None:
        if self._evidence is not None:
            said = self.label(source) if source else None
            self._evidence.row(
                [
                    self._number,
                    self.label(kind),
                    left or None,
                    words or None,
                    right or None,
                    others or None,
                    said,
                ]
            )

    def _cell(self, row: _Place, column: _Place) -> Any:
        value = self._cells.get((row, column))
        return Styled(round(value, 4), number_format="0.00") if isinstance(value, float) else value

    def _line(self, verdict: Verdict) -> _Place:
        """A clause, or the whole document where a playbook's statements are the columns."""
        place = verdict.premise
        clause = "" if verdict.expectation is not None else _clause(place)
        return place.document_id, clause

    def _column(self, verdict: Verdict) -> _Place:
        expected = verdict.expectation
        if expected is not None:
            return verdict.hypothesis.document_id, f"{expected.playbook} · {expected.statement}"
        return verdict.hypothesis.document_id, _clause(verdict.hypothesis)

    def _names(self, places: Sequence[_Place]) -> dict[_Place, str]:
        """What people call the places; the folder too where two documents have one name."""
        paths = {place[0]: self.documents.get(place[0], place[0]) for place in places}
        known = Counter(Path(path).name for path in paths.values())
        names = {}
        for document, clause in places:
            path = Path(paths[document])
            shared = known[path.name] > 1 and path.parent.name
            name = f"{path.parent.name}/{path.name}" if shared else path.name
            whole = f"{name} · {clause}" if clause else name
            names[document, clause] = clause if is_playbook(document) and clause else whole
        return names


def _clause(side: ClauseRef) -> str:
    return side.clause or side.text[:30]
