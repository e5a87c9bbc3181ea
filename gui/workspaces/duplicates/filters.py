"""What the list of pairs is narrowed by: answers, scores, what differs, tables and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from engine.dedupe.board import Answer, Band
from engine.store import Query
from gui.facets import FacetBar, FacetButton
from gui.widgets import QuietLabel, SearchBox, row
from gui.workspaces.duplicates.columns import facets


class PairFilters(QWidget):
    """One row. ``changed`` says that the list is to be narrowed otherwise."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.bar = FacetBar([FacetButton(one) for one in facets((), ())])
        self.words = SearchBox(self.tr("Filter by words in either row"))
        self._counts = QuietLabel()
        self._row = row(self.bar)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self._counts)
        self.setLayout(self._row)
        self.bar.changed.connect(self.changed)
        self.words.searched.connect(self.changed)

    def query(self) -> Query:
        """What is chosen."""
        return Query(filters=self.bar.filters(), text=self.words.words())

    def by_band(self) -> bool:
        """Whether the thresholds say which pairs are listed."""
        return any(part.column == "band" for part in self.bar.filters())

    def name(self, tables: Sequence[str], columns: Sequence[str]) -> None:
        """Offer these tables and columns; what was chosen of others is chosen no more."""
        named = (tuple(tables), tuple(columns))
        if named == self._named:
            return
        self._named = named
        made = FacetBar([FacetButton(one) for one in facets(*named)])
        for name in ("answer", "band"):
            made.buttons[name].choose(*self.bar.buttons[name].values())
        self._row.replaceWidget(self.bar, made)
        self._follow_order(made)
        self.bar.deleteLater()
        narrowed = self.bar.filters() != made.filters()
        self.bar = made
        made.changed.connect(self.changed)
        if narrowed:
            self.changed.emit()

    def count(self, counts: Mapping[str, Mapping[int, int]]) -> None:
        """How many pairs each choice would show."""
        self.bar.count(counts)

    def say_count(self, count: int) -> None:
        """How many pairs are listed."""
        words = self.tr("%n pair(s)", "", count)
        self._counts.setText(words.replace(str(count), QLocale().toString(count), 1))

    def counted(self) -> str:
        """What it says of that."""
        return self._counts.text()

    def clear(self) -> None:
        """No filter and no words."""
        self.words.clear()
        self.bar.reset()

    def show_doubtful(self) -> None:
        """List the doubtful pairs that nobody has answered."""
        self.bar.buttons["answer"].choose(int(Answer.OPEN))
        self.bar.buttons["band"].choose(int(Band.DOUBTFUL))

    def _follow_order(self, made: FacetBar) -> None:
        """Tab reaches the new choices where it reached the earlier ones: before the words."""
        last: QWidget = self.words.previousInFocusChain()
        for button in made.buttons.values():
            QWidget.setTabOrder(last, button)
            last = button
        QWidget.setTabOrder(last, self.words)
