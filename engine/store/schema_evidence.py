"""The tenth step of the schema: the log odds that add up to a pair's score, and the pairs of a row."""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE pairs ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]'",
    "CREATE INDEX pairs_by_left ON pairs (left_id)",
    "CREATE INDEX pairs_by_right ON pairs (right_id)",
)
