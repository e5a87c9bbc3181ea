"""Preferences: every option is there and explained, found by search, kept, reset, taken along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine import settings as options
from engine.guard import NetworkRefused
from engine.hub.task import HUGGINGFACE, Task
from engine.remote.keys import Keys
from engine.remote.spec import Server, ServerKind
from engine.settings import OPTIONS, Settings
from gui.app import App
from gui.desk import Desk
from gui.preferences import PreferencesDialog, Reach
from gui.preferences.keys import KeysForm, Place, hub_places
from gui.preferences.sections import Effect, sections
from gui.theme import Scheme
from tests.gui.conftest import settle, write_contracts


class Drawer:
    """A keychain that a test can look into."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


@pytest.fixture
def drawer(app: App) -> Drawer:
    drawer = Drawer()
    app.serving.keys = Keys(drawer)
    return drawer


@pytest.fixture
def dialog(app: App, desk: Desk, drawer: Drawer, qtbot: QtBot) -> PreferencesDialog:
    app.settings.set(options.LANGUAGE, "en")
    return open_dialog(app, desk, qtbot)


def open_dialog(app: App, desk: Desk, qtbot: QtBot) -> PreferencesDialog:
    reach = Reach(desk.explain, app.shelf, app.serving, app.background, lambda: None)
    made = PreferencesDialog(app.settings, reach, app.apply_settings, desk.window)
    made.open()
    qtbot.waitUntil(lambda: not app.background.busy)
    return made


def press(dialog: PreferencesDialog, which: QDialogButtonBox.StandardButton) -> None:
    dialog.findChild(QDialogButtonBox).button(which).click()


OK, APPLY = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Apply


def test_every_option_is_there_and_says_what_it_does(dialog: PreferencesDialog) -> None:
    shown = [row.item.option.key for row in dialog.rows]
    assert sorted(shown) == sorted(option.key for option in OPTIONS)
    for row in dialog.rows:
        described = row.editor.field.accessibleDescription()
        assert row.editor.field.accessibleName() == row.name
        assert described.count(".") >= 2, described
    effects = {item.effect for section in sections() for item in section.items}
    assert effects == set(Effect)


def test_what_is_chosen_is_kept_and_followed(
    app: App, desk: Desk, dialog: PreferencesDialog
) -> None:
    dialog.choose(options.THEME, "dark")
    dialog.choose(options.FIELD_THRESHOLD, 0.65)
    dialog.choose(options.CACHE_MEGABYTES, 64)
    press(dialog, OK)
    kept = Settings.load(app.settings_folder)
    assert kept.get(options.THEME) == "dark"
    assert kept.get(options.FIELD_THRESHOLD) == 0.65
    assert app.desk is not None
    assert app.desk.window.actions_.schemes[Scheme.DARK].isChecked()
    assert app.desk.controller.field_threshold == 0.65
    app.settings.set(options.THEME, "light")
    app.apply_settings()


def test_cancel_leaves_everything_as_it_was(app: App, dialog: PreferencesDialog) -> None:
    dialog.choose(options.THREADS, 3)
    dialog.reject()
    assert app.settings.get(options.THREADS) == 0


