"""Verdicts as matrices: clauses against clauses, documents against a playbook's statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from engine.store import VerdictPoint
from engine.types import Label, ReviewState, Severity
from gui.matrix import Cell, CellLook, Grid
from gui.theme import Tone
from gui.words import answer_words, label_words, severity_words

_LABELS = (Label.ENTAILMENT, Label.CONTRADICTION, Label.NEUTRAL)
DISMISSED = 13
MOST = 3000
"""Clauses in a matrix: beyond that it would take more memory than a window should."""
_TONES = {
    Severity.NONE: Tone.GOOD,
    Severity.LOW: Tone.INFO,
    Severity.MEDIUM: Tone.CAUTION,
    Severity.HIGH: Tone.BAD,
}
_SIGNS = {Severity.NONE: "·", Severity.LOW: "○", Severity.MEDIUM: "◐", Severity.HIGH: "●"}
_ANSWERS = {Label.ENTAILMENT: "✓", Label.CONTRADICTION: "✗", Label.NEUTRAL: "–"}

_Side = tuple[str, str]
"""A document's id and a clause's number."""


def code_of(point: VerdictPoint) -> int:
    """How a verdict's cell looks: what it says and how much it matters; what was dismissed is one."""
    if point.state is ReviewState.REJECTED:
        return DISMISSED
    return 1 + 3 * int(point.severity) + _LABELS.index(point.label)


def pair_looks(dismissed: str) -> dict[int, CellLook]:
    """How pairs of clauses are drawn: the sign says how severe."""
    return _looks(lambda severity, _label: _SIGNS[severity], label_words, dismissed)


def statement_looks(dismissed: str) -> dict[int, CellLook]:
    """How a document's answers to a playbook are drawn: the sign is the answer, the colour says
    how far it is from what should be."""
    return _looks(lambda _severity, label: _ANSWERS[label], answer_words, dismissed)


def clause_grid(
    points: Iterable[VerdictPoint], order: Sequence[str], names: Mapping[str, str]
) -> Grid:
    """Clauses × clauses: those that stand in a pair, document by document in the order of the text.

    ``order`` lists the documents' ids, ``names`` their names. Of more than ``MOST`` clauses, those
    with the worst findings are shown.
    """
    found = list(points)
    starts: dict[_Side, int] = {}
    for point in found:
        for side, start in zip(
            _sides(point), (point.premise_start, point.hypothesis_start), strict=True
        ):
            starts[side] = min(start, starts.get(side, start))
    rank = {document: number for number, document in enumerate(order)}
    axis = sorted(_most(found), key=lambda side: (rank.get(side[0], len(rank)), starts[side]))
    place = {side: number for number, side in enumerate(axis)}
    cells: dict[Cell, tuple[int, int]] = {}
    for point in found:
        left, right = (place.get(side, -1) for side in _sides(point))
        for cell in ((left, right), (right, left)):
            if min(cell) >= 0:
                _worst(cells, cell, point)
    several = len({document for document, _ in axis}) > 1
    labels = [
        f"{clause or '–'} · {names.get(document, '')}" if several else clause or "–"
        for document, clause in axis
    ]
    breaks = [number for number in range(1, len(axis)) if axis[number][0] != axis[number - 1][0]]
    return Grid.of(labels, labels, cells, breaks, breaks)


def statement_grid(
    points: Iterable[VerdictPoint],
    order: Sequence[str],
    names: Mapping[str, str],
    statements: Sequence[str],
    hints: Mapping[str, str],
) -> Grid:
    """Documents × statements. ``statements`` lists the playbook's statements in its order (those of
    earlier versions of it follow), ``hints`` says what each of them is."""
    found = list(points)
    told = dict.fromkeys([*statements, *(point.hypothesis_clause for point in found)])
    answered = {point.premise_document for point in found}
    rows = [document for document in order if document in answered]
    row_of = {document: number for number, document in enumerate(rows)}
    column_of = {statement: number for number, statement in enumerate(told)}
    cells: dict[Cell, tuple[int, int]] = {}
    for point in found:
        if point.premise_document in row_of:
            cell = (row_of[point.premise_document], column_of[point.hypothesis_clause])
            _worst(cells, cell, point)
    said = {column_of[key]: text for key, text in hints.items() if key in column_of}
    return Grid.of([names.get(row, row) for row in rows], told, cells, hints=said)


def _most(points: Iterable[VerdictPoint]) -> list[_Side]:
    """The clauses that stand in a pair; of very many, those with the worst findings."""
    worst: dict[_Side, int] = {}
    for point in points:
        weight = _weight(code_of(point))
        for side in _sides(point):
            worst[side] = max(weight, worst.get(side, 0))
    if len(worst) <= MOST:
        return list(worst)
    return sorted(worst, key=lambda side: -worst[side])[:MOST]


def _sides(point: VerdictPoint) -> tuple[_Side, _Side]:
    return (
        (point.premise_document, point.premise_clause),
        (point.hypothesis_document, point.hypothesis_clause),
    )


def _worst(cells: dict[Cell, tuple[int, int]], cell: Cell, point: VerdictPoint) -> None:
    """Of several verdicts on one cell the worst is shown, and one that nobody has dismissed."""
    code = code_of(point)
    before = cells.get(cell)
    if before is None or _weight(code) > _weight(before[0]):
        cells[cell] = (code, point.key)


def _weight(code: int) -> int:
    return 0 if code == DISMISSED else code


def _looks(
    sign: Callable[[Severity, Label], str], said: Callable[[Label], str], dismissed: str
) -> dict[int, CellLook]:
    made = {}
    for severity in Severity:
        for number, label in enumerate(_LABELS):
            words = said(label)
            if severity:
                words = f"{words} · {severity_words(severity)}"
            tone = _TONES[severity]
            made[1 + 3 * int(severity) + number] = CellLook(tone, sign(severity, label), words)
    made[DISMISSED] = CellLook(Tone.QUIET, "✕", dismissed, faint=True)
    return made
