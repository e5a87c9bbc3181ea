"""``bench``: how fast this machine is, in about a minute: pairs/s, characters/s, rows/s.

``bench modes`` compares three ways to have pairs scored, here or on a server."""

from __future__ import annotations

import argparse
import csv
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cli import exit_codes
from cli.commands.bench_modes import run_modes
from cli.options import common_options, positive, server_options
from cli.session import Session
from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import UserError
from engine.events import Payload
from engine.jobs.services import Services
from engine.paths import resource_path
from engine.types import Clause, Document

REPEATS = 3
PAIRS = 400
ROWS = 5_000
COPIES = 6
FIELDS = "Party*, Effective date(YYYY-MM-DD), Governing law, Term, Total price, Notice period"


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``bench`` takes the common options; ``bench modes`` a server, too."""
    parser = subparsers.add_parser(
        "bench",
        help="speed on this machine",
        parents=[common_options(), server_options("similarity", "nli")],
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=("speed", "modes"),
        default="speed",
        help="speed: of this machine (default); modes: pairs one by one, all at once, streaming",
    )
    modes = parser.add_argument_group("modes")
    modes.add_argument("--task", choices=("similarity", "nli"), default="nli")
    modes.add_argument("--pairs", type=positive, metavar="N", default=PAIRS, help="how many pairs")
    modes.add_argument("--chart", metavar="F.html", help="write a page with a chart")


def run(session: Session) -> int:
    """Measure each kind of work; status 1 where one could not be measured."""
    if session.options.what == "modes":
        return run_modes(session, clause_pairs(session.options.pairs))
    status = exit_codes.DONE
    measures: tuple[tuple[str, str, Callable[[Session], float]], ...] = (
        ("clause pairs judged (nli)", "pairs/s", judge_pairs),
        ("contract text read for fields", "characters/s", extract_text),
        ("rows searched for duplicates", "rows/s", dedupe_rows),
    )
    for title, unit, measure in measures:
        try:
            rates = [measure(session) for _ in range(REPEATS)]
        except UserError as error:
            print(f"{title:32} {session.explain(error.code, error.params)}")
            status = exit_codes.SOME_FAILED
            continue
        spread = f"({min(rates):,.0f} to {max(rates):,.0f}, {REPEATS} runs)"
        print(f"{title:32} {statistics.median(rates):>10,.0f} {unit:13} {spread}", flush=True)
    return status


def judge_pairs(session: Session) -> float:
    """Pairs a second of the NLI pack on clauses of the samples."""
    pairs = clause_pairs(PAIRS)
    classifier = session.registry().classifier("nli", session.options.model)
    list(classifier.classify(pairs[:32], session.control))
    started = time.perf_counter()
    list(classifier.classify(pairs, session.control))
    return PAIRS / (time.perf_counter() - started)


def clause_pairs(count: int) -> list[tuple[str, str]]:
    """``count`` different pairs of clauses of the samples, as long as there are any."""
    from engine.documents import segment

    texts = [
        document.text[clause.start : clause.end]
        for document in samples("en")
        for clause in segment(document)
        if _worth(clause)
    ]
    size = len(texts)
    return [(texts[i % size], texts[(i * 7 + 3 + i // size) % size]) for i in range(count)]


def extract_text(session: Session) -> float:
    """Characters a second of the whole extraction job, reading included, with six fields."""
    from engine.extraction import parse_fields
    from engine.jobs.extract import ExtractRequest, extract

    documents = samples("en")
    references = tuple(document.path for document in documents) * COPIES
    request = ExtractRequest(references, parse_fields(FIELDS))
    services = _services(session)
    _drain(extract(ExtractRequest(references[:1], request.fields), services, session.control))
    started = time.perf_counter()
    _drain(extract(request, services, session.control))
    return (
        COPIES * sum(len(document.text) for document in documents) / (time.perf_counter() - started)
    )


def dedupe_rows(session: Session) -> float:
    """Rows a second of the whole duplicates job on a table made from the sample customers."""
    from engine.jobs.dedupe import DedupeRequest, dedupe

    with tempfile.TemporaryDirectory(prefix="clausedesk-bench-") as folder:
        path = Path(folder) / "rows.csv"
        _write_rows(path)
        request = DedupeRequest((str(path),), ("Company", "Phone", "Address"))
        started = time.perf_counter()
        _drain(dedupe(request, _services(session), session.control))
        return ROWS / (time.perf_counter() - started)


def samples(language: str) -> list[Document]:
    """The sample contracts in ``language``."""
    source, control = PathSource(), JobControl()
    folder = resource_path("samples")
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in (".docx", ".pdf", ".txt")]
    read = [source.load(str(path), control) for path in paths]
    return [document for document in read if document.language == language]


def _services(session: Session) -> Services:
    from engine.jobs.services import NoCache

    return Services(session.registry(), PathSource(), NoCache())


def _write_rows(path: Path) -> None:
    """``ROWS`` rows: the sample customers again and again, each time as other companies."""
    from engine.tables import open_table
    from engine.types import Record

    table = open_table(resource_path("samples", "customers.xlsx"))
    rows = [record.values for record in table.records() if isinstance(record, Record)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.columns)
        for number in range(ROWS):
            copy, place = divmod(number, len(rows))
            values = list(rows[place])
            mark = format(copy * 2654435761 % 2**32, "x")
            values[1], values[3] = f"{mark} {values[1]}", f"{values[3]}{copy:04d}"
            values[4] = f"{copy * 37 % 997} {values[4]} {mark[::-1]}"
            writer.writerow(values)


def _drain(job: Iterator[Payload]) -> None:
    for _ in job:
        pass


def _worth(clause: Clause) -> bool:
    return clause.end - clause.start > 40
