"""Further sheets of a workbook of contradictions: the words they rest on, and a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.export.labels import Translate
from engine.export.sheets import Book, Sheet, Styled
from engine.types import ClauseRef, Verdict, is_playbook

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
    _cells: dict[tuple[str, str], Any] = field(default_factory=dict)
    _rows: dict[str, None] = field(default_factory=dict)
    _columns: dict[str, None] = field(default_factory=dict)
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
        header = [self.label("Premise"), *self._columns]
        sheet = book.sheet(self.label("Matrix"), header, (34, *[14] * len(self._columns)))
        for row in self._rows:
            sheet.row([row, *(self._cell(row, column) for column in self._columns)])

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

    def _cell(self, row: str, column: str) -> Any:
        value = self._cells.get((row, column))
        return Styled(round(value, 4), number_format="0.00") if isinstance(value, float) else value

    def _line(self, verdict: Verdict) -> str:
        """A clause, or the whole document where a playbook's statements are the columns."""
        place = verdict.premise
        return self._name(
            place if verdict.expectation is None else replace(place, clause="", text="")
        )

    def _column(self, verdict: Verdict) -> str:
        expected = verdict.expectation
        if expected is not None:
            return f"{expected.playbook} · {expected.statement}"
        return self._name(verdict.hypothesis)

    def _name(self, side: ClauseRef) -> str:
        path = self.documents.get(side.document_id, side.document_id)
        name = path if is_playbook(side.document_id) else Path(path).name
        clause = side.clause or (side.text[:30] if side.text else "")
        return f"{name} · {clause}" if clause else name
