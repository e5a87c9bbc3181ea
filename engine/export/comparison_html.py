"""A comparison as one page that stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.export.about import About
from engine.export.comparison_rows import (
    ComparisonReport,
    JudgedChange,
    also,
    said,
    side_name,
    side_text,
    summary,
)
from engine.export.files import Target, text_output
from engine.export.html_report import foot, head, html_text
from engine.export.labels import Translate, labels
from engine.export.watch import Watch
from engine.types import Change, ClauseChange, DiffOp, DiffPart, Meaning

_QUIET = frozenset({Change.SAME})


def write_html(target: Target, report: ComparisonReport, about: About, watch: Watch) -> None:
    """Counts, then each change with its words and its meaning; what did not change is folded."""
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
    name = " → ".join(dict.fromkeys(filter(None, (side_name(change.old), side_name(change.new)))))
    state = edit.state.value if edit else "proposed"
    others = also(change, label)
    badges = _badge(label(change.change.value), change.change.value)
    badges += "".join(_badge(word) for word in others.split(", ") if word)
    badges += _badge(label(state)) if edit else ""
    meaning = _meaning_html(change.meaning, label) if change.meaning else ""
    reason = f'<p class="soft">{html_text(edit.reason)}</p>' if edit and edit.reason else ""
    return (
        f'<section class="change {state}"><h2>{badges}{html_text(name)}</h2>{meaning}{reason}'
        f"{_words_html(change)}</section>\n"
    )


def _badge(word: str, kind: str = "") -> str:
    return f'<span class="badge {kind}">{html_text(word)}</span> '


def _meaning_html(meaning: Meaning, label: Translate) -> str:
    party = f" · {meaning.party}" if meaning.party else ""
    badge = _badge(label(meaning.bearing.value) + party, meaning.bearing.value)
    basis = f" <small>{html_text(label(meaning.basis.value))}</small>" if meaning.basis else ""
    lines = "".join(f"<br><small>{html_text(said(r, label))}</small>" for r in meaning.reasons)
    return f"<p>{badge}{basis}{lines}</p>"


def _words_html(change: ClauseChange) -> str:
    if not change.diff:
        old, new = (html_text(side_text(side)) for side in (change.old, change.new))
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
    name, text = side_name(change.new), side_text(change.new)
    return f'<tr><td>{html_text(name)}</td><td class="words">{html_text(text)}</td></tr>\n'
