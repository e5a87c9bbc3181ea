"""The step of the schema that keeps comparisons of two documents and the changes between them."""

from __future__ import annotations

STATEMENTS = (
    """CREATE TABLE comparisons (
        position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, old_document TEXT NOT NULL,
        new_document TEXT NOT NULL, mode TEXT NOT NULL, old_clauses INTEGER NOT NULL,
        new_clauses INTEGER NOT NULL, run_id TEXT NOT NULL, at REAL NOT NULL)""",
    # `words` is what a search looks through: the texts of both sides.
    """CREATE TABLE changes (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, comparison_id TEXT NOT NULL,
        position INTEGER NOT NULL, change TEXT NOT NULL, edited INTEGER NOT NULL,
        moved INTEGER NOT NULL, renumbered INTEGER NOT NULL, bearing TEXT NOT NULL,
        party TEXT NOT NULL, similarity REAL NOT NULL, old_clause TEXT NOT NULL,
        new_clause TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, diff TEXT NOT NULL,
        meaning TEXT, words TEXT NOT NULL, state TEXT NOT NULL, run_id TEXT NOT NULL)""",
    "CREATE INDEX changes_by_position ON changes (comparison_id, position)",
    "CREATE INDEX changes_by_facet ON changes (comparison_id, change, bearing, state)",
    # As for pairs and verdicts, the state of an edit is copied to the row it is about.
    """CREATE TRIGGER change_edit_added AFTER INSERT ON edits WHEN NEW.target = 'change' BEGIN
        UPDATE changes SET state = NEW.state WHERE id = NEW.target_id;
    END""",
    """CREATE TRIGGER change_edit_changed AFTER UPDATE ON edits WHEN NEW.target = 'change' BEGIN
        UPDATE changes SET state = NEW.state WHERE id = NEW.target_id;
    END""",
    """CREATE TRIGGER change_edit_removed AFTER DELETE ON edits WHEN OLD.target = 'change' BEGIN
        UPDATE changes SET state = 'proposed' WHERE id = OLD.target_id;
    END""",
)
