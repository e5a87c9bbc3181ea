"""Why a pair has its score: what each column speaks for and against, one bar after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.dedupe.explanation import Explanation, Step, StepKind
from gui import theme
from gui.theme import Tone
from gui.words import percent

translate = QCoreApplication.translate
NAMES = 0.34
"""The share of the width that the names take."""


class Waterfall(QWidget):
    """Draws an explanation: each bar begins where the one before ends; right is for a match. A sign
    stands with every figure, so that the colour is not alone. Beside it nothing can be chosen, so it
    takes no focus; screen readers are told the figures as its description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._score: float | None = None
        self._empty = ""
        self.setAccessibleName(self.tr("What the score is made of"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_explanation(self, explanation: Explanation | None, otherwise: str = "") -> None:
        """Show the steps of one pair; ``otherwise`` is said where there are none."""
        steps = () if explanation is None else explanation.steps
        self._steps = [step for step in steps if step.log_odds or step.kind is StepKind.COLUMN]
        # As the list has it: scores are kept with four digits.
        self._score = None if explanation is None else round(explanation.score, 4)
        self._empty = otherwise
        said = [f"{step_words(step)} {signed(step.log_odds)}" for step in self._steps]
        self.setAccessibleDescription("; ".join(said) or otherwise)
        self.setToolTip("\n".join(said))
        self.updateGeometry()
        self.update()

    def steps(self) -> Sequence[Step]:
        """What is shown."""
        return self._steps

    def sizeHint(self) -> QSize:
        return QSize(300, self._line() * (len(self._steps) + 1) + theme.SMALL)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._line() * 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._steps:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(flags), self._empty)
            return
        edges = [0.0, *(step.end for step in self._steps), *(step.start for step in self._steps)]
        low, high = min(edges), max(edges)
        names = round(self.width() * NAMES)
        figures = self.fontMetrics().horizontalAdvance("−88.8 ")
        plot = QRect(names, 0, max(self.width() - names - figures, 40), self.height())
        scale = plot.width() / max(high - low, 1.0)
        for number, step in enumerate(self._steps):
            self._draw(painter, number, step, plot, (low, scale))
        zero = plot.left() + (0 - low) * scale
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, self._line() * len(self._steps)))
        self._draw_sum(painter)

    def _draw(
        self,
        painter: QPainter,
        number: int,
        step: Step,
        plot: QRect,
        axis: tuple[float, float],
    ) -> None:
        low, scale = axis
        top = number * self._line()
        text = self.palette().color(QPalette.ColorRole.Text)
        if step.kind is not StepKind.COLUMN:
            text = self.palette().color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(text)
        place = QRect(0, top, plot.left() - theme.SMALL, self._line())
        name = self.fontMetrics().elidedText(
            step_words(step), Qt.TextElideMode.ElideRight, place.width()
        )
        aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(place, aligned, name)
        one, two = sorted((step.start, step.end))
        left, width = plot.left() + (one - low) * scale, max((two - one) * scale, 2.0)
        height = self._line() - theme.SMALL
        bar = QRectF(left, top + theme.TIGHT, width, height)
        tone = Tone.GOOD if step.log_odds > 0 else Tone.BAD
        painter.fillRect(bar, theme.ink(Tone.QUIET if not step.log_odds else tone))
        figure = QRect(plot.right() + theme.TIGHT, top, self.width() - plot.right(), self._line())
        aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(figure.adjusted(0, 0, -theme.TIGHT, 0), aligned, signed(step.log_odds))

    def _draw_sum(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        place = QRect(0, len(self._steps) * self._line(), self.width(), self._line())
        words = self.tr("Together: {share} alike").format(share=percent(self._score))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _line(self) -> int:
        return self.fontMetrics().height() + theme.TIGHT


def signed(value: float) -> str:
    """Log odds with their sign, one digit behind the point."""
    sign = "+" if value > 0 else "\u2212" if value < 0 else "±"
    return f"{sign}{QLocale().toString(abs(value), 'f', 1)}"


def step_words(step: Step) -> str:
    """What a bar is about."""
    return {
        StepKind.PRIOR: translate("Duplicates", "Asked beforehand"),
        StepKind.WHOLE_ROW: translate("Duplicates", "The rest of the row"),
        StepKind.RIVAL: translate("Duplicates", "A better partner"),
        StepKind.MODEL: translate("Duplicates", "Model"),
        StepKind.COLUMN: step.column,
    }[step.kind]
