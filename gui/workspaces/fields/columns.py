"""The columns of the results (a column a field) and of a cell's candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engine.store import Cell, FieldsRow
from engine.store.schema_review import SURE
from engine.types import Mention, ReviewState
from gui.errors import Explainer
from gui.help import scores
from gui.tables.column import Column, Look
from gui.theme import Tone
from gui.words import STATE_ICONS, percent, source_words, spoken, state_words

translate = QCoreApplication.translate


def is_doubtful(cell: Cell) -> bool:
    """Whether a person should look: not judged yet, and unsure, ambiguous or disputed."""
    if cell.state is not ReviewState.PROPOSED or not cell.value:
        return False
    unsure = cell.score is not None and cell.score < SURE
    return bool(cell.doubt or cell.conflicts) or cell.disagree or unsure


def is_pending(cell: Cell) -> bool:
    """Whether there is a value that nobody has judged."""
    return cell.state is ReviewState.PROPOSED and bool(cell.value)


def columns(fields: Sequence[str], explain: Explainer) -> list[Column[FieldsRow]]:
    """A column a field, then coverage; the document's name stands in front of its row."""
    coverage: Column[FieldsRow] = Column(
        translate("Fields", "Coverage"),
        lambda row: row.coverage,
        percent,
        sort="coverage",
        width=9,
        tone=lambda row: None if (row.coverage or 0) >= 1 else Tone.CAUTION,
        hint=translate("Fields", "Share of the characters that the extraction has read"),
    )
    return [*value_columns(fields, explain), coverage]


def value_columns(fields: Sequence[str], explain: Explainer) -> list[Column[FieldsRow]]:
    """A column a field, in which values are judged and edited."""
    return [_field(field, number, explain) for number, field in enumerate(fields)]


def _field(name: str, number: int, explain: Explainer) -> Column[FieldsRow]:
    def cell(row: FieldsRow) -> Cell:
        return row.cells[number]

    return Column(
        name,
        cell,
        lambda found: spoken(found.value),
        sort=name,
        width=20,
        look=Look.VALUE,
        tone=lambda row: Tone.BAD if cell(row).state is ReviewState.REJECTED else None,
        icon=lambda row: cell_icon(cell(row)),
        tooltip=lambda row: cell_tooltip(cell(row), explain),
        accessible=lambda row: cell_spoken(cell(row)),
        editable=lambda _row: True,
        editing=lambda row: spoken(cell(row).value),
    )


def cell_icon(cell: Cell) -> str | None:
    """What stands before a value: how it was judged, or that it is doubtful."""
    if cell.state is not ReviewState.PROPOSED:
        return STATE_ICONS[cell.state]
    return "question" if is_doubtful(cell) else None


def cell_tooltip(cell: Cell, explain: Explainer) -> str:
    """The whole value, where it is from, and what is doubtful about it."""
    if not cell.value and cell.state is ReviewState.PROPOSED:
        return translate("Fields", "Nothing found")
    lines = [spoken(cell.value)]
    if cell.raw and cell.raw != cell.value:
        lines.append(translate("Fields", "In the document: {raw}").format(raw=cell.raw))
    figures = [percent(cell.score), source_words(cell.source), state_words(cell.state)]
    lines.append(" · ".join(word for word in figures if word))
    lines += why(cell, explain)
    return "\n".join(lines)


def cell_spoken(cell: Cell) -> str:
    """What a screen reader says of a value: all that colour, bar and icon say to the eye."""
    value = spoken(cell.value) or translate("Fields", "nothing found")
    figures = (percent(cell.score), source_words(cell.source), state_words(cell.state))
    words = f"{cell.field}: {', '.join([value, *(word for word in figures if word)])}"
    if is_doubtful(cell):
        words += ", " + translate("Fields", "doubtful")
    return words


def why(cell: Cell, explain: Explainer) -> list[str]:
    """What is doubtful about a value."""
    lines = []
    if cell.doubt:
        lines.append(explain.code(cell.doubt, {"raw": cell.raw, "text": cell.raw}).what)
    if cell.disagree and cell.doubt != "sources_disagree":
        lines.append(translate("Fields", "Model and rule disagree."))
    if cell.conflicts:
        lines.append(translate("Fields", "It does not fit what other fields say."))
    return lines


@dataclass(frozen=True, slots=True)
class Candidate:
    """One mention as the detail panel lists it; ``number`` is the one to press with Alt."""

    number: int
    mention: Mention
    standing: bool


def candidate_columns(explain: Explainer) -> list[Column[Candidate]]:
    """What the detail panel shows of a candidate."""
    return [
        Column(
            translate("Fields", "Key"),
            lambda row: f"Alt+{row.number}" if row.number < 10 else "",
            width=6,
        ),
        Column(
            translate("Fields", "Confidence"),
            lambda row: row.mention.score,
            percent,
            width=14,
            look=Look.FRACTION,
            hint=scores.hint("fields"),
        ),
        Column(
            translate("Fields", "Value"),
            lambda row: spoken(row.mention.normalized or row.mention.text),
            width=19,
            icon=lambda row: "accept" if row.standing else None,
        ),
        Column(translate("Fields", "In the document"), lambda row: row.mention.text, width=21),
        Column(translate("Fields", "From"), lambda row: source_words(row.mention.source), width=8),
        Column(translate("Fields", "Page"), lambda row: row.mention.page, width=6, right=True),
        Column(
            translate("Fields", "Why"),
            lambda row: candidate_reason(row, explain),
            width=30,
        ),
    ]


def candidate_reason(row: Candidate, explain: Explainer) -> str:
    """Why a candidate stands in the cell or does not, and what raised or lowered it."""
    mention = row.mention
    parts = []
    if row.standing:
        parts.append(translate("Fields", "Stands in the cell"))
    elif not mention.chosen and mention.score < SURE:
        parts.append(translate("Fields", "Less likely"))
    for code in (mention.why, mention.doubt):
        if code:
            params = {"raw": mention.text, "text": mention.text}
            parts.append(explain.code(code, params).what.rstrip(".。"))
    return " · ".join(parts)
