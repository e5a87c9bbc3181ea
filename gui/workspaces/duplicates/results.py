"""Below the setup: what a search found, or why there is nothing to see."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget

from engine.types import RunStatus
from gui.widgets import EmptyState, Switch
from gui.workspaces.duplicates.clusters import ClustersTab
from gui.workspaces.duplicates.review import PairsTab

PAIRS, CLUSTERS = 0, 1


class _Tabs(QTabWidget):
    """Asks for no room while it is hidden: Qt's stack would give it that of the tallest."""

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return 0 if self.isHidden() else super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return QSize() if self.isHidden() else super().minimumSizeHint()


class Results(Switch):
    """The tabs of pairs and clusters, or words in their place. Needs no more room than what it shows:
    the setup above is open while nothing is."""

    def __init__(self, pairs: PairsTab, clusters: ClustersTab) -> None:
        self.tabs = _Tabs()
        self._waiting = EmptyState("duplicates", "", "")
        self._said = ("", "")
        super().__init__(self._waiting, self.tabs)
        self.tabs.setDocumentMode(True)
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName(self.tr("Pairs and clusters"))
        self.tabs.addTab(pairs, self.tr("Pairs"))
        self.tabs.addTab(clusters, self.tr("Clusters"))
        self.tabs.currentChanged.connect(
            lambda number: clusters.begin() if number == CLUSTERS else None
        )

    def shows_pairs(self) -> bool:
        """Whether the tabs are there."""
        return self.currentIndex() == 1

    def on_clusters(self) -> bool:
        """Whether the tab of clusters is the current one."""
        return self.tabs.currentIndex() == CLUSTERS

    def count_clusters(self, count: int) -> None:
        """Say on the tab how many clusters there are."""
        words = self.tr("Clusters")
        self.tabs.setTabText(CLUSTERS, f"{words} ({count:,})" if count else words)

    def show_state(self, pairs: bool, searching: bool, latest: RunStatus | None) -> None:
        """``pairs``: there are any; ``searching``: a search runs or waits; ``latest``: how the last
        one stands."""
        self.show_content(pairs)
        self._said = self._standing(searching, latest)
        self._waiting.say(*self._said)

    def words(self) -> tuple[str, str]:
        """What stands in the place of results: its title, and what to do."""
        return self._said

    def _standing(self, searching: bool, latest: RunStatus | None) -> tuple[str, str]:
        if searching or latest in (RunStatus.QUEUED, RunStatus.RUNNING):
            return self.tr("Looking for duplicates"), self.tr("What is found appears here.")
        if latest in (RunStatus.DONE, RunStatus.DONE_WITH_FAILURES):
            return self.tr("No duplicates found"), self.tr("Tick other columns to look again.")
        if latest is RunStatus.CANCELLED:
            words = self.tr("Nothing was found until then. Find duplicates begins anew.")
            return self.tr("The search was stopped"), words
        if latest is not None:
            words = self.tr("The page Activity says why. Find duplicates tries it again.")
            return self.tr("The search did not come to its end"), words
        words = self.tr("Tick the columns that identify a row above, then press Find duplicates.")
        return self.tr("Which rows are the same?"), words

    def show_content(self, there: bool) -> None:
        super().show_content(there)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()
