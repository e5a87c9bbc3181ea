"""Tables: xlsx and kin, csv, jsonl, streamed as records with their addresses; types untouched."""

from __future__ import annotations

from engine.tables.header import match_column
from engine.tables.model import Sheet, Table, TableOptions
from engine.tables.read import (
    TABLE_SUFFIXES,
    TableKind,
    list_sheets,
    open_all,
    open_table,
    read_objects,
    sniff_table,
)

__all__ = [
    "TABLE_SUFFIXES",
    "Sheet",
    "Table",
    "TableKind",
    "TableOptions",
    "list_sheets",
    "match_column",
    "open_all",
    "open_table",
    "read_objects",
    "sniff_table",
]
