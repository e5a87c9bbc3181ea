"""Every page and dialog in turn, in each state worth a look: what the gallery shows and tests walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from engine.errors import UserError
from gui.gallery.stage import Stage, calm, rest, wait
from gui.workspaces.duplicates.results import CLUSTERS, PAIRS


@dataclass(frozen=True, slots=True)
class Scene:
    """``widget`` stands ready to be looked at until the next scene is asked for."""

    name: str
    widget: QWidget


Actor = Callable[[Stage], Iterator[Scene]]


def scenes(stage: Stage) -> Iterator[Scene]:
    """All scenes of one project, from the first start to a finished review."""
    for act in (_empty, _read, _fields, _duplicates, _contradictions, _compare, _rest, _shell):
        yield from act(stage)


def _empty(stage: Stage) -> Iterator[Scene]:
    """The first start: nothing is in the project."""
    desk = stage.desk
    for name, page in (
        ("first run", desk.documents),
        ("fields, no documents", desk.fields),
        ("duplicates, no tables", desk.duplicates),
        ("contradictions, no documents", desk.contradictions),
        ("compare, no documents", desk.compare),
        ("activity, nothing yet", desk.activity),
        ("servers, none", desk.servers),
    ):
        stage.show(page)
        yield Scene(name, desk.window)


def _read(stage: Stage) -> Iterator[Scene]:
    desk = stage.desk
    stage.read()
    stage.documents()
    desk.banner.hide()
    yield Scene("documents", desk.window)
    model = desk.documents.model
    for number in range(model.rowCount()):
        row = model.row(number)
        if row is not None and row.failure is not None:
            desk.documents.table.go_to(number)
    yield Scene("documents, one unreadable", desk.window)
    stage.documents()
    yield from _dialog(stage, "paste text", desk.dialogs.paste_text(lambda text, name: None))
    yield from _dialog(stage, "password", desk.dialogs.ask_password("合同.pdf", lambda word: None))


def _fields(stage: Stage) -> Iterator[Scene]:
    desk = stage.desk
    stage.show(desk.fields)
    yield Scene("fields, none named", desk.window)
    desk.fields.box.set_text("Total(元")
    yield Scene("fields, a fault in the list", desk.window)
    stage.ask()
    desk.fields.run()
    wait(lambda: not desk.controller.busy or _under_way(stage))
    rest(0.6)
    yield Scene("fields, under way", desk.window)
    stage.settle()
    stage.fields()
    yield Scene("fields", desk.window)
    yield from _menu("menu of templates", desk.fields.setup.templates.menu())
    yield from _dialog(stage, "fields as a table", desk.fields.setup.edit_as_table())
    desk.fields.ask_export()
    yield from _dialog(stage, "export fields", desk.fields.exchange.export_dialog)
    desk.fields.columns.ask_threshold(next(iter(desk.project.cells.fields())))
    wait(lambda: desk.fields.columns.dialog is not None, 10)
    yield from _dialog(stage, "threshold", desk.fields.columns.dialog)
    yield from _dialog(stage, "learn from corrections", desk.fields.ask_to_learn())


def _duplicates(stage: Stage) -> Iterator[Scene]:
    desk = stage.desk
    stage.show(desk.duplicates)
    yield Scene("duplicates, nothing searched", desk.window)
    stage.duplicates()
    yield Scene("duplicates", desk.window)
    page = desk.duplicates
    page.detail.blind.setChecked(True)
    yield Scene("duplicates, scores hidden", desk.window)
    page.detail.blind.setChecked(False)
    page.tabs.setCurrentIndex(CLUSTERS)
    page.clusters.table.go_to(0, 0)
    yield Scene("clusters", desk.window)
    yield from _dialog(stage, "merged row", page.clusters.ask_rules())
    page.tabs.setCurrentIndex(PAIRS)
    page.ask_export()
    yield from _dialog(stage, "export duplicates", QApplication.activeModalWidget())
    yield from _dialog(stage, "synonyms", page.edit_synonyms())
    stage.show(desk.pairs)
    yield Scene("pairs of texts, none", desk.window)


def _contradictions(stage: Stage) -> Iterator[Scene]:
    desk = stage.desk
    stage.show(desk.contradictions)
    yield Scene("contradictions, not checked", desk.window)
    stage.contradictions()
    yield Scene("contradictions", desk.window)
    desk.contradictions.reject()
    yield from _dialog(stage, "dismiss", QApplication.activeModalWidget())
    stage.matrix(True)
    yield Scene("contradictions, matrix", desk.window)
    stage.matrix(False)
    stage.across()
    yield Scene("contradictions, between documents", desk.window)
    stage.playbook()
    yield Scene("playbook", desk.window)
    stage.matrix(True)
    yield Scene("playbook, matrix", desk.window)
    stage.matrix(False)
    yield from _dialog(stage, "playbook editor", desk.contradictions.edit_playbook())


def _compare(stage: Stage) -> Iterator[Scene]:
    desk = stage.desk
    stage.show(desk.compare)
    yield Scene("compare, nothing compared", desk.window)
    stage.compare()
    yield Scene("compare", desk.window)
    desk.compare.edit()
    yield from _dialog(stage, "comment", QApplication.activeModalWidget())


def _rest(stage: Stage) -> Iterator[Scene]:
    desk = stage.desk
    stage.show(desk.activity)
    yield Scene("activity", desk.window)
    yield from _dialog(stage, "limits", desk.activity.ask_limits())
    stage.show(desk.models)
    desk.models.table.go_to(0, 0)
    yield Scene("models", desk.window)
    yield from _dialog(stage, "get a model", desk.models.get())
    stage.show(desk.servers)
    yield from _dialog(stage, "add a server", desk.servers.add())
    adding = desk.servers.add()
    adding.place.name.setText("Office GPU")
    adding.place.address.setText("http://127.0.0.1:9")
    adding.accept()
    rest(1.0)
    yield Scene("servers", desk.window)
    desk.undo.undo()


def _shell(stage: Stage) -> Iterator[Scene]:
    """What belongs to no page: problems, questions, the menus."""
    desk = stage.desk
    stage.show(desk.documents)
    desk.show_problem(UserError("output_locked", path="/home/ann/contracts/values.xlsx"))
    yield Scene("a problem in the banner", desk.window)
    desk.banner.hide()
    yield from _dialog(stage, "stop the run?", desk.dialogs.ask_stop(True, lambda: None))
    desk.window.actions_.about.trigger()
    yield from _dialog(stage, "about", QApplication.activeModalWidget())
    yield from _dialog(stage, "keyboard shortcuts", desk.window.show_shortcuts())
    desk.window.actions_.preferences.trigger()
    yield from _dialog(stage, "preferences", QApplication.activeModalWidget())
    for number, action in enumerate(desk.window.menuBar().actions(), 1):
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _menu(f"menu {number}", menu)


def _dialog(stage: Stage, name: str, dialog: QWidget | None) -> Iterator[Scene]:
    """An open dialog, closed again once it was looked at."""
    if dialog is None:
        raise LookupError(f"no dialog for {name!r}")
    stage.settle()
    calm()
    yield Scene(name, dialog)
    if isinstance(dialog, QDialog):
        dialog.reject()
    else:
        dialog.close()
    calm()


def _menu(name: str, menu: QMenu) -> Iterator[Scene]:
    menu.aboutToShow.emit()
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    yield Scene(name, menu)


def _under_way(stage: Stage) -> bool:
    active = stage.desk.tracker.active()
    return bool(active and active[0].stage)
