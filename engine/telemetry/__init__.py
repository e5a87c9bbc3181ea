"""The log: structured, rotating, on this machine only, and never a word of a document."""

from engine.telemetry.log import Log, configure_log, crash_file, logger, previous_crash

__all__ = ["Log", "configure_log", "crash_file", "logger", "previous_crash"]
