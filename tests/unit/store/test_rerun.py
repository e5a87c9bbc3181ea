"""A search or a check run again: nothing that is gone comes out, no judgement is lost."""

from __future__ import annotations

import io
import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl

from engine.control import JobControl
from engine.events import Finished
from engine.jobs.dedupe import DedupeRequest, dedupe
from engine.jobs.export import export_duplicates
from engine.jobs.runner import run_job
from engine.jobs.services import Services
from engine.store import Project, replaced
from engine.types import Cluster, Edit, Label, ReviewState, RunStatus, Target
from tests.unit.store.records import document, pair, record, verdict

DONE = Finished(RunStatus.DONE, 1, 0, 0.5)
ROWS = ["Halden Paper Mills Ltd,London", "Fjord Analytics,Oslo", "HALDEN PAPER MILLS,London"]


def write_csv(path: Path, rows: list[str]) -> str:
    path.write_text("\n".join(["name,town", *rows]) + "\n", encoding="utf-8")
    return str(path)


def write_book(path: Path, sheets: dict[str, list[str]]) -> str:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in ["name,town", *rows]:
            sheet.append([cell or None for cell in row.split(",")])
    book.save(path)
    return str(path)


def search(project: Project, *paths: str, sheets: tuple[str, ...] = ()) -> None:
    """A whole search, as the window and the command line run it."""
    settings: dict[str, Any] = {"paths": list(paths), "columns": ["name"]}
    if sheets:
        settings["sheets"] = list(sheets)
    run = project.runs.begin("dedupe", settings)
    nothing: Any = None
    request = DedupeRequest(paths, ("name",), sheets, threads=1)
    job = dedupe(request, Services(nothing, nothing, project.cache), JobControl())
    finished = run_job(run.id, job, project.sink(run.id), lambda _: None, JobControl())
    assert finished.status is RunStatus.DONE, finished


def rows_out(project: Project) -> list[str]:
    """The names in the exported csv, in order."""
    stream = io.StringIO()
    export_duplicates(project, stream, kind="csv")
    lines = [line.split(",") for line in stream.getvalue().splitlines()]
    return [line[-2] for line in lines if "Role" not in line]


