"""The fifth step of the schema: what a verdict rests on beside its two sides, and decisions that are
found again by the words that they were about."""

from __future__ import annotations

ASKED_MODEL = """(json_valid(reasons) AND instr(reasons, '["model",') > 0)"""
"""Whether the model's reading is among a verdict's reasons."""

FOUND_BY_RULE = f"(json_valid(reasons) AND json_array_length(reasons) > {ASKED_MODEL})"
"""Whether words that a rule found are among them."""

STATEMENTS = (
    "DROP INDEX verdicts_by_facet",
    "ALTER TABLE verdicts DROP COLUMN severity",
    "ALTER TABLE verdicts DROP COLUMN scope",
    # What the engine says of the severity, where it knows better than the formula.
    "ALTER TABLE verdicts ADD COLUMN rank INTEGER",
    "ALTER TABLE verdicts ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE verdicts ADD COLUMN prevails TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE verdicts ADD COLUMN disagree INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE verdicts ADD COLUMN identity TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE verdicts ADD COLUMN expectation TEXT",
    f"""ALTER TABLE verdicts ADD COLUMN severity INTEGER GENERATED ALWAYS AS (
        CASE WHEN rank IS NOT NULL THEN rank WHEN label <> 'contradiction' THEN 0
        WHEN {FOUND_BY_RULE} AND contradiction >= 0.8 THEN 3
        WHEN {FOUND_BY_RULE} OR contradiction >= 0.9 THEN 2 ELSE 1 END) VIRTUAL""",
    """ALTER TABLE verdicts ADD COLUMN scope TEXT GENERATED ALWAYS AS (
        CASE WHEN expectation IS NOT NULL THEN 'playbook'
        WHEN premise_document = hypothesis_document THEN 'inside' ELSE 'across' END) VIRTUAL""",
    """CREATE INDEX verdicts_by_facet
        ON verdicts (hidden, label, state, severity, kind, basis, scope, disagree)""",
    # A decision is found again also when its verdict went with its document.
    "ALTER TABLE edits ADD COLUMN identity TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX edits_by_identity ON edits (identity) WHERE identity <> ''",
    """CREATE TRIGGER edit_of_verdict AFTER INSERT ON edits WHEN NEW.target = 'verdict' BEGIN
        UPDATE edits SET identity =
            COALESCE((SELECT identity FROM verdicts WHERE id = NEW.target_id), '')
        WHERE target = 'verdict' AND target_id = NEW.target_id AND identity = '';
    END""",
)
