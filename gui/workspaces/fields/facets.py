"""Which rows are shown: how their cells stand, in which field, what is doubtful, which words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from engine.store import PENDING, Filter, Standing, Tally
from gui import theme
from gui.errors import Explainer
from gui.widgets import SearchBox

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the rows: cells that stand in one of ``standings``, that have the
    ``doubt``, on which model and rule ``disagree``, that do not fit others (``conflict`` is the
    code), or values that stand nowhere in their document (``unlocated``)."""

    standings: frozenset[Standing] = frozenset()
    doubt: str = ""
    disagree: bool = False
    conflict: str = ""
    unlocated: bool = False

    def counts(self, tally: Tally) -> bool:
        """Whether the cells of ``tally`` are meant; what hangs on no single cell is told apart."""
        if self.conflict or self.unlocated:
            return False
        if self.doubt:
            return tally.doubt == self.doubt and tally.standing is Standing.DOUBTFUL
        if self.disagree:
            return tally.disagree
        return tally.standing in self.standings

    def filters(self, field: str) -> tuple[Filter, ...]:
        """For the store; an empty ``field`` means any."""
        if self.unlocated:
            return (Filter("unlocated", ">", 0),)
        if self.conflict:
            of = (Filter("conflicting", "=", json.dumps([self.conflict])),)
            return (*of, Filter(f"conflict:{field}", ">", 0)) if field else of
        return self._of_field(field) if field else self._of_any()

    def _of_field(self, field: str) -> tuple[Filter, ...]:
        if self.doubt:
            of = Filter(f"doubt:{field}", "=", self.doubt)
            return (of, Filter(f"standing:{field}", "=", Standing.DOUBTFUL.value))
        if self.disagree:
            return (Filter(f"disagree:{field}", "=", 1),)
        return (Filter(f"standing:{field}", "in", self._names()),) if self.standings else ()

    def _of_any(self) -> tuple[Filter, ...]:
        if self.doubt:
            return (Filter("doubt", "=", json.dumps([self.doubt])),)
        if self.disagree:
            return (Filter("disagree", ">", 0),)
        return (Filter("standing", "=", json.dumps(self._names())),) if self.standings else ()

    def _names(self) -> tuple[str, ...]:
        return tuple(sorted(standing.value for standing in self.standings))


EVERY_ROW = Facet()


def standard_facets() -> list[tuple[str, Facet]]:
    """What can be chosen whatever was found."""
    words = {
        Standing.DOUBTFUL: translate("Fields", "Doubtful"),
        Standing.EMPTY: translate("Fields", "Empty"),
        Standing.ACCEPTED: translate("Fields", "Accepted"),
        Standing.EDITED: translate("Fields", "Edited"),
        Standing.REJECTED: translate("Fields", "Rejected"),
    }
    single = [(text, Facet(frozenset({standing}))) for standing, text in words.items()]
    return [
        (translate("Fields", "All rows"), EVERY_ROW),
        (translate("Fields", "To review"), Facet(PENDING)),
        single[0],
        (translate("Fields", "Model and rule disagree"), Facet(disagree=True)),
        *single[1:],
    ]


def conflict_words() -> dict[str, str]:
    """What people call the ways in which values do not fit together, by code."""
    return {
        "dates_out_of_order": translate("Fields", "Dates out of order"),
        "value_too_great": translate("Fields", "Value too great"),
        "values_same": translate("Fields", "The same value twice"),
        "values_differ": translate("Fields", "Values that should be the same"),
        "sum_differs": translate("Fields", "Sum does not add up"),
        "reckoning_differs": translate("Fields", "Reckoning does not come out"),
        "term_differs": translate("Fields", "Term does not fit the dates"),
        "birth_differs": translate("Fields", "Date of birth does not fit"),
        "sex_differs": translate("Fields", "Sex does not fit"),
    }


