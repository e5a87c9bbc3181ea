"""Which delegate draws which look."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.tables.column import Look
from gui.tables.delegates import CellDelegate, FractionDelegate, ValueDelegate
from gui.tables.marked import MarkedDelegate

_DELEGATES = {
    Look.FRACTION: FractionDelegate,
    Look.VALUE: ValueDelegate,
    Look.MARKED: MarkedDelegate,
}


def delegate(look: Look, parent: QObject) -> CellDelegate:
    """The delegate that draws ``look``."""
    return _DELEGATES.get(look, CellDelegate)(parent)
