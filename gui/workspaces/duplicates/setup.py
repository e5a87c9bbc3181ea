"""What to compare: the tables, the columns that identify a row with what they hold, and where to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.dedupe.kinds import ColumnKind
from engine.store import TableRow
from gui import icons, theme
from gui.widgets import ElidedLabel, button, row
from gui.workspaces.duplicates.chooser import ColumnChooser
from gui.workspaces.duplicates.matching import Aliases, MatchDialog, missing
from gui.workspaces.duplicates.options import SearchOptions, title
from gui.workspaces.duplicates.table_list import TableList
from gui.workspaces.duplicates.words import table_name


class DuplicatesSetup(QWidget):
    """The upper part of the page; it folds into one line once there are results. ``started`` carries
    the job's settings but for the threshold; ``removed`` the table that is to go; ``changed``
    that something is chosen otherwise."""

    started = Signal(dict)
    add_tables = Signal()
    removed = Signal(object)
    changed = Signal()
    unfolded = Signal()
    edits_synonyms = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables = TableList()
        self.columns = ColumnChooser()
        self.columns.setFixedHeight(self._tables.height())
        self._start = button(self.tr("Find duplicates"), self.start, "run", "Ctrl+R")
        self._start.setDefault(True)
        self._aliases: Aliases = {}
        self._match = button(self.tr("Match columns…"), self.ask_match, "link")
        self._match.setToolTip(
            self.tr("Say which column of one table is which of another, where their names differ")
        )
        self._running = False
        self._remove = button(self.tr("Remove"), self._tables.remove_current, "remove", "Del")
        self.options = SearchOptions(self._remove.sizeHint().height())
        self._summary = ElidedLabel()
        self._fold = QToolButton()
        self._fold.setCheckable(True)
        self._fold.setChecked(True)
        self._fold.setAutoRaise(True)
        self._fold.setText(self.tr("Tables and columns"))
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fold.toggled.connect(self._on_fold)
        self._tables.changed.connect(self._on_tables)
        self._tables.removed.connect(self.removed)
        self._tables.currentItemChanged.connect(lambda *_: self._enable())
        self.columns.changed.connect(self._on_columns)
        self.options.changed.connect(self._on_columns)
        self._build()
        self._on_fold(True)

    def set_tables(self, tables: Sequence[TableRow]) -> None:
        """Show ``tables``; those that are new are ticked."""
        self._tables.show_tables(tables)
        self._renew_columns()

    def fold(self, folded: bool) -> None:
        """Show one line, or everything."""
        self._fold.setChecked(not folded)

    def folded(self) -> bool:
        """Whether one line is all that is shown."""
        return not self._fold.isChecked()

    def take_focus(self) -> None:
        """Put the keyboard where work goes on: on the columns, or on the start once any is ticked."""
        folded = self.folded()
        (
            self._fold if folded else self._start if self._start.isEnabled() else self.columns
        ).setFocus()

    def holds_focus(self) -> bool:
        """Whether the keyboard is on something of this part."""
        widget = QApplication.focusWidget()
        return widget is not None and self.isAncestorOf(widget)

    def show_running(self, running: bool) -> None:
        """A search that runs or waits is not begun a second time."""
        self._running = running
        if running:
            self.options.say("")
        self._enable()

    def chosen_tables(self) -> list[TableRow]:
        """The ticked tables."""
        return self._tables.chosen()

    def chosen_columns(self) -> list[str]:
        """The ticked columns, in the order of the tables."""
        return self.columns.chosen()

    def tick(self, columns: Sequence[str]) -> None:
        """Tick ``columns`` and no others."""
        self.columns.tick(columns)
        self._on_columns()

    def found(self, kinds: Mapping[str, ColumnKind], aliases: Sequence[Sequence[str]] = ()) -> None:
        """What the columns seem to hold, and which seem to mean the same; what a person said of that
        stays."""
        self.columns.found(kinds)
        fresh = {names[0]: tuple(names[1:]) for names in aliases if names[0] not in self._aliases}
        if fresh:
            self._aliases.update(fresh)
            self._on_columns()

    def say_preview(self, words: str) -> None:
        """What a search would come to."""
        if self.settings() is not None:
            self.options.say(words)

    def preview(self) -> str:
        """What is said of the search to come."""
        return self.options.said()

    def state(self) -> dict[str, Any]:
        """What is chosen, to be kept with the project."""
        return {
            "columns": sorted(self.columns.ticked()),
            "kinds": self.columns.kinds(),
            "aliases": {name: list(others) for name, others in self._aliases.items()},
            **self.options.state(),
        }

    def restore(self, kept: Mapping[str, Any]) -> None:
        """What :meth:`state` gave; ``changed`` does not tell of it: half of it must not be kept."""
        self.blockSignals(True)
        self.options.restore(kept)
        self.columns.tick(kept.get("columns", []))
        self.columns.set_kinds(kept.get("kinds", {}))
        aliases = kept.get("aliases", {})
        self._aliases = {name: tuple(others) for name, others in aliases.items()}
        self.blockSignals(False)
        self._enable()

    def aliases(self) -> Aliases:
        """Other names that columns go by in some tables."""
        return dict(self._aliases)

    def ask_match(self) -> MatchDialog:
        """Ask which columns mean the same."""
        tables = self.chosen_tables()
        dialog = MatchDialog(self.chosen_columns(), tables, self._aliases, self)
        dialog.chosen.connect(self._on_matched)
        dialog.open()
        return dialog

    def _on_matched(self, aliases: Aliases) -> None:
        self._aliases = {**self._aliases, **aliases}
        self._on_columns()

    def settings(self) -> dict[str, Any] | None:
        """What a search needs to know; ``None`` while something is missing."""
        tables, columns = self.chosen_tables(), self.chosen_columns()
        if not tables or not columns:
            return None
        chosen = self.options.state()
        return {
            **chosen,
            "paths": [table.path for table in tables],
            "sheets": [table.sheet for table in tables],
            "columns": columns,
            "kinds": self.columns.kinds(),
            "scope": chosen["scope"] if len(tables) > 1 else "both",
            "aliases": [
                [name, *self._aliases[name]] for name in columns if self._aliases.get(name)
            ],
        }

    def start(self) -> None:
        """Hand over the settings, if they are complete."""
        settings = self.settings()
        if settings is None:
            self.fold(False)
        else:
            self.started.emit(settings)

    def _build(self) -> None:
        add = button(self.tr("Add tables…"), self.add_tables.emit, "table")
        head = row(self._fold)
        head.addWidget(self._summary, 1000)
        head.addStretch(1)
        head.addWidget(self._start)
        tables = QVBoxLayout()
        tables.setSpacing(theme.TIGHT)
        above = row(title(self.tr("Tables")), add, self._remove)
        above.setStretch(0, 1)
        tables.addLayout(above)
        tables.addWidget(self._tables)
        columns = QVBoxLayout()
        columns.setSpacing(theme.TIGHT)
        above_columns = title(self.tr("Columns that identify a row"))
        above_columns.setMinimumHeight(self._remove.sizeHint().height())
        synonyms = button(self.tr("Synonyms…"), self.edits_synonyms.emit, "edit")
        synonyms.setToolTip(self.tr("Words and abbreviations that mean the same"))
        beside_title = row(above_columns, self._match, synonyms)
        beside_title.setStretch(0, 1)
        columns.addLayout(beside_title)
        columns.addWidget(self.columns)
        self._body = QWidget()
        parts = QHBoxLayout(self._body)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(theme.MEDIUM)
        parts.addLayout(tables, 2)
        parts.addLayout(columns, 3)
        parts.addWidget(self.options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addLayout(head)
        layout.addWidget(self._body)

    def _on_fold(self, shown: bool) -> None:
        self._fold.setIcon(icons.icon("down" if shown else "next"))
        self._body.setVisible(shown)
        self._summary.setVisible(not shown)
        self.unfolded.emit()

    def _on_tables(self) -> None:
        self._renew_columns()
        self.changed.emit()

    def _on_columns(self) -> None:
        self._enable()
        self.changed.emit()

    def _renew_columns(self) -> None:
        """Columns of every ticked table; those that all of them have come first. A table that lacks a
        column has it empty."""
        tables = self.chosen_tables()
        names = list(dict.fromkeys(name for table in tables for name in table.header))
        headers = [set(table.header) for table in tables]
        common = [name for name in names if all(name in header for header in headers)]
        shared = set(common)
        self.columns.show_columns([*common, *(name for name in names if name not in shared)])
        self._enable()

    def _enable(self) -> None:
        tables, columns = self.chosen_tables(), self.chosen_columns()
        self._start.setEnabled(bool(tables and columns) and not self._running)
        self.options.show_several(len(tables) > 1)
        self._match.setVisible(len(tables) > 1 and bool(missing(columns, tables)))
        self._remove.setEnabled(self._tables.current() is not None)
        names = ", ".join(table_name(table) for table in tables)
        self._summary.setText(f"{names} · {', '.join(columns)}" if columns else names)
        if not tables:
            self.options.say(self.tr("Tick a table."))
        elif not columns:
            self.options.say(self.tr("Tick the columns that tell one row from another."))
