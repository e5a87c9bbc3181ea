"""Measures how the contradiction check grows with a contract: 100 to 3,000 clauses, the whole job.

``python -m benchmarks.contradictions_growth [--sizes 100,300,1000,3000] [--no-models]``. The contracts are clauses of
real ones, put together until there are enough. Processor time is what counts where other work shares
the machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.contradictions import contracts
from engine.control import JobControl
from engine.documents import paste, segment
from engine.events import Results
from engine.jobs.check import CheckRequest, check
from engine.jobs.services import NoCache, Services
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.types import Document, Verdict


class One:
    """A single document under any name."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def load(self, reference: str, control: JobControl) -> Document:
        """The document."""
        return self._document


def grown(folder: Path, language: str, sizes: Sequence[int]) -> Iterator[tuple[int, Document]]:
    """Documents of at least so many clauses, each the beginning of the next."""
    texts: list[str] = []
    count = 0
    pieces = contracts(folder, language, "seen", 400)
    for size in sizes:
        while count < size:
            text = next(pieces)
            texts.append(text)
            count += len(segment(paste(text, "piece")))
        yield count, paste("\n\n".join(texts), f"{size} clauses")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sizes", default="100,300,1000,3000")
    parser.add_argument("--language", default="en")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--no-models", action="store_true")
    options = parser.parse_args(arguments)
    folders = [] if options.no_models else [resource_path("models")]
    registry = ModelRegistry(folders, threads=options.threads)
    sizes = [int(size) for size in options.sizes.split(",")]
    print("| clauses | characters | contradictions | processor s | wall s |\n|---|---|---|---|---|")
    for count, document in grown(options.data, options.language, sizes):
        services = Services(registry, One(document), NoCache())
        began, processor = time.perf_counter(), time.process_time()
        events = check(CheckRequest(("one",)), services, JobControl())
        found = sum(
            isinstance(item, Verdict) for e in events if isinstance(e, Results) for item in e.items
        )
        spent = time.process_time() - processor, time.perf_counter() - began
        print(
            f"| {count} | {len(document.text):,} | {found} | {spent[0]:.1f} | {spent[1]:.1f} |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
