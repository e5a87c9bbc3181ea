"""Pictures of every page, from the real program at work on the samples: for README and docs.

``python -m gui.screenshots OUT_DIR [--dark] [--language zh]``; ``python -m gui.gallery`` takes every
page and dialog in every state.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from engine import settings as options
from gui.app import App
from gui.gallery.stage import Stage, rest, wait
from gui.workspaces.base import Workspace

SIZE = QSize(1360, 860)


def take(stage: Stage, folder: Path, suffix: str) -> None:
    """Read, extract, compare, check; a picture after each."""
    desk = stage.desk
    stage.read()
    steps = (
        ("documents", stage.documents, desk.documents),
        ("fields", stage.fields, desk.fields),
        ("duplicates", stage.duplicates, desk.duplicates),
        ("contradictions", stage.contradictions, desk.contradictions),
        ("activity", lambda: None, desk.activity),
    )
    for name, work, page in steps:
        work()
        _keep(stage, page, folder / f"{name}{suffix}.png")


def _keep(stage: Stage, page: Workspace, path: Path) -> None:
    stage.show(page)
    stage.desk.window.resize(SIZE)
    rest()
    stage.desk.window.grab().save(str(path))
    print(path, file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m gui.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--language", choices=("en", "zh"), default="en")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["CLAUSEDESK_HOME"] = home
        application = QApplication([sys.argv[0]])
        app = App(application)
        app.settings.set(options.LANGUAGE, given.language)
        app.settings.set(options.THEME, "dark" if given.dark else "light")
        app.apply_settings()
        app.translation.apply(given.language)
        app.start()
        wait(lambda: app.desk is not None)
        if app.desk is None:
            return 1
        app.desk.window.resize(SIZE)
        suffix = "-dark" if given.dark else ""
        take(Stage(app.desk, given.language, Path(home)), given.folder, suffix)
        app.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