def test_a_sheet_that_was_renamed_does_not_come_out_twice(project: Project, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Old": ROWS, "Kept": ["Castell,Berlin"]})
    search(project, path)
    write_book(tmp_path / "a.xlsx", {"New": ROWS, "Kept": ["Castell,Berlin"]})
    search(project, path)
    assert {table.sheet for table in project.tables.all()} == {"New", "Kept"}
    assert len(rows_out(project)) == 4


def test_a_row_that_was_emptied_does_not_come_out(project: Project, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS)
    search(project, path)
    write_csv(tmp_path / "a.csv", [ROWS[0], "", ROWS[2]])
    search(project, path)
    (table,) = project.tables.all()
    assert [found.address.row for found in project.tables.records(table.id)] == [2, 4]


def test_a_search_of_one_sheet_leaves_the_others_and_writes_its_own(
    project: Project, tmp_path: Path
) -> None:
    path = write_book(tmp_path / "a.xlsx", {"One": ROWS, "Two": ["Castell,Berlin", "Ash,Bonn"]})
    search(project, path)
    search(project, path, sheets=("One",))
    assert {table.sheet for table in project.tables.all()} == {"One", "Two"}
    assert len(rows_out(project)) == 3


def test_a_decision_moves_with_its_rows(project: Project, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS)
    search(project, path)
    (before,) = project.pairs.page(0, 9)
    project.edits.apply(Edit(Target.PAIR, before.id, ReviewState.REJECTED, reason="two firms"))
    write_csv(tmp_path / "a.csv", ["Garnet Dairy,Vermont", *ROWS[::-1]])
    search(project, path)
    (after,) = project.pairs.page(0, 9)
    assert (after.id, after.state, after.reason) == (before.id, ReviewState.REJECTED, "two firms")
    rows = [project.tables.record(key) for key in (after.left_id, after.right_id)]
    assert [found.address.row for found in rows if found] == [3, 5]
    assert (after.left.row, after.right.row) == (3, 5)
    assert [values[0] for values in (after.left_values, after.right_values)] == [
        "HALDEN PAPER MILLS",
        "Halden Paper Mills Ltd",
    ]


def test_rows_that_read_the_same_are_told_apart(project: Project, tmp_path: Path) -> None:
    folders = [tmp_path / "2023", tmp_path / "2024"]
    for folder in folders:
        folder.mkdir()
    paths = [write_csv(folder / "a.csv", [ROWS[0], ROWS[0]]) for folder in folders]
    search(project, *paths)
    assert [table.rows for table in project.tables.all()] == [2, 2]
    (cluster,) = project.clusters.all()
    assert len(set(cluster.record_ids)) == 4


def test_a_judged_pair_that_is_not_found_again_stays(project: Project) -> None:
    project.tables.append([record(row, f"name {row}") for row in range(2, 9)])
    first = project.runs.begin("dedupe", {})
    sink = project.sink(first.id)
    pairs = [pair(2, 3, 0.9, 1), pair(4, 5, 0.8, 2), pair(6, 7, 0.7, 3)]
    sink.store([*[record(row, f"name {row}") for row in range(2, 9)], *pairs], [])
    sink.finish(DONE)
    for judged in (pairs[0], pairs[2]):
        project.edits.apply(Edit(Target.PAIR, judged.id, ReviewState.ACCEPTED))
    moved = [replace(record(row, f"name {row}"), address=record(row + 1).address) for row in (2, 3)]
    sink = project.sink(project.runs.begin("dedupe", {}).id)
    sink.store([*moved, record(5, "other"), Cluster(1, ("a", "b"), "a")], [])
    sink.finish(DONE)
    (kept,) = project.pairs.page(0, 9)
    assert (kept.id, kept.state, kept.score) == (pairs[0].id, ReviewState.ACCEPTED, 0.9)
    assert (kept.left.row, kept.right.row, kept.cluster) == (3, 4, None)
    assert kept.left_values == ("name 2",)
    assert project.edits.get(Target.PAIR, pairs[2].id), "its rows are gone; it waits for them"


def test_pairs_judged_in_other_files_stay_there(project: Project, tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a.csv", ROWS)
    second = write_csv(tmp_path / "b.csv", ROWS)
    search(project, first)
    (judged,) = project.pairs.page(0, 9)
    project.edits.apply(Edit(Target.PAIR, judged.id, ReviewState.ACCEPTED))
    search(project, second)
    assert project.pairs.count() == 2
    stream = io.StringIO()
    export_duplicates(project, stream, kind="jsonl")
    assert ["decision" in json.loads(line) for line in stream.getvalue().splitlines()] == [False]


def test_a_judged_verdict_that_is_not_found_again_stays(project: Project) -> None:
    doc = document()
    project.documents.append([doc])
    found = [verdict(doc, doc, 0.9, part=1), verdict(doc, doc, 0.8, part=2)]
    project.verdicts.append(found, "earlier")
    project.edits.apply(
        Edit(Target.VERDICT, found[0].id, ReviewState.EDITED, Label.NEUTRAL.value, reason="annex")
    )
    sink = project.sink(project.runs.begin("check", {}).id, documents=[doc.id])
    sink.finish(DONE)
    (kept,) = project.verdicts.page(0, 9)
    assert (kept.id, kept.decided, kept.reason) == (found[0].id, Label.NEUTRAL, "annex")


def test_an_edit_does_not_wait_for_all_that_a_run_replaces(project: Project) -> None:
    """Whatever there is to delete, no transaction holds more than a slice of it."""
    count = 8 * replaced.SLICE
    project.pairs.append((pair(n, n + 1, 0.5) for n in range(count)), "earlier")
    project.clusters.append(Cluster(n, (str(n), f"{n} too"), str(n)) for n in range(count))
    sink = project.sink(project.runs.begin("dedupe", {}).id)

    def rerun() -> None:
        sink.store([Cluster(1, ("a", "b"), "a")], [])
        sink.finish(DONE)

    before = project.database.generation
    writer = threading.Thread(target=rerun)
    writer.start()
    edits = 0
    while writer.is_alive():
        project.edits.apply(Edit(Target.PAIR, str(edits), ReviewState.ACCEPTED))
        edits += 1
        time.sleep(0.001)
    writer.join()
    assert project.pairs.count() == 0
    assert list(project.clusters.all()) == [Cluster(1, ("a", "b"), "a")]
    assert project.database.generation - before - edits >= 8 + 8 + 16
