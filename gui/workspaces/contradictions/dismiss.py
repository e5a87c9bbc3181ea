"""Why a pair is no contradiction: a small box with the usual reasons, and room for another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QWidget,
)

from gui import theme
from gui.widgets import QuietLabel, framed

translate = QCoreApplication.translate


def presets() -> list[str]:
    """The usual reasons, the commonest first."""
    return [
        translate("Dismiss", "Different situations: both can hold"),
        translate("Dismiss", "Another clause says which one prevails"),
        translate("Dismiss", "Both say the same in other words"),
        translate("Dismiss", "Intended exception"),
        translate("Dismiss", "Not about the same parties or things"),
        translate("Dismiss", "Text was read wrongly"),
    ]


class DismissBox(QDialog):
    """Enter dismisses with the chosen reason, a figure chooses one, Escape goes back. ``then`` is
    called with the reason."""

    def __init__(
        self, count: int, then: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Dismiss"))
        self._then = then
        head = QLabel(self.tr("Why is this no contradiction? (%n pair(s))", "", count))
        theme.heading(head)
        self.reasons = QListWidget()
        self.reasons.setAccessibleName(self.tr("Reason"))
        for number, words in enumerate([*presets(), self.tr("Another reason")], 1):
            self.reasons.addItem(f"{number}  {words}")
        self.reasons.setCurrentRow(0)
        self.reasons.itemDoubleClicked.connect(lambda _item: self.accept())
        self.words = QLineEdit()
        self.words.setAccessibleName(self.tr("In your own words"))
        self.words.setPlaceholderText(self.tr("In your own words (optional)"))
        hint = QuietLabel(
            self.tr("The reason is kept, exported, and holds for the next version of the document.")
        )
        hint.setWordWrap(True)
        buttons = QDialogButtonBox()
        dismiss = buttons.addButton(self.tr("Dismiss"), QDialogButtonBox.ButtonRole.AcceptRole)
        dismiss.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = framed(self, theme.SMALL)
        for widget in (head, self.reasons, self.words, hint, buttons):
            layout.addWidget(widget)
        line = self.reasons.sizeHintForRow(0)
        self.reasons.setFixedHeight(line * self.reasons.count() + 2 * theme.TIGHT)
        self.setMinimumWidth(theme.character(self.fontMetrics()) * 64)
        self.reasons.setFocus()

    def reason(self) -> str:
        """The reason as it is kept."""
        usual = [*presets(), ""]
        preset = usual[max(self.reasons.currentRow(), 0)]
        own = " ".join(self.words.text().split())
        return ". ".join(part for part in (preset, own) if part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if not self.words.hasFocus() and 0 <= number < self.reasons.count():
            self.reasons.setCurrentRow(number)
            return
        super().keyPressEvent(event)

    def accept(self) -> None:
        super().accept()
        self._then(self.reason())
