"""Takes the guide's pictures anew, from the real program at work on the samples:
``python -m gui.help.pictures [--language zh]``. Colours are cut down to 256, so that they stay small."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import wording
from engine import settings as options
from gui.app import App
from gui.gallery.stage import Stage, rest, wait
from gui.help.pages import guide_folder

SIZE = QSize(1400, 860)
COLOURS = 256


def take(stage: Stage, folder: Path) -> None:
    """A picture of each page, after it has done its work."""
    desk = stage.desk
    stage.read()
    for name, work, page in (
        ("documents", stage.documents, desk.documents),
        ("fields", stage.fields, desk.fields),
        ("duplicates", stage.duplicates, desk.duplicates),
        ("contradictions", stage.contradictions, desk.contradictions),
        ("compare", stage.compare, desk.compare),
    ):
        stage.show(page)
        work()
        stage.show(page)
        desk.banner.hide()
        rest(1.0)
        small(desk.window.grab().toImage()).save(str(folder / f"{name}.png"), "PNG", 0)


def small(picture: QImage) -> QImage:
    """The picture in its 256 most frequent colours; each other one becomes the nearest of them."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    width, height = plain.width(), plain.height()
    rows = np.frombuffer(plain.constBits(), np.uint32).reshape(height, plain.bytesPerLine() // 4)
    colours, places, counts = np.unique(
        rows[:, :width] & 0xFFFFFF, return_inverse=True, return_counts=True
    )
    kept = colours[np.argsort(-counts)[:COLOURS]]
    near = np.concatenate([_nearest(part, kept) for part in np.array_split(colours, 32)])
    indexes = np.ascontiguousarray(near[places].reshape(height, width).astype(np.uint8))
    made = QImage(indexes.data, width, height, width, QImage.Format.Format_Indexed8)
    made.setColorTable([int(colour) | 0xFF000000 for colour in kept])
    return made.copy()


def _nearest(colours: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """For each colour the place of the nearest one that is kept, by the sum of squares."""
    apart = _parts(colours)[:, None, :] - _parts(kept)[None, :, :]
    found: np.ndarray = (apart**2).sum(axis=2).argmin(axis=1)
    return found


def _parts(colours: np.ndarray) -> np.ndarray:
    return np.stack([(colours >> shift) & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.int64)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; returns the exit status. Each language is a program of its own."""
    parser = argparse.ArgumentParser(prog="python -m gui.help.pictures", description=__doc__)
    parser.add_argument("--language", choices=wording.LANGUAGES)
    language = parser.parse_args(arguments).language
    if language is None:
        command = [sys.executable, "-m", "gui.help.pictures", "--language"]
        return max(subprocess.run([*command, one]).returncode for one in wording.LANGUAGES)
    folder = guide_folder(language) / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ["CLAUSEDESK_HOME"] = home
        app = App(QApplication([sys.argv[0]]))
        app.settings.set(options.LANGUAGE, language)
        app.settings.set(options.THEME, "light")
        app.apply_settings()
        app.translation.apply(language)
        app.start()
        if not wait(lambda: app.desk is not None) or app.desk is None:
            return 1
        app.desk.window.resize(SIZE)
        take(Stage(app.desk, language, Path(home)), folder)
        app.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
