"""The three modes measured: on a tiny model, on a server, and as a page."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path
from typing import cast

import pytest

from benchmarks.faulty_server import running
from benchmarks.servers import behave, pool
from engine.control import JobControl
from engine.errors import Cancelled
from engine.export.modes_chart import Bars, ChartPage, write_chart_page
from engine.jobs.modes import ONE_IN, ModeFigures, measure_modes
from engine.jobs.services import ModelProvider
from engine.models.protocols import PairClassifier
from engine.models.registry import ModelRegistry
from engine.remote.spec import Server, ServerKind
from tests import tiny

PAIRS = list(tiny.PAIRS) * 10


def test_every_mode_scores_every_pair_of_a_local_model(tmp_path: Path) -> None:
    tiny.bert(tmp_path / "models" / "m", labels=("score",))
    registry = ModelRegistry([tmp_path / "models"], device="cpu", threads=1)
    found = list(measure_modes(registry, "similarity", "m", PAIRS, tmp_path, JobControl()))
    assert [one.mode for one in found] == ["one_by_one", "all_at_once", "streaming"]
    assert [one.pairs for one in found] == [len(PAIRS) // ONE_IN, len(PAIRS), len(PAIRS)]
    for one in found:
        assert one.lost == 0
        assert 0 < one.first <= one.seconds
        assert one.rate == pytest.approx(one.pairs / one.seconds)


class Served:
    """One server's model, whatever is asked for."""

    def __init__(self, model: PairClassifier) -> None:
        self._model = model

    def classifier(self, task: str, name: str | None = None) -> PairClassifier:
        return self._model


def served(tmp_path: Path, **how: object) -> list[ModeFigures]:
    """The modes on the made-up server that behaves in such a way."""
    with running() as port:
        behave(port, **how)
        opened = pool()
        server = Server("made up", ServerKind.PLAIN, f"http://127.0.0.1:{port}")
        model = opened.classifier(server, "similarity", JobControl())
        try:
            models = cast(ModelProvider, Served(model))
            return list(
                measure_modes(models, "similarity", None, PAIRS[:40], tmp_path, JobControl())
            )
        finally:
            opened.close()


def test_a_server_is_asked_in_turn_at_once_and_within_bounds(tmp_path: Path) -> None:
    one, every, stream = served(tmp_path, latency=0.02)
    assert (one.lost, every.lost, stream.lost) == (0, 0, 0)
    assert every.rate > one.rate
    assert stream.rate > one.rate


def test_what_is_lost_without_bounds_is_counted(tmp_path: Path) -> None:
    _, every, stream = served(tmp_path, latency=0.01, faults={"500": 0.3})
    assert every.lost > 0
    assert stream.lost == 0


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    tiny.bert(tmp_path / "models" / "m", labels=("score",))
    registry = ModelRegistry([tmp_path / "models"], device="cpu", threads=1)
    control = JobControl()
    measured = measure_modes(registry, "similarity", "m", PAIRS, tmp_path, control)
    next(measured)
    control.cancel()
    with pytest.raises(Cancelled):
        next(measured)


class Reader(HTMLParser):
    """Every opened element is closed, and nothing comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "link", "iframe")
        assert not {"src", "href"} & {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_chart_is_one_page_in_either_language(tmp_path: Path, language: str) -> None:
    rows = [("逐对 <b>", 1.0, "1.0"), ("流式", 0.0, "0.0")]
    page = ChartPage(language, "A & B", ["x < y"], [Bars("每秒对数", rows)], ["h"], [["<i>"]])
    write_chart_page(tmp_path / "chart.html", page)
    text = (tmp_path / "chart.html").read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(text)
    assert not reader.open
    assert {"A & B", "x < y", "逐对 <b>", "<i>"} <= set(reader.said)
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in text
    svg = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
    assert len(svg.findall("rect")) == 2
