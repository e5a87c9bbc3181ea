"""A field's threshold: what it would change, shown while the slider moves, then done and undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QUndoCommand
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QSizePolicy,
    QSlider,
    QWidget,
)

from engine.extraction.choose import DEFAULT_THRESHOLD
from engine.extraction.grammar import FieldList
from engine.extraction.preview import ThresholdPreview
from engine.store import Project
from engine.types import Field
from gui import theme
from gui.background import Background
from gui.theme import Tone
from gui.widgets import QuietLabel, framed
from gui.words import percent

BINS = 25


class Histogram(QWidget):
    """How many cells have their best candidate at which confidence, split at the threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[int] = []
        self._threshold = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: list[int]) -> None:
        """A bar for each of ``BINS`` stretches of confidence, from 0 to 1."""
        self._bars = bars
        self.update()

    def bars(self) -> list[int]:
        """What is shown."""
        return list(self._bars)

    def set_threshold(self, threshold: float) -> None:
        """Where the line stands."""
        self._threshold = threshold
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 110)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = self.rect().adjusted(6, 4, -6, -4)
        most = max(self._bars, default=0)
        quiet = QColor(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for number, count in enumerate(self._bars):
            if not count:
                continue
            left = inside.left() + inside.width() * number / len(self._bars)
            width = max(inside.width() / len(self._bars) - 2, 1)
            height = max(round(inside.height() * count / most), 2)
            kept = (number + 0.5) / len(self._bars) >= self._threshold
            bar = QRect(round(left), inside.bottom() - height, round(width), height)
            painter.fillRect(bar, theme.ink(Tone.GOOD) if kept else quiet)
        painter.setPen(theme.ink(Tone.INFO))
        place = inside.left() + round(inside.width() * self._threshold)
        painter.drawLine(place, inside.top(), place, inside.bottom())


class ThresholdDialog(QDialog):
    """Chooses the threshold of one field. ``chosen`` gives it (``None``: the usual one)."""

    chosen = Signal(object)

    def __init__(
        self,
        field: Field,
        preview: ThresholdPreview,
        parent: QWidget,
        usual: float = DEFAULT_THRESHOLD,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Threshold of “{field}”").format(field=field.name))
        self._preview = preview
        self._share = usual
        self.histogram = Histogram()
        self.histogram.setAccessibleName(self.tr("Cells by the confidence of their best candidate"))
        self.histogram.show_bars(_bars(preview))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(1, 100)
        self.slider.setAccessibleName(self.tr("Threshold in percent"))
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self._build()
        self.slider.valueChanged.connect(lambda _value: self._show())
        now = usual if field.threshold is None else field.threshold
        self.slider.setValue(round(100 * now))
        self._show()

    def threshold(self) -> float:
        """Where the slider stands, in (0, 1]."""
        return self.slider.value() / 100

    def words(self) -> str:
        """What the threshold would change, as it is said."""
        return self._words.text()

    def accept(self) -> None:
        super().accept()
        self.chosen.emit(self.threshold())

    def _usual(self) -> None:
        super().accept()
        self.chosen.emit(None)

    def _build(self) -> None:
        buttons = QDialogButtonBox()
        apply = buttons.addButton(self.tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        apply.setDefault(True)
        usual = self.tr("The usual one ({share})").format(share=percent(self._share))
        reset = buttons.addButton(usual, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        reset.clicked.connect(self._usual)
        hint = QuietLabel(
            self.tr(
                "A value is put into its cell from this confidence on. Nothing is lost below it: "
                "candidates stay one key away, and what somebody has judged stays as it is."
            )
        )
        hint.setWordWrap(True)
        layout = framed(self, theme.SMALL)
        layout.addWidget(hint)
        layout.addWidget(self.histogram)
        layout.addWidget(self.slider)
        layout.addWidget(self._words)
        layout.addWidget(buttons)

    def _show(self) -> None:
        threshold = self.threshold()
        self.histogram.set_threshold(threshold)
        change = self._preview.at(threshold)
        words = self.tr(
            "From {share} on: {filled} cells have a value. {changed} would change: {gained} get a "
            "value, {lost} become empty."
        )
        self._words.setText(
            words.format(
                share=percent(threshold),
                filled=change.filled,
                changed=change.changed,
                gained=change.gained,
                lost=change.lost,
            )
        )


class ThresholdCommand(QUndoCommand):
    """Moves a threshold off the main thread; ``done`` is called when the cells are chosen anew."""

    def __init__(
        self,
        text: str,
        project: Project,
        background: Background,
        field: Field,
        threshold: float | None,
        done: Callable[[float | None], object],
        usual: float = DEFAULT_THRESHOLD,
    ) -> None:
        super().__init__(text)
        self._share = usual
        self._project = project
        self._background = background
        self._field = field
        self._threshold = threshold
        self._done = done

    def redo(self) -> None:
        self._move(self._threshold)

    def undo(self) -> None:
        self._move(self._field.threshold)

    def _move(self, threshold: float | None) -> None:
        self._background.run(
            lambda: move_threshold(self._project, self._field, threshold, self._share),
            lambda _changed: self._done(threshold),
        )


def move_threshold(
    project: Project, field: Field, threshold: float | None, usual: float = DEFAULT_THRESHOLD
) -> int:
    """Choose the winners of ``field`` anew and keep the threshold for later runs; returns how many
    cells hold something else. ``None`` stands for the ``usual`` one. Thread: not the GUI's."""
    with project.cells.choosing:
        asked = project.lanes.defined()
        moved = replace(field, threshold=threshold)
        limit = usual if threshold is None else threshold
        changed = project.cells.apply_threshold(moved, limit)
        fields = tuple(moved if one.name == field.name else one for one in asked.fields)
        project.lanes.define(FieldList(fields, asked.rules))
        project.lanes.recheck(changed)
    return len(changed)


def _bars(preview: ThresholdPreview) -> list[int]:
    """Cells by the confidence from which on they have a value."""
    filled = [preview.at(step / BINS).filled for step in range(BINS)] + [0]
    return [filled[step] - filled[step + 1] for step in range(BINS)]
