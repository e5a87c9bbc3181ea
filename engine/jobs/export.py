"""A project's results to a file: what the window's export and the command line's ``--out`` write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from engine.dedupe.decisions import decisions_of
from engine.dedupe.merging import META, rules_of
from engine.errors import UserError
from engine.export import (
    UNWATCHED,
    About,
    ComparisonReport,
    ExtractedDocument,
    JudgedChange,
    JudgedVerdict,
    SheetRows,
    Watch,
    run_facts,
    write_comparison,
    write_duplicates,
    write_extractions,
    write_scored_pairs,
    write_verdicts,
)
from engine.export.about import code_of
from engine.export.files import Target
from engine.export.rows import ExtractedRecord, RecordValue
from engine.export.watch import Rounds
from engine.store import Cell, Filter, Project, Query
from engine.store.sink import READING
from engine.types import (
    Edit,
    Extraction,
    Field,
    ItemFailure,
    Label,
    Mention,
    Record,
    ReviewState,
    Run,
    Source,
    Verdict,
)
from engine.types import Target as EditTarget
from engine.version import version

Say = Callable[[ItemFailure], str]

_PAGE = 500


def export_fields(
    project: Project,
    target: Target,
    fields: Sequence[Field] = (),
    *,
    documents: Sequence[str] | None = None,
    run: Run | None = None,
    language: str = "en",
    say: Say = code_of,
    kind: str = "",
    watch: Watch = UNWATCHED,
) -> None:
    """The fields workspace with its edits. ``fields`` none: all columns, as they were asked for;
    ``documents`` none: all that were extracted from. Failures are the project's; ``run`` none: the
    latest. ``watch`` hears of documents; cancelling leaves what was at ``target`` before."""
    asked = list(fields) or list(project.lanes.defined().fields)
    ids = project.documents.ids() if documents is None else documents
    about = _about(project, ("extract",), run, language, say)
    rows = _extracted(project, ids, asked)
    write_extractions(target, watch.over(rows, len(ids)), asked, about, kind)


def export_duplicates(
    project: Project,
    target: Target,
    *,
    run: Run | None = None,
    language: str = "en",
    say: Say = code_of,
    kind: str = "",
    about: About | None = None,
    watch: Watch = UNWATCHED,
) -> None:
    """The sheets that the run went over, with the pairs and clusters of the project; a pair that
    was judged in other files is left out. ``about`` none: the run, and the project's failures.
    ``watch``: cancelling leaves what was at ``target`` before."""
    run = run or _latest(project, ("dedupe",))
    settings = dict(run.settings) if run else {}
    paths = settings.get("paths") or None
    rules = rules_of(project.get_meta(META))
    tables = [one for one in project.tables.all() if _gone_over(settings, one.path, one.sheet)]
    rounds = _rounds(project, sum(one.rows for one in tables), target, kind, bool(rules), watch)

    def records(table_id: str) -> Iterator[Record]:
        return rounds.over(project.tables.records(table_id))

    sheets = [
        SheetRows(one.path, one.sheet, one.header, partial(records, one.id)) for one in tables
    ]
    about = about or _about(project, ("dedupe",), run, language, say)
    decisions = decisions_of(project.edits.all())
    aliases = settings.get("aliases") or ()
    write_duplicates(
        target,
        sheets,
        lambda: rounds.over(project.pairs.all(paths)),
        project.clusters.all(),
        about,
        kind,
        decisions,
        rules,
        aliases=aliases,
    )


def _rounds(
    project: Project, rows: int, target: Target, kind: str, merges: bool, watch: Watch
) -> Rounds:
    """How often an export of duplicates goes over its rows and pairs: once over the pairs for what was
    decided, then as each format asks."""
    suffix = kind or (target.suffix.lower().lstrip(".") if isinstance(target, Path) else "")
    over_rows, over_pairs = {"xlsx": (2 + merges, 3), "csv": (1, 2)}.get(suffix, (0, 2))
    return Rounds(watch, over_rows * rows + over_pairs * project.pairs.count())


def export_scored(
    project: Project,
    target: Target,
    run_id: str,
    *,
    language: str = "en",
    say: Say = code_of,
) -> None:
    """The lines of one scoring run, in the order of their file, with what they were scored."""
    run = project.runs.get(run_id)
    about = _about(project, ("score_pairs",), run, language, say)
    write_scored_pairs(target, project.scored.all(run_id), about)


def export_verdicts(
    project: Project,
    target: Target,
    *,
    run: Run | None = None,
    language: str = "en",
    say: Say = code_of,
    kind: str = "",
) -> None:
    """Every verdict of the project, the most contradicting first."""
    about = _about(project, ("check",), run, language, say)
    write_verdicts(target, _judged(project), project.documents.paths(), about, kind)


def export_comparison(
    project: Project,
    target: Target,
    comparison_id: str,
    *,
    run: Run | None = None,
    language: str = "en",
    say: Say = code_of,
    kind: str = "",
    about: About | None = None,
    watch: Watch = UNWATCHED,
) -> None:
    """One comparison of the project with what was decided on its changes; ``run`` none: its own.

    docx is a redline in the formatting of the old file where both are Word files that still are
    what was compared. Raises ``UserError("comparison_missing")`` for an unknown id.
    """
    row = project.changes.comparison(comparison_id)
    if row is None:
        raise UserError("comparison_missing")
    found = list(project.changes.all(comparison_id))
    edits = project.edits.get_many(EditTarget.CHANGE, [change.id for change, _ in found])
    changes = [JudgedChange(change, edits.get(change.id)) for change, _ in found]
    old, new = (project.documents.get(i) for i in (row.comparison.old_id, row.comparison.new_id))
    if about is None:
        about = _about(project, ("compare",), run or project.runs.get(row.run_id), language, say)
    report = ComparisonReport(row.comparison, old, new, changes, _contradictions(project, new.id))
    write_comparison(target, report, about, kind, watch)


def _contradictions(project: Project, document_id: str) -> list[Verdict]:
    """What clashes inside a document, but for what a person has dismissed."""
    asked = Query(
        filters=(
            Filter("label", "=", Label.CONTRADICTION.value),
            Filter("document_id", "=", document_id),
        )
    )
    rows = project.verdicts.page(0, _PAGE, asked)
    return [
        Verdict(row.id, row.premise, row.hypothesis, row.label, row.entailment, row.neutral,
                row.contradiction, row.reasons)
        for row in rows
        if row.state is not ReviewState.REJECTED
        and row.premise.document_id == row.hypothesis.document_id
    ]  # fmt: skip


def _about(
    project: Project, jobs: tuple[str, ...], run: Run | None, language: str, say: Say
) -> About:
    """The run to tell of (the latest of ``jobs`` where none is given), and what failed."""
    run = run or _latest(project, jobs)
    failed = Query(filters=(Filter("job", "in", (*jobs, READING)),))
    rows = project.failures.page(0, project.failures.count(failed), failed)
    facts = run_facts(run, version()) if run else ()
    return About(language, facts, [row.failure for row in rows], say)


def _latest(project: Project, jobs: tuple[str, ...]) -> Run | None:
    runs = project.runs.page(0, 1, Query(filters=(Filter("job", "in", jobs),)))
    return runs[0] if runs else None


def extracted_document(
    project: Project, document_id: str, fields: Sequence[Field]
) -> ExtractedDocument | None:
    """A document with what was found in it and what a person decided on ``fields``, also on those
    for which nothing was found; ``None`` where no run has extracted from it.

    An accepted value that the last run does not offer is exported as the value that was accepted.
    """
    extraction = project.cells.extraction(document_id)
    if extraction is None:
        return None
    cells = project.cells.row(document_id, [field.name for field in fields])
    found = project.edits.get_many(EditTarget.CELL, [cell.id for cell in cells])
    chosen = {mention.field for mention in extraction.mentions if mention.chosen}
    edits = {
        cell.field: _as_shown(cell, found[cell.id], cell.field in chosen)
        for cell in cells
        if cell.id in found
    }
    return ExtractedDocument(
        project.documents.get(document_id),
        extraction,
        edits,
        tuple(_records(project, extraction, [field.name for field in fields if field.columns])),
        tuple(project.lanes.doubts(document_id)),
        tuple(project.lanes.unlocated(document_id)),
    )


def _records(
    project: Project, extraction: Extraction, groups: Sequence[str]
) -> Iterator[ExtractedRecord]:
    """The records of a document as they stand; one whose every value was rejected, or
    that has none, is left out."""
    offered = {mention.field: mention for mention in extraction.mentions if mention.chosen}
    for group in groups:
        lines = project.found.records(extraction.document_id, group)
        ids = [one.cell.id for line in lines for one in line.cells]
        edits = project.edits.get_many(EditTarget.CELL, ids)
        for line in lines:
            if not (line.rejected or line.empty):
                values = tuple(_record_value(one.cell, offered, edits) for one in line.cells)
                yield ExtractedRecord(group, line.number, line.layout.value, values)


def _record_value(
    cell: Cell, offered: Mapping[str, Mention], edits: Mapping[str, Edit]
) -> RecordValue:
    """A cell of a record; the mention of a typed value is not its source any more."""
    own = cell.source is not Source.PERSON
    text = "" if cell.state is ReviewState.REJECTED else cell.value
    mention = offered.get(cell.field) if own else None
    return RecordValue(cell.field, text, mention, cell.state, edits.get(cell.id))


def _gone_over(settings: Mapping[str, Any], path: str, sheet: str) -> bool:
    """Whether a search with these settings read a sheet; one that names none read them all."""
    paths = settings.get("paths") or ()
    named = [*(settings.get("sheets") or ()), *[None] * len(paths)]
    places = zip(paths, named, strict=False)
    return not paths or any(path == one and name in (None, sheet) for one, name in places)


def _extracted(
    project: Project, ids: Sequence[str], fields: Sequence[Field]
) -> Iterator[ExtractedDocument]:
    for document_id in ids:
        row = extracted_document(project, document_id, fields)
        if row is not None:
            yield row


def _as_shown(cell: Cell, edit: Edit, offered: bool) -> Edit:
    """``edit`` with the value that was accepted, where the last run says something else or (not
    ``offered``) nothing."""
    if edit.state is not ReviewState.ACCEPTED or edit.value is not None:
        return edit
    if cell.offer or (cell.value and not offered):
        return replace(edit, value=cell.value, start=cell.start, end=cell.end)
    return edit


def _judged(project: Project) -> Iterator[JudgedVerdict]:
    verdicts = project.verdicts.all()
    while batch := [verdict for verdict, _ in islice(verdicts, _PAGE)]:
        edits = project.edits.get_many(EditTarget.VERDICT, [verdict.id for verdict in batch])
        for verdict in batch:
            yield JudgedVerdict(verdict, edits.get(verdict.id))
