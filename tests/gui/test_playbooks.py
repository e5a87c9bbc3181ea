"""The playbook editor: copies, steps and their undoing, text with its faults, files in and out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.consistency.playbook import Playbook, PlaybookStatement
from engine.consistency.playbook_file import read_playbook
from engine.types import Label, Severity
from gui.desk import Desk
from gui.workspaces.contradictions.draft import Draft, with_words
from gui.workspaces.contradictions.editor import PlaybookEditor
from gui.workspaces.contradictions.modes import Mode
from gui.workspaces.contradictions.playbooks import free_name, own_folder
from tests.gui.conftest import settle

THREE = Playbook(
    "three",
    {"any": "Three"},
    tuple(PlaybookStatement(name, {"any": f"{name} holds."}) for name in ("a", "b", "c")),
)


@given(st.lists(st.tuples(st.sampled_from("armd"), st.integers(0, 6)), max_size=12))
def test_every_step_can_be_taken_back_and_again(steps: list[tuple[str, int]]) -> None:
    draft = Draft(THREE)
    for kind, number in steps:
        place = number % len(draft.statements)
        if kind == "a":
            draft.add(place, "New.", "en")
        elif kind == "r":
            draft.remove(place)
        elif kind == "m":
            draft.move(place, number - 3)
        else:
            draft.retitle(f"Title {number}", "en")
        assert draft.statements
        assert len({one.id for one in draft.statements}) == len(draft.statements)
    end = draft.playbook
    while draft.can_undo():
        draft.undo()
    assert draft.playbook == THREE
    while draft.can_redo():
        draft.redo()
    assert draft.playbook == end


def test_words_for_every_language_part_when_one_of_them_differs() -> None:
    assert with_words({"any": "Pay."}, "zh", "付款。") == {"en": "Pay.", "zh": "付款。"}
    assert with_words({"any": "Pay."}, "en", "Pay.") == {"any": "Pay."}
    assert with_words({"en": "Pay.", "zh": "付款。"}, "any", "Pay!") == {"any": "Pay!"}
    assert with_words({"en": "Pay."}, "en", "") == {}


def test_names_of_files_are_plain_and_free() -> None:
    assert free_name("house rules/2", {"house-rules-2"}) == "house-rules-2-2"
    assert free_name("../..", set()) == "playbook"
    assert free_name("内部条款", set()) == "内部条款"


@pytest.fixture
def editor(desk: Desk, qtbot: QtBot, tmp_path: Path) -> PlaybookEditor:
    """The editor on a playbook of the user's."""
    source = tmp_path / "three.yaml"
    source.write_text(
        "title: Three\nstatements:\n"
        + "".join(f"  - id: {name}\n    statement: {name} holds.\n" for name in "abc"),
        encoding="utf-8",
    )
    page = desk.contradictions
    desk.window.open(page)
    page.head.modes.choose(Mode.PLAYBOOK)
    settle(desk, qtbot)
    page.shelf.take_in(source, lambda kept: page.head.playbooks.choose(kept.name))
    settle(desk, qtbot)
    made = page.edit_playbook()
    assert made is not None
    qtbot.waitExposed(made)
    return made


def kept() -> Playbook:
    """What is in the file."""
    return read_playbook(own_folder() / "three.yaml")


def ids() -> list[str]:
    return [one.id for one in kept().statements]