def test_a_search_leaves_what_is_meant(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    dialog.search.setText("half precision")
    qtbot.waitUntil(lambda: not dialog.row(options.THEME).isVisible())
    assert dialog.row(options.PRECISION).isVisible()
    dialog.search.setText("models")
    qtbot.waitUntil(lambda: dialog.row(options.DEVICE).isVisible())
    assert dialog.folder.isVisible()
    dialog.search.setText("no such thing")
    qtbot.waitUntil(lambda: dialog._nothing.isVisible())
    dialog.search.setText("")
    qtbot.waitUntil(lambda: dialog.row(options.THEME).isVisible())
    assert not dialog._nothing.isVisible()


def test_enter_in_a_box_does_not_close_the_dialog(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    dialog.search.setFocus()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_one_and_all_go_back_to_the_default_and_can_be_taken_back(
    dialog: PreferencesDialog,
) -> None:
    threads, mirror = dialog.row(options.THREADS), dialog.row(options.HUB_MIRROR)
    assert not threads._back.isEnabled()
    threads.set_value(6)
    mirror.set_value("https://mirror.example")
    threads._back.click()
    assert threads.value() == 0
    assert mirror.value() == "https://mirror.example"
    threads.set_value(6)
    dialog.reset_all()
    assert (threads.value(), mirror.value()) == (0, "")
    dialog._take_back.click()
    assert (threads.value(), mirror.value()) == (6, "https://mirror.example")


def test_settings_travel_in_a_file_without_passwords(
    dialog: PreferencesDialog, app: App, tmp_path: Path
) -> None:
    dialog.choose(options.HUB_PROXY, "http://anna:secret@proxy:8080")
    dialog.choose(options.THREADS, 5)
    dialog.export_to(tmp_path / "mine.json")
    text = (tmp_path / "mine.json").read_text(encoding="utf-8")
    assert "secret" not in text
    assert "anna" not in text
    dialog.choose(options.THREADS, 1)
    dialog.import_from(tmp_path / "mine.json")
    assert dialog.row(options.THREADS).value() == 5
    assert app.settings.get(options.THREADS) == 0
    data = json.loads(text)
    data["values"] |= {"threads": -4, "colour": "red"}
    (tmp_path / "odd.json").write_text(json.dumps(data), encoding="utf-8")
    dialog.import_from(tmp_path / "odd.json")
    assert "-4" in dialog._note.text()
    assert "colour" in dialog._note.text()
    (tmp_path / "none.json").write_text("{", encoding="utf-8")
    dialog.import_from(tmp_path / "none.json")
    assert "none.json" in dialog._note.text()


def test_letters_grow_and_the_window_with_them(app: App, desk: Desk, qtbot: QtBot) -> None:
    before = QApplication.font().pointSizeF()
    app.settings.set(options.FONT_PERCENT, 150)
    app.apply_settings()
    assert QApplication.font().pointSizeF() == pytest.approx(before * 1.5, abs=0.1)
    assert app.desk is not None
    assert app.desk is not desk
    app.settings.reset(options.FONT_PERCENT)
    app.apply_settings()
    assert QApplication.font().pointSizeF() == pytest.approx(before, abs=0.1)


def test_reduced_motion_stills_menus_and_panels(app: App, desk: Desk) -> None:
    usual = QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
    app.settings.set(options.REDUCED_MOTION, True)
    app.apply_settings()
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)
    assert not desk.window.isAnimated()
    app.settings.set(options.REDUCED_MOTION, False)
    app.apply_settings()
    assert QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo) == usual
    assert desk.window.isAnimated()


def test_offline_refuses_what_was_switched_on(app: App, desk: Desk, qtbot: QtBot) -> None:
    import socket

    app.settings.set(options.OFFLINE, True)
    app.apply_settings()
    with (
        app.guard,
        app.guard.allow("127.0.0.1", "server"),
        socket.socket() as plug,
        pytest.raises(NetworkRefused) as caught,
    ):
        plug.connect(("127.0.0.1", 9))
    assert caught.value.code == "offline_chosen"
    task = Task(HUGGINGFACE, "owner/name", app.shelf.folder, "name")
    with qtbot.waitSignal(app.shelf.problem) as refused:
        app.shelf.bring(task)
    assert refused.args[0].code == "offline_chosen"
    app.shelf.cancel(app.shelf.transfers[0])