class FacetBar(QWidget):
    """Chooses what the table shows. ``changed`` says that something else is wanted; ``ordered``
    whether the doubtful rows come first."""

    changed = Signal()
    ordered = Signal(bool)

    def __init__(self, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self._names: tuple[str, ...] = ()
        self._tallies: Sequence[Tally] = ()
        self._conflicts: Mapping[str, int] = {}
        self._unlocated = 0
        self._facet = QComboBox()
        self._facet.setAccessibleName(self.tr("Which rows"))
        self._field = QComboBox()
        self._field.setAccessibleName(self.tr("In which field"))
        self._order = QComboBox()
        self._order.setAccessibleName(self.tr("Order of the rows"))
        self._order.addItems([self.tr("As added"), self.tr("Doubtful first")])
        self._words = SearchBox(self.tr("Filter by name or value"))
        for combo, characters in ((self._facet, 16), (self._field, 9), (self._order, 9)):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(characters)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        for widget in (self._facet, self._field, self._order):
            layout.addWidget(widget)
        layout.addWidget(self._words, 1)
        self._fill()
        self._facet.currentIndexChanged.connect(self._on_chosen)
        self._field.currentIndexChanged.connect(self._on_chosen)
        self._order.currentIndexChanged.connect(lambda number: self.ordered.emit(number == 1))
        self._words.searched.connect(lambda _words: self.changed.emit())

    @property
    def facet(self) -> Facet:
        """How the cells must stand."""
        chosen = self._facet.currentData()
        return chosen if isinstance(chosen, Facet) else EVERY_ROW

    @property
    def field(self) -> str:
        """In which field; empty for any."""
        return self._field.currentData() or ""

    @property
    def doubtful_first(self) -> bool:
        """Whether the least certain rows come first."""
        return self._order.currentIndex() == 1

    def words(self) -> str:
        """What the rows must hold."""
        return self._words.words()

    def filters(self) -> tuple[Filter, ...]:
        """What is chosen, for the store."""
        return self.facet.filters(self.field)

    def choose(self, facet: Facet, field: str = "") -> None:
        """Choose for the user."""
        self._field.setCurrentIndex(max(self._field.findData(field), 0))
        place = next((n for n, (_, one) in enumerate(self._facets()) if one == facet), 0)
        self._facet.setCurrentIndex(place)

    def set_fields(self, names: Sequence[str]) -> None:
        """Other columns."""
        chosen, self._names = self.field, tuple(names)
        self._field.blockSignals(True)
        self._field.clear()
        self._field.addItem(self.tr("Any field"), "")
        for name in names:
            self._field.addItem(name, name)
        self._field.setCurrentIndex(max(self._field.findData(chosen), 0))
        self._field.blockSignals(False)
        self._fill()

    def set_counts(
        self, tallies: Sequence[Tally], conflicts: Mapping[str, int], unlocated: int
    ) -> None:
        """New figures beside the choices."""
        self._tallies, self._conflicts, self._unlocated = tallies, conflicts, unlocated
        self._fill()

    def _on_chosen(self) -> None:
        self._fill()
        self.changed.emit()

    def _facets(self) -> list[tuple[str, Facet]]:
        kinds: Counter[str] = Counter()
        for tally in self._tallies:
            if tally.doubt and tally.standing is Standing.DOUBTFUL:
                kinds[tally.doubt] += tally.count
        found = [*standard_facets()]
        short = conflict_words()
        found += [
            (short.get(code) or self._words_of(code), Facet(conflict=code))
            for code in self._conflicts
        ]
        if self._unlocated:
            found.append((self.tr("Values without a place"), Facet(unlocated=True)))
        return [*found, *((self._words_of(c), Facet(doubt=c)) for c, _ in kinds.most_common())]

    def _words_of(self, code: str) -> str:
        """The first sentence of a code, without the blanks that only one case could fill."""
        return re.sub(r"\s*[“\"(]?‹[^›]*›[”\")]?", " …", self._explain.code(code).what).rstrip(
            ".。"
        )

    def _fill(self) -> None:
        """The choices with how many cells each means; what was chosen stays so."""
        chosen = self.facet
        listed = self._facets()
        if all(facet != chosen for _, facet in listed):
            # No cell is left that it means.
            code = chosen.doubt or chosen.conflict
            words = conflict_words().get(code) or self._words_of(code)
            words = words if code else self.tr("Values without a place")
            listed.append((words, chosen))
        self._facet.blockSignals(True)
        self._facet.clear()
        for words, facet in listed:
            text = words if facet == EVERY_ROW else f"{words} · {self._number(facet)}"
            self._facet.addItem(text, facet)
            if facet == chosen:
                self._facet.setCurrentIndex(self._facet.count() - 1)
        self._facet.blockSignals(False)

    def _number(self, facet: Facet) -> int:
        if facet.unlocated:
            return self._unlocated
        if facet.conflict:
            return self._conflicts.get(facet.conflict, 0)
        fields = (self.field,) if self.field else self._names
        return sum(t.count for t in self._tallies if t.field in fields and facet.counts(t))
