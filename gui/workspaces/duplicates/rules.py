"""Which value the merged row takes, column by column; kept with the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QScrollArea,
    QWidget,
)

from engine.dedupe.survivorship import ColumnRule, Rule
from gui import theme
from gui.widgets import QuietLabel, framed, row

translate = QCoreApplication.translate
HEIGHT = 420


def rule_words(rule: Rule) -> str:
    """What people call a rule."""
    return {
        Rule.SURVIVOR: translate("Duplicates", "As in the row that stays"),
        Rule.LONGEST: translate("Duplicates", "The longest"),
        Rule.NEWEST: translate("Duplicates", "The newest, by a date column"),
        Rule.MOST_COMPLETE: translate("Duplicates", "From the fullest row"),
        Rule.MOST_FREQUENT: translate("Duplicates", "The most frequent"),
        Rule.PREFERRED: translate("Duplicates", "From a preferred table"),
        Rule.FIRST: translate("Duplicates", "From the first row"),
    }[rule]


class _RuleLine(QWidget):
    """One column's rule, with its date column or its preferred table where it asks for one."""

    def __init__(
        self, name: str, rule: ColumnRule, columns: Sequence[str], tables: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self._rule = QComboBox()
        self._rule.setAccessibleName(translate("Duplicates", "Rule for {name}").format(name=name))
        for one in Rule:
            if one is not Rule.PREFERRED or len(tables) > 1:
                self._rule.addItem(rule_words(one), one)
        self._rule.setCurrentIndex(max(self._rule.findData(rule.rule), 0))
        self._by = QComboBox()
        self._by.setAccessibleName(
            translate("Duplicates", "Date column for {name}").format(name=name)
        )
        for column in columns:
            self._by.addItem(column, column)
        self._by.setCurrentIndex(max(self._by.findData(rule.by), 0))
        self._table = QComboBox()
        self._table.setAccessibleName(
            translate("Duplicates", "Preferred table for {name}").format(name=name)
        )
        for path, words in tables:
            self._table.addItem(words, path)
        self._table.setCurrentIndex(
            max(self._table.findData(rule.order[0]) if rule.order else 0, 0)
        )
        layout = row(self._rule, self._by, self._table, None)
        self.setLayout(layout)
        self._rule.currentIndexChanged.connect(lambda _number: self._show())
        self._show()

    def rule(self) -> ColumnRule:
        """What is chosen."""
        rule = Rule(self._rule.currentData())
        by = self._by.currentData() if rule is Rule.NEWEST else ""
        order: tuple[str, ...] = ()
        if rule is Rule.PREFERRED:
            first = self._table.currentData()
            every = [self._table.itemData(number) for number in range(self._table.count())]
            order = (first, *(path for path in every if path != first))
        return ColumnRule(rule, by or "", order)

    def choose(self, rule: Rule) -> None:
        """Choose for the user."""
        self._rule.setCurrentIndex(max(self._rule.findData(rule), 0))

    def _show(self) -> None:
        rule = Rule(self._rule.currentData())
        self._by.setVisible(rule is Rule.NEWEST)
        self._table.setVisible(rule is Rule.PREFERRED)


class RulesDialog(QDialog):
    """``chosen`` gives the rules by column; none at all: rows stay as they are."""

    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[str],
        tables: Sequence[tuple[str, str]],
        rules: Mapping[str, ColumnRule],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The merged row"))
        self.setMinimumWidth(560)
        usual = ColumnRule(Rule.SURVIVOR)
        self.lines = {
            name: _RuleLine(name, rules.get(name, usual), columns, tables) for name in columns
        }
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        form.setVerticalSpacing(theme.TIGHT)
        for name, line in self.lines.items():
            form.addRow(name, line)
        inside = QWidget()
        inside.setLayout(form)
        scrolled = QScrollArea()
        scrolled.setWidget(inside)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setAccessibleName(self.tr("Rules by column"))
        scrolled.setMaximumHeight(HEIGHT)
        hint = QuietLabel(
            self.tr(
                "Which value each cell of the row in the clean sheet takes. A blank never wins, and "
                "the rows themselves stay as they are."
            )
        )
        hint.setWordWrap(True)
        buttons = QDialogButtonBox()
        apply = buttons.addButton(self.tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        apply.setDefault(True)
        plain = buttons.addButton(self.tr("Merge nothing"), QDialogButtonBox.ButtonRole.ResetRole)
        plain.clicked.connect(self._merge_nothing)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self)
        layout.addWidget(hint)
        layout.addWidget(scrolled, 1)
        layout.addWidget(buttons)

    def accept(self) -> None:
        super().accept()
        self.chosen.emit({name: line.rule() for name, line in self.lines.items()})

    def _merge_nothing(self) -> None:
        super().accept()
        self.chosen.emit({})
