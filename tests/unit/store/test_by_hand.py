"""Records that a person adds, and values that stand in texts in which nothing was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.extraction.checks import record_cell
from engine.extraction.grammar import parse_field_list
from engine.store import Project
from engine.store.occurrences import in_texts, pattern_of
from engine.types import (
    Document,
    DocumentKind,
    Edit,
    Extraction,
    FoundRecord,
    Layout,
    Mention,
    ReviewState,
    Source,
    Target,
    cell_id,
)

FIELDS = "Party, Lines{Product, Amount}"


def paper(name: str, text: str) -> Document:
    return Document(name, f"/c/{name}.txt", f"{name}.txt", "s", DocumentKind.TEXT, text)


def found(document: Document, words: str, column: str = "Product") -> FoundRecord:
    start = document.text.index(words)
    mention = Mention(
        f"m{words}", document.id, column, start, start + len(words), words, 0.9, Source.RULE,
        None, words, None, True,
    )  # fmt: skip
    return FoundRecord(f"r{words}", document.id, "Lines", 1, (mention,), Layout.TABLE)


def extract(project: Project, extraction: Extraction) -> None:
    names = ["Party", "Lines"]
    project.cells.append([extraction], "run", names)
    project.found.append([extraction], "run", names)
    project.lanes.append([extraction], "run", names)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "a.cdesk")
    made.lanes.define(parse_field_list(FIELDS))
    return made


def test_a_record_by_hand_outlives_runs_and_comes_last(project: Project) -> None:
    paper_a = paper("a", "Pumps and valves for Alder LLC.")
    with project:
        project.documents.append([paper_a])
        extract(project, Extraction("a", (), 1.0, (), (found(paper_a, "Pumps"),)))
        key = project.found.add("a", "Lines")
        cell = cell_id("a", record_cell("Lines", key, "Product"))
        project.edits.apply(Edit(Target.CELL, cell, ReviewState.EDITED, "Hoses"))
        again = [found(paper_a, "Pumps"), found(paper_a, "valves")]
        extract(project, Extraction("a", (), 1.0, (), tuple(again)))
        lines = project.found.records("a", "Lines")
        assert [line.cells[0].cell.value for line in lines][-1] == "Hoses"
        assert (lines[-1].key, lines[-1].layout) == (key, Layout.PERSON)
        assert lines[-1].number == len(lines)
        project.found.remove("a", "Lines", key)
        assert key not in [line.key for line in project.found.records("a", "Lines")]
        assert project.found.add("a", "Lines", key) == key
        assert project.found.records("a", "Lines")[-1].cells[0].cell.value == "Hoses"


def test_a_new_record_is_empty(project: Project) -> None:
    with project:
        project.documents.append([paper("a", "Nothing here.")])
        extract(project, Extraction("a", (), 1.0))
        project.found.add("a", "Lines")
        (line,) = project.found.records("a", "Lines")
        assert (line.number, line.empty, line.rejected) == (1, True, False)


def test_a_value_is_found_in_the_texts_where_the_run_found_nothing(project: Project) -> None:
    first = paper("a", "Signed by Alder LLC.")
    others = [
        paper("b", "This is for ALDER\nLLC alone."),
        paper("c", "Balder LLC and Alder LLCs."),
        paper("d", "Alder LLC again."),
    ]
    words = "Alder LLC"
    mention = Mention(
        "m", "a", "Party", 10, 19, words, 0.9, Source.MODEL, None, words, None, True
    )  # fmt: skip
    with project:
        project.documents.append([first, *others])
        extract(project, Extraction("a", (mention,), 1.0))
        for other in others:
            extract(project, Extraction(other.id, (), 1.0))
        rejected = Edit(Target.CELL, cell_id("d", "Party"), ReviewState.REJECTED)
        project.edits.apply(rejected)
        cell = project.cells.cell("a", "Party")
        (one,) = in_texts(project, cell)
        assert (one.place.document_id, one.start, one.end) == ("b", 12, 21)
        assert others[0].text[one.start : one.end] == "ALDER\nLLC"
        project.edits.apply(Edit(Target.CELL, cell.id, ReviewState.REJECTED))
        assert not list(in_texts(project, project.cells.cell("a", "Party")))


@given(st.text(min_size=1, max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_whatever_is_looked_for_is_found_between_spaces(words: str, left: str, right: str) -> None:
    pattern = pattern_of(words)
    if pattern is None:
        assert len("".join(words.split())) < 2
        return
    written = " ".join(words.split())
    text = f"{left} {written} {right}"
    match = pattern.search(text)
    assert match is not None
    assert "".join(match[0].split()).casefold() == "".join(words.split()).casefold()
