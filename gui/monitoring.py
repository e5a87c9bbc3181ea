"""The program's figures, and the door through which a monitoring program on this machine reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, qVersion

import wording
from engine import settings as options
from engine.errors import UserError
from engine.settings import OPTIONS, Settings
from engine.store import Project
from engine.telemetry import Metrics
from engine.version import version
from gui.background import Background

if TYPE_CHECKING:
    from engine.telemetry.endpoint import MetricsServer


class Monitoring(QObject):
    """Owns the figures of this session. ``changed`` says that the door was opened or shut,
    ``failed`` carries a UserError. Thread: GUI."""

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        background: Background,
        log_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.log_folder = log_folder
        self.metrics = Metrics()
        self.settings = settings
        self._background = background
        self._server: MetricsServer | None = None

    @property
    def url(self) -> str:
        """Where figures can be read; empty where they cannot."""
        return self._server.url if self._server is not None else ""

    def apply(self) -> None:
        """Open or shut the door as the settings say."""
        wanted = self.settings.get(options.METRICS_PORT)
        serving = self.settings.get(options.METRICS_ENDPOINT)
        server = self._server
        if server is not None and serving and server.port == wanted:
            return
        if server is not None:
            self._server = None
            self.changed.emit()
            # It lets go of the port within a moment that the window does not wait for.
            self._background.run(server.close, lambda _: self.apply())
        elif serving:
            self._open(wanted)

    def close(self) -> None:
        """The program ends."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def write_bundle(self, path: Path, project: Project) -> Path:
        """Write the file for support; called off the main thread. Raises ``UserError``."""
        from engine.telemetry.bundle import write_bundle

        facts = {
            "clausedesk": version(),
            "qt": qVersion(),
            "documents": project.documents.count(),
            "pairs": project.pairs.count(),
            "verdicts": project.verdicts.count(),
            "failures": project.failures.count(),
            "runs": project.runs.count(),
        }
        codes = wording.catalogue("en")
        figures = self.metrics.figures()
        told = [(one.key, self.settings.get(one), one.choices) for one in OPTIONS]
        write_bundle(path, self.log_folder, told, figures, facts, codes)
        return path

    def _open(self, port: int) -> None:
        from engine.telemetry.endpoint import MetricsServer

        try:
            self._server = MetricsServer(self.metrics, port)
        except UserError as error:
            self.failed.emit(error)
        self.changed.emit()
