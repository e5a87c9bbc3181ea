"""Where a run's results go: the project's tables, in batched transactions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from engine.events import Finished, ResultItem
from engine.store import codec
from engine.types import (
    Cluster,
    Document,
    Extraction,
    ItemFailure,
    Pair,
    Record,
    RunStatus,
    ScoredPair,
    TableSchema,
    Verdict,
)

if TYPE_CHECKING:
    from engine.store.project import Project

READING = "read_documents"
"""The job whose failed items are files: they stand in the documents list too."""


class ProjectSink:
    """Stores the results of one run. Implements ``engine.jobs.runner.Sink``.

    ``fields`` are the names that an extraction asked for, ``documents`` the ids that a check went
    over: what earlier runs said of those is replaced, and nothing else. The pairs and clusters of
    a project are those of its latest finished search for duplicates.
    Thread: the thread that runs the job.
    """

    def __init__(
        self,
        project: Project,
        run_id: str,
        fields: Sequence[str] = (),
        documents: Sequence[str] = (),
    ) -> None:
        self._project = project
        self.run_id = run_id
        self._fields = tuple(fields)
        self._documents = tuple(documents)
        run = project.runs.get(run_id)
        self._job = run.job if run else ""
        self._stored: set[type] = set()
        self._puts: dict[type, Callable[[list[Any]], None]] = {
            Document: project.documents.append,
            Extraction: lambda items: project.cells.append(items, run_id, self._fields),
            TableSchema: self._put_schemas,
            Record: project.tables.append,
            Pair: lambda items: project.pairs.append(items, run_id),
            Cluster: self._put_clusters,
            ScoredPair: lambda items: project.scored.append(items, run_id),
            Verdict: lambda items: project.verdicts.append(items, run_id),
        }

    def store(self, items: Sequence[ResultItem], failures: Sequence[ItemFailure]) -> None:
        """Write one batch in one transaction. Raises ``UserError`` (``disk_full`` …)."""
        with self._project.database.write(bulk=True):
            for kind, batch in _by_type(items):
                self._puts[kind](batch)
                self._project.failures.clear(_made_good(kind, batch), self._job)
            if failures:
                self._project.failures.append(failures, self.run_id, self._job)
                if self._job == READING:
                    self._project.documents.append_failures(failures)
        self._stored.update(type(item) for item in items)

    def finish(self, finished: Finished) -> None:
        """Close the run; after a run that went through, drop what it replaced."""
        whole = finished.status in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES)
        with self._project.database.write(bulk=True):
            if whole:
                self._drop_replaced()
            self._project.runs.finish(self.run_id, finished.status, finished.done, finished.failed)
            if finished.failure is not None:
                self._project.failures.append([finished.failure], self.run_id, self._job)

    def _put_schemas(self, schemas: list[TableSchema]) -> None:
        for schema in schemas:
            self._project.tables.add(schema.path, schema.sheet, schema.columns)

    def _put_clusters(self, clusters: list[Cluster]) -> None:
        # Numbers start again in every run: the first batch clears the earlier run's.
        if Cluster in self._stored:
            self._project.clusters.append(clusters, self.run_id)
        else:
            self._project.clusters.replace(clusters, self.run_id)

    def _drop_replaced(self) -> None:
        with self._project.database.write(bulk=True) as connection:
            # An item that failed before and did not fail again has been made good.
            connection.execute(
                """DELETE FROM failures WHERE job = ?1 AND run_id IN (SELECT id FROM runs
                WHERE settings = (SELECT settings FROM runs WHERE id = ?2) AND id <> ?2)""",
                (self._job, self.run_id),
            )
            if self._job == "dedupe":
                connection.execute("DELETE FROM pairs WHERE run_id <> ?", (self.run_id,))
                if Cluster not in self._stored:
                    connection.execute("DELETE FROM members")
                    connection.execute("DELETE FROM clusters")
            if self._job == "check":
                connection.execute(
                    """DELETE FROM verdicts WHERE run_id <> ?1
                    AND premise_document IN (SELECT value FROM json_each(?2))
                    AND hypothesis_document IN (SELECT value FROM json_each(?2))""",
                    (self.run_id, codec.dump(list(self._documents))),
                )


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
        return [document.path for document in items]
    if kind is Extraction:
        return [extraction.document_id for extraction in items]
    return []
