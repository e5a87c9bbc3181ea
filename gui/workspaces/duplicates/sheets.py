"""The tables of the project: added, taken out, named, and held against their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.store import TableRow
from engine.types import Address
from gui.controller import Controller
from gui.workspaces.duplicates.again import Again
from gui.workspaces.duplicates.matching import Aliases, renamed
from gui.workspaces.duplicates.removing import RemoveTableCommand
from gui.workspaces.duplicates.sources import SourceWatch
from gui.workspaces.duplicates.words import table_name


class Sheets(QObject):
    """``read`` says that :attr:`rows` are there anew, ``gone`` that a table was taken out, ``looked`` what
    is to say of their files. ``searched`` tells when the last search began, 0 for none. Thread: GUI."""

    read = Signal()
    gone = Signal()
    said = Signal(str)
    looked = Signal(str)

    def __init__(
        self, controller: Controller, searched: Callable[[], float], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._project = controller.project
        self.rows: list[TableRow] = []
        self._headers: dict[tuple[str, str], tuple[str, ...]] = {}
        background, failed = controller.background, controller.problem.emit
        tables = self._project.tables.all
        self._reading = Again(background, tables, self._take, failed, self)
        self._files = SourceWatch(background, tables, searched, failed, self)
        self._files.looked.connect(self.looked)

    def ask(self) -> None:
        """Read which tables there are."""
        self._reading.ask()

    def look(self) -> None:
        """See whether their files are still what was searched."""
        self._files.look()

    def name_columns(self, aliases: Aliases) -> bool:
        """Every table's columns under the names that they are compared by; whether any is another."""
        before = self._headers
        self._headers = {
            (table.path, table.sheet): renamed(table.header, aliases) for table in self.rows
        }
        return self._headers != before

    def header(self, address: Address) -> Sequence[str]:
        """The columns of the table that a row stands in."""
        return self._headers.get((address.path, address.sheet), ())

    def searched(self) -> bool:
        """Whether any table has been read."""
        return any(table.rows for table in self.rows)

    def sources(self) -> list[tuple[str, str]]:
        """The tables by path, with what people call them."""
        return [(table.path, table_name(table)) for table in self.rows]

    def names(self, ids: Sequence[str]) -> list[str]:
        """What people call the tables with these ids."""
        known = {table.id: table_name(table) for table in self.rows}
        return [known.get(one, one) for one in ids]

    def add(self, paths: Sequence[str]) -> None:
        """Take table files in: their sheets and columns are read off the main thread."""

        def look() -> int:
            from engine.tables import open_all

            found = [table for path in paths for table in open_all(Path(path))]
            for table in found:
                self._project.tables.add(str(table.path), table.sheet, table.columns)
            return len(found)

        def added(count: int) -> None:
            self._controller.changed.emit("tables")
            self.said.emit(self.tr("%n table(s) added to Duplicates", "", count))

        self._controller.background.run(look, added, self._controller.problem.emit)

    def remove(self, table: TableRow) -> None:
        """Take a table out: one step to take back."""
        words = self.tr("Remove the table {name}").format(name=table_name(table))
        background, failed = self._controller.background, self._controller.problem.emit
        self._controller.review.push(
            RemoveTableCommand(words, self._project, background, table, self._on_moved, failed)
        )

    def _on_moved(self, there: bool) -> None:
        self._controller.changed.emit("tables")
        if there:
            self.said.emit(self.tr("Find duplicates once more to see the pairs of this table."))
        else:
            self.gone.emit()

    def _take(self, tables: Sequence[TableRow]) -> None:
        self.rows = list(tables)
        self.read.emit()
