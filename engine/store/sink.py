"""Where a run's results go: the project's tables, in batched transactions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.events import Finished, ResultItem
from engine.extraction.grammar import parse_field_list
from engine.store import replaced
from engine.types import (
    ClauseChange,
    Cluster,
    Comparison,
    Document,
    Extraction,
    ItemFailure,
    Pair,
    Record,
    RunStatus,
    ScoredPair,
    TableSchema,
    Verdict,
    playbook_id,
)

if TYPE_CHECKING:
    from engine.store.project import Project

READING = "read_documents"
"""The job whose failed items are files: they stand in the documents list too."""


class ProjectSink:
    """Stores the results of one run. Implements ``engine.jobs.runner.Sink``.

    ``fields`` are the names that an extraction asked for, ``documents`` the ids that a check goes
    over (those it reads itself are added): what earlier runs said of these is replaced, and
    nothing else. The pairs and clusters of a project are those of its latest finished search for
    duplicates, with the pairs and verdicts that a person has judged: no run takes those away.
    ``model`` is asked at the end which models the run used.
    Thread: the thread that runs the job.
    """

    def __init__(
        self,
        project: Project,
        run_id: str,
        fields: Sequence[str] = (),
        documents: Sequence[str] = (),
        model: Callable[[], str] = str,
    ) -> None:
        self._project = project
        self.run_id = run_id
        self._fields = tuple(fields)
        self._documents = dict.fromkeys(documents, "")
        run = project.runs.get(run_id)
        self._job = run.job if run else ""
        settings = dict(run.settings) if run else {}
        self._named = _named_sheets(settings)
        self._scopes = _scopes(settings)
        self._asked = str(settings.get("fields_text") or "")
        self._model = model
        self._stored: set[type] = set()
        self._failed: set[str] = set()
        self._compared: set[str] = set()
        self._seen: dict[tuple[str, str], replaced.RowsSeen] = {}
        self._puts: dict[type, Callable[[list[Any]], None]] = {
            Document: self._put_documents,
            Extraction: self._put_extractions,
            TableSchema: self._put_schemas,
            Record: self._put_records,
            Pair: lambda items: project.pairs.append(items, run_id),
            Cluster: lambda items: project.clusters.append(items, run_id),
            ScoredPair: lambda items: project.scored.append(items, run_id),
            Verdict: lambda items: project.verdicts.append(items, run_id),
            Comparison: self._put_comparisons,
            ClauseChange: lambda items: project.changes.append(items, run_id),
        }

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        """Write one batch in one transaction. Raises ``UserError`` (``disk_full`` …)."""
        if Cluster not in self._stored and any(isinstance(item, Cluster) for item in items):
            # Numbers start again in every run: the earlier run's clusters go first.
            replaced.drop_clusters(self._project.database)
        with self._project.database.write(bulk=True):
            for kind, batch in _by_type(items):
                self._puts[kind](batch)
                self._project.failures.clear(_made_good(kind, batch), self._job)
            if failures:
                self._project.failures.append(failures, self.run_id, self._job)
                if self._job == READING:
                    self._project.documents.append_failures(failures)
        self._stored.update(type(item) for item in items)
        self._failed.update(failure.item for failure in failures)

    def finish(self, finished: Finished) -> None:
        """Close the run; after a run that went through, drop what it replaced."""
        whole = finished.status in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES)
        if whole:
            self._drop_replaced()
        with self._project.database.write(bulk=True) as connection:
            if whole:
                # An item that failed before and did not fail again has been made good.
                connection.execute(
                    """DELETE FROM failures WHERE job = ?1 AND run_id IN (SELECT id FROM runs
                    WHERE settings = (SELECT settings FROM runs WHERE id = ?2) AND id <> ?2)""",
                    (self._job, self.run_id),
                )
            self._project.runs.finish(
                self.run_id, finished.status, finished.done, finished.failed, self._model()
            )
            if finished.failure is not None:
                self._project.failures.append([finished.failure], self.run_id, self._job)

    def _put_documents(self, documents: list[Document]) -> None:
        self._project.documents.append(documents)
        self._documents.update((document.id, document.path) for document in documents)

    def _put_comparisons(self, comparisons: list[Comparison]) -> None:
        self._project.changes.begin(comparisons, self.run_id)
        self._compared.update(one.id for one in comparisons)

    def _put_extractions(self, extractions: list[Extraction]) -> None:
        project = self._project
        if self._asked:
            # Types, thresholds and rules of what was asked, for checks after an edit.
            project.lanes.define(parse_field_list(self._asked))
            self._asked = ""
        project.cells.append(extractions, self.run_id, self._fields)
        project.found.append(extractions, self.run_id, self._fields)
        project.lanes.append(extractions, self.run_id, self._fields)

    def _put_records(self, records: list[Record]) -> None:
        self._project.tables.append(records)
        for record in records:
            self._rows_of(record.address.path, record.address.sheet).add(record.address.row)

    def _put_schemas(self, schemas: list[TableSchema]) -> None:
        for schema in schemas:
            self._project.tables.add(schema.path, schema.sheet, schema.columns)
            self._rows_of(schema.path, schema.sheet)

    def _rows_of(self, path: str, sheet: str) -> replaced.RowsSeen:
        """The rows that this run has read of a sheet."""
        return self._seen.setdefault((path, sheet), replaced.RowsSeen())

    def _drop_replaced(self) -> None:
        database = self._project.database
        if self._job == "check":
            replaced.drop_verdicts(database, self.run_id, self._checked(), self._scopes)
        self._project.changes.drop_stale(self._compared, self.run_id)
        if self._job != "dedupe":
            return
        gone = self._sheets_gone()
        for place in gone:
            replaced.drop_records(database, *place, kept=())
        for place, rows in self._seen.items():
            replaced.drop_records(database, *place, kept=rows)
        replaced.drop_pairs(database, self.run_id)
        for place in gone:
            replaced.drop_sheet(database, *place)
        if Cluster not in self._stored:
            replaced.drop_clusters(database)

    def _sheets_gone(self) -> list[tuple[str, str]]:
        """The sheets that are no longer in a file that was read whole; a run that was told which
        sheets to read says nothing of the others."""
        read = {path for path, _ in self._seen} - self._named
        places = [(table.path, table.sheet) for table in self._project.tables.all()]
        return [place for place in places if place[0] in read and place not in self._seen]

    def _checked(self) -> list[str]:
        """The documents that this run went over, without those that it could not."""
        return [
            document_id
            for document_id, path in self._documents.items()
            if document_id not in self._failed and path not in self._failed
        ]


def _scopes(settings: Mapping[str, Any]) -> dict[str, str]:
    """What a check looked at; ``playbook`` with the id that stands for it in verdicts. A run that does
    not say whether it looked across documents speaks for all of them."""
    name = settings.get("playbook")
    found = {"inside": ""} if settings.get("inside", not name) else {}
    if settings.get("across", not name):
        found["across"] = ""
    if name:
        found["playbook"] = playbook_id(str(name))
    return found


def _named_sheets(settings: Mapping[str, Any]) -> set[str]:
    """The files of which a search was told the sheets to read."""
    named = zip(settings.get("paths") or (), settings.get("sheets") or (), strict=False)
    return {path for path, sheet in named if sheet is not None}


def _by_type(items: Sequence[ResultItem]) -> list[tuple[type, list[Any]]]:
    """``items`` in stretches of one type, in order."""
    stretches: list[tuple[type, list[Any]]] = []
    for item in items:
        if not stretches or stretches[-1][0] is not type(item):
            stretches.append((type(item), []))
        stretches[-1][1].append(item)
    return stretches


def _made_good(kind: type, items: list[Any]) -> list[str]:
    """What a failures list calls the items that have just been managed."""
    if kind is Document:
        return [name for document in items for name in (document.path, document.id)]
    if kind is Extraction:
        return [extraction.document_id for extraction in items]
    return []
