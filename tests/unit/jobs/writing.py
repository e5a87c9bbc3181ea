"""A job that writes to a project; run as a program, it is there to be killed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.control import JobControl
from engine.events import Finished, JobEvent, Payload, Results
from engine.jobs.runner import run_job
from engine.store import Project
from engine.types import Extraction, Mention, Source, stable_id
from tests.unit.store.records import document

COUNT = 800
SETTINGS = {"fields": "Fee"}


def compute(number: int) -> Extraction:
    """The result for one document, big enough to fill pages."""
    doc = document(number)
    text = doc.text[:8]
    found = Mention(stable_id(doc.id, "Fee"), doc.id, "Fee", 0, 8, text, 0.9, Source.MODEL, 1)
    return Extraction(doc.id, (found,), 1.0)


def job(project: Project, computed: Callable[[int], None]) -> Iterator[Payload]:
    """Reads, computes what the cache does not hold, and yields."""
    for number in range(COUNT):
        doc = document(number)
        yield Results((doc,))
        key = f"extraction:{doc.id}"
        if not project.cache.get_many([key]):
            computed(number)
            project.cache.put_many({key: b"x" * 3000})
        yield Results((compute(number),))


def run(
    project: Project,
    computed: Callable[[int], None],
    emit: Callable[[JobEvent], None] = lambda event: None,
) -> Finished:
    """One run of the job."""
    begun = project.runs.begin("extract", SETTINGS)
    sink = project.sink(begun.id, ["Fee"])
    return run_job(begun.id, job(project, computed), sink, emit, JobControl())


def main(path: Path) -> None:
    """Print the id of each result once it is stored."""

    def say(event: JobEvent) -> None:
        if isinstance(event.payload, Results):
            for item in event.payload.items:
                if isinstance(item, Extraction):
                    print(item.document_id, flush=True)

    with Project.open(path) as project:
        run(project, lambda number: time.sleep(0.002), say)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
