"""Where a server is, what it is for, how its labels are meant, and how hard it may be worked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QTabWidget,
    QWidget,
)

from engine.errors import UserError
from engine.remote.spec import CAN, Server, ServerKind, checked
from gui.errors import Explainer
from gui.serving import Serving, Tested
from gui.theme import Tone
from gui.widgets import Note, button, framed
from gui.workspaces.servers.forms import Form, LimitsForm, ModelForm, PlaceForm
from gui.workspaces.servers.words import state_words

Apply = Callable[[Server, str | None], None]
"""Called with the server and its key (``None``: as it was). Raises ``UserError``."""


class ServerDialog(QDialog):
    """Adds or changes one server. ``applied`` keeps it; what it refuses is said here, and nothing
    that was typed is lost."""

    def __init__(
        self,
        server: Server | None,
        serving: Serving,
        explain: Explainer,
        applied: Apply,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change server") if server else self.tr("Add server"))
        self._serving = serving
        self._explain = explain
        self._applied = applied
        self._server = server or Server("", ServerKind.TEI, "")
        self.place = PlaceForm(self._server)
        self.model = ModelForm(self._server)
        self.limits = LimitsForm(self._server)
        self._forms: tuple[Form, ...] = (self.place, self.model, self.limits)
        self.note = Note()
        self._build()
        self.place.kind.currentIndexChanged.connect(self._on_kind)
        self.place.address.textEdited.connect(lambda _text: self._warn())
        self._on_kind()

    def server(self) -> Server:
        """What is typed. Raises ``UserError``."""
        made = replace(self._server, kind=self.place.chosen_kind())
        for form in self._forms:
            made = form.read(made)
        uses = tuple(task for task in made.uses if task in CAN[made.kind])
        return checked(replace(made, uses=uses))

    def key(self) -> str | None:
        """The key, where one was typed or taken away."""
        return self.place.new_key()

    def test(self) -> None:
        """Try the server as it is typed, without keeping anything."""
        try:
            server = self.server()
        except UserError as error:
            self._refuse(error)
            return
        self._try.setEnabled(False)
        self.note.say(self.tr("Testing…"))
        self._serving.test(server, self._on_tested, self.key())

    def accept(self) -> None:
        try:
            self._applied(self.server(), self.key())
        except UserError as error:
            self._refuse(error)
            return
        super().accept()

    def _build(self) -> None:
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Parts of the settings"))
        titles = (self.tr("Server"), self.tr("Model"), self.tr("Limits"))
        for title, form in zip(titles, self._forms, strict=True):
            self._tabs.addTab(form, title)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._try = button(self.tr("&Test"), self.test, "run")
        foot = QHBoxLayout()
        foot.addWidget(self._try)
        foot.addWidget(buttons, 1)
        layout = framed(self)
        # Not a least width of the dialog itself: it would be taken for enough, also with large letters.
        layout.addStrut(560)
        layout.addWidget(self._tabs)
        layout.addWidget(self.note)
        layout.addLayout(foot)

    def _on_kind(self) -> None:
        kind = self.place.chosen_kind()
        for form in self._forms:
            form.follow(kind)
        self._warn()
        self.adjustSize()

    def _warn(self) -> None:
        """Say what a person should think of before texts leave the machine."""
        try:
            open_way = self.server().in_the_clear
        except UserError:
            open_way = False
        words = self.tr(
            "Texts and key would travel unencrypted to another machine: use https, or a network "
            "that you trust."
        )
        self.note.say(words if open_way else "", Tone.CAUTION)

    def _on_tested(self, tested: Tested) -> None:
        self._try.setEnabled(True)
        if tested.error is not None:
            self._refuse(tested.error)
            return
        if tested.probe is not None:
            self.model.suggest(tested.probe.labels)
            tone = Tone.CAUTION if tested.probe.unbound else Tone.GOOD
            self.note.say(state_words(tested, self._explain), tone)

    def _refuse(self, error: UserError) -> None:
        self.note.say(str(self._explain.error(error)), Tone.BAD)
        tab = {"server_labels": 1, "server_template": 1, "server_limit": 2, "server_ca_file": 2}
        self._tabs.setCurrentIndex(tab.get(error.code, 0))
