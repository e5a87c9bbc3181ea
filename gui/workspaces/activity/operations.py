"""How the program does: lights against limits, figures over the last minutes, times by job."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine import settings as options
from engine.settings import Settings
from engine.telemetry import Check, Figures, JobFigures, Light, Limits, Metrics, health
from gui import icons, theme
from gui.theme import Tone
from gui.widgets import QuietLabel, button, row
from gui.words import round_figure
from gui.workspaces.activity.plot import Plot

SAMPLE_MS = 1000

LIGHT_ICONS = {
    Light.IDLE: "proposed",
    Light.GOOD: "accept",
    Light.WATCH: "warning",
    Light.BAD: "reject",
}
LIGHT_TONES = {
    Light.IDLE: Tone.QUIET,
    Light.GOOD: Tone.GOOD,
    Light.WATCH: Tone.CAUTION,
    Light.BAD: Tone.BAD,
}


def limits_of(settings: Settings) -> Limits:
    """The limits that a person set."""
    return Limits(
        settings.get(options.HEALTH_SUCCESS),
        settings.get(options.HEALTH_SECONDS),
        settings.get(options.HEALTH_MEGABYTES) * 2**20,
    )


class Lamp(QWidget):
    """One light: an icon, a word for how it stands, the figure and its limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel()
        self._words = QLabel()
        self._limit = QuietLabel()
        self._check: Check | None = None
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._words)
        words.addWidget(self._limit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.LARGE, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words)

    def show_check(self, check: Check, job: str) -> None:
        """Draw how a figure stands; ``job`` is what people call the job that stands worst."""
        self._check = check
        name, value, limit = self._texts(check)
        how = {
            Light.IDLE: self.tr("nothing yet"),
            Light.GOOD: self.tr("good"),
            Light.WATCH: self.tr("near the limit"),
            Light.BAD: self.tr("beyond the limit"),
        }[check.light]
        shown = f"{name}: {value} · {how}" if value else f"{name}: {how}"
        self._words.setText(shown)
        self._limit.setText(f"{limit} · {job}" if job else limit)
        self.setAccessibleName(f"{shown}; {self._limit.text()}")
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_check"):
            self._dress()

    def _dress(self) -> None:
        if self._check is None:
            return
        tone, light = LIGHT_TONES[self._check.light], self._check.light
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(icons.pixmap(LIGHT_ICONS[light], theme.ink(tone), 16, ratio))
        theme.tint(self._words, tone)

    def text(self) -> str:
        """What it says."""
        return self.accessibleName()

    def _texts(self, check: Check) -> tuple[str, str, str]:
        value = check.value
        if check.name == "success":
            limit = self.tr("at least {limit}").format(limit=share_words(check.limit))
            return self.tr("Success"), "" if value is None else share_words(value), limit
        show = seconds_words if check.name == "latency" else memory_words
        name = self.tr("Mean time") if check.name == "latency" else self.tr("Memory")
        limit = self.tr("at most {limit}").format(limit=show(check.limit))
        return name, "" if value is None else show(value), limit


