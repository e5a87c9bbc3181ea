"""The first thing that runs of the window: hand files to a running program, or load and open one.

Imports little, so that a double click beside a running program takes a fraction of a second.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from engine.paths import data_dir
from gui.single import SingleInstance, absolute_paths


def run(argv: Sequence[str]) -> int:
    """Open the window, or the files of ``argv`` in the window that is open; returns the exit status."""
    application = QApplication.instance() or QApplication([sys.argv[0]])
    paths = absolute_paths(argv)
    single = SingleInstance(data_dir())
    try:
        if not single.claim() and single.hand_over(paths):
            return 0
        # Where the running program does not answer, a window of its own is better than none.
        from gui.app import run as open_window

        return open_window(application, paths, single)
    finally:
        single.close()
