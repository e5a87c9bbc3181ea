"""Every page and dialog in every state, walked once a language and size of letters: names, Tab, contrast,
room for words, and no word of the other language."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from engine import settings as options
from engine.paths import resource_path
from engine.tables import open_all
from gui.app import App
from gui.gallery.scenes import Scene, scenes
from gui.gallery.stage import Stage, calm, rest, wait
from gui.samples import sample_table
from gui.theme import Scheme
from tests.gui import walking
from tests.gui.conftest import rules_alone

SMALL, LARGE = QSize(1280, 720), QSize(1600, 900)
"""A window of 1280 × 720 is also what a screen of 1920 × 1080 has room for at 150 %."""

Found = dict[str, list[str]]
CHECKS: dict[str, Callable[[QWidget], Iterator[str]]] = {
    "nameless": walking.nameless,
    "unreachable": walking.unreachable,
    "faint": walking.faint,
    "cut": walking.cut,
    "english": walking.english,
}


class Walk:
    """Looks at scenes and keeps what is wrong, each fault once."""

    def __init__(self, program: App, size: QSize, checks: tuple[str, ...]) -> None:
        self.found: Found = defaultdict(list)
        self.scenes = 0
        self._program = program
        self._size = size
        self._checks = checks

    def look(self, scene: Scene) -> None:
        """Everything that is checked, in the light theme; contrast also in the dark one."""
        self.scenes += 1
        desk = self._program.desk
        assert desk is not None
        if scene.widget is desk.window and desk.window.size() != self._size:
            needs = desk.window.size().expandedTo(desk.window.minimumSizeHint())
            if needs.width() > self._size.width() or needs.height() > self._size.height():
                self._note("room", scene.name, f"{needs.toTuple()}")
            desk.window.resize(self._size)
        calm()
        for check in self._checks:
            faults = list(CHECKS[check](scene.widget))
            if faults:
                # Words of a job that runs may just have changed, and not have their room yet.
                rest(0.2)
                again = set(CHECKS[check](scene.widget))
                faults = [fault for fault in faults if fault in again]
            for fault in faults:
                self._note(check, scene.name, fault)
        if "faint" in self._checks:
            self._program.theme.apply(Scheme.DARK)
            QApplication.processEvents()
            for fault in walking.faint(scene.widget):
                self._note("faint", scene.name, f"dark: {fault}")
            self._program.theme.apply(Scheme.LIGHT)

    def _note(self, check: str, scene: str, fault: str) -> None:
        if not any(known.endswith(f": {fault}") for known in self.found[check]):
            self.found[check].append(f"{scene}: {fault}")


def walked(
    application: QApplication, home: Path, language: str, factor: float, checks: tuple[str, ...]
) -> Walk:
    """The whole program without models, through all scenes, shut down again."""
    size = SMALL if factor == 1 else LARGE
    letters = application.font()
    larger = application.font()
    larger.setPointSizeF(letters.pointSizeF() * factor)
    application.setFont(larger)
    os.environ["CLAUSEDESK_HOME"] = str(home)
    program = App(application, rules_alone)
    try:
        for option, value in ((options.LANGUAGE, language), (options.THEME, "light")):
            program.settings.set(option, value)
        program.apply_settings()
        program.translation.apply(language)
        program.start()
        assert wait(lambda: program.desk is not None, 20)
        assert program.desk is not None
        program.desk.window.resize(size)
        calm()
        walk = Walk(program, size, checks)
        for scene in scenes(Stage(program.desk, language, home)):
            walk.look(scene)
    finally:
        assert program.shutdown()
        program.translation.apply("en")
        program.deleteLater()
        application.setFont(letters)
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        application.processEvents()
        del os.environ["CLAUSEDESK_HOME"]
    return walk


@pytest.fixture(scope="module")
def english(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    home = tmp_path_factory.mktemp("en")
    return walked(qapp, home, "en", 1, ("nameless", "unreachable", "faint", "cut"))


@pytest.fixture(scope="module")
def chinese(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    return walked(qapp, tmp_path_factory.mktemp("zh"), "zh", 1, ("nameless", "cut", "english"))


@pytest.fixture(scope="module", params=("en", "zh"))
def large(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    tmp_path_factory: pytest.TempPathFactory,
) -> Walk:
    home = tmp_path_factory.mktemp(f"{request.param}-large")
    return walked(qapp, home, request.param, 1.5, ("cut",))


def test_everything_that_can_be_worked_with_has_a_name(english: Walk, chinese: Walk) -> None:
    assert english.scenes == chinese.scenes > 40
    assert english.found["nameless"] == []
    assert chinese.found["nameless"] == []


def test_everything_can_be_reached_and_left_by_tab(english: Walk) -> None:
    assert english.found["unreachable"] == []


def test_every_word_stands_out_from_its_ground_in_both_themes(english: Walk) -> None:
    assert english.found["faint"] == []


def test_nothing_is_cut_off_in_a_small_window(english: Walk, chinese: Walk) -> None:
    for walk in (english, chinese):
        assert walk.found["room"] == []
        assert walk.found["cut"] == []


def test_nothing_is_cut_off_where_letters_are_half_as_large_again(large: Walk) -> None:
    assert large.found["room"] == []
    assert large.found["cut"] == []


NAMES = {
    "ClauseDesk",
    "CSV",
    "English",
    "Hugging Face",
    "JSON lines",
    "Markdown",
    "ModelScope",
    "Office GPU",
    "system",
    "vLLM",
}
"""Names, the same in every language; ``system`` is typed as it stands."""


def test_a_chinese_window_says_nothing_in_english(chinese: Walk) -> None:
    left = [said for said in chinese.found["english"] if not _is_data(said.split(": ", 1)[1])]
    assert not left, "\n".join(left)


def _is_data(words: str) -> bool:
    """File names, paths, addresses, ids, keys, and what model packs say of themselves."""
    samples = [path.name for path in resource_path("samples").iterdir()]
    [table] = open_all(Path(sample_table()))
    return (
        words in NAMES
        or words.strip("\u2009") in table.columns
        or any(name in words for name in (*samples, "clausedesk-", "://"))
        or Path(words).is_absolute()
        or words in _cards()
        or words.startswith(("cosine", "probation", "ClauseDesk ", "Python "))
    )


def _cards() -> str:
    """All that the built-in packs say of themselves; their cards are in English."""
    packs = resource_path("models").glob("*/pack.json")
    cards = [json.loads(path.read_text(encoding="utf-8")) for path in packs]
    return json.dumps(cards, ensure_ascii=False)
