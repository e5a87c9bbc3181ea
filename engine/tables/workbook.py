"""xlsx, xlsm, xls, xlsb and ods, through python-calamine: values as the file has them.

Formulas give the value that was last computed; a merged range gives its value in its first cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import python_calamine

from engine.errors import UserError
from engine.paths import long_path
from engine.tables.model import RawRow, Remarks, Sheet
from engine.tables.values import spreadsheet_value
from engine.types import ItemFailure


def sheets(path: Path) -> tuple[Sheet, ...]:
    """The worksheets in their order. Raises ``UserError``: ``table_encrypted``, ``table_damaged``."""
    workbook = _open(path)
    visible = python_calamine.SheetVisibleEnum.Visible
    found = tuple(
        Sheet(entry.name, hidden=entry.visible != visible)
        for entry in workbook.sheets_metadata
        if entry.typ == python_calamine.SheetTypeEnum.WorkSheet
    )
    if not found:
        raise UserError("table_empty", name=path.name)
    return found


def rows(path: Path, sheet: str, remarks: Remarks) -> Iterator[RawRow | ItemFailure]:
    """Every row of ``sheet``, numbered as the spreadsheet shows it."""
    worksheet = _open(path).get_sheet_by_name(sheet)
    if worksheet.height == 0:
        return
    offset = worksheet.start[1] if worksheet.start else 0
    if getattr(worksheet, "merged_cell_ranges", None):
        remarks.add("merged_cells", len(worksheet.merged_cell_ranges))
    for number, row in enumerate(worksheet.iter_rows(), start=1):
        cells = (None,) * offset + tuple(spreadsheet_value(cell, remarks) for cell in row)
        yield number, cells


def _open(path: Path) -> Any:
    try:
        return python_calamine.CalamineWorkbook.from_path(long_path(path))
    except python_calamine.PasswordError as error:
        raise UserError("table_encrypted", name=path.name) from error
    except (
        python_calamine.CalamineError,
        python_calamine.ZipError,
        python_calamine.XmlError,
        OSError,
    ) as error:
        raise UserError("table_damaged", name=path.name, detail=str(error)[:200]) from error
