"""What a spreadsheet's cell holds, as a scalar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engine.tables.model import Remarks
from engine.types import Scalar

_EXACT = 2**53
"""Above this a spreadsheet's number has lost digits: it is stored as a 64-bit float."""


def spreadsheet_value(cell: Any, remarks: Remarks) -> Scalar:
    """A cell as a scalar: whole numbers as int, dates and times as what they are."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool | str | dt.date | dt.time):
        return cell
    if isinstance(cell, int | float) and abs(cell) > _EXACT:
        remarks.add("long_number_lost_digits")
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e18 else cell
    return cell if isinstance(cell, int) else str(cell)
