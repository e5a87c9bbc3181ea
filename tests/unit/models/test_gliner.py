"""GLiNER folders as they are published, Chinese words, windows, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.control import JobControl
from engine.documents import paste
from engine.errors import UserError
from engine.extraction.windowing import cut, run_windows
from engine.models.devices import Compute
from engine.models.families import gliner
from engine.models.families.gliner_words import WordSplitter
from engine.models.packs import load_pack
from engine.models.protocols import Extractor, SpanScore
from engine.models.registry import ModelRegistry
from engine.types import Field
from tests.tiny_families import gliner as checkpoint

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

CPU = Compute("cpu", "fp32", 1)
FIELDS = [Field("Party"), Field("签订日期"), Field("Term")]
TEXT = "于2024年3月5日与乙方签订本合同。The Buyer shall pay $1,000.50 within thirty days."


def words(text: str) -> list[str]:
    return [word for word, _, _ in WordSplitter()(text)]


def test_chinese_is_cut_by_character_and_numbers_stay_whole() -> None:
    expected = ["于", "2024", "年", "3", "月", "5", "日", "与", "乙", "方"]
    assert words("于2024年3月5日与乙方") == expected
    assert words("pay $1,000.50 by e-mail; naïve 12:30.") == [
        "pay", "$", "1,000.50", "by", "e-mail", ";", "naïve", "12:30", ".",
    ]  # fmt: skip
    assert words("合同ABC-01号\n第2条") == ["合", "同", "ABC", "-", "01", "号", "第", "2", "条"]


@given(st.text())
def test_words_cover_the_text_in_order(text: str) -> None:
    place = 0
    for word, start, end in WordSplitter()(text):
        assert text[start:end] == word != ""
        assert not text[place:start].strip()
        assert place <= start < end
        place = end
    assert not text[place:].strip()


@pytest.mark.parametrize("mode", ["markerV0", "token_level"])
@pytest.mark.parametrize("complete", [True, False])
def test_a_published_folder_is_run(tmp_path: Path, mode: str, complete: bool) -> None:
    folder = checkpoint(tmp_path / "gliner", mode, complete)
    found = ModelRegistry([tmp_path], "cpu", 1).extractor(folder.name)
    assert isinstance(found, gliner.Gliner) and isinstance(found, Extractor)
    texts = [TEXT, "", "  \n", "乙方"]
    answers = dict(found.extract(texts, FIELDS, JobControl()))
    assert set(answers) == {0, 1, 2, 3}
    assert answers[0] and not answers[1] and not answers[2]
    edges = {edge for _, start, end in WordSplitter()(TEXT) for edge in (start, end)}
    for span in answers[0]:
        assert 0 <= span.field < 3 and 0 < span.score < 1
        assert {span.start, span.end} <= edges
    # Chinese: something inside the sentence was found, not the whole of it.
    assert any(span.end - span.start < 6 for span in answers[0])


def test_a_text_comes_out_the_same_in_any_company(tmp_path: Path) -> None:
    model = gliner.load(load_pack(checkpoint(tmp_path / "gliner")), CPU)
    texts = [TEXT, "甲方应于2024年3月5日前支付。", "The seller delivers the goods.", TEXT[:20]]
    together = dict(model.extract(texts, FIELDS, JobControl()))
    for index, text in enumerate(texts):
        ((_, alone),) = model.extract([text], FIELDS, JobControl())
        assert places(alone) == places(together[index])


def places(spans: list[SpanScore]) -> set[tuple[int, int, int, float]]:
    return {(s.field, s.start, s.end, round(s.score, 3)) for s in spans}


def test_more_fields_than_a_pass_holds_are_asked_in_several(tmp_path: Path) -> None:
    model = gliner.load(load_pack(checkpoint(tmp_path / "gliner")), CPU)
    many = [Field(f"Field number {n}") for n in range(30)]
    with pytest.raises(UserError, match="text_too_long"):
        # 24 labels fill this encoder: nothing is cut to make room.
        list(model.extract([TEXT], many, JobControl()))
    few = [Field(f"f{n}") for n in range(26)]
    assert model.window_tokens(few) >= 1


def test_long_texts_are_windowed_and_never_cut(tmp_path: Path) -> None:
    model = gliner.load(load_pack(checkpoint(tmp_path / "gliner")), CPU)
    text = "甲方应于2024年3月5日前向乙方支付合同金额人民币壹佰万元整。" * 12
    with pytest.raises(UserError, match="text_too_long"):
        list(model.extract([text], FIELDS, JobControl()))
    windows = cut(paste(text, "long"), model, FIELDS)
    assert len(windows) > 3 and windows[0].start == 0 and windows[-1].end == len(text)
    pieces = [text[window.start : window.end] for window in windows]
    for _, answer in run_windows(model, pieces, FIELDS, JobControl()):
        assert isinstance(answer, list)


def test_a_missing_encoder_is_said_with_where_to_put_it(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "a" / "gliner", complete=False)
    moved = tmp_path / "b"
    moved.mkdir()
    folder.rename(moved / "gliner")
    with pytest.raises(UserError, match="gliner_backbone") as refused:
        gliner.load(load_pack(moved / "gliner"), CPU)
    assert refused.value.params["backbone"] == "someone/tiny-encoder"
    (tmp_path / "a" / "tiny-encoder").rename(moved / "gliner" / gliner.BACKBONE)
    assert gliner.load(load_pack(moved / "gliner"), CPU).info.family == "gliner"


def test_code_from_elsewhere_and_damaged_weights_are_refused(tmp_path: Path) -> None:
    import torch

    folder = checkpoint(tmp_path / "gliner")
    file = folder / "gliner_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**config, "auto_map": {"AutoModel": "x.Y"}}), encoding="utf-8")
    with pytest.raises(UserError, match="pack_architecture"):
        gliner.load(load_pack(folder), CPU)
    file.write_text(json.dumps(config), encoding="utf-8")
    state = torch.load(folder / "pytorch_model.bin", weights_only=True)
    name = next(n for n in state if n.endswith("weight"))
    (folder / "model.safetensors").unlink(missing_ok=True)
    torch.save({n: t for n, t in state.items() if n != name}, folder / "pytorch_model.bin")
    with pytest.raises(UserError, match="pack_weights"):
        gliner.load(load_pack(folder), CPU)
