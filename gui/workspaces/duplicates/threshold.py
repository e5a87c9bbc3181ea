"""The two thresholds on their histogram, and what they would leave."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.dedupe.board import Band, Bands
from gui import theme
from gui.widgets import QuietLabel, button, row
from gui.words import percent
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.spectrum import BINS, TONES, Spectrum

WIDTH = 46
"""Characters that the figures beside the histogram may take; where there is less, half of the room."""


class ThresholdPanel(QWidget):
    """``changed`` gives the thresholds once a handle rests, ``applied`` that the clusters are to be
    made anew from the sure ones. Every figure is looked up, so that a drag stays fluent."""

    changed = Signal(object)
    applied = Signal(object)

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._made = board.bands.sure
        self._making = False
        self._standing: tuple[int, int] | None = None
        self.spectrum = Spectrum()
        self._sure = _figure()
        self._doubtful = _figure()
        self._unlike = _figure()
        self._apply = button(self.tr("Make clusters anew"), self._on_apply, "merge")
        self._apply.setToolTip(
            self.tr("Join the pairs from the sure threshold on; decisions stay as they are")
        )
        self._hint = QuietLabel()
        self._build()
        self.spectrum.moved.connect(self._show)
        self.spectrum.settled.connect(self.changed)
        board.loaded.connect(self.renew)
        board.counted.connect(lambda: self._show(self.spectrum.bands()))

    def set_bands(self, bands: Bands, made: float) -> None:
        """Show thresholds; the clusters that there are were made with ``made``."""
        self._made = made
        self.spectrum.set_bands(bands)
        self._show(bands)

    def show_standing(self, clusters: int, left: int) -> None:
        """How many clusters there are, and how many rows would be left: where a threshold is counted, what
        is cut off a chain of weak pairs is not known."""
        self._standing = (clusters, left)
        self._show(self.spectrum.bands())

    def show_making(self, making: bool) -> None:
        """While clusters are being made, none are asked for."""
        self._making = making
        self._show(self.spectrum.bands())

    def renew(self) -> None:
        """Other pairs are there."""
        self.spectrum.set_bars(self._board.pairs.histogram(BINS))
        self._show(self.spectrum.bands())

    def words(self) -> str:
        """What the thresholds would leave, as it is said."""
        return "\n".join(label.text() for label in (self._sure, self._doubtful, self._unlike))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_hint"):
            self._show(self.spectrum.bands())

    def _build(self) -> None:
        figures = QVBoxLayout()
        figures.setSpacing(theme.TIGHT)
        for label in (self._sure, self._doubtful, self._unlike):
            figures.addWidget(label)
        figures.addLayout(row(self._apply, self._hint, None))
        figures.addStretch(1)
        side = QWidget()
        side.setLayout(figures)
        figures.setContentsMargins(0, 0, 0, 0)
        side.setMaximumWidth(WIDTH * theme.character(self.fontMetrics()))
        layout = row(self.spectrum, side, spacing=theme.MEDIUM)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        layout.setAlignment(self.spectrum, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _on_apply(self) -> None:
        self.applied.emit(self.spectrum.bands())

    def _show(self, bands: Bands) -> None:
        found = self._board.curve
        changed = round(bands.sure * 1000) != round(self._made * 1000)
        if found is None:
            share = percent(bands.sure)
            self._sure.setText(self.tr("Sure from {share}").format(share=share))
            self._doubtful.setText(
                self.tr("Doubtful from {share}").format(share=percent(bands.doubtful))
            )
            self._unlike.setText(self.tr("Counting…"))
        else:
            sure, doubtful = found.at(bands.sure), found.at(bands.doubtful)
            clusters, left = sure.clusters, sure.left
            if self._standing is not None and not changed:
                clusters, left = self._standing
            self._say(self._sure, Band.SURE, self._sure_words(bands, sure.pairs, clusters))
            between = doubtful.pairs - sure.pairs
            words = self.tr("Doubtful from {share}: {count} pairs to look at")
            words = words.format(share=percent(bands.doubtful), count=_number(between))
            self._say(self._doubtful, Band.DOUBTFUL, words)
            words = self.tr("{left} of {rows} rows stay")
            words = words.format(left=_number(left), rows=_number(found.rows))
            self._say(self._unlike, None, words)
        self._apply.setEnabled(changed and not self._making and len(self._board.pairs) > 0)
        made = self.tr("now: {share}").format(share=percent(self._made))
        self._hint.setText(made if changed else "")

    def _sure_words(self, bands: Bands, pairs: int, clusters: int) -> str:
        words = self.tr("Sure from {share}: {pairs} pairs, {clusters} clusters")
        return words.format(
            share=percent(bands.sure), pairs=_number(pairs), clusters=_number(clusters)
        )

    def _say(self, label: QLabel, band: Band | None, words: str) -> None:
        """A square in the band's colour in front, where it is about one."""
        tone = TONES.get(band) if band is not None else None
        square = f'<span style="color:{theme.shade(tone).ink}">■</span> ' if tone else ""
        label.setText(f"{square}{words}")


def _figure() -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    return made


def _number(count: int) -> str:
    return QLocale().toString(count)
