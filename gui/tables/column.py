"""What a table's column is: declared once, drawn and edited by the one generic model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Qt

from engine.store.query import Query
from gui.theme import Tone

Row = TypeVar("Row")
RowOut = TypeVar("RowOut", covariant=True)


class RowSource(Protocol[RowOut]):
    """Where rows come from: a repository of the project. Pages are short reads."""

    def count(self, query: Query) -> int:
        """How many rows meet ``query``."""

    def page(self, offset: int, limit: int, query: Query) -> Sequence[RowOut]:
        """Rows ``offset`` to ``offset + limit``."""


class Role(IntEnum):
    """What delegates ask of the model beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    VALUE = Qt.ItemDataRole.UserRole + 2
    TONE = Qt.ItemDataRole.UserRole + 3
    ICON = Qt.ItemDataRole.UserRole + 4


class Look(StrEnum):
    """How a column is drawn; see ``gui.tables.delegates``."""

    TEXT = "text"
    FRACTION = "fraction"
    STATE = "state"
    VALUE = "value"
    MARKED = "marked"


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def never(_row: Any) -> bool:
    """No row of this column can be edited."""
    return False


def nothing(_row: Any) -> None:
    """This column says nothing here."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    ``value`` is what the cell holds, ``display`` its words; ``sort`` and ``filter`` are names of
    the store's columns (empty: cannot be sorted). ``accessible`` is what a screen reader says
    where the words alone would not do. ``width`` is in average characters.
    """

    title: str
    value: Callable[[Row], Any]
    display: Callable[[Any], str] = _plain
    sort: str = ""
    width: int = 14
    look: Look = Look.TEXT
    right: bool = False
    tooltip: Callable[[Row], str | None] = nothing
    tone: Callable[[Row], Tone | None] = nothing
    icon: Callable[[Row], str | None] = nothing
    accessible: Callable[[Row], str | None] = nothing
    editable: Callable[[Row], bool] = never
    editing: Callable[[Row], str] | None = None
    hint: str = ""
