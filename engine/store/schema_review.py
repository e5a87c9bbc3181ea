"""The step of the schema that makes a review of many cells fast, and each cell's past known."""

from __future__ import annotations

SURE = 0.85
"""The calibrated probability from which a value is not worth a second look."""

_LOGGED = """INSERT INTO history SELECT NEW.target, NEW.target_id, NEW.at, NEW.state, NEW.value,
    NEW."start", NEW."end", NEW.reason, NEW.kept WHERE NOT EXISTS (SELECT 1 FROM history h
    WHERE h.target = NEW.target AND h.target_id = NEW.target_id AND h.at = NEW.at);"""
_COPIED = "UPDATE cells SET state = NEW.state WHERE id = NEW.target_id;"

STATEMENTS = (
    # The state of an edit is copied to its cell, as it is to pairs and verdicts.
    "ALTER TABLE cells ADD COLUMN state TEXT NOT NULL DEFAULT 'proposed'",
    # How a cell stands in the review follows from the cell itself, so that no writer can forget it.
    f"""ALTER TABLE cells ADD COLUMN standing TEXT GENERATED ALWAYS AS (
        CASE WHEN state <> 'proposed' THEN state WHEN value = '' THEN 'empty'
        WHEN doubt IS NOT NULL OR disagree = 1 OR score < {SURE} THEN 'doubtful' ELSE 'sure' END)
        VIRTUAL""",
    """UPDATE cells SET state = (SELECT e.state FROM edits e
        WHERE e.target = 'cell' AND e.target_id = cells.id)
        WHERE id IN (SELECT target_id FROM edits WHERE target = 'cell')""",
    "CREATE INDEX cells_by_standing ON cells (document_id, standing, score)",
    "CREATE INDEX cells_by_tally ON cells (field, standing, doubt, disagree)",
    "CREATE INDEX cells_by_value ON cells (field, value, standing)",
    """CREATE TRIGGER cell_added AFTER INSERT ON cells BEGIN
        UPDATE cells SET state = (SELECT e.state FROM edits e
            WHERE e.target = 'cell' AND e.target_id = NEW.id)
        WHERE id = NEW.id AND EXISTS (SELECT 1 FROM edits e
            WHERE e.target = 'cell' AND e.target_id = NEW.id);
    END""",
    # Every decision that ever stood on a cell, by its time; taking one back writes none.
    """CREATE TABLE history (
        target TEXT NOT NULL, target_id TEXT NOT NULL, at REAL NOT NULL, state TEXT NOT NULL,
        value TEXT, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, reason TEXT NOT NULL,
        kept TEXT, PRIMARY KEY (target, target_id, at)) WITHOUT ROWID""",
    """INSERT INTO history SELECT target, target_id, at, state, value, "start", "end", reason, kept
        FROM edits WHERE target = 'cell'""",
    f"""CREATE TRIGGER cell_judged AFTER INSERT ON edits WHEN NEW.target = 'cell' BEGIN
        {_COPIED} {_LOGGED} END""",
    f"""CREATE TRIGGER cell_judged_anew AFTER UPDATE ON edits WHEN NEW.target = 'cell' BEGIN
        {_COPIED} {_LOGGED} END""",
    """CREATE TRIGGER cell_left AFTER DELETE ON edits WHEN OLD.target = 'cell' BEGIN
        UPDATE cells SET state = 'proposed' WHERE id = OLD.target_id; END""",
)
