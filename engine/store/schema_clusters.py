"""The eighth step of the schema: why a person should look at a cluster of duplicates."""

from __future__ import annotations

STATEMENTS = (
    "ALTER TABLE clusters ADD COLUMN doubt TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX clusters_by_doubt ON clusters (doubt, size)",
)
