"""structlog over the standard library's handlers: one JSON object a line.

Events carry names, counts, seconds and codes. What stands in documents, tables and fields is never
logged; file names are, because without them a log helps nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor

FILE_NAME = "clausedesk.log"
FILE_BYTES = 2 * 2**20
FILES_KEPT = 5

_SHARED: tuple[Processor, ...] = (
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for the module ``name``: ``logger(__name__).info("job_finished", seconds=3.2)``.

    Without a :class:`Log` its events go wherever the standard library's logging goes; never to
    stdout, which belongs to results.
    """
    bound: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return bound


class Log:
    """The handlers of a running program; a context manager that takes them off again.

    ``folder`` gets the rotating log, ``json_log`` (the option ``--json-log``) one file of this run
    alone. Raises ``UserError`` nowhere: a log that cannot be written must not stop the work.
    """

    def __init__(self, folder: Path | None = None, json_log: Path | None = None) -> None:
        self._handlers: list[logging.Handler] = []
        self._root = logging.getLogger()
        self._level = self._root.level
        if folder is not None:
            self._add(lambda: _rotating(folder / FILE_NAME))
        if json_log is not None:
            self._add(lambda: logging.FileHandler(json_log, mode="w", encoding="utf-8"))
        self._root.setLevel(logging.INFO)

    def close(self) -> None:
        """Take the handlers off and close their files."""
        for handler in self._handlers:
            self._root.removeHandler(handler)
            handler.close()
        self._handlers.clear()
        self._root.setLevel(self._level)

    def __enter__(self) -> Log:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _add(self, make: Callable[[], logging.Handler]) -> None:
        try:
            handler = make()
        except OSError as error:
            logging.getLogger(__name__).warning("log_not_written: %s", error)
            return
        handler.setFormatter(_formatter())
        self._handlers.append(handler)
        self._root.addHandler(handler)


def _rotating(path: Path) -> RotatingFileHandler:
    return RotatingFileHandler(
        path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=False
    )


def _formatter() -> structlog.stdlib.ProcessorFormatter:
    """JSON lines, for structlog's events and for plain log records of libraries alike."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_SHARED, structlog.stdlib.PositionalArgumentsFormatter()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _plain,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
    )


def _plain(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Lone surrogates (from file names) would make the line impossible to write."""
    return {
        key: value.encode("utf-8", "backslashreplace").decode("utf-8")
        if isinstance(value, str)
        else value
        for key, value in event.items()
    }


def configure_log(folder: Path | None = None, json_log: Path | None = None) -> Log:
    """Start logging for the rest of the program; close the result to stop."""
    return Log(folder, json_log)