def test_keys_go_to_the_keychain_and_come_back_to_no_screen(
    app: App, desk: Desk, drawer: Drawer, qtbot: QtBot
) -> None:
    drawer.kept["https://huggingface.co:443"] = "hf_old"
    app.serving.put([Server("office", ServerKind.TEI, "http://10.0.0.5:8080")])
    dialog = open_dialog(app, desk, qtbot)
    hub, scope, office = dialog.keys.rows
    assert [row.place.name for row in (hub, scope, office)] == [
        "Hugging Face",
        "ModelScope",
        "office",
    ]
    assert hub.box.echoMode() is QLineEdit.EchoMode.Password
    assert hub.box.text() == ""
    assert hub.forget.isEnabled()
    assert not scope.forget.isEnabled()
    scope.box.setText(" ms_new ")
    office.box.setText("s3cret")
    hub.forget.click()
    press(dialog, APPLY)
    qtbot.waitUntil(lambda: not app.background.busy)
    assert drawer.kept == {
        "https://www.modelscope.cn:443": "ms_new",
        "http://10.0.0.5:8080": "s3cret",
    }
    assert "s3cret" not in (app.settings_folder / "settings.json").read_text(encoding="utf-8")
    dialog.reject()


def test_a_system_without_a_keychain_says_so(app: App, desk: Desk, qtbot: QtBot) -> None:
    class Without(Keys):
        lasting = False

    form = KeysForm([Place("https://a:443", "A")], Without(), app.background, app.serving.keep_for)
    qtbot.addWidget(form)
    qtbot.waitUntil(lambda: not app.background.busy)
    assert "keychain" in form._note.text()


def test_a_mirror_has_a_key_of_its_own() -> None:
    assert len(hub_places("")) == len(hub_places("https://huggingface.co")) == 2
    assert hub_places("https://hf-mirror.com")[-1].origin == "https://hf-mirror.com:443"


def test_the_models_folder_is_moved(
    app: App, desk: Desk, dialog: PreferencesDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    assert dialog.folder.editor.value() == str(app.shelf.library.folder)
    dialog.folder.editor.set_value(str(tmp_path / "disk"))
    press(dialog, OK)
    qtbot.waitUntil(lambda: app.shelf.library.folder == tmp_path / "disk")
    qtbot.waitUntil(lambda: not app.background.busy)


def test_the_threshold_of_the_settings_chooses_values(
    app: App, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    app.settings.set(options.FIELD_THRESHOLD, 1.0)
    desk.controller.read(write_contracts(tmp_path / "in", 1))
    settle(desk, qtbot)
    desk.fields.box.set_text("Governing law, Agreement date >=0.1")
    desk.fields.run()
    settle(desk, qtbot)
    [document] = desk.project.documents.ids()

    def chosen(field: str) -> bool:
        cell = desk.project.cells.cell(document, field)
        return bool(cell.value)

    assert not chosen("Governing law")
    assert chosen("Agreement date")
    app.settings.set(options.FIELD_THRESHOLD, 0.3)
    desk.fields.run()
    settle(desk, qtbot)
    assert chosen("Governing law")


def test_a_file_of_settings_damaged_meanwhile_is_explained_once(app: App, desk: Desk) -> None:
    file = app.settings_folder / options.FILE_NAME
    file.write_text("{", encoding="utf-8")
    app.settings.set(options.THREADS, 2)
    app.apply_settings()
    assert "settings-damaged.json" in desk.banner.words
    assert (app.settings_folder / "settings-damaged.json").read_text(encoding="utf-8") == "{"
    assert Settings.load(app.settings_folder).get(options.THREADS) == 2
    desk.banner.hide()
    app.apply_settings()
    assert not desk.banner.isVisible()


def test_installed_models_are_offered_for_their_tasks(
    app: App, dialog: PreferencesDialog, qtbot: QtBot
) -> None:
    row = dialog.row(options.EXTRACTOR)
    qtbot.waitUntil(lambda: any(known.task == "extraction" for known in app.shelf.known))
    [name] = [known.name for known in app.shelf.known if known.task == "extraction"]
    row.set_value(name)
    assert row.value() == name
    titles = [known.title for known in app.shelf.known if known.name == name]
    assert titles[0] in row.editor.words()
    press(dialog, OK)
    assert app.shelf.preferred() == {"extraction": name}
