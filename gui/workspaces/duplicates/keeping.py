"""What is chosen on the page and where the thresholds stand, kept with the project."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.dedupe.board import Bands
from engine.errors import UserError
from engine.jobs.rescore import MADE
from engine.store import Project
from gui.review import Review
from gui.words import percent
from gui.workspaces.duplicates.board import Board
from gui.workspaces.duplicates.remaking import RemakeCommand, Remaking
from gui.workspaces.duplicates.threshold import ThresholdPanel

META = "duplicates"
DOUBTFUL = 0.2
"""Where the lower threshold stands at first."""


class Keeping(QObject):
    """Keeps the thresholds on board, panel and project alike, with what is ``chosen`` in the setup.
    ``banded`` says that a threshold has come to rest elsewhere. Thread: GUI."""

    banded = Signal()
    failed = Signal(object)

    def __init__(
        self,
        project: Project,
        board: Board,
        remaking: Remaking,
        panel: ThresholdPanel,
        review: Review,
        chosen: Callable[[], dict[str, Any]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project = project
        self._board = board
        self._remaking = remaking
        self._panel = panel
        self._review = review
        self._chosen = chosen
        self._made = 0.0
        panel.spectrum.moved.connect(self._on_moved)
        panel.changed.connect(self._on_bands)
        panel.applied.connect(self._on_applied)
        remaking.began.connect(lambda: panel.show_making(True))
        for over in (remaking.done, remaking.failed):
            over.connect(lambda *_: panel.show_making(False))

    def restore(self, usual: float) -> dict[str, Any]:
        """Stand as the project has it, with the sure threshold at ``usual`` in a new one; returns what was
        chosen."""
        kept = self._kept()
        # Before there were two thresholds, there was one in percent.
        sure = float(kept.get("sure", kept.get("threshold", 100 * usual) / 100))
        self._board.bands = Bands(sure, float(kept.get("doubtful", min(DOUBTFUL, sure))))
        made = self._project.get_meta(MADE) or kept.get("made", sure)
        self._remaking.made = self._made = float(made)
        self._panel.set_bands(self._board.bands, self._made)
        return kept

    def keep(self) -> None:
        """Keep what is chosen, and where the thresholds stand."""
        bands, made = self._board.bands, self._remaking.made
        kept = {**self._chosen(), "sure": bands.sure, "doubtful": bands.doubtful}
        try:
            with self._project.database.write():
                self._project.set_meta(META, json.dumps(kept, ensure_ascii=False))
                self._project.set_meta(MADE, repr(made))
        except UserError as error:
            self.failed.emit(error)
        self._made = made
        self._panel.set_bands(bands, made)

    def follow(self) -> None:
        """Clusters were made: where it was with another threshold, the sure one goes along."""
        made, bands = self._remaking.made, self._board.bands
        if made != self._made:
            self._board.bands = Bands(made, min(bands.doubtful, made))
            self.keep()

    def _kept(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._project.get_meta(META) or "{}")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def _on_moved(self, bands: Bands) -> None:
        """On every step of a drag: what is counted follows, what is listed waits for its end."""
        self._board.bands = bands

    def _on_bands(self, bands: Bands) -> None:
        self._board.bands = bands
        self.banded.emit()
        self.keep()

    def _on_applied(self, bands: Bands) -> None:
        """Clusters from another threshold: one step to take back."""
        words = self.tr("Make clusters from {share} on").format(share=percent(bands.sure))
        remaking = self._remaking
        self._review.push(RemakeCommand(words, remaking.made, bands.sure, remaking.make))
