"""The tables of a project file, and the steps from each version to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import UserError
from engine.store import (
    schema_clusters,
    schema_compare,
    schema_counts,
    schema_evidence,
    schema_lanes,
    schema_review,
    schema_reviewers,
    schema_verdicts,
)
from engine.store.schema_verdicts import ASKED_MODEL, FOUND_BY_RULE

APPLICATION_ID = 0x43444B31
"""Stands in the file's header, so that a project is known by more than its name."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the version it leads to and the statements that lead there."""

    version: int
    statements: tuple[str, ...]


FIRST = Migration(
    1,
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        # A failed file is a row with its failure and no body. `removed` hides a row until the
        # project is next opened, so that taking a document out can be undone.
        """CREATE TABLE documents (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
            path TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, pages INTEGER NOT NULL,
            characters INTEGER NOT NULL, readable REAL NOT NULL, notices INTEGER NOT NULL,
            coverage REAL, coverage_notices TEXT, added REAL NOT NULL,
            failure TEXT, failure_params TEXT, removed INTEGER NOT NULL DEFAULT 0)""",
        "CREATE INDEX documents_by_path ON documents (path)",
        "CREATE TABLE bodies (position INTEGER PRIMARY KEY, body BLOB NOT NULL)",
        "CREATE TABLE fields (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        """CREATE TABLE mentions (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL,
            field TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
            text TEXT NOT NULL, score REAL NOT NULL, source TEXT NOT NULL, page INTEGER,
            normalized TEXT, doubt TEXT, chosen INTEGER NOT NULL, run_id TEXT NOT NULL)""",
        "CREATE INDEX mentions_by_cell ON mentions (document_id, field)",
        """CREATE TABLE cells (
            id TEXT PRIMARY KEY, document_id TEXT NOT NULL, field TEXT NOT NULL,
            value TEXT NOT NULL, raw TEXT NOT NULL, normalized TEXT, score REAL, source TEXT,
            "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER, doubt TEXT,
            candidates INTEGER NOT NULL, disagree INTEGER NOT NULL, run_id TEXT NOT NULL)""",
        "CREATE UNIQUE INDEX cells_by_place ON cells (document_id, field)",
        """CREATE TABLE sheets (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL,
            sheet TEXT NOT NULL, header TEXT NOT NULL)""",
        """CREATE TABLE records (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, table_id TEXT NOT NULL,
            "row" INTEGER NOT NULL, data TEXT NOT NULL)""",
        'CREATE UNIQUE INDEX records_by_row ON records (table_id, "row")',
        """CREATE TABLE pairs (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, left_id TEXT NOT NULL,
            right_id TEXT NOT NULL, left_table TEXT NOT NULL, left_row INTEGER NOT NULL,
            right_table TEXT NOT NULL, right_row INTEGER NOT NULL, score REAL NOT NULL,
            cluster INTEGER, why TEXT NOT NULL, state TEXT NOT NULL, run_id TEXT NOT NULL)""",
        "CREATE INDEX pairs_by_score ON pairs (score DESC)",
        "CREATE INDEX pairs_by_state ON pairs (state, score DESC)",
        "CREATE INDEX pairs_by_cluster ON pairs (cluster)",
        "CREATE INDEX pairs_by_left_row ON pairs (left_row)",
        """CREATE TABLE clusters (
            number INTEGER PRIMARY KEY, size INTEGER NOT NULL, survivor_id TEXT NOT NULL,
            run_id TEXT NOT NULL)""",
        "CREATE INDEX clusters_by_size ON clusters (size)",
        """CREATE TABLE members (
            record_id TEXT PRIMARY KEY, number INTEGER NOT NULL, survivor INTEGER NOT NULL)
            WITHOUT ROWID""",
        "CREATE INDEX members_by_cluster ON members (number)",
        """CREATE TABLE scored (
            run_id TEXT NOT NULL, line INTEGER NOT NULL, data TEXT NOT NULL, scores TEXT NOT NULL,
            label TEXT, failure TEXT, PRIMARY KEY (run_id, line)) WITHOUT ROWID""",
        """CREATE TABLE verdicts (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL,
            entailment REAL NOT NULL, neutral REAL NOT NULL, contradiction REAL NOT NULL,
            premise_document TEXT NOT NULL, premise_clause TEXT NOT NULL, premise TEXT NOT NULL,
            hypothesis_document TEXT NOT NULL, hypothesis_clause TEXT NOT NULL,
            hypothesis TEXT NOT NULL, reasons TEXT NOT NULL, state TEXT NOT NULL,
            hidden INTEGER NOT NULL DEFAULT 0, run_id TEXT NOT NULL)""",
        "CREATE INDEX verdicts_by_score ON verdicts (hidden, contradiction DESC)",
        "CREATE INDEX verdicts_by_label ON verdicts (hidden, label, contradiction DESC)",
        "CREATE INDEX verdicts_by_premise ON verdicts (premise_document)",
        "CREATE INDEX verdicts_by_hypothesis ON verdicts (hypothesis_document)",
        """CREATE TABLE runs (
            position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, job TEXT NOT NULL,
            settings TEXT NOT NULL, model TEXT NOT NULL, status TEXT NOT NULL,
            started REAL NOT NULL, finished REAL, done INTEGER NOT NULL, failed INTEGER NOT NULL,
            total INTEGER NOT NULL)""",
        """CREATE TABLE failures (
            position INTEGER PRIMARY KEY, run_id TEXT NOT NULL, job TEXT NOT NULL,
            item TEXT NOT NULL, code TEXT NOT NULL, params TEXT NOT NULL, at REAL NOT NULL,
            UNIQUE (run_id, item, code))""",
        "CREATE INDEX failures_by_item ON failures (item)",
        # `kept` is what the person saw when judging: a later run's other result does not inherit
        # the judgement.
        """CREATE TABLE edits (
            target TEXT NOT NULL, target_id TEXT NOT NULL, state TEXT NOT NULL, value TEXT,
            "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, reason TEXT NOT NULL,
            at REAL NOT NULL, kept TEXT, PRIMARY KEY (target, target_id)) WITHOUT ROWID""",
        """CREATE TABLE cache (
            position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value BLOB NOT NULL,
            size INTEGER NOT NULL, used INTEGER NOT NULL)""",
        "CREATE INDEX cache_by_use ON cache (used)",
        # The state of an edit is copied to the row it is about, so that a million pairs can be
        # filtered by it from an index.
        """CREATE TRIGGER edit_added AFTER INSERT ON edits BEGIN
            UPDATE pairs SET state = NEW.state WHERE NEW.target = 'pair' AND id = NEW.target_id;
            UPDATE verdicts SET state = NEW.state
                WHERE NEW.target = 'verdict' AND id = NEW.target_id;
        END""",
        """CREATE TRIGGER edit_changed AFTER UPDATE ON edits BEGIN
            UPDATE pairs SET state = NEW.state WHERE NEW.target = 'pair' AND id = NEW.target_id;
            UPDATE verdicts SET state = NEW.state
                WHERE NEW.target = 'verdict' AND id = NEW.target_id;
        END""",
        """CREATE TRIGGER edit_removed AFTER DELETE ON edits BEGIN
            UPDATE pairs SET state = 'proposed' WHERE OLD.target = 'pair' AND id = OLD.target_id;
            UPDATE verdicts SET state = 'proposed'
                WHERE OLD.target = 'verdict' AND id = OLD.target_id;
        END""",
    ),
)

VERDICT_FACETS = Migration(
    2,
    (
        # What a verdict is filtered by follows from the verdict itself, so that no writer can
        # forget it. The first reason is the leading one; rules stand before the model.
        """ALTER TABLE verdicts ADD COLUMN kind TEXT GENERATED ALWAYS AS (
            CASE WHEN json_valid(reasons) THEN COALESCE(json_extract(reasons, '$[0][0]'), '')
            ELSE '' END) VIRTUAL""",
        f"""ALTER TABLE verdicts ADD COLUMN basis TEXT GENERATED ALWAYS AS (
            CASE WHEN {FOUND_BY_RULE} AND {ASKED_MODEL} THEN 'both'
            WHEN {FOUND_BY_RULE} THEN 'rule' WHEN {ASKED_MODEL} THEN 'model' ELSE '' END)
            VIRTUAL""",
        # 3 high: words that cannot both hold were found, and it is likely; 2 middling: one of the
        # two, or a model that is all but certain; 1 low; 0 no contradiction.
        f"""ALTER TABLE verdicts ADD COLUMN severity INTEGER GENERATED ALWAYS AS (
            CASE WHEN label <> 'contradiction' THEN 0
            WHEN {FOUND_BY_RULE} AND contradiction >= 0.8 THEN 3
            WHEN {FOUND_BY_RULE} OR contradiction >= 0.9 THEN 2 ELSE 1 END) VIRTUAL""",
        """ALTER TABLE verdicts ADD COLUMN scope TEXT GENERATED ALWAYS AS (
            CASE WHEN premise_document = hypothesis_document THEN 'inside' ELSE 'across' END)
            VIRTUAL""",
        """CREATE INDEX verdicts_by_facet
            ON verdicts (hidden, label, state, severity, kind, basis, scope)""",
    ),
)

CELL_REVIEW = Migration(3, schema_review.STATEMENTS)

COMPARISONS = Migration(4, schema_compare.STATEMENTS)

VERDICT_DETAILS = Migration(5, schema_verdicts.STATEMENTS)

FIELD_LANES = Migration(6, schema_lanes.STATEMENTS)

COUNTS = Migration(7, schema_counts.STATEMENTS)

CLUSTER_DOUBTS = Migration(8, schema_clusters.STATEMENTS)

REVIEWERS = Migration(9, schema_reviewers.STATEMENTS)

PAIR_EVIDENCE = Migration(10, schema_evidence.STATEMENTS)

MIGRATIONS: tuple[Migration, ...] = (
    FIRST,
    VERDICT_FACETS,
    CELL_REVIEW,
    COMPARISONS,
    VERDICT_DETAILS,
    FIELD_LANES,
    COUNTS,
    CLUSTER_DOUBTS,
    REVIEWERS,
    PAIR_EVIDENCE,
)
"""In order, without gaps. A released step is never changed: a change is a new step."""


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version that stands in the file; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_project(connection: sqlite3.Connection) -> bool:
    """Whether the file says that it is one of ours."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def require_known(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Raises ``UserError("project_newer")`` for a file from a later version of the program."""
    current, last = version_of(connection), migrations[-1].version
    if current > last:
        raise UserError("project_newer", path=str(path), version=current, known=last)


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Bring the file up to the last of ``migrations``, one transaction a step: a step that fails
    leaves the file at the version before it.

    Raises ``UserError("project_newer")`` for a file from a later version of the program.
    """
    require_known(connection, path, migrations)
    current = version_of(connection)
    for migration in migrations:
        if migration.version <= current:
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in migration.statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={migration.version}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
