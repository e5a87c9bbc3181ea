"""A comparison to xlsx, jsonl and html; to docx see :mod:`engine.export.redline`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.export.about import About
from engine.export.common import add_failures, add_run, failure_json, json_line, linked, local_time
from engine.export.comparison_html import write_html
from engine.export.comparison_rows import (
    ComparisonReport,
    JudgedChange,
    also,
    said,
    side_name,
    side_text,
)
from engine.export.files import Target, format_of, text_output
from engine.export.labels import Translate, labels
from engine.export.sheets import Sheet, Styled, workbook
from engine.export.watch import UNWATCHED, Watch
from engine.types import (
    Change,
    ClauseChange,
    ClauseRef,
    Meaning,
)

COMPARISON_FORMATS = ("xlsx", "jsonl", "html", "docx")

_HEADER = (
    "Change", "Meaning", "For", "Old clause", "Old text", "New clause", "New text", "What changed",
    "Also", "Similarity", "Review", "Reason", "Reviewer", "Reviewed at",
)  # fmt: skip
_WIDTHS = (12, 14, 16, 10, 56, 10, 56, 44, 14, 11, 12, 24, 14, 18)


def write_comparison(
    target: Target,
    report: ComparisonReport,
    about: About,
    kind: str = "",
    watch: Watch = UNWATCHED,
) -> None:
    """xlsx: changes, words that changed them, a matrix of kinds and meanings, the run; jsonl: a
    line a change; html: a page that stands alone; docx: a redline.

    Raises ``UserError`` like every export, ``Cancelled`` where ``watch`` says so; no file is left
    behind then.
    """
    kind = format_of(target, kind, COMPARISON_FORMATS)
    if kind in ("docx", "xlsx") and not isinstance(target, Path):
        raise UserError("export_format", suffix=f".{kind}", allowed="jsonl, html")
    if kind == "docx" and isinstance(target, Path):
        from engine.export.redline import write_redline

        write_redline(target, report, about, watch)
    elif kind == "xlsx" and isinstance(target, Path):
        _write_xlsx(target, report, about, watch)
    elif kind == "jsonl":
        _write_jsonl(target, report, about, watch)
    else:
        write_html(target, report, about, watch)


# --- xlsx ----------------------------------------------------------------------------


def _write_xlsx(target: Path, report: ComparisonReport, about: About, watch: Watch) -> None:
    label = labels(about.language)
    with workbook(target) as book:
        sheet = book.sheet(label("Changes"), [label(name) for name in _HEADER], _WIDTHS)
        for judged in watch.over(report.changes, len(report.changes)):
            sheet.row(_row(judged, label))
        header = [label(n) for n in ("Old clause", "New clause", "Meaning", "For", "Kind", "Old words", "New words", "Basis", "Entailment", "Neutral", "Contradiction")]  # fmt: skip
        evidence = book.sheet(label("Evidence"), header, (10, 10, 14, 16, 12, 40, 40, 10, 11, 11, 12))  # fmt: skip
        for judged in watch.over(report.changes):
            _evidence(evidence, judged.change, label)
        _matrix(book.sheet(label("Matrix"), _matrix_header(label), (16,)), report, label)
        add_failures(book, about)
        documents = ("Old document", report.old), ("New document", report.new)
        names = book.sheet(label("Documents"), [label("Name"), label("File")], (20, 80))
        for name, document in documents:
            names.row([label(name), linked(document.path, document.name)])
        add_run(book, about)


def _row(judged: JudgedChange, label: Translate) -> list[Any]:
    change, edit, meaning = judged.change, judged.edit, judged.change.meaning
    return [
        label(change.change.value),
        label(meaning.bearing.value) if meaning else None,
        meaning.party or None if meaning else None,
        side_name(change.old) or None,
        side_text(change.old) or None,
        side_name(change.new) or None,
        side_text(change.new) or None,
        "\n".join(said(reason, label) for reason in meaning.reasons) or None if meaning else None,
        also(change, label) or None,
        Styled(change.similarity, number_format="0.000"),
        label(edit.state.value if edit else "proposed"),
        edit.reason or None if edit else None,
        edit.reviewer or None if edit else None,
        local_time(edit.at) if edit else None,
    ]


def _evidence(sheet: Sheet, change: ClauseChange, label: Translate) -> None:
    meaning = change.meaning
    if meaning is None:
        return
    basis = label(meaning.basis.value) if meaning.basis else None
    figures: list[Any] = [Styled(round(p, 4), number_format="0.000") for p in meaning.forward]
    figures = figures or [None] * 3
    names = [side_name(change.old) or None, side_name(change.new) or None]
    bearing = [label(meaning.bearing.value), meaning.party or None]
    for reason in meaning.reasons or (None,):
        words: list[str | None] = [label(reason.kind.value), reason.left or None, reason.right or None] if reason else [None] * 3  # fmt: skip
        sheet.row([*names, *bearing, *words, basis, *figures])


def _bearings() -> list[str]:
    return ["", "same_meaning", "stricter", "looser", "contradicts", "unclear"]


def _matrix_header(label: Translate) -> list[str]:
    named = [label(name) if name else label("no verdict") for name in _bearings()]
    return [label("Change"), *named, label("Total")]


def _matrix(sheet: Sheet, report: ComparisonReport, label: Translate) -> None:
    """Kinds of change by what they mean."""
    counted: Counter[tuple[Change, str]] = Counter()
    for judged in report.changes:
        meaning = judged.change.meaning
        counted[judged.change.change, meaning.bearing.value if meaning else ""] += 1
    for kind in Change:
        row = [counted[kind, name] for name in _bearings()]
        if any(row):
            sheet.row([label(kind.value), *row, sum(row)])


# --- jsonl ---------------------------------------------------------------------------


def _write_jsonl(target: Target, report: ComparisonReport, about: About, watch: Watch) -> None:
    with text_output(target) as stream:
        for judged in watch.over(report.changes, len(report.changes)):
            stream.write(json_line(change_json(judged)))
        for failure in about.failures:
            line = {"document": failure.item, "failure": failure_json(failure, about)}
            stream.write(json_line(line))


def change_json(judged: JudgedChange) -> dict[str, Any]:
    """One line of the command line's JSONL. A side of several clauses is one object over all of
    them, with its ``clauses`` one by one."""
    change, edit = judged.change, judged.edit
    line: dict[str, Any] = {
        "change": change.change.value,
        "old": _side_json(change.old),
        "new": _side_json(change.new),
        "similarity": change.similarity,
        "edited": change.edited,
        "moved": change.moved,
        "renumbered": change.renumbered,
        "verdict": _meaning_json(change.meaning),
        "diff": [[part.op.value, part.text] for part in change.diff],
    }
    if edit is not None:
        line["review"] = {"state": edit.state.value, "reason": edit.reason}
    return line


def _side_json(refs: Sequence[ClauseRef]) -> dict[str, Any] | None:
    if not refs:
        return None
    each = [{"clause": r.clause, "start": r.start, "end": r.end, "text": r.text} for r in refs]
    if len(each) == 1:
        return each[0]
    whole = {"clause": side_name(refs), "start": refs[0].start, "end": refs[-1].end}
    return {**whole, "text": side_text(refs), "clauses": each}


def _meaning_json(meaning: Meaning | None) -> dict[str, Any] | None:
    if meaning is None:
        return None
    return {
        "bearing": meaning.bearing.value,
        "party": meaning.party,
        "basis": meaning.basis.value if meaning.basis else None,
        "reasons": [
            {"kind": reason.kind.value, "left": reason.left, "right": reason.right}
            for reason in meaning.reasons
        ],
        "forward": _probabilities(meaning.forward),
        "backward": _probabilities(meaning.backward),
    }


def _probabilities(row: Sequence[float]) -> dict[str, float] | None:
    names = ("entailment", "neutral", "contradiction")
    return dict(zip(names, row, strict=True)) if row else None
