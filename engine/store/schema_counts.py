"""The seventh step of the schema: how many contradictions a document has is counted from indices that
hold nothing else, because the list of documents asks it for every row."""

from __future__ import annotations

COUNTED = """hidden = 0 AND label = 'contradiction' AND state <> 'rejected'
    AND expectation IS NULL"""
"""Which verdicts count against a document."""

STATEMENTS = (
    f"CREATE INDEX verdicts_counted ON verdicts (premise_document) WHERE {COUNTED}",
    f"""CREATE INDEX verdicts_counted_other ON verdicts (hypothesis_document, premise_document)
        WHERE {COUNTED}""",
)
