"""How a server does right now: three lines over the last minutes, and the totals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.remote.meter import Reading
from gui import theme
from gui.errors import Explainer
from gui.widgets import QuietLabel
from gui.workspaces.activity.plot import Plot


class Live(QWidget):
    """Requests at a time (the dashed line is how many may be), seconds an answer, failed attempts."""

    def __init__(self, explain: Explainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self._title = QLabel()
        theme.heading(self._title)
        self.concurrency = Plot(self.tr("Requests at a time"), lambda value: f"{value:.0f}")
        self.latency = Plot(self.tr("Time an answer takes"), _milliseconds)
        self.errors = Plot(self.tr("Failed attempts a second"), lambda value: f"{value:.0f}")
        self.rate = Plot(self.tr("Answers a second"), lambda value: f"{value:.0f}")
        self._totals = QuietLabel()
        self._totals.setWordWrap(True)
        plots = QHBoxLayout()
        plots.setSpacing(theme.MEDIUM)
        for plot in (self.concurrency, self.latency, self.rate, self.errors):
            plots.addWidget(plot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self._title)
        layout.addLayout(plots)
        layout.addWidget(self._totals)
        self.show_reading("", None)

    def show_reading(self, name: str, reading: Reading | None) -> None:
        """Draw the server called ``name`` as it stands."""
        self._title.setText(name or self.tr("No server selected"))
        seconds = reading.seconds if reading else ()
        limit = float(reading.limit) if reading and reading.limit else None
        self.concurrency.show_points([(s.at, float(s.under_way)) for s in seconds], limit)
        # The second that has just begun would look like a fall.
        past = seconds[:-1]
        self.latency.show_points([(s.at, s.latency) for s in past])
        self.rate.show_points([(s.at, float(s.answers)) for s in past])
        self.errors.show_points([(s.at, float(s.failures)) for s in past])
        self._totals.setText(self._words(reading))

    def totals(self) -> str:
        """The line below the plots."""
        return self._totals.text()

    def _words(self, reading: Reading | None) -> str:
        if reading is None:
            return self.tr("Nothing has been sent to it since the program started.")
        parts = [
            self.tr("{items} items in {answers} answers").format(
                items=f"{reading.items:,}", answers=f"{reading.answers:,}"
            ),
            self.tr("{failures} failed attempts, {retries} repeated").format(
                failures=f"{reading.failures:,}", retries=f"{reading.retries:,}"
            ),
        ]
        if reading.down:
            parts.insert(0, self.tr("Does not answer"))
        return " · ".join([*parts, *self._reasons(reading.codes)])

    def _reasons(self, codes: Sequence[tuple[str, int]]) -> list[str]:
        names = {
            "server_overloaded": self.tr("overloaded"),
            "server_timeout": self.tr("too slow"),
            "server_broke_off": self.tr("broken connections"),
            "server_failing": self.tr("server faults"),
            "server_unreachable": self.tr("unreachable"),
            "server_refused_item": self.tr("refused"),
        }
        other = self.tr("unusable answers")
        return [f"{names.get(code, other)}: {count:,}" for code, count in codes[:4]]


def _milliseconds(value: float) -> str:
    return f"{value * 1000:,.0f} ms" if value < 10 else f"{value:,.1f} s"
