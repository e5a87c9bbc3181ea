"""What the program says of itself: a structured rotating log, figures, and a bundle for support.
All of it stays on this machine, and none of it holds a word of a document.

``engine.telemetry.endpoint`` and ``engine.telemetry.bundle`` are imported where they are asked for."""

from engine.telemetry.health import Check, Light, Limits, health
from engine.telemetry.log import Log, configure_log, crash_file, logger, previous_crash
from engine.telemetry.metering import metered
from engine.telemetry.metrics import Figures, JobFigures, Metrics, Moment

__all__ = [
    "Check",
    "Figures",
    "JobFigures",
    "Light",
    "Limits",
    "Log",
    "Metrics",
    "Moment",
    "configure_log",
    "crash_file",
    "health",
    "logger",
    "metered",
    "previous_crash",
]
