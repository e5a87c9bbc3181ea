"""Two versions compared in the window: the list, both texts, decisions by keyboard, export."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.control import JobControl
from engine.documents import ReadOptions, read_document
from engine.types import Change, ComparisonMode, DiffOp, DocumentKind, ReviewState
from gui.desk import Desk
from gui.workspaces.compare.choose import TRACKED
from gui.workspaces.compare.comment import CommentBox
from gui.workspaces.compare.places import anchors, marks_of, spans_of
from tests.gui.conftest import CONTRACT, settle
from tests.unit.documents.builders import paragraph, write_docx

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier

NEW = (
    CONTRACT.replace("within thirty (30) days", "within ten (10) days 😀")
    .replace("2.1 The Client shall pay a monthly fee of £4,200.\n", "")
    .replace("4. Law\n", "4. Law\n4.9 Each party shall keep the terms of this Agreement secret.\n")
)


@pytest.fixture
def compared(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Desk:
    """Two versions, compared by rules alone."""
    for name, text in (("v1.txt", CONTRACT), ("v2.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    desk.controller.read([str(tmp_path / "v1.txt"), str(tmp_path / "v2.txt")])
    settle(desk, qtbot)
    desk.window.open(desk.compare)
    desk.compare.run()
    settle(desk, qtbot)
    return desk


def focus() -> QWidget | None:
    return QApplication.focusWidget()


def go_to(desk: Desk, change: Change) -> None:
    """Put the cursor on the first change of a kind."""
    model = desk.compare.model
    for number in range(model.rowCount()):
        row = model.row(number)
        if row is not None and row.change.change is change:
            desk.compare.table.go_to(number, 0)
            return
    raise AssertionError(f"no {change} in the list")


def test_without_documents_the_page_leads_to_them(desk: Desk, qtbot: QtBot) -> None:
    desk.window.open(desk.compare)
    with qtbot.waitSignal(desk.compare.wants_documents):
        desk.compare.run()
    assert desk.window.workspace is desk.documents


def test_the_last_two_documents_are_offered_and_the_same_one_twice_is_refused(
    compared: Desk, qtbot: QtBot
) -> None:
    old, new = compared.project.documents.ids()
    choose = compared.compare.choose
    assert choose.pair() == (old, new)
    choose.swap()
    assert choose.pair() == (new, old)
    choose.choose(old, old)
    with qtbot.waitSignal(compared.compare.said):
        compared.compare.run()
    assert not compared.controller.busy


def test_changes_are_listed_without_what_stayed_the_same(compared: Desk, qtbot: QtBot) -> None:
    page = compared.compare
    rows = [page.model.row(number) for number in range(page.model.rowCount())]
    kinds = {row.change.change for row in rows if row}
    assert Change.SAME not in kinds
    assert {Change.EDITED, Change.ADDED, Change.REMOVED} <= kinds
    page.choices().buttons["change"].clear()
    settle(compared, qtbot)
    assert page.model.rowCount() > len(rows)
    page.choices().buttons["change"].choose("added")
    settle(compared, qtbot)
    assert page.model.rowCount() == 1


def test_what_went_and_what_came_is_marked_in_both_texts(compared: Desk, qtbot: QtBot) -> None:
    documents = compared.project.documents
    texts = [documents.get(key).text for key in documents.ids()]
    shown = compared.compare.comparison
    assert shown is not None
    seen = 0
    for change, _ in compared.project.changes.all(shown.comparison.id):
        for side, text, op in (("old", texts[0], DiffOp.DELETE), ("new", texts[1], DiffOp.INSERT)):
            refs = change.old if side == "old" else change.new
            if not refs or not change.diff:
                continue
            marked = "".join(text[start:end] for start, end in spans_of(change.diff, refs, side))
            parts = "".join(part.text for part in change.diff if part.op is op)
            assert marked == parts or change.change in (Change.SPLIT, Change.MERGED)
            seen += bool(marked)
    assert seen >= 2
    go_to(compared, Change.EDITED)
    reader = compared.compare.detail.reader
    qtbot.waitUntil(lambda: "thirty (30)" in " ".join(reader.left.text.highlighted_texts()))
    qtbot.waitUntil(lambda: "ten (10)" in " ".join(reader.right.text.highlighted_texts()))
    inline = compared.compare.detail.inline.toPlainText()
    assert "thirty (30)" in inline and "ten (10)" in inline


def test_an_added_clause_shows_where_it_would_have_stood(compared: Desk, qtbot: QtBot) -> None:
    go_to(compared, Change.ADDED)
    reader = compared.compare.detail.reader
    qtbot.waitUntil(lambda: reader.left.arrived and reader.right.arrived)
    assert reader.left.place is not None and reader.right.place is not None
    assert reader.right.place.title.startswith("4.9")
    assert reader.left.place.title.startswith("–")
    assert "4. Law" in CONTRACT[: reader.left.place.start] + "4. Law"


def test_changes_are_reviewed_commented_and_objected_to_by_keyboard(
    compared: Desk, qtbot: QtBot
) -> None:
    page, table = compared.compare, compared.compare.table
    table.setFocus()
    table.go_to(0, 0)
    first = table.current_row()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert compared.project.changes.get(first.id).state is ReviewState.ACCEPTED  # type: ignore[union-attr]
    assert table.currentIndex().row() == 1
    second = table.current_row()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    [box] = page.findChildren(CommentBox)
    qtbot.waitUntil(lambda: focus() is box.words)
    qtbot.keyClicks(box.words, "ask finance")
    qtbot.keyClick(box.words, Qt.Key.Key_Return, CONTROL)
    kept = compared.project.changes.get(second.id)  # type: ignore[union-attr]
    assert kept is not None
    assert (kept.state, kept.reason) == (ReviewState.PROPOSED, "ask finance")
    box.deleteLater()
    page.reject()
    box = page.findChildren(CommentBox)[-1]
    qtbot.waitUntil(lambda: focus() is box.words)
    assert box.words.toPlainText() == "ask finance"
    qtbot.keyClicks(box.words, "not agreed")
    qtbot.keyClick(box.words, Qt.Key.Key_Return, CONTROL)
    kept = compared.project.changes.get(second.id)  # type: ignore[union-attr]
    assert kept is not None
    assert (kept.state, kept.reason) == (ReviewState.REJECTED, "not agreed")
    for _ in range(3):
        compared.undo.undo()
    assert compared.project.changes.get(second.id).reason == ""  # type: ignore[union-attr]
    assert compared.project.changes.get(first.id).state is ReviewState.PROPOSED  # type: ignore[union-attr]


def test_the_next_and_the_previous_change_are_a_key_away_also_from_the_texts(
    compared: Desk, qtbot: QtBot
) -> None:
    page = compared.compare
    page.table.go_to(0, 0)
    page.detail.reader.left.text.setFocus()
    qtbot.keyClick(page.detail.reader.left.text, Qt.Key.Key_Down, ALT)
    assert page.table.currentIndex().row() == 1
    qtbot.keyClick(page.detail.reader.left.text, Qt.Key.Key_Up, ALT)
    assert page.table.currentIndex().row() == 0
    with qtbot.waitSignal(page.said):
        qtbot.keyClick(page.detail.reader.left.text, Qt.Key.Key_Up, ALT)


def test_both_texts_scroll_by_what_belongs_together(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    clauses = [f"{n}.1 The Contractor shall clean room {n} every day." for n in range(1, 200)]
    (tmp_path / "a.txt").write_text("\n".join(clauses), encoding="utf-8")
    more = [f"X{n} A paragraph of the preamble that is new, number {n}." for n in range(80)]
    (tmp_path / "b.txt").write_text("\n".join([*more, *clauses]), encoding="utf-8")
    desk.controller.read([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    settle(desk, qtbot)
    desk.window.open(desk.compare)
    desk.compare.run()
    settle(desk, qtbot)
    desk.compare.choices().buttons["change"].clear()
    settle(desk, qtbot)
    desk.compare.table.go_to(90, 0)
    reader = desk.compare.detail.reader
    qtbot.waitUntil(lambda: reader.left.arrived and reader.right.arrived)

    def first(text: str, top: int) -> str:
        return text[top:].split("\n", 1)[0]

    for value in (150, 20, 90):
        reader.left.text.verticalScrollBar().setValue(value)
        left = first(reader.left.text.text, reader.left.text.top())
        right = first(reader.right.text.text, reader.right.text.top())
        assert left == right
    reader.together.setChecked(False)
    before = reader.right.text.top()
    reader.left.text.verticalScrollBar().setValue(3)
    assert reader.right.text.top() == before


@pytest.mark.parametrize("suffix", ("xlsx", "html", "jsonl"))
def test_a_comparison_is_exported_with_what_was_decided(
    compared: Desk, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    page = compared.compare
    page.table.go_to(0, 0)
    page._keep(page._rows(), ReviewState.REJECTED, "not agreed")
    assert page.can_export()
    target = tmp_path / f"out.{suffix}"
    compared.export("changes", target, page.subject())
    settle(compared, qtbot)
    assert str(target) in compared.banner.words
    if suffix != "xlsx":
        assert "not agreed" in target.read_text(encoding="utf-8")
    if suffix == "jsonl":
        lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        assert {line["change"] for line in lines} >= {"edited", "added", "removed"}


WHO = 'w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"'
TRACKED_LINE = (
    '<w:p><w:r><w:t xml:space="preserve">2. The rent is EUR </w:t></w:r>'
    f"<w:del {WHO}><w:r><w:delText>900</w:delText></w:r></w:del>"
    f"<w:ins {WHO}><w:r><w:t>950</w:t></w:r></w:ins>"
    '<w:r><w:t xml:space="preserve"> a month.</w:t></w:r></w:p>'
)


def word_files(folder: Path, **bodies: str) -> list[str]:
    """Word files with a lease of three clauses, the second of each its own."""
    first = paragraph("1. The lease begins on 1 May 2024.")
    last = paragraph("3. The tenant shall not sublet.")
    return [
        str(write_docx(folder / f"{name}.docx", first + body + last))
        for name, body in bodies.items()
    ]


def test_a_word_file_is_compared_with_its_own_tracked_changes(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.controller.read(word_files(tmp_path, lease=TRACKED_LINE))
    settle(desk, qtbot)
    desk.window.open(desk.compare)
    page = desk.compare
    (key,) = desk.project.documents.ids()
    page.choose.choose(key, TRACKED)
    assert page.choose.pair() == (key, TRACKED)
    page.run()
    settle(desk, qtbot)
    assert page.comparison is not None
    assert page.comparison.comparison.mode is ComparisonMode.TRACKED
    go_to(desk, Change.EDITED)
    inline = page.detail.inline.toPlainText()
    assert "900" in inline and "950" in inline


def test_a_redline_of_two_word_files_has_tracked_changes_and_both_states(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    old, new = word_files(
        tmp_path,
        old=paragraph("2. The rent is EUR 900 a month."),
        new=paragraph("2. The rent is EUR 950 a month."),
    )
    desk.controller.read([old, new])
    settle(desk, qtbot)
    desk.window.open(desk.compare)
    desk.compare.run()
    settle(desk, qtbot)
    go_to(desk, Change.EDITED)
    desk.compare._keep(desk.compare._rows(), ReviewState.REJECTED, "too much")
    target = tmp_path / "redline.docx"
    desk.export("changes", target, desk.compare.subject())
    settle(desk, qtbot)
    assert str(target) in desk.banner.words
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        body = archive.read("word/document.xml").decode("utf-8")
        assert "too much" in archive.read("word/comments.xml").decode("utf-8")
    assert "<w:ins " in body and "<w:del " in body
    for state, path in (("accepted", new), ("original", old)):
        kept = read_document(target, JobControl(), ReadOptions(tracked_changes=state))
        assert kept.text == read_document(Path(path), JobControl()).text


def test_a_document_that_is_taken_out_takes_its_comparison_along(
    compared: Desk, qtbot: QtBot
) -> None:
    page = compared.compare
    key = compared.project.documents.ids()[0]
    compared.review.remove_documents([key], ["v1.txt"])
    assert page.comparison is None and page.model.rowCount() == 0
    compared.undo.undo()
    assert page.comparison is not None and page.model.rowCount() > 0


def test_moved_clauses_do_not_bend_the_alignment(compared: Desk) -> None:
    shown = compared.compare.comparison
    assert shown is not None
    changes = [change for change, _ in compared.project.changes.all(shown.comparison.id)]
    found = anchors(changes)
    assert found == sorted(found)
    assert [new for _, new in found] == sorted(new for _, new in found)
    assert marks_of(changes[0], "old", True)
    kinds = {compared.project.documents.get(key).kind for key in compared.project.documents.ids()}
    assert kinds == {DocumentKind.TEXT}
