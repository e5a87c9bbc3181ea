"""Progress on stderr: a bar on a terminal, otherwise a line every ten seconds."""

from __future__ import annotations

import shutil
import time
from typing import TextIO

import wording
from engine.events import Progress

LINE_EVERY_SECONDS = 10.0
BAR_WIDTH = 24


class ProgressReporter:
    """Shows how far a job is. ``quiet`` shows nothing.

    ``stage`` codes become words through ``wording``; rate and time left are worked out here.
    """

    def __init__(self, stream: TextIO, language: str, quiet: bool = False) -> None:
        self._stream = stream
        self._language = language
        self._quiet = quiet
        self._terminal = stream.isatty()
        self._stage = ""
        self._stage_started = 0.0
        self._last_line = time.monotonic()
        self._bar_shown = False

    def show(self, progress: Progress) -> None:
        """Show ``progress`` if it is due."""
        if self._quiet:
            return
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._stage_started = progress.stage, now
        if self._terminal:
            self._draw(self._line(progress, now))
        elif now - self._last_line >= LINE_EVERY_SECONDS:
            self._last_line = now
            print(self._line(progress, now), file=self._stream, flush=True)

    def clear(self) -> None:
        """Take the bar off the terminal, so that other text starts on an empty line."""
        if self._bar_shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._bar_shown = False

    def _draw(self, line: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._stream.write("\r\x1b[K" + line[:width])
        self._stream.flush()
        self._bar_shown = True

    def _line(self, progress: Progress, now: float) -> str:
        words = wording.sentence(progress.stage, {"detail": progress.detail}, self._language).what
        seconds = now - self._stage_started
        rate = progress.done / seconds if seconds > 0 else 0.0
        parts = [words]
        if progress.total:
            share = min(1.0, progress.done / progress.total)
            if self._terminal:
                filled = round(share * BAR_WIDTH)
                parts.append("█" * filled + "░" * (BAR_WIDTH - filled))
            parts.append(f"{progress.done:,}/{progress.total:,}")
            if rate and progress.done < progress.total:
                parts.append(clock((progress.total - progress.done) / rate))
        else:
            parts.append(f"{progress.done:,}")
        if rate >= 0.1:
            parts.append(f"{rate:,.1f}/s")
        return "  ".join(parts)


def clock(seconds: float) -> str:
    """``0:07``, ``12:30`` or ``3:05:00``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
