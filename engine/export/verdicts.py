"""Contradictions to xlsx, jsonl and html."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from engine.export.about import About
from engine.export.common import add_failures, add_run, json_line, linked, local_time
from engine.export.files import Target, format_of, text_output
from engine.export.html_report import foot, head
from engine.export.labels import Translate, labels
from engine.export.sheets import Styled, clean, workbook
from engine.export.verdict_sheets import FurtherSheets
from engine.export.watch import UNWATCHED, Watch
from engine.types import (
    ClauseRef,
    Edit,
    Evidence,
    Expectation,
    Reason,
    Severity,
    Verdict,
    is_playbook,
)

VERDICT_FORMATS = ("xlsx", "jsonl", "html")

_HEADER = (
    "Verdict",
    "Contradiction",
    "Premise document",
    "Premise clause",
    "Premise",
    "Hypothesis document",
    "Hypothesis clause",
    "Hypothesis",
    "What clashes",
    "Review",
    "Decided",
    "Reason",
    "Reviewer",
    "Reviewed at",
    "Entailment",
    "Neutral",
    "Severity",
    "Advice",
    "Further clauses",
)
_WIDTHS = (14, 12, 28, 10, 60, 28, 10, 60, 36, 12, 14, 24, 14, 18, 11, 11, 10, 40, 60)
_SEVERITIES = {Severity.LOW: "Low", Severity.MEDIUM: "Medium", Severity.HIGH: "High"}


@dataclass(frozen=True, slots=True)
class JudgedVerdict:
    """A verdict and what a person decided on it."""

    verdict: Verdict
    edit: Edit | None = None


def write_verdicts(
    target: Target,
    verdicts: Iterable[JudgedVerdict],
    documents: Mapping[str, str],
    about: About,
    kind: str = "",
    watch: Watch = UNWATCHED,
) -> None:
    """xlsx: verdicts, the words they rest on, a matrix, the run; jsonl: a line a verdict; html: a
    page that stands alone. ``documents`` gives each document's path by its id. Rows come in the
    order given."""
    kind = format_of(target, kind, VERDICT_FORMATS)
    if kind == "xlsx" and isinstance(target, Path):
        _write_xlsx(target, verdicts, documents, about, watch)
    elif kind == "jsonl":
        _write_jsonl(target, verdicts, documents, about, watch)
    else:
        _write_html(target, verdicts, documents, about, watch)


# --- xlsx ----------------------------------------------------------------------------


def _write_xlsx(
    target: Path,
    verdicts: Iterable[JudgedVerdict],
    documents: Mapping[str, str],
    about: About,
    watch: Watch,
) -> None:
    label = labels(about.language)
    with workbook(target) as book:
        header = [label(name) for name in _HEADER]
        sheet = book.sheet(label("Contradictions"), header, _WIDTHS)
        further = FurtherSheets(documents, label)
        further.open(book)
        for judged in watch.over(verdicts):
            sheet.row(_row(judged, documents, label))
            further.add(judged.verdict)
        further.write(book)
        add_failures(book, about)
        add_run(book, about)


def _row(judged: JudgedVerdict, documents: Mapping[str, str], label: Translate) -> list[Any]:
    verdict, edit = judged.verdict, judged.edit
    return [
        label(verdict.label.value),
        _share(verdict.contradiction),
        *_side(verdict.premise, documents),
        *_hypothesis(verdict, documents),
        "\n".join(_clash(reason, label) for reason in verdict.reasons) or None,
        label(edit.state.value if edit else "proposed"),
        label(edit.value) if edit and edit.value else None,
        edit.reason or None if edit else None,
        edit.reviewer or None if edit else None,
        local_time(edit.at) if edit else None,
        _share(verdict.entailment),
        _share(verdict.neutral),
        label(_SEVERITIES[verdict.severity]) if verdict.severity else None,
        verdict.expectation.advice or None if verdict.expectation else None,
        "\n".join(f"{one.place.clause} {one.place.text}" for one in verdict.evidence) or None,
    ]


def _hypothesis(verdict: Verdict, documents: Mapping[str, str]) -> list[Any]:
    """The other clause, or a playbook's statement under the playbook's title."""
    if verdict.expectation is None:
        return _side(verdict.hypothesis, documents)
    return [verdict.expectation.playbook, verdict.expectation.statement, verdict.hypothesis.text]


def _side(side: ClauseRef, documents: Mapping[str, str]) -> list[Any]:
    path = documents.get(side.document_id, side.document_id)
    return [linked(path), side.clause, side.text]


def _share(value: float) -> Styled:
    return Styled(round(value, 4), number_format="0.000")


def _clash(reason: Reason, label: Translate) -> str:
    if not reason.left and not reason.right:
        return label(reason.kind.value)
    return f"{label(reason.kind.value)}: {reason.left} ↔ {reason.right}"


# --- jsonl ---------------------------------------------------------------------------


def _write_jsonl(
    target: Target,
    verdicts: Iterable[JudgedVerdict],
    documents: Mapping[str, str],
    about: About,
    watch: Watch,
) -> None:
    with text_output(target) as stream:
        for judged in watch.over(verdicts):
            stream.write(json_line(_verdict_json(judged, documents)))
        for failure in about.failures:
            message = {"code": failure.code, "message": about.say(failure)}
            stream.write(json_line({"document": failure.item, "failure": message}))


def _verdict_json(judged: JudgedVerdict, documents: Mapping[str, str]) -> dict[str, Any]:
    verdict, edit = judged.verdict, judged.edit
    if verdict.expectation is not None:
        return _statement_json(judged, verdict.expectation, documents)
    other = documents.get(verdict.hypothesis.document_id, verdict.hypothesis.document_id)
    line: dict[str, Any] = {
        "document": documents.get(verdict.premise.document_id, verdict.premise.document_id),
        "premise": _clause_json(verdict.premise),
        "hypothesis": {**_clause_json(verdict.hypothesis), "document": other},
        "label": verdict.label.value,
        "contradiction": round(verdict.contradiction, 6),
        "entailment": round(verdict.entailment, 6),
        "neutral": round(verdict.neutral, 6),
        "reasons": [
            {"kind": reason.kind.value, "left": reason.left, "right": reason.right}
            for reason in verdict.reasons
        ],
        **_standing(verdict),
    }
    if verdict.prevails is not None:
        line["prevails"] = verdict.prevails.value
    if verdict.evidence:
        line["evidence"] = [_evidence_json(one) for one in verdict.evidence]
    return line | _review(edit)


def _statement_json(
    judged: JudgedVerdict, expected: Expectation, documents: Mapping[str, str]
) -> dict[str, Any]:
    """What a document says to a playbook's statement."""
    verdict = judged.verdict
    return {
        "document": documents.get(verdict.premise.document_id, verdict.premise.document_id),
        "playbook": expected.playbook,
        "id": expected.statement,
        "statement": verdict.hypothesis.text,
        "label": verdict.label.value,
        "contradiction": round(verdict.contradiction, 6),
        "entailment": round(verdict.entailment, 6),
        "neutral": round(verdict.neutral, 6),
        "allowed": [label.value for label in expected.allowed],
        "as_expected": verdict.label in expected.allowed,
        **_standing(verdict),
        "advice": expected.advice,
        "evidence": [_evidence_json(one) for one in verdict.evidence],
    } | _review(judged.edit)


