"""The columns of the clusters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from engine.types import Address, Scalar
from gui.tables.column import Column, Look
from gui.theme import Tone
from gui.words import percent
from gui.workspaces.duplicates.groups import GroupRow
from gui.workspaces.duplicates.words import doubt_words

translate = QCoreApplication.translate
Summary = Callable[[Address, Sequence[Scalar]], str]

WEAK = 0.9
"""A cluster that only a pair below this holds deserves a look."""


def columns(summary: Summary) -> list[Column[GroupRow]]:
    """The columns of the list."""
    return [
        Column(
            translate("Duplicates", "Cluster"),
            lambda line: line.cluster.number,
            sort="number",
            width=9,
            right=True,
        ),
        Column(
            translate("Duplicates", "Rows"),
            lambda line: line.cluster.size,
            sort="size",
            width=8,
            right=True,
        ),
        Column(
            translate("Duplicates", "Row that stays"),
            lambda line: _stays(line, summary),
            width=60,
        ),
        Column(
            translate("Duplicates", "Weakest pair"),
            lambda line: line.weakest,
            percent,
            sort="weakest",
            width=18,
            look=Look.FRACTION,
        ),
        Column(
            translate("Duplicates", "Standing"),
            _standing,
            width=34,
            icon=lambda line: "warning" if line.cluster.doubt else "",
            tone=lambda line: Tone.CAUTION if line.cluster.doubt else None,
        ),
    ]


def _stays(line: GroupRow, summary: Summary) -> str:
    record = line.survivor
    return "" if record is None else summary(record.address, record.values)


def _standing(line: GroupRow) -> str:
    if line.cluster.doubt:
        return doubt_words(line.cluster.doubt)
    if line.decided:
        return translate("Duplicates", "Changed by a person")
    if line.weakest is not None and line.weakest < WEAK:
        return translate("Duplicates", "Held by a weak pair")
    return ""
