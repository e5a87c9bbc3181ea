"""Models on their way in: how far each is, and hold, go on, try again, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from gui import icons, theme
from gui.errors import Explainer
from gui.shelf import Shelf
from gui.theme import Tone
from gui.widgets import ElidedLabel, Note, QuietLabel, button
from gui.workspaces.models.words import transfer_figures, transfer_words

if TYPE_CHECKING:
    from engine.hub.transfer import Transfer


class Transfers(QWidget):
    """A card for each transfer; nothing while there is none."""

    def __init__(self, shelf: Shelf, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._explain = explain
        self._cards: dict[int, TransferCard] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SMALL)
        shelf.moved.connect(self.show_state)
        self.show_state()

    @property
    def cards(self) -> list[TransferCard]:
        """The cards that are shown."""
        return list(self._cards.values())

    def show_state(self) -> None:
        """Draw how the transfers stand now."""
        there = {id(transfer): transfer for transfer in self._shelf.transfers}
        for key in [key for key in self._cards if key not in there]:
            card = self._cards.pop(key)
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        for key, transfer in there.items():
            if key not in self._cards:
                self._cards[key] = TransferCard(transfer, self._shelf, self._explain)
                self._layout.addWidget(self._cards[key])
            self._cards[key].show_state()
        self.setVisible(bool(self._cards))


class TransferCard(QFrame):
    """One model on its way in."""

    def __init__(self, transfer: Transfer, shelf: Shelf, explain: Explainer) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._transfer = transfer
        self._shelf = shelf
        self._explain = explain
        title = QLabel(transfer.task.name)
        theme.heading(title)
        self._line = ElidedLabel()
        self._line.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._wrong = Note()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(transfer.task.name)
        self._figures = QuietLabel()
        self.hold = button(self.tr("Pause"), self._on_hold, "pause")
        self.stop = button(self.tr("Cancel"), lambda: shelf.cancel(transfer), "stop")
        words = QVBoxLayout()
        words.setSpacing(theme.TIGHT)
        for part in (title, self._line, self._wrong, self._bar, self._figures):
            words.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(words, 1)
        layout.addWidget(self.hold)
        layout.addWidget(self.stop)

    def show_state(self) -> None:
        """Draw how it stands now."""
        from engine.hub.transfer import Stage

        state = self._transfer.poll()
        words = transfer_words(state, self._explain)
        failed = state.error is not None
        self._wrong.say(words if failed else "", Tone.BAD)
        self._line.setVisible(not failed)
        self._line.setText(words)
        running = state.stage in (Stage.RUNNING, Stage.READY)
        self._bar.setRange(0, 0 if running and not state.total else 1000)
        share = state.done / state.total if state.total else 0.0
        self._bar.setValue(round(share * 1000))
        self._bar.setVisible(running or bool(state.total))
        figures = transfer_figures(state)
        self._figures.setText(figures)
        self._figures.setVisible(bool(figures))
        text = (
            self.tr("Pause") if running else self.tr("Try again") if failed else self.tr("Resume")
        )
        self.hold.setText(text)
        self.hold.setToolTip(text)
        name = "pause" if running else "retry" if failed else "run"
        self.hold.setIcon(icons.icon(name))

    def _on_hold(self) -> None:
        from engine.hub.transfer import Stage

        if self._transfer.poll().stage is Stage.RUNNING:
            self._shelf.pause(self._transfer)
        else:
            self._shelf.resume(self._transfer)
