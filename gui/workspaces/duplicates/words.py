"""What people call the things of this page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from engine.dedupe.board import Answer, Band
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.learning import Estimate, Quality, Reason
from engine.store import PairRow, TableRow
from engine.store.board import UNSURE
from engine.types import Address, ReviewState, Scalar, cell_text
from gui.theme import Tone
from gui.words import percent

translate = QCoreApplication.translate

ANSWER_ICONS = {
    Answer.OPEN: "proposed",
    Answer.YES: "accept",
    Answer.NO: "reject",
    Answer.UNSURE: "question",
}
ANSWER_TONES = {
    Answer.OPEN: Tone.QUIET,
    Answer.YES: Tone.GOOD,
    Answer.NO: Tone.BAD,
    Answer.UNSURE: Tone.CAUTION,
}


def answer_of(pair: PairRow) -> Answer:
    """What a person said of a pair."""
    if pair.state is ReviewState.ACCEPTED:
        return Answer.YES
    if pair.state is ReviewState.REJECTED:
        return Answer.NO
    return Answer.UNSURE if pair.reason == UNSURE else Answer.OPEN


def answer_words(answer: Answer) -> str:
    """What people call an answer."""
    return {
        Answer.OPEN: translate("Duplicates", "To review"),
        Answer.YES: translate("Duplicates", "Same"),
        Answer.NO: translate("Duplicates", "Different"),
        Answer.UNSURE: translate("Duplicates", "Unsure"),
    }[answer]


def band_words(band: Band) -> str:
    """What people call a stretch of scores."""
    return {
        Band.SURE: translate("Duplicates", "Sure"),
        Band.DOUBTFUL: translate("Duplicates", "Doubtful"),
        Band.UNLIKE: translate("Duplicates", "Below"),
    }[band]


def kind_words(kind: ColumnKind) -> str:
    """What a column holds."""
    return {
        ColumnKind.NAME: translate("Duplicates", "Person's name"),
        ColumnKind.COMPANY: translate("Duplicates", "Company"),
        ColumnKind.ADDRESS: translate("Duplicates", "Address"),
        ColumnKind.PHONE: translate("Duplicates", "Phone"),
        ColumnKind.EMAIL: translate("Duplicates", "E-mail"),
        ColumnKind.IDENTIFIER: translate("Duplicates", "Number or code"),
        ColumnKind.DATE: translate("Duplicates", "Date"),
        ColumnKind.NUMBER: translate("Duplicates", "Amount"),
        ColumnKind.PRODUCT: translate("Duplicates", "Product"),
        ColumnKind.TEXT: translate("Duplicates", "Free text"),
    }[kind]


def doubt_words(code: str) -> str:
    """Why a person should look at a cluster: the codes of ``engine.dedupe.clustering``."""
    return {
        "cluster_cut": translate("Duplicates", "A similar row stands outside it"),
        "cluster_loose": translate("Duplicates", "Most of its pairs are not alike"),
        "cluster_large": translate("Duplicates", "Too large to compare all its rows"),
    }.get(code, code)


def table_words(table: TableRow) -> str:
    """``customers.xlsx · Sheet1 · 300``."""
    parts = [table_name(table)]
    if table.rows:
        parts.append(f"{table.rows:,}")
    return " · ".join(parts)


def table_name(table: TableRow) -> str:
    """``customers.xlsx · Sheet1``."""
    name = PurePath(table.path).name
    plain = not table.sheet or table.sheet == PurePath(table.path).stem
    return name if plain else f"{name} · {table.sheet}"


def cell_words(value: Scalar) -> str:
    """A cell as a spreadsheet shows it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cell_text(value)


def row_words(address: Address) -> str:
    """``Row 12``."""
    return translate("Duplicates", "Row {number}").format(number=address.row)


def place_words(address: Address) -> str:
    """``customers.xlsx, row 8``."""
    words = translate("Duplicates", "{file}, row {number}")
    return words.format(file=PurePath(address.path).name, number=address.row)


def place_in_list(address: Address) -> str:
    """``8 · customers.xlsx``: the number first, as it must not be cut off."""
    return f"{address.row} · {PurePath(address.path).name}"


def pair_words(left: Address, right: Address) -> str:
    """``customers.xlsx, rows 8 and 48``."""
    if left.path == right.path:
        words = translate("Duplicates", "{file}, rows {left} and {right}")
        return words.format(file=PurePath(left.path).name, left=left.row, right=right.row)
    return " ↔ ".join((place_words(left), place_words(right)))


def in_one_line(header: Sequence[str], values: Sequence[Scalar], first: Sequence[str]) -> str:
    """A row in one line: the columns of ``first``, where it has any of them; else all."""
    chosen = set(first)
    picked = [v for n, v in zip(header, values, strict=False) if n in chosen] or list(values)
    return " · ".join(text for value in picked if (text := cell_words(value)))


def quality_words(quality: Quality, answers: int) -> str:
    """``12 answers · joined rightly: 97 % (91–99 %) · found: 88 % (80–94 %)``."""
    return translate(
        "Duplicates", "{answers} answers · joined rightly: {precision} · found: {recall}"
    ).format(
        answers=answers,
        precision=estimate_words(quality.precision),
        recall=estimate_words(quality.recall),
    )


def estimate_words(estimate: Estimate) -> str:
    """``97 % (91–99 %)``."""
    words = translate("Duplicates", "{value} ({low}–{high})")
    low = percent(estimate.low).rstrip("% \u00a0\u202f")
    return words.format(value=percent(estimate.value), low=low, high=percent(estimate.high))


def reason_words(reason: Reason) -> str:
    """Why a pair is asked about."""
    return {
        Reason.UNCERTAIN: translate("Duplicates", "asked because it could be either"),
        Reason.DIFFERENT: translate("Duplicates", "asked because it is unlike those you answered"),
        Reason.CHECK_MATCH: translate("Duplicates", "asked to check a sure match"),
        Reason.CHECK_OTHER: translate("Duplicates", "asked to check a sure difference"),
    }[reason]
