"""What is new: shown once after an update, and from the Help menu at any time."""

from __future__ import annotations

import re

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from engine.paths import resource_path
from gui import theme
from gui.help.browser import PageBrowser

SEEN = "release-notes"
"""Where the version is remembered whose notes were shown."""

_HEADING = re.compile(r"^## (\d[\w.]*).*$", re.MULTILINE)


def release_notes(language: str) -> str:
    """The notes of every version, the newest first."""
    name = "zh" if language == "zh" else "en"
    return resource_path("release_notes", f"{name}.md").read_text(encoding="utf-8")


def since(notes: str, version: str) -> str:
    """The heading, and the notes of the versions after ``version``; empty where there are none."""
    places = [(found.start(), found[1]) for found in _HEADING.finditer(notes)]
    if not places:
        return ""
    ends = [start for start, _ in places[1:]] + [len(notes)]
    new = [
        notes[start:end].strip()
        for (start, number), end in zip(places, ends, strict=True)
        if _order(number) > _order(version)
    ]
    head = notes[: places[0][0]].strip()
    return "\n\n".join([head, *new]) + "\n" if new else ""


def unseen(memory: QSettings, version: str, language: str) -> str:
    """The notes to show now, and remember that they were: none at the very first start, where
    everything is new. Every version remembers its own, so that without one this start is the first,
    whatever else the window has already written down."""
    seen = str(memory.value(SEEN, "") or "")
    memory.setValue(SEEN, version)
    if not seen or seen == version:
        return ""
    return since(release_notes(language), seen)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


class NewsDialog(QDialog):
    """Notes to read."""

    def __init__(self, notes: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What is new"))
        self.resize(680, 560)
        self.browser = PageBrowser()
        self.browser.setAccessibleName(self.windowTitle())
        self.browser.show_page(notes, resource_path("release_notes"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.addWidget(self.browser)
        layout.addWidget(buttons)
