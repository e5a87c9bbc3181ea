"""The compare workspace: two documents, what became of each clause, and its review."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from engine.store import ChangeRow, ComparisonRow, Filter, Query
from engine.types import ReviewState, comparison_id
from gui import theme
from gui.controller import Controller
from gui.errors import Explainer
from gui.facets import FacetBar, FacetButton
from gui.tables.frozen import FrozenModel
from gui.tables.seek import Seeker
from gui.tables.view import TableView
from gui.widgets import EmptyState, QuietLabel, SearchBox, Switch, button, row
from gui.words import moment
from gui.workspaces.base import Workspace
from gui.workspaces.compare.choose import TRACKED, Chooser
from gui.workspaces.compare.columns import CHANGED, columns, facets
from gui.workspaces.compare.comment import CommentBox
from gui.workspaces.compare.detail import ChangeDetail
from gui.workspaces.compare.places import NEAR, anchors, place

REST_MS = 200
"""How long decisions and results rest before the choices are counted anew."""


class CompareWorkspace(Workspace):
    """Comparisons and their review. ``wants_documents`` asks for that page."""

    wants_documents = Signal()
    reviews = True
    comments = True
    reads = False
    exports = "changes"

    def __init__(
        self, controller: Controller, explain: Explainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self._explain = explain
        self._shown: ComparisonRow | None = None
        self._running = ""
        self.model = FrozenModel(
            self._project.changes,
            columns(),
            lambda change: change.id,
            controller.background,
            Query(filters=self._of("")),
            self,
        )
        self.table = TableView(self.model, self.tr("Changes"), self)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.detail = ChangeDetail(controller.fetch)
        self._seeker = Seeker(self.model, self)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._count_choices)
        self._build()
        self._connect()
        self._list_comparisons()

    def title(self) -> str:
        return self.tr("Compare")

    def tables(self) -> Sequence[TableView]:
        return (self.table,)

    def count(self) -> int:
        return self._past.count()

    def subject(self) -> str:
        return self._shown.comparison.id if self._shown else ""

    def can_export(self) -> bool:
        return self._shown is not None

    @property
    def comparison(self) -> ComparisonRow | None:
        """What is shown."""
        return self._shown

    def activate(self) -> None:
        self.choose.look()
        self._resting.start()
        (self.table if self.model.rowCount() else self.choose.old).setFocus()

    def refresh(self, what: str) -> None:
        if what == "documents":
            if self.isVisible():
                self.choose.look()
            self.detail.reader.forget()
            self._list_comparisons()
        elif what == "changes":
            self._list_comparisons()
            self.model.refresh()
            self._resting.start()
        self._show_state()

    def run(self) -> None:
        old, new = self.choose.pair()
        if not self._project.documents.count():
            self.wants_documents.emit()
        elif old == new:
            self.said.emit(self.tr("Choose two different documents."))
        elif old:
            self._running = self._controller.compare(old, new if new != TRACKED else None)

    def accept(self) -> None:
        """Seen; go on to the next."""
        self._judge(ReviewState.ACCEPTED)

    def reject(self) -> None:
        """Ask for the objection, then keep it."""
        rows = self._rows()
        if rows:
            title = self.tr("Object")
            CommentBox(
                title,
                rows[0].reason,
                lambda words: self._judge(ReviewState.REJECTED, rows, words),
                self,
            ).open()

    def edit(self) -> None:
        """Ask for a comment; the decision stays as it is."""
        rows = self._rows()[:1]
        if rows:
            state = rows[0].state
            CommentBox(
                self.tr("Comment"),
                rows[0].reason,
                lambda words: self._keep(rows, state, words),
                self,
            ).open()

    def reset(self) -> None:
        rows = self._rows()
        if rows:
            self._controller.review.judge_changes(rows, ReviewState.PROPOSED)

    def next_doubtful(self) -> None:
        self._seek(self.table.currentIndex().row() + 1)

    def step(self, by: int) -> None:
        """The next change, or the one before."""
        number = self.table.currentIndex().row() + by
        if 0 <= number < self.model.rowCount():
            self.table.go_to(number)
        else:
            words = self.tr("This is the last change.") if by > 0 else self.tr("This is the first.")
            self.said.emit(words)

    def choices(self) -> FacetBar:
        """What the list is narrowed by."""
        return self._facets

    # --- Inside ---

    def _of(self, comparison: str) -> tuple[Filter, ...]:
        return (Filter("comparison_id", "=", comparison),)

    def _filters(self) -> tuple[Filter, ...]:
        shown = self._shown.comparison.id if self._shown else ""
        return (*self._of(shown), *self._facets.filters())

    def _rows(self) -> list[ChangeRow]:
        return [found for found in self.table.selected_rows() if isinstance(found, ChangeRow)]

    def _keep(self, rows: Sequence[ChangeRow], state: ReviewState, words: str) -> bool:
        made = self._controller.review.judge_changes(rows, state, words)
        self.table.setFocus()
        return made

    def _judge(
        self, state: ReviewState, rows: Sequence[ChangeRow] | None = None, words: str | None = None
    ) -> None:
        chosen = self._rows() if rows is None else rows
        if not chosen:
            return
        # A comment that was made before stays with the decision.
        if self._keep(chosen, state, chosen[0].reason if words is None else words):
            here = self.table.current_row()
            gone = not isinstance(here, ChangeRow) or here.id not in {one.id for one in chosen}
            self._seek(self.table.currentIndex().row() + (0 if gone else 1))

    def _seek(self, start: int) -> None:
        def go(number: int) -> None:
            if number >= 0:
                self.table.go_to(number)
            else:
                self.said.emit(self.tr("Nothing more to review here."))

        self._seeker.seek(
            max(start, 0), lambda change, _n: change.state is ReviewState.PROPOSED, go
        )

    def _build(self) -> None:
        self.choose = Chooser(self._project)
        self._start = button(self.tr("Compare"), self.run, "run", "Ctrl+R")
        self._start.setDefault(True)
        self._past = QComboBox()
        self._past.setAccessibleName(self.tr("Comparisons made"))
        self._past.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._past.setMinimumContentsLength(36)
        kind, *others = facets()
        self._facets = FacetBar(
            [FacetButton(kind, [change.value for change in CHANGED]), *map(FacetButton, others)]
        )
        self._words = SearchBox(self.tr("Filter by words"))
        self._counts = QuietLabel()
        self._empty = EmptyState("compare", "", "")
        self._empty_button = self._empty.add_button(
            self.tr("Go to Documents"), self.wants_documents.emit
        )
        nothing = EmptyState(
            "accept", self.tr("Nothing here"), self.tr("No change meets the filter.")
        )
        nothing.add_button(self.tr("Clear filters"), self._clear)
        self._rows_or_none = Switch(nothing, self.table)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._rows_or_none)
        parts.addWidget(self.detail)
        parts.setSizes([260, 420])
        self._switch = Switch(self._empty, parts)
        top = row(self.choose, self._start)
        top.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addLayout(row(self._past, self._facets, self._words, self._counts))
        layout.addWidget(self._switch, 1)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._show_current)
        self.table.confirmed.connect(self.accept)
        detail = self.detail
        detail.accepted.connect(self.accept)
        detail.objected.connect(self.reject)
        detail.commented.connect(self.edit)
        detail.restored.connect(self.reset)
        detail.stepped.connect(self.step)
        detail.looked.connect(self.show_document)
        self.choose.chosen.connect(self._on_chosen)
        self._past.activated.connect(lambda _n: self._show(self._past.currentData()))
        self._facets.changed.connect(self._on_filter)
        self._words.searched.connect(self._on_filter)
        self.model.counted.connect(lambda _count: self._show_state())
        self._controller.tracker.ended.connect(self._on_ended)
        for keys, by, words in (
            ("Alt+Down", 1, self.tr("Next change")),
            ("Alt+Up", -1, self.tr("Change before")),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(lambda step=by: self.step(step))

    def _clear(self) -> None:
        self._words.clear()
        self._facets.reset()

    def _on_filter(self) -> None:
        self.model.narrow(self._words.words(), self._filters())
        self._show_state()
        self._resting.start()

    def _on_chosen(self) -> None:
        """A pair that was compared before is shown at once."""
        old, new = self.choose.pair()
        place = self._past.findData(comparison_id(old, new))
        if place >= 0:
            self._past.setCurrentIndex(place)
            self._show(self._past.currentData())

    def _on_ended(self, state: object) -> None:
        """What was just compared is what the user wants to see."""
        if getattr(state, "id", None) == self._running and self._running:
            self._running = ""
            self._list_comparisons()
            self._on_chosen_run()

    def _on_chosen_run(self) -> None:
        if self._past.count():
            self._past.setCurrentIndex(0)
            self._show(self._past.itemData(0))

    def _list_comparisons(self) -> None:
        """Fill the list of comparisons, newest first; what is shown stays shown."""
        found = self._project.changes.comparisons()
        shown = self._shown.comparison.id if self._shown else ""
        self._past.clear()
        for one in found:
            words = f"{one.old_name} → {one.new_name} · {moment(one.at)}"
            self._past.addItem(words, one.comparison.id)
        known = {one.comparison.id: one for one in found}
        if shown in known:
            self._shown = known[shown]
            self._past.setCurrentIndex(self._past.findData(shown))
        elif found:
            self._show(found[0].comparison.id)
        else:
            self._show("")
        self._show_state()

    def _show(self, comparison: str | None) -> None:
        """Show a comparison."""
        before = self._shown.comparison.id if self._shown else ""
        self._shown = self._project.changes.comparison(comparison) if comparison else None
        now = self._shown.comparison.id if self._shown else ""
        if now != before:
            self.model.narrow(self._words.words(), self._filters())
        self.detail.reader.set_anchors(())
        if self._shown is not None:
            changes = self._project.changes
            self._controller.background.run(
                lambda: anchors(change for change, _ in changes.all(now)),
                lambda found: self._aligned(now, found),
            )
            self._resting.start()
        self._show_state()

    def _aligned(self, comparison: str, found: Sequence[tuple[int, int]]) -> None:
        if self._shown is not None and self._shown.comparison.id == comparison:
            self.detail.reader.set_anchors(found)

    def _count_choices(self) -> None:
        """How many each choice would show, counted off the main thread."""
        if not self.isVisible() or self._shown is None:
            return
        query = Query(filters=self._filters(), text=self._words.words())
        changes = self._project.changes
        self._controller.background.run(lambda: changes.facets(query), self._facets.count)

    def _show_state(self) -> None:
        documents = self._project.documents.count()
        there = self._shown is not None
        self._switch.show_content(there)
        self._rows_or_none.show_content(self.model.rowCount() > 0)
        for widget in (self._facets, self._words, self._past):
            widget.setEnabled(there)
            widget.setVisible(there)
        self._counts.setText(self.tr("%n change(s)", "", self.model.rowCount()) if there else "")
        self._empty_button.setVisible(not documents)
        self._start.setEnabled(documents > 0)
        if documents:
            self._empty.say(
                self.tr("What changed?"),
                self.tr(
                    "Choose two documents, or one Word file with tracked changes, and press "
                    "Compare. ClauseDesk pairs their clauses and says what each change means."
                ),
            )
        else:
            self._empty.say(
                self.tr("No documents yet"), self.tr("Add two versions first; then compare them.")
            )

    def _show_current(self) -> None:
        found = self.table.current_row()
        change = found if isinstance(found, ChangeRow) else None
        self.detail.show_change(change)
        if change is None or self._shown is None:
            return
        around = self._around()
        names = (("old", self._shown.old_name), ("new", self._shown.new_name))
        self.detail.reader.show_places(*(place(around, change, side, name) for side, name in names))

    def _around(self) -> list[ChangeRow]:
        """The changes near the current one, in reading order."""
        here = self.table.currentIndex().row()
        numbers = range(max(here - NEAR // 2, 0), min(here + NEAR // 2, self.model.rowCount()))
        rows = [found for number in numbers if (found := self.model.row(number)) is not None]
        return sorted(rows, key=lambda one: one.change.position)
