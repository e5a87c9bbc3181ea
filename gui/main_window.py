"""The window: actions, menus, toolbar, navigation and the viewer beside. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from gui import dropping, icons, theme
from gui.actions import Actions
from gui.banner import Banner
from gui.navigation import Navigation
from gui.shortcuts import ShortcutsDialog, gather
from gui.status import JobStrip
from gui.viewer.panel import Viewer
from gui.viewer.text_view import Highlight
from gui.widgets import ElidedLabel, PageStack
from gui.workspaces.base import Workspace

SMALLEST = QSize(360, 240)
"""How little room the pages can be given."""


class MainWindow(QMainWindow):
    """One project's window. ``dropped`` carries what was dropped, sorted by kind; ``closing`` is
    asked whether the window may close."""

    dropped = Signal(object)
    workspace_changed = Signal(object)

    def __init__(
        self,
        workspaces: Sequence[tuple[str, Workspace]],
        viewer: Viewer,
        strip: JobStrip,
        undo: QUndoStack,
        closing: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("clausedesk-main")
        self.setAcceptDrops(True)
        self.resize(1320, 840)
        self.workspaces = [workspace for _icon, workspace in workspaces]
        self._closing = closing
        self._reading = True
        self._readable = True
        self.viewer = viewer
        self.actions_ = Actions(self, undo)
        self.banner = Banner()
        self.strip = strip
        self._stack = PageStack()
        self._nav = Navigation()
        for icon, workspace in workspaces:
            self._nav.add(icon, workspace.title())
            self._stack.addWidget(workspace)
            workspace.show_document.connect(self._show_document)
            workspace.look_for.connect(viewer.look_for)
            workspace.said.connect(lambda words: self.statusBar().showMessage(words, 6000))
            for table in workspace.tables() if workspace.reviews else ():
                table.addActions([*self.actions_.review, *self.actions_.cell])
        self._nav.chosen.connect(self.open_workspace)
        self.setCentralWidget(self._centre())
        self.dock = self._build_dock()
        self._build_toolbar()
        self.recent = QMenu(self.tr("Open &recent"), self)
        self.actions_.fill_menus(self.menuBar(), self.recent, self.dock.toggleViewAction())
        self.statusBar().addPermanentWidget(strip, 1)
        self.statusBar().setSizeGripEnabled(False)
        self._connect_actions()
        viewer.picked.connect(self._on_picked)
        viewer.followed.connect(lambda document, key: self.workspace.follow(document, key))
        viewer.left.connect(lambda: self.workspace.activate())
        self.open_workspace(0)

    @property
    def workspace(self) -> Workspace:
        """The page that is open."""
        return self.workspaces[self._stack.currentIndex()]

    def open_workspace(self, number: int) -> None:
        """Open a page by its place in the navigation."""
        self._stack.setCurrentIndex(number)
        self._nav.choose(number)
        workspace = self.workspace
        workspace.activate()
        self.actions_.follow(workspace)
        self.viewer.set_picking(workspace.wants_selection())
        self._show_viewer()
        self.workspace_changed.emit(workspace)

    def open(self, workspace: Workspace) -> None:
        """Open a page."""
        self.open_workspace(self.workspaces.index(workspace))

    def show_counts(self) -> None:
        """How many things each page lists."""
        for number, workspace in enumerate(self.workspaces):
            self._nav.set_count(number, workspace.count())

    def set_readable(self, there: bool) -> None:
        """Whether the project has documents: without any, the viewer has nothing to say."""
        self._readable = there
        self._show_viewer()

    def show_shortcuts(self) -> ShortcutsDialog:
        """Every key of this window, searchable."""
        pages = [(page.title(), page) for page in self.workspaces]
        parts = [*pages, (self.dock.windowTitle(), self.viewer)]
        dialog = ShortcutsDialog(gather(self, parts), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def say_where(self, name: str, path: str) -> None:
        """Which project this is."""
        self.setWindowTitle(f"{name} – ClauseDesk")
        self._where.setText(self.tr("{name} · saved automatically").format(name=name))
        self._where.setToolTip(path)

    # --- Drag and drop ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropping.is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        things = dropping.dropped(event.mimeData())
        if things:
            event.acceptProposedAction()
            self.dropped.emit(things)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._closing())

    # --- Parts ---

    def _centre(self) -> QWidget:
        centre = QWidget()
        layout = QHBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._nav)
        edge = QFrame()
        edge.setFrameShape(QFrame.Shape.VLine)
        edge.setFrameShadow(QFrame.Shadow.Plain)
        edge.setForegroundRole(edge.palette().ColorRole.Mid)
        layout.addWidget(edge)
        pages = QVBoxLayout()
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.banner)
        pages.addWidget(self._scrolled(), 1)
        layout.addLayout(pages, 1)
        return centre

    def _scrolled(self) -> QScrollArea:
        """The pages, which scroll where the window is smaller than they need: on small screens, with
        large letters, and in languages with long words nothing is cut off."""
        area = QScrollArea()
        area.setWidget(self._stack)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumSize(SMALLEST)
        return area

    def _build_dock(self) -> QDockWidget:
        dock = QDockWidget(self.tr("Document"), self)
        dock.setObjectName("viewer")
        dock.setWidget(self.viewer)
        dock.setTitleBarWidget(QWidget())
        dock.setAllowedAreas(
            Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.resizeDocks([dock], [430], Qt.Orientation.Horizontal)
        toggle = dock.toggleViewAction()
        toggle.setText(self.tr("&Document viewer"))
        toggle.setIcon(icons.icon("viewer"))
        toggle.setShortcut(QKeySequence("F9"))
        toggle.triggered.connect(self._on_viewer_toggled)
        return dock

    def _build_toolbar(self) -> None:
        bar = QToolBar(self.tr("Main toolbar"), self)
        bar.setObjectName("main-toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        acts = self.actions_
        bar.addActions([acts.add_files, acts.add_folder])
        bar.addSeparator()
        bar.addActions([acts.undo, acts.redo])
        for action in (acts.undo, acts.redo):
            bar.widgetForAction(action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        # A long name gives way; the buttons beside it do not.
        self._where = ElidedLabel()
        self._where.setForegroundRole(self._where.palette().ColorRole.PlaceholderText)
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._where.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(self._where)
        bar.addActions([acts.export, self.dock.toggleViewAction()])
        viewer = bar.widgetForAction(self.dock.toggleViewAction())
        viewer.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        bar.setContentsMargins(theme.TIGHT, 0, theme.TIGHT, 0)
        self.addToolBar(bar)

    def _connect_actions(self) -> None:
        acts = self.actions_
        acts.fill_view([workspace.title() for workspace in self.workspaces], self.open_workspace)
        acts.run.triggered.connect(lambda: self.workspace.run())
        acts.accept.triggered.connect(lambda: self.workspace.accept())
        acts.reject.triggered.connect(lambda: self.workspace.reject())
        acts.reset.triggered.connect(lambda: self.workspace.reset())
        acts.edit.triggered.connect(lambda: self.workspace.edit())
        acts.next_doubtful.triggered.connect(lambda: self.workspace.next_doubtful())
        for number, action in enumerate(acts.candidates, 1):
            action.triggered.connect(lambda _=False, n=number: self.workspace.pick(n))
        acts.step_back.triggered.connect(lambda: self.workspace.step_in_cell(forward=False))
        acts.step_forth.triggered.connect(lambda: self.workspace.step_in_cell(forward=True))
        acts.everywhere.triggered.connect(lambda: self.workspace.apply_everywhere())
        acts.read.triggered.connect(self._read)
        acts.find.triggered.connect(self._find)
        acts.shortcuts.triggered.connect(self.show_shortcuts)
        acts.quit.triggered.connect(self.close)

    def _show_viewer(self) -> None:
        self.dock.setVisible(self.workspace.reads and self._reading and self._readable)

    def _read(self) -> None:
        """Into the document at the reader's place; from there, back to the page."""
        if self.viewer.isAncestorOf(self.focusWidget() or self):
            self.workspace.activate()
        else:
            self.dock.show()
            self.viewer.take_focus()

    def _find(self) -> None:
        self.dock.show()
        self.viewer.open_search()

    def _show_document(self, document_id: str, highlights: list[Highlight]) -> None:
        if not self.workspace.reads:
            # A page with a reader of its own has the viewer only when it is asked for.
            self.dock.show()
        self.viewer.show_document(document_id, highlights)

    def _on_viewer_toggled(self, shown: bool) -> None:
        """What the user wants holds on every page that has something to read."""
        self._reading = shown

    def _on_picked(self, document_id: str, start: int, end: int, text: str) -> None:
        self.workspace.take_selection(document_id, start, end, text)