def test_statements_are_added_moved_and_removed_by_keyboard_and_all_is_saved(
    editor: PlaybookEditor, qtbot: QtBot
) -> None:
    editor.list.setFocus()
    editor.list.setCurrentRow(0)
    qtbot.keyClick(editor.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert ids() == ["b", "a", "c"]
    editor.list.setFocus()
    qtbot.keyClick(editor.list, Qt.Key.Key_Delete)
    assert ids() == ["b", "c"]
    editor.list.setFocus()
    qtbot.keyClick(editor.list, Qt.Key.Key_Insert)
    qtbot.keyClicks(editor.form.words, "Rent is paid monthly.")
    editor.form.commit()
    added = kept().statements[2]
    assert added.statement == {"en": "Rent is paid monthly."}
    for _ in range(4):
        editor.undo()
    assert ids() == ["a", "b", "c"]
    editor.redo()
    assert ids() == ["b", "a", "c"]


def test_a_form_says_what_is_expected_and_how_bad_it_is_otherwise(
    editor: PlaybookEditor, qtbot: QtBot
) -> None:
    editor.list.setCurrentRow(1)
    form = editor.form
    form.allowed[Label.NEUTRAL].click()
    form.severity.setCurrentIndex(form.severity.findData(Severity.HIGH))
    form.advice.setPlainText("Ask the board.")
    form.keywords.setText("rent， lease")
    editor.list.setCurrentRow(0)
    changed = kept().statements[1]
    assert changed.allowed == (Label.ENTAILMENT, Label.NEUTRAL)
    assert (changed.severity, changed.advice) == (Severity.HIGH, {"any": "Ask the board."})
    assert changed.keywords == {"any": ("rent", "lease")}
    form.words.setPlainText("")
    form.commit()
    assert kept().statements[0].statement == {"any": "a holds."}


def test_a_fault_in_the_text_is_told_with_its_line_and_lost_by_nothing(
    editor: PlaybookEditor, desk: Desk, qtbot: QtBot
) -> None:
    editor.tabs.setCurrentIndex(1)
    text = editor.source.toPlainText()
    broken = text.replace("expect:", "expcet:", 1)
    line = broken[: broken.index("expcet")].count("\n") + 1
    editor.source.setPlainText(broken)
    qtbot.waitUntil(lambda: bool(editor.fault.text()))
    assert f"line {line}" in editor.fault.text()
    [mark] = editor.source.extraSelections()
    assert mark.cursor.blockNumber() == line - 1
    assert ids() == ["a", "b", "c"]
    editor.close()
    again = desk.contradictions.edit_playbook()
    assert again is not None
    assert again.source.toPlainText() == broken
    qtbot.waitUntil(lambda: bool(again.fault.text()))
    again.source.setPlainText(text.replace("b holds.", "b stands."))
    qtbot.waitUntil(lambda: kept().statements[1].statement == {"any": "b stands."})
    assert not again.fault.text()
    again.close()
    assert not list(own_folder().glob("*.unread"))


def test_a_title_is_kept_when_the_editor_is_closed_while_it_is_typed(
    editor: PlaybookEditor, qtbot: QtBot
) -> None:
    editor.title.selectAll()
    qtbot.keyClicks(editor.title, "House rules")
    editor.reject()
    assert "House rules" in kept().title.values()


def test_faulty_text_that_a_step_of_the_form_replaced_comes_back_by_undoing(
    editor: PlaybookEditor,
) -> None:
    editor.source.setPlainText("title: [")
    editor.form.words.setPlainText("Other words.")
    editor.form.commit()
    assert "Other words." in editor.source.toPlainText()
    editor.source.undo()
    assert editor.source.toPlainText() == "title: ["


def test_text_that_cannot_be_kept_is_told(editor: PlaybookEditor, desk: Desk) -> None:
    said: list[str] = []
    desk.contradictions.shelf.failed.connect(lambda error: said.append(error.code))
    (own_folder() / "three.unread").mkdir()
    editor.source.setPlainText("title: [")
    editor.reject()
    assert said == ["output_locked"]


def test_a_built_in_playbook_is_copied_before_it_is_edited(desk: Desk, qtbot: QtBot) -> None:
    page = desk.contradictions
    desk.window.open(page)
    page.head.modes.choose(Mode.PLAYBOOK)
    settle(desk, qtbot)
    built_in = page.head.playbook()
    if built_in is None:
        pytest.skip("no playbook comes with this build")
    editor = page.edit_playbook()
    assert editor is not None and not editor.own
    before = [one.playbook for one in page.shelf.all()]
    editor.form.words.setPlainText("Something else.")
    editor.form.commit()
    editor.add()
    assert [one.playbook for one in page.shelf.all()] == before
    assert editor.draft.playbook == built_in.playbook
    editor.copy()
    assert editor.own
    chosen = page.head.playbook()
    assert chosen is not None and chosen.path is not None
    assert chosen.playbook.statements == built_in.playbook.statements
    editor.close()


def test_a_playbook_goes_out_as_a_file_and_comes_in_again(
    editor: PlaybookEditor, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "out.yaml"
    editor.give_out(target)
    settle(desk, qtbot)
    assert read_playbook(target).statements == kept().statements
    editor.take_in(target)
    settle(desk, qtbot)
    assert [one.name for one in desk.contradictions.shelf.all()][:2] == ["three", "out"]
    (tmp_path / "bad.yaml").write_text("statements: [", encoding="utf-8")
    editor.take_in(tmp_path / "bad.yaml")
    settle(desk, qtbot)
    assert "bad.yaml" in desk.banner.words
