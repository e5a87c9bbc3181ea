"""Documents come back as they went in, and go without taking edits with them."""

from __future__ import annotations

import pytest

from engine.errors import UserError
from engine.store import Filter, Project, Query
from engine.types import Edit, ItemFailure, Label, ReviewState, Target, cell_id
from tests.unit.store.records import document, extraction, mention, verdict


def test_a_document_comes_back_equal(project: Project) -> None:
    project.documents.append([document()])
    assert project.documents.get(document().id) == document()
    assert project.documents.known(document().id)


def test_an_unknown_document_is_a_code(project: Project) -> None:
    with pytest.raises(UserError) as caught:
        project.documents.get("nothing")
    assert caught.value.code == "document_unknown"


def test_the_same_document_twice_is_one_row(project: Project) -> None:
    project.documents.append([document(1), document(2), document(1)])
    assert project.documents.count() == 2
    assert project.documents.ids() == [document(1).id, document(2).id]


def test_a_row_tells_what_the_list_shows(project: Project) -> None:
    doc = document()
    project.documents.append([doc, document(2)])
    project.cells.append([extraction(doc, mention(doc, "Fee", "30,000 USD"))], "run")
    project.edits.apply(Edit(Target.CELL, cell_id(doc.id, "Fee"), ReviewState.ACCEPTED))
    project.verdicts.append([verdict(doc, document(2), 0.9)])
    row = project.documents.page(0, 10)[0]
    assert (row.values, row.reviewed, row.contradictions) == (1, 1, 1)
    assert (row.pages, row.characters, row.notices, row.readable) == (1, len(doc.text), 1, 0.5)
    assert row.coverage == 1.0
    assert row.failure is None


def test_a_rejected_contradiction_is_not_counted(project: Project) -> None:
    doc = document()
    project.documents.append([doc])
    found = verdict(doc, doc, 0.9)
    project.verdicts.append([found, verdict(doc, doc, 0.1, Label.NEUTRAL, part=1)])
    project.edits.apply(Edit(Target.VERDICT, found.id, ReviewState.REJECTED, reason="boilerplate"))
    assert project.documents.page(0, 1)[0].contradictions == 0


def test_a_file_that_failed_is_a_row_until_it_is_read(project: Project) -> None:
    failure = ItemFailure(document().path, "file_encrypted", (("path", "x"), ("pages", 3)))
    project.documents.append_failures([failure, failure])
    (row,) = project.documents.page(0, 10)
    assert row.failure == failure
    assert row.name == "contract 1.pdf"
    assert project.documents.ids() == []
    project.documents.append([document()])
    (row,) = project.documents.page(0, 10)
    assert row.failure is None


def test_a_path_with_undecodable_bytes_survives(project: Project) -> None:
    failure = ItemFailure("/tmp/bad\udce4.pdf", "file_damaged")
    project.documents.append_failures([failure])
    (row,) = project.documents.page(0, 10)
    assert row.path == failure.item


def test_removing_hides_and_restoring_brings_back(project: Project) -> None:
    first, second = document(1), document(2)
    project.documents.append([first, second])
    project.verdicts.append([verdict(first, second, 0.9), verdict(second, second, 0.8)])
    project.documents.remove([first.id])
    assert project.documents.ids() == [second.id]
    assert project.verdicts.count() == 1
    project.documents.restore([first.id])
    assert project.documents.ids() == [first.id, second.id]
    assert project.verdicts.count() == 2


def test_removed_documents_are_gone_after_reopening_but_edits_stay(project: Project) -> None:
    doc = document()
    key = cell_id(doc.id, "Fee")
    project.documents.append([doc])
    project.cells.append([extraction(doc, mention(doc, "Fee", "30,000 USD"))])
    project.edits.apply(Edit(Target.CELL, key, ReviewState.EDITED, "31,000"))
    project.documents.remove([doc.id])
    project.close()
    with Project.open(project.path) as again:
        assert again.documents.count() == 0
        assert not again.documents.known(doc.id)
        again.documents.append([doc])
        assert again.cells.cell(doc.id, "Fee").value == "31,000"


def test_another_reading_of_the_same_file_drops_results_with_old_offsets(project: Project) -> None:
    doc = document()
    project.documents.append([doc])
    project.cells.append([extraction(doc, mention(doc, "Fee", "30,000 USD"))])
    project.documents.append([document(text="The fee is 40,000 USD.")])
    assert project.documents.get(doc.id).text == "The fee is 40,000 USD."
    assert project.cells.extraction(doc.id) is None
    assert project.cells.cell(doc.id, "Fee").value == ""


def test_sorting_filtering_and_searching(project: Project) -> None:
    project.documents.append([document(n) for n in (3, 1, 2)])
    names = [row.name for row in project.documents.page(0, 10, Query("name", descending=True))]
    assert names == ["contract 3.pdf", "contract 2.pdf", "contract 1.pdf"]
    assert project.documents.count(Query(text="TRACT 2")) == 1
    assert project.documents.count(Query(text="100%")) == 0
    query = Query(filters=(Filter("name", "in", ("contract 1.pdf", "contract 3.pdf")),))
    assert [row.name for row in project.documents.page(0, 9, query)] == [
        "contract 3.pdf",
        "contract 1.pdf",
    ]


def test_an_unknown_column_is_a_code(project: Project) -> None:
    with pytest.raises(UserError) as caught:
        project.documents.page(0, 1, Query("colour; DROP TABLE documents"))
    assert caught.value.code == "query_column_unknown"
