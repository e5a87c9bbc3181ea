"""A comparison to xlsx, jsonl and html; to docx see :mod:`engine.export.redline`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.export.about import About
from engine.export.common import add_failures, add_run, failure_json, json_line, linked, local_time
from engine.export.files import Target, format_of, text_output
from engine.export.html_report import foot, head, html_text
from engine.export.labels import Translate, labels
from engine.export.sheets import Sheet, Styled, workbook
from engine.export.watch import UNWATCHED, Watch
from engine.types import (
    Change,
    ClauseChange,
    ClauseRef,
    Comparison,
    DiffOp,
    DiffPart,
    Document,
    Edit,
    Meaning,
    Reason,
)

COMPARISON_FORMATS = ("xlsx", "jsonl", "html")

_HEADER = (
    "Change", "Meaning", "For", "Old clause", "Old text", "New clause", "New text", "What changed",
    "Also", "Similarity", "Review", "Reason", "Reviewed at",
)  # fmt: skip
_WIDTHS = (12, 14, 16, 10, 56, 10, 56, 44, 14, 11, 12, 24, 18)
_QUIET = frozenset({Change.SAME})


@dataclass(frozen=True, slots=True)
class JudgedChange:
    """A change and what a person decided on it."""

    change: ClauseChange
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """What is exported: the two documents and their changes in reading order."""

    comparison: Comparison
    old: Document
    new: Document
    changes: Sequence[JudgedChange]


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
    if kind == "xlsx" and isinstance(target, Path):
        _write_xlsx(target, report, about, watch)
    elif kind == "jsonl":
        _write_jsonl(target, report, about, watch)
    else:
        _write_html(target, report, about, watch)


def summary(changes: Iterable[JudgedChange]) -> Counter[Change]:
    """How many changes there are of each kind."""
    return Counter(judged.change.change for judged in changes)


def _side_text(refs: Sequence[ClauseRef]) -> str:
    return "\n".join(ref.text for ref in refs)


def _side_name(refs: Sequence[ClauseRef]) -> str:
    return ", ".join(ref.clause for ref in refs if ref.clause)


def _also(change: ClauseChange, label: Translate) -> str:
    flags = ((change.edited, Change.EDITED), (change.moved, Change.MOVED), (change.renumbered, Change.RENUMBERED))  # fmt: skip
    return ", ".join(label(kind.value) for on, kind in flags if on and kind is not change.change)


def said(reason: Reason, label: Translate) -> str:
    """The words that make a meaning, on one line."""
    return f"{label(reason.kind.value)}: {reason.left or '∅'} → {reason.right or '∅'}"


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
        _side_name(change.old) or None,
        _side_text(change.old) or None,
        _side_name(change.new) or None,
        _side_text(change.new) or None,
        "\n".join(said(reason, label) for reason in meaning.reasons) or None if meaning else None,
        _also(change, label) or None,
        Styled(change.similarity, number_format="0.000"),
        label(edit.state.value if edit else "proposed"),
        edit.reason or None if edit else None,
        local_time(edit.at) if edit else None,
    ]


def _evidence(sheet: Sheet, change: ClauseChange, label: Translate) -> None:
    meaning = change.meaning
    if meaning is None:
        return
    basis = label(meaning.basis.value) if meaning.basis else None
    figures = [Styled(round(p, 4), number_format="0.000") for p in meaning.forward] or [None] * 3
    names = [_side_name(change.old) or None, _side_name(change.new) or None]
    bearing = [label(meaning.bearing.value), meaning.party or None]
    for reason in meaning.reasons or (None,):
        words = [label(reason.kind.value), reason.left or None, reason.right or None] if reason else [None] * 3  # fmt: skip
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
    whole = {"clause": _side_name(refs), "start": refs[0].start, "end": refs[-1].end}
    return {**whole, "text": _side_text(refs), "clauses": each}


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


# --- html ----------------------------------------------------------------------------


def _write_html(target: Target, report: ComparisonReport, about: About, watch: Watch) -> None:
    label = labels(about.language)
    title = f"{label('Comparison')}: {report.old.name} → {report.new.name}"
    with text_output(target) as stream:
        stream.write(head(title, about.language))
        stream.write(_summary_html(report, label))
        quiet: list[ClauseChange] = []
        for judged in watch.over(report.changes, len(report.changes)):
            if judged.change.change in _QUIET:
                quiet.append(judged.change)
                continue
            stream.write(_change_html(judged, label))
        if quiet:
            heading = f"{label('Unchanged clauses')} ({len(quiet)})"
            stream.write(f"<details><summary>{html_text(heading)}</summary><table>\n")
            for change in quiet:
                stream.write(_quiet_html(change))
            stream.write("</table></details>\n")
        stream.write(foot(about))


def _summary_html(report: ComparisonReport, label: Translate) -> str:
    counts = summary(report.changes)
    heads = "".join(f"<th>{html_text(label(kind.value))}</th>" for kind in Change if counts[kind])
    cells = "".join(f"<td>{counts[kind]}</td>" for kind in Change if counts[kind])
    if not counts:
        return f"<p>{html_text(label('Neither document has any text to compare.'))}</p>\n"
    unchanged = sum(counts.values()) == counts[Change.SAME]
    note = f"<p>{html_text(label('Nothing has changed.'))}</p>\n" if unchanged else ""
    return f"<table><tr>{heads}</tr><tr>{cells}</tr></table>\n{note}"


def _change_html(judged: JudgedChange, label: Translate) -> str:
    change, edit = judged.change, judged.edit
    name = " → ".join(dict.fromkeys(filter(None, (_side_name(change.old), _side_name(change.new)))))
    state = edit.state.value if edit else "proposed"
    also = _also(change, label)
    badges = _badge(label(change.change.value), change.change.value)
    badges += "".join(_badge(word) for word in also.split(", ") if word)
    badges += _badge(label(state)) if edit else ""
    meaning = _meaning_html(change.meaning, label) if change.meaning else ""
    reason = f'<p class="soft">{html_text(edit.reason)}</p>' if edit and edit.reason else ""
    return (
        f'<section class="change {state}"><h2>{badges}{html_text(name)}</h2>{meaning}{reason}'
        f"{_words_html(change)}</section>\n"
    )


def _badge(word: str, kind: str = "") -> str:
    return f'<span class="badge {kind}">{html_text(word)}</span>'


def _meaning_html(meaning: Meaning, label: Translate) -> str:
    party = f" · {meaning.party}" if meaning.party else ""
    badge = _badge(label(meaning.bearing.value) + party, meaning.bearing.value)
    basis = f" <small>{html_text(label(meaning.basis.value))}</small>" if meaning.basis else ""
    lines = "".join(f"<br><small>{html_text(said(r, label))}</small>" for r in meaning.reasons)
    return f"<p>{badge}{basis}{lines}</p>"


def _words_html(change: ClauseChange) -> str:
    if not change.diff:
        old, new = (html_text(_side_text(side)) for side in (change.old, change.new))
        row = f'<tr><td class="words">{old}</td><td class="words">{new}</td></tr>'
        return f"<table>{row}</table>"
    return f'<div class="words">{"".join(_diff_html(change.diff))}</div>'


def _diff_html(parts: Sequence[DiffPart]) -> Iterator[str]:
    tags = {DiffOp.DELETE: "del", DiffOp.INSERT: "ins"}
    for part in parts:
        text = html_text(part.text)
        tag = tags.get(part.op)
        yield f"<{tag}>{text}</{tag}>" if tag else text


def _quiet_html(change: ClauseChange) -> str:
    name, text = _side_name(change.new), _side_text(change.new)
    return f'<tr><td>{html_text(name)}</td><td class="words">{html_text(text)}</td></tr>\n'