class Operations(QWidget):
    """Lights, plots and a line a kind of job; looks once a second while it is seen or something
    runs. ``wants_limits`` and ``wants_bundle`` are its buttons. Thread: GUI."""

    wants_limits = Signal()
    wants_bundle = Signal()

    def __init__(
        self,
        metrics: Metrics,
        settings: Settings,
        title: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._metrics = metrics
        self._settings = settings
        self._title = title
        self.lamps = [Lamp() for _ in range(3)]
        self._rate = Plot(self.tr("Items a second"), round_figure)
        self._latency = Plot(self.tr("Time an item"), seconds_words)
        self._memory = Plot(self.tr("Memory"), memory_words)
        self._served = QuietLabel()
        self._grid = QGridLayout()
        self._cells: list[list[QLabel]] = []
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(SAMPLE_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Take a sample; draw it if anybody sees it."""
        self._metrics.sample()
        if self.isVisible():
            self.draw()

    def draw(self) -> None:
        """Show everything as it stands now."""
        figures = self._metrics.figures()
        limits = limits_of(self._settings)
        for lamp, check in zip(self.lamps, health(figures, limits), strict=True):
            lamp.show_check(check, self._title(check.job) if check.job else "")
        moments = self._metrics.history()
        self._rate.show_points([(moment.at, moment.rate) for moment in moments])
        times = [(moment.at, moment.latency) for moment in moments]
        self._latency.show_points(times, limits.seconds)
        memory = [(moment.at, float(moment.memory)) for moment in moments]
        self._memory.show_points(memory, float(limits.memory))
        self._fill(figures)

    def say_served(self, words: str) -> None:
        """Where a monitoring program can ask; empty where it cannot."""
        self._served.setText(words)
        self._served.setVisible(bool(words))

    def table(self) -> list[list[str]]:
        """The lines a kind of job, as they are shown."""
        return [[cell.text() for cell in line] for line in self._cells]

    def _build(self) -> None:
        limits = button(self.tr("Limits…"), self.wants_limits.emit, "settings")
        bundle = button(self.tr("Save support file…"), self.wants_bundle.emit, "save")
        bundle.setToolTip(
            self.tr("Log, settings, versions and figures in one file, without texts and names")
        )
        self._served.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._served.hide()
        top = row(*self.lamps, None, limits, bundle)
        plots = row(self._rate, self._latency, self._memory, spacing=theme.MEDIUM)
        self._grid.setHorizontalSpacing(theme.LARGE)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(8, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addLayout(plots)
        layout.addLayout(self._grid)
        layout.addWidget(self._served)

    def _fill(self, figures: Figures) -> None:
        lines = [self._heads(), *(self._line(job) for job in figures.jobs)] if figures.jobs else []
        while len(self._cells) < len(lines):
            place = len(self._cells)
            cells: list[QLabel] = [QuietLabel() if place == 0 else QLabel() for _ in range(8)]
            for column, cell in enumerate(cells):
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(cell, place, column, side)
            self._cells.append(cells)
        for cells, texts in zip(self._cells, lines, strict=False):
            for cell, text in zip(cells, texts, strict=True):
                if cell.text() != text:
                    cell.setText(text)

    def _heads(self) -> Sequence[str]:
        return (
            self.tr("Since the start"),
            self.tr("Runs"),
            self.tr("Done"),
            self.tr("Failed"),
            self.tr("Success"),
            self.tr("Mean"),
            self.tr("Half within"),
            self.tr("95 % within"),
        )

    def _line(self, job: JobFigures) -> Sequence[str]:
        locale = QLocale()
        times = [seconds_words(value) if value is not None else "–" for value in _times(job)]
        success = share_words(job.success) if job.success is not None else "–"
        counts = [locale.toString(number) for number in (job.runs, job.done, job.failed)]
        return (self._title(job.job), *counts, success, *times)


def _times(job: JobFigures) -> tuple[float | None, float | None, float | None]:
    return job.mean, job.p50, job.p95


def share_words(share: float) -> str:
    """A share in percent, never rounded up to a whole that it is not."""
    if share >= 1:
        return "100 %"
    return f"{QLocale().toString(int(share * 10000) / 100, 'f', 2).rstrip('0').rstrip('.,')} %"


def seconds_words(seconds: float) -> str:
    """A short time."""
    locale = QLocale()
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        value = seconds * factor
        if value >= 1 or unit == "µs":
            return f"{locale.toString(value, 'f', 0 if value >= 100 else 1)} {unit}"
    return ""


def memory_words(count: float) -> str:
    """Bytes as people say them."""
    locale = QLocale()
    if count >= 2**30:
        return f"{locale.toString(count / 2**30, 'f', 1)} GB"
    return f"{locale.toString(round(count / 2**20))} MB"
