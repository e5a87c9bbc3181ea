"""The ninth step of the schema: whose decision it was."""

from __future__ import annotations

_LOGGED = """INSERT INTO history (target, target_id, at, state, value, "start", "end", reason, kept,
    reviewer) SELECT NEW.target, NEW.target_id, NEW.at, NEW.state, NEW.value, NEW."start",
    NEW."end", NEW.reason, NEW.kept, NEW.reviewer WHERE NOT EXISTS (SELECT 1 FROM history h
    WHERE h.target = NEW.target AND h.target_id = NEW.target_id AND h.at = NEW.at);"""
_COPIED = "UPDATE cells SET state = NEW.state WHERE id = NEW.target_id;"

STATEMENTS = (
    "ALTER TABLE edits ADD COLUMN reviewer TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE history ADD COLUMN reviewer TEXT NOT NULL DEFAULT ''",
    "DROP TRIGGER cell_judged",
    "DROP TRIGGER cell_judged_anew",
    f"""CREATE TRIGGER cell_judged AFTER INSERT ON edits WHEN NEW.target = 'cell' BEGIN
        {_COPIED} {_LOGGED} END""",
    f"""CREATE TRIGGER cell_judged_anew AFTER UPDATE ON edits WHEN NEW.target = 'cell' BEGIN
        {_COPIED} {_LOGGED} END""",
)
