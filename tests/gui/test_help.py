"""Help: the guide at the page for where one is, what scores mean, what is new, what this is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from engine import settings as options
from engine.models.library import Known
from engine.telemetry.crash import Crash, End
from engine.version import version
from gui.app import App
from gui.crash import CrashPage
from gui.desk import Desk
from gui.help.about import AboutDialog
from gui.help.news import SEEN, NewsDialog, since, unseen
from gui.help.pages import ORDER, TOPICS, guide_folder, read_pages
from gui.help.reference import preferences_page
from gui.help.scores import calibration_error, meaning, trust
from gui.help.window import GuideWindow
from gui.tables.view import TableView
from gui.widgets import Note
from tests.gui.conftest import rules_alone


@pytest.mark.parametrize("language", ("en", "zh"))
def test_every_page_is_shown_without_a_sign_of_its_markup(qtbot: QtBot, language: str) -> None:
    window = GuideWindow(language)
    qtbot.addWidget(window)
    assert [page.name for page in read_pages(language)] == list(ORDER)
    for name in ORDER:
        window.open(name)
        shown = window.browser.toPlainText()
        assert window.page == name
        assert not any(sign in shown for sign in ("**", "`", "](", "| "))


def test_the_page_of_settings_is_the_current_one() -> None:
    for language in ("en", "zh"):
        kept = (guide_folder(language) / "preferences.md").read_text(encoding="utf-8")
        assert kept == preferences_page(language), "run: python -m gui.help.reference"


def test_links_lead_through_the_guide_and_back(qtbot: QtBot) -> None:
    window = GuideWindow("en")
    qtbot.addWidget(window)
    window.show()
    window.browser.anchorClicked.emit(QUrl("fields.md"))
    window.browser.anchorClicked.emit(QUrl("scores.md"))
    assert window.page == "scores"
    window._back.click()
    assert window.page == "fields"
    window._back.click()
    assert window.page == "index"
    assert not window._back.isEnabled()
    window._forth.click()
    assert window.page == "fields"
    window.open("no such page")
    assert window.page == "index"


def test_a_search_leaves_the_pages_that_hold_the_words(qtbot: QtBot) -> None:
    window = GuideWindow("en")
    qtbot.addWidget(window)
    window.show()
    window.search.setText("calibration error")
    qtbot.waitUntil(lambda: window.page == "scores")
    hidden = [window.list.item(n).isHidden() for n in range(window.list.count())]
    assert hidden.count(False) < 4
    window.search.setText("")
    qtbot.waitUntil(lambda: not window.list.item(0).isHidden())


def test_pictures_are_as_wide_as_the_page(qtbot: QtBot) -> None:
    window = GuideWindow("en")
    qtbot.addWidget(window)
    window.resize(700, 500)
    window.show()
    kind = QTextDocument.ResourceType.ImageResource.value
    image = window.browser.loadResource(kind, QUrl("images/fields.png"))
    room = window.browser.viewport().width()
    assert 0 < image.width() / image.devicePixelRatio() < room
    assert window.browser.loadResource(kind, QUrl("images/none.png")).isNull()


def test_f1_opens_the_page_for_where_one_is(app: App, desk: Desk, qtbot: QtBot) -> None:
    assert {getattr(desk, name) for name in TOPICS} == {page for _, page in desk.pages}
    for name in TOPICS:
        desk.window.open(getattr(desk, name))
        desk.window.actions_.guide.trigger()
        assert app.help.guide is not None
        assert app.help.guide.page == TOPICS[name]
    assert desk.window.actions_.guide.shortcut().toString() in ("F1", "Ctrl+?")
    app.help.guide.close()


def test_each_page_says_what_its_scores_mean(app: App, desk: Desk, qtbot: QtBot) -> None:
    app.shelf.refresh()
    qtbot.waitUntil(lambda: bool(app.shelf.known))
    said = set()
    for name in TOPICS:
        desk.window.open(getattr(desk, name))
        dialog = app.help.explain_score()
        assert meaning(name).title in [label.text() for label in dialog.findChildren(Note.__base__)]
        said.add(meaning(name).words)
        dialog.reject()
    assert len(said) >= 5
    [fields] = [known for known in app.shelf.known if known.task == "extraction"]
    error = calibration_error(fields.card)
    assert error is not None
    assert f"{100 * error:.1f}" in trust(fields)
    assert "does not say" in trust(Known("other", "/x"))
    assert trust(None) == ""
    dialog = app.help.explain_score()
    [guide] = [b for b in dialog.findChildren(QPushButton) if "guide" in b.text()]
    guide.click()
    assert app.help.guide is not None
    assert app.help.guide.page == "scores"
    app.help.guide.close()


@pytest.mark.parametrize(
    "card",
    [{}, {"figures": None}, {"figures": {"held out": {"all": {}}}}, {"figures": {"x": [1]}}],
)
def test_a_card_that_tells_no_error_is_no_error(card: dict[str, object]) -> None:
    assert calibration_error(card) is None


def test_columns_of_scores_say_so_in_their_heads(desk: Desk) -> None:
    explained = 0
    for table in desk.window.findChildren(TableView):
        model = table.model()
        for column in range(model.columnCount() if model is not None else 0):
            tip = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
            explained += "Shift+F1" in str(tip)
    assert explained >= 3


def test_every_action_has_a_tooltip_and_the_menu_of_help_is_whole(desk: Desk) -> None:
    acts = desk.window.actions_
    for action in vars(acts).values():
        if isinstance(action, QAction):
            assert action.toolTip()
    [menu] = [
        one.menu() for one in desk.window.menuBar().actions() if acts.about in one.menu().actions()
    ]
    for action in (acts.guide, acts.score_help, acts.news, acts.about):
        assert action in menu.actions()


NOTES = "# New\n\n## 0.3.0\n\nthree\n\n## 0.2.10\n\nten\n\n## 0.2.9\n\nnine\n"


def test_notes_are_those_of_later_versions() -> None:
    assert since(NOTES, "0.2.9") == "# New\n\n## 0.3.0\n\nthree\n\n## 0.2.10\n\nten\n"
    assert "nine" in since(NOTES, "0.1")
    assert since(NOTES, "0.3.0") == ""
    assert since("nothing", "0") == ""


def test_notes_are_shown_once_after_an_update(tmp_path: Path) -> None:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert unseen(memory, version(), "en") == ""
    memory.setValue(SEEN, "0.0.9")
    assert version() in unseen(memory, version(), "en")
    assert unseen(memory, version(), "en") == ""
    memory.remove(SEEN)
    memory.setValue("geometry", "x")
    assert unseen(memory, version(), "zh") == "", (
        "a first start that wrote something is still the first"
    )


def start(qapp: QApplication, qtbot: QtBot, crash: Crash | None = None) -> App:
    program = App(qapp, rules_alone, crash=crash)
    with qtbot.waitSignal(program.ready, timeout=20_000):
        program.start()
    return program


def test_an_update_greets_with_its_notes(qapp: QApplication, qtbot: QtBot, home: Path) -> None:
    memory = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)
    memory.setValue(SEEN, "0.0.9")
    memory.sync()
    app = start(qapp, qtbot)
    assert app.desk is not None
    [news] = app.desk.window.findChildren(NewsDialog)
    assert version() in news.browser.toPlainText()
    news.reject()
    assert app.shutdown()


@pytest.mark.parametrize("end", list(End))
def test_a_crash_comes_before_the_notes_and_its_report_is_saved(
    qapp: QApplication, qtbot: QtBot, home: Path, tmp_path: Path, end: End
) -> None:
    crash = Crash(end, "Segmentation fault" if end is End.DIED else "", "", "report\n")
    app = start(qapp, qtbot, crash)
    assert app.desk is not None
    [page] = app.desk.window.findChildren(CrashPage)
    page.save(tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "report\n"
    page.save(tmp_path / "none" / "report.txt")
    assert "report.txt" in page.findChild(Note).text()
    page.reject()
    assert app.shutdown()


def test_about_says_what_this_is(app: App, desk: Desk, qtbot: QtBot) -> None:
    desk.window.actions_.about.trigger()
    [dialog] = desk.window.findChildren(AboutDialog)
    qtbot.waitUntil(lambda: dialog.models.topLevelItemCount() >= 3)
    names = [dialog.models.topLevelItem(n).text(0) for n in range(3)]
    assert "clausedesk-extractor" in names
    texts = " ".join(b.toolTip() for b in dialog.findChildren(QPushButton))
    assert str(app.monitoring.log_folder) in texts
    assert "Apache" in dialog.tabs.widget(1).toPlainText()
    dialog.reject()


def test_the_guide_speaks_the_window_s_language(app: App, desk: Desk) -> None:
    app.settings.set(options.LANGUAGE, "zh")
    app.apply_settings()
    guide = app.help.open_guide("fields")
    assert "抽取字段" in guide.browser.toPlainText()
    guide.close()
    app.settings.set(options.LANGUAGE, "en")
    app.apply_settings()
