"""``python -m gui.gallery [FOLDER]``: every page and dialog, light and dark, English and Chinese, at
100 and 200 %, from the real program at work on the samples; and a page that shows them all.

Each language and scale is a program of its own: Qt takes its scale when it starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from engine import settings as options
from gui.app import App
from gui.gallery.index import Variant, every_variant, file_name, write_index
from gui.gallery.scenes import scenes
from gui.gallery.stage import Stage, rest, wait
from gui.main_window import MainWindow
from gui.theme import Scheme

FOLDER = Path("build") / "gallery"
LANGUAGES, SCHEMES, PERCENTS = ("en", "zh"), (Scheme.LIGHT, Scheme.DARK), (100, 200)
SIZES = {100: QSize(1360, 860), 200: QSize(1280, 720)}
"""In device-independent pixels: at 200 % that of a screen of 2560 × 1440."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m gui.gallery", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--percent", type=int, choices=PERCENTS, action="append")
    parser.add_argument("--only", default="", help="scenes whose name holds this word")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    languages, percents = given.language or LANGUAGES, given.percent or PERCENTS
    if given.here:
        return _photograph(given.folder, languages[0], percents[0], given.only)
    for percent in percents:
        for language in languages:
            _run(given.folder, language, percent, given.only)
    print(write_index(given.folder, every_variant(LANGUAGES, SCHEMES, PERCENTS)))
    return 0


def _run(folder: Path, language: str, percent: int, only: str) -> None:
    """One program of its own, on the platform without a screen unless another one is asked for."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment["QT_SCALE_FACTOR"] = str(percent / 100)
    words = ["--language", language, "--percent", str(percent), "--only", only, "--here"]
    command = [sys.executable, "-m", "gui.gallery", str(folder), *words]
    subprocess.run(command, env=environment, check=True)


def _photograph(folder: Path, language: str, percent: int, only: str) -> int:
    variants = every_variant([language], SCHEMES, [percent])
    for one in variants:
        (folder / one.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["CLAUSEDESK_HOME"] = home
        app = App(QApplication([sys.argv[0]]))
        app.settings.set(options.LANGUAGE, language)
        app.apply_settings()
        app.translation.apply(language)
        app.start()
        if not wait(lambda: app.desk is not None) or app.desk is None:
            return 1
        app.desk.window.resize(SIZES[percent])
        rest()
        stage = Stage(app.desk, language, Path(home))
        for number, scene in enumerate(scenes(stage), 1):
            # A platform without a screen puts a window that is larger than its own back onto it.
            app.desk.window.resize(SIZES[percent])
            if only in scene.name:
                name = file_name(number, scene.name)
                _keep(app, scene.widget, [folder / one.folder / name for one in variants], variants)
        app.shutdown()
    return 0


def _keep(app: App, widget: QWidget, paths: Sequence[Path], variants: Sequence[Variant]) -> None:
    """The same widget in every scheme."""
    for path, variant in zip(paths, variants, strict=True):
        app.theme.apply(Scheme(variant.scheme))
        rest(0.25 if isinstance(widget, MainWindow) else 0.1)
        widget.grab().save(str(path))


if __name__ == "__main__":
    sys.exit(main())
