"""The step of the schema that keeps records found in documents, doubts between fields, values
without a place, and the fields as they were typed."""

from __future__ import annotations

STATEMENTS = (
    # The field as it is typed, so that values can be checked again after an edit.
    "ALTER TABLE fields ADD COLUMN spec TEXT",
    "ALTER TABLE mentions ADD COLUMN why TEXT",
    # `key` is where the record begins in the document; its values are cells of their own.
    """CREATE TABLE found_records (
        document_id TEXT NOT NULL, grouped TEXT NOT NULL, key TEXT NOT NULL,
        number INTEGER NOT NULL, layout TEXT NOT NULL, run_id TEXT NOT NULL,
        PRIMARY KEY (document_id, grouped, key)) WITHOUT ROWID""",
    # A row for each field that a doubt hangs on.
    """CREATE TABLE doubts (
        document_id TEXT NOT NULL, number INTEGER NOT NULL, field TEXT NOT NULL,
        code TEXT NOT NULL, fields TEXT NOT NULL, params TEXT NOT NULL,
        PRIMARY KEY (document_id, number, field)) WITHOUT ROWID""",
    """CREATE TABLE unlocated (
        document_id TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, score REAL NOT NULL,
        run_id TEXT NOT NULL, PRIMARY KEY (document_id, field, text)) WITHOUT ROWID""",
)
