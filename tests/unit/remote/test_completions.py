"""Fields by completions: only what stands in the text, at every place where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.control import JobControl
from engine.errors import UserError
from engine.extraction import parse_fields
from engine.remote.book import ServerBook
from engine.remote.completions import choices, groups, places, prompt, values
from engine.remote.pool import ServerPool
from engine.remote.provider import ServedModels
from engine.remote.spec import ServerKind
from tests.unit.remote.conftest import Faulty
from tests.unit.remote.test_detect import Local

TEXT = "甲方：北京科技有限公司\n乙方：上海贸易公司。甲方北京科技有限公司应于2024年3月5日付款。"


def test_values_are_grounded_and_every_place_is_offered(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(
        completion="甲方: 北京科技有限公司\n乙方: 上海贸易公司，广州公司\n日期: None\n其他: 付款\n"
    )
    model = pool.extractor(faulty.server(ServerKind.VLLM), JobControl())
    fields = parse_fields("甲方, 乙方, 日期")
    [(index, spans)] = model.extract([TEXT], fields, JobControl())
    found = {(fields[span.field].name, TEXT[span.start : span.end]) for span in spans}
    assert index == 0
    assert found == {("甲方", "北京科技有限公司"), ("乙方", "上海贸易公司")}
    assert len(spans) == 3


def test_many_texts_come_back_each_once_despite_faults(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(completion="a: word", faults={"500": 0.05, "reset": 0.05})
    models = ServedModels(
        Local(),
        lambda: pool,
        ServerBook(servers=[faulty.server(ServerKind.VLLM, uses=("extraction",))]),
    )
    texts = [f"{'x ' * number}word" for number in range(100)]
    fields = parse_fields("\n".join(f"field {n}" for n in range(7)) + "\na")
    found = dict(models.extractor(language="en").extract(texts, fields, JobControl()))
    assert len(found) == 100
    for index, spans in found.items():
        assert [(span.field, span.start) for span in spans] == [(7, 2 * index)]


def test_a_server_that_refuses_the_prompt_says_so(faulty: Faulty, pool: ServerPool) -> None:
    model = pool.extractor(faulty.server(ServerKind.VLLM), JobControl())
    faulty.behave(status=400)
    with pytest.raises(UserError, match="server_refused_item"):
        list(model.extract(["a"], parse_fields("b"), JobControl()))


def test_windows_leave_room_for_prompt_and_answer(faulty: Faulty, pool: ServerPool) -> None:
    model = pool.extractor(faulty.server(ServerKind.VLLM), JobControl())
    few, many = parse_fields("a"), parse_fields("the governing law of this, another long name")
    assert 32 <= model.window_tokens(many) < model.window_tokens(few) <= 1024 - 256
    text = "甲方 pays 12,000 euros"
    offsets = model.count_tokens(text)
    assert "".join(text[start:end] for start, end in offsets) == text


def test_the_prompt_is_its_authors_and_six_labels_long() -> None:
    fields = parse_fields("甲, 乙, 丙, 丁, 戊, 己, 庚")
    [first, second] = groups(fields)
    assert prompt("x", second) == "输入: x\n抽取: 庚\n输出: [GEN]"
    assert len(first) == 6


def test_scores_come_from_the_tokens_of_the_value(faulty: Faulty, pool: ServerPool) -> None:
    model = pool.extractor(faulty.server(ServerKind.VLLM), JobControl())
    [said] = values("a: word", ["a"])
    told = {"text_offset": [0, 1, 3], "token_logprobs": [-5.0, -5.0, -0.1]}
    assert model._score({"logprobs": told}, said) == pytest.approx(0.9048, abs=1e-3)
    assert model._score({}, said) == 0.5


@given(st.text(), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6, unique=True))
def test_any_answer_is_read_and_every_value_stands_where_it_says(
    text: str, names: list[str]
) -> None:
    for said in values(text, names):
        assert text[said.start : said.end] == said.text
        assert 0 <= said.label < len(names)


@given(st.text(), st.text(min_size=1, max_size=5))
def test_places_hold_the_value_but_for_white_space(text: str, value: str) -> None:
    for start, end in places(text, value):
        assert text[start:end].split() == value.split()


@pytest.mark.parametrize("answer", [{"choices": []}, {"choices": [{"index": 0, "text": None}]}])
def test_an_answer_without_its_choices_is_none(answer: dict[str, list[object]]) -> None:
    with pytest.raises(ValueError, match=r"choices|choice"):
        choices(answer, 1)
