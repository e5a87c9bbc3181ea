"""What the program says of itself: a structured rotating log, figures, and a bundle for support.
All of it stays on this machine, and none of it holds a word of a document.

``engine.telemetry.endpoint``, ``engine.telemetry.bundle`` and ``engine.telemetry.crash`` are imported where they are asked for."""

from engine.telemetry.health import Check, Light, Limits, health
from engine.telemetry.log import Log, configure_log, logger
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
    "health",
    "logger",
    "metered",
]
