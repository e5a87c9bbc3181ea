"""The top of the page: what is held against what, over which documents, and how it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from engine.store import Project
from gui import icons, theme
from gui.widgets import QuietLabel, button, row
from gui.workspaces.contradictions.modes import Mode, ModeBar
from gui.workspaces.contradictions.playbooks import Kept, PlaybookBox, Shelf
from gui.workspaces.scope import ScopeBox, Selection


class Head(QWidget):
    """``started`` is the button, ``shown`` says that the list (``False``) or the matrix is wanted,
    ``mode_chosen`` and ``playbook_chosen`` that something else is held against something else."""

    started = Signal()
    shown = Signal(bool)
    mode_chosen = Signal(object)
    playbook_chosen = Signal()
    edits_playbook = Signal()

    def __init__(
        self,
        project: Project,
        selected: Selection,
        shelf: Shelf,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.modes = ModeBar()
        self.scope = ScopeBox(project, selected)
        self.playbooks = PlaybookBox(shelf, language)
        self.start = button(self.tr("Check"), self.started.emit, "run", "Ctrl+R")
        self.start.setDefault(True)
        self._edit = button(self.tr("Playbook…"), self.edits_playbook.emit, "edit")
        self._edit.setToolTip(self.tr("See and edit the statements of the playbook"))
        self.as_list = self._view("table", self.tr("Show as a list"))
        self.as_matrix = self._view("matrix", self.tr("Show as a matrix"))
        views = QButtonGroup(self)
        for one in (self.as_list, self.as_matrix):
            views.addButton(one)
        self.as_list.setChecked(True)
        self.counts = QuietLabel()
        self.modes.chosen.connect(self._on_mode)
        self.playbooks.currentIndexChanged.connect(lambda _n: self.playbook_chosen.emit())
        self.as_matrix.toggled.connect(self.shown)
        top = row(self.modes, None, self.counts, self.as_list, self.as_matrix)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addLayout(row(self.scope, self.playbooks, self._edit, self.start, None))
        self._on_mode(self.modes.mode)

    @property
    def mode(self) -> Mode:
        """What is held against what."""
        return self.modes.mode

    def playbook(self) -> Kept | None:
        """The chosen playbook."""
        return self.playbooks.kept()

    def is_matrix(self) -> bool:
        """Whether the matrix is shown."""
        return self.as_matrix.isChecked()

    def _on_mode(self, mode: Mode) -> None:
        for widget in (self.playbooks, self._edit):
            widget.setVisible(mode is Mode.PLAYBOOK)
        self.mode_chosen.emit(mode)

    def _view(self, icon: str, words: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(icons.icon(icon))
        made.setCheckable(True)
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