def _standing(verdict: Verdict) -> dict[str, Any]:
    """How much the verdict matters, and whether rules and model disagree."""
    if verdict.severity is None:
        return {}
    return {"severity": verdict.severity.name.lower(), "disagree": verdict.disagree}


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    scored = {"score": evidence.score} if evidence.label is not None else {}
    return {"role": evidence.role.value, **_clause_json(evidence.place), **scored}


def _review(edit: Edit | None) -> dict[str, Any]:
    if edit is None:
        return {}
    return {"review": {"state": edit.state.value, "label": edit.value, "reason": edit.reason}}


def _clause_json(side: ClauseRef) -> dict[str, Any]:
    return {"clause": side.clause, "start": side.start, "end": side.end, "text": side.text}


# --- html ----------------------------------------------------------------------------

_Mark = tuple[str, int]
"""Words that clash, and where they start in the document (-1: unknown)."""


def _write_html(
    target: Target,
    verdicts: Iterable[JudgedVerdict],
    documents: Mapping[str, str],
    about: About,
    watch: Watch,
) -> None:
    """One page that needs nothing else: no script, no font, no connection."""
    label = labels(about.language)
    names = ("Verdict", "Premise", "Hypothesis", "What clashes", "Review")
    heads = "".join(f"<th>{escape(label(name))}</th>" for name in names)
    with text_output(target) as stream:
        stream.write(head(label("Contradictions"), about.language))
        stream.write(f"<table><tr>{heads}</tr>\n")
        for judged in watch.over(verdicts):
            stream.write(_html_row(judged, documents, label))
        stream.write("</table>\n")
        stream.write(foot(about))


def _html_row(judged: JudgedVerdict, documents: Mapping[str, str], label: Translate) -> str:
    verdict, edit = judged.verdict, judged.edit
    state = edit.state.value if edit else "proposed"
    left = _html_side(verdict.premise, documents, [(r.left, r.left_start) for r in verdict.reasons])
    right = _html_side(
        verdict.hypothesis, documents, [(r.right, r.right_start) for r in verdict.reasons]
    )
    clashes = "<br>".join(escape(clean(_clash(reason, label))) for reason in verdict.reasons)
    verdict_cell = (
        f"{escape(label(verdict.label.value))}<br><small>{verdict.contradiction:.3f}</small>"
    )
    said = f"{escape(label(state))} {escape(clean(edit.reason)) if edit else ''}"
    cells = "".join(f"<td>{cell}</td>" for cell in (verdict_cell, left, right, clashes, said))
    return f'<tr class="{state}">{cells}</tr>\n'


def _html_side(side: ClauseRef, documents: Mapping[str, str], marks: list[_Mark]) -> str:
    """Where the clause stands, and its text with the clashing words marked."""
    path = documents.get(side.document_id, side.document_id)
    name = path if is_playbook(side.document_id) else Path(path).name
    parts, done = [], 0
    for start, end in sorted(_places(side, marks)):
        if start >= done:
            marked = f"<mark>{_html(side.text[start:end])}</mark>"
            parts += [_html(side.text[done:start]), marked]
            done = end
    parts.append(_html(side.text[done:]))
    return f"<small>{_html(name)} {_html(side.clause)}</small><br>{''.join(parts)}"


def _places(side: ClauseRef, marks: list[_Mark]) -> Iterator[tuple[int, int]]:
    """The spans of the clashing words within the clause's text."""
    for word, offset in marks:
        start = offset - side.start if offset >= 0 else -1
        if start < 0 or side.text[start : start + len(word)] != word:
            start = side.text.find(word)
        if word and start >= 0:
            yield start, start + len(word)


def _html(text: str) -> str:
    return escape(clean(text)).replace("\n", "<br>")
