"""What each page can be exported to, and the call that writes it; called off the main thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from engine.store import Project
from engine.types import ItemFailure
from gui.errors import Explainer

translate = QCoreApplication.translate

FIELDS, DUPLICATES, VERDICTS, CHANGES = "fields", "duplicates", "verdicts", "changes"
SCORED = "scored"


def patterns(kind: str) -> list[str]:
    """Lines for a file dialog, Excel first."""
    from engine.export import (
        COMPARISON_FORMATS,
        DUPLICATE_FORMATS,
        EXTRACTION_FORMATS,
        SCORED_FORMATS,
        VERDICT_FORMATS,
    )

    formats = {
        FIELDS: EXTRACTION_FORMATS,
        DUPLICATES: DUPLICATE_FORMATS,
        VERDICTS: VERDICT_FORMATS,
        CHANGES: COMPARISON_FORMATS,
        SCORED: ("xlsx", *(one for one in SCORED_FORMATS if one != "xlsx")),
    }[kind]
    words = {
        "xlsx": translate("Export", "Excel workbook"),
        "csv": "CSV",
        "jsonl": "JSON lines",
        "md": "Markdown",
        "html": translate("Export", "Web page"),
        "docx": translate("Export", "Word file with tracked changes"),
    }
    return [f"{words.get(suffix, suffix)} (*.{suffix})" for suffix in formats]


def default_name(kind: str) -> str:
    """What the file is called unless the user says otherwise."""
    return {
        FIELDS: translate("Export", "fields"),
        DUPLICATES: translate("Export", "duplicates"),
        VERDICTS: translate("Export", "contradictions"),
        CHANGES: translate("Export", "changes"),
        SCORED: translate("Export", "scored pairs"),
    }[kind] + ".xlsx"


def write(kind: str, project: Project, target: Path, explain: Explainer, subject: str = "") -> Path:
    """Write a page's results with their edits; returns ``target``. ``subject`` is the comparison
    (or the run that scored pairs) that is meant. Raises ``UserError``."""
    from engine.jobs.export import (
        export_comparison,
        export_duplicates,
        export_fields,
        export_scored,
        export_verdicts,
    )

    language = explain.language

    def say(failure: ItemFailure) -> str:
        return str(explain.failure(failure))

    if kind == FIELDS:
        export_fields(project, target, language=language, say=say)
    elif kind == DUPLICATES:
        export_duplicates(project, target, language=language, say=say)
    elif kind == SCORED:
        export_scored(project, target, subject, language=language, say=say)
    elif kind == CHANGES:
        export_comparison(project, target, subject, language=language, say=say)
    else:
        export_verdicts(project, target, language=language, say=say)
    return target
