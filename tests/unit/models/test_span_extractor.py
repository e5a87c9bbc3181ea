"""The span extractor over tiny random checkpoints: offsets, batches, passes, cancel, parity."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from safetensors.torch import load_file, save_file

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.models.devices import Compute
from engine.models.families import span_extractor
from engine.models.families.span_decoding import (
    EDGE_FLOOR,
    INSIDE_FLOOR,
    SpanCalibration,
    candidates,
    decode_field,
)
from engine.models.families.span_extractor import SpanExtractor
from engine.models.families.span_head import TENSORS, head_tensors, span_scores
from engine.models.families.span_prompt import TOKEN_TYPES, SpanPrompter, cells, token_types
from engine.models.packs import load_pack
from engine.models.protocols import Extractor, SpanScore
from engine.types import Field
from tests import tiny

TEXT = "The Buyer shall pay the purchase price.\nGoverned by the laws of Delaware."
FIELDS = (Field("Buyer"), Field("Governing law", description="the state"), Field("Zahlungsziel"))
HIDDEN = 32


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("packs") / "extractor"
    made.mkdir()
    size = tiny.word_piece(made)
    config = transformers.BertConfig(
        vocab_size=size,
        type_vocab_size=TOKEN_TYPES,
        intermediate_size=64,
        max_position_embeddings=96,
        **tiny.SHAPE,
    )
    torch.manual_seed(4)
    model = transformers.BertModel(config, add_pooling_layer=False)
    state = {name: tensor * 4 for name, tensor in model.state_dict().items()}
    state |= {f"head.{name}": tensor for name, tensor in random_head().items()}
    save_file(
        {name: tensor.contiguous() for name, tensor in state.items()}, made / "model.safetensors"
    )
    config.save_pretrained(made)
    card = {
        "schema": 1,
        "name": "tiny-extractor",
        "task": "extraction",
        "family": "span_extractor",
        "max_tokens": 96,
        "calibration": {"span_weights": [0.3, 0.3, 0.2, 0.2], "span_bias": 0.1, "floor": 0.3},
    }
    (made / "pack.json").write_text(json.dumps(card), encoding="utf-8")
    return made


def random_head() -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(2)
    shapes = {
        "token.weight": (24, HIDDEN),
        "token.bias": (24,),
        "field_in.weight": (HIDDEN, HIDDEN),
        "field_in.bias": (HIDDEN,),
        "field_out.weight": (24, HIDDEN),
        "field_out.bias": (24,),
        "bias": (3,),
    }
    return {name: torch.randn(shape, generator=generator) for name, shape in shapes.items()}


@pytest.fixture(scope="module")
def extractor(folder: Path) -> SpanExtractor:
    return span_extractor.load(load_pack(folder), Compute())


def found(
    extractor: SpanExtractor, texts: list[str], fields: tuple[Field, ...] = FIELDS
) -> dict[int, list[SpanScore]]:
    pairs = list(extractor.extract(texts, fields, JobControl()))
    assert len(pairs) == len({index for index, _ in pairs})
    return dict(pairs)


def close(left: list[SpanScore], right: list[SpanScore]) -> bool:
    def key(span: SpanScore) -> tuple[int, int, int]:
        return (span.field, span.start, span.end)

    one, two = sorted(left, key=key), sorted(right, key=key)
    return [key(s) for s in one] == [key(s) for s in two] and np.allclose(
        [s.score for s in one], [s.score for s in two], atol=1e-4
    )


def test_it_is_an_extractor(extractor: SpanExtractor) -> None:
    assert isinstance(extractor, Extractor)
    assert extractor.info.family == "span_extractor"


def test_spans_lie_on_token_edges_and_scores_are_probabilities(extractor: SpanExtractor) -> None:
    spans = found(extractor, [TEXT])[0]
    offsets = extractor.count_tokens(TEXT)
    assert spans
    for span in spans:
        assert 0 <= span.field < len(FIELDS)
        assert span.start in {start for start, _ in offsets}
        assert span.end in {end for _, end in offsets}
        assert 0.3 <= span.score < 1
    assert [span.score for span in spans] == sorted((s.score for s in spans), reverse=True)


def test_a_batch_gives_what_each_text_gives_alone(extractor: SpanExtractor) -> None:
    texts = [*tiny.SENTENCES, TEXT, "a", ""]
    together = found(extractor, texts)
    assert set(together) == set(range(len(texts)))
    for index, text in enumerate(texts):
        assert close(together[index], found(extractor, [text])[0])


def test_scores_equal_those_of_transformers(folder: Path, extractor: SpanExtractor) -> None:
    state = load_file(folder / "model.safetensors")
    config = transformers.BertConfig.from_pretrained(folder)
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict({k: v for k, v in state.items() if not k.startswith("head.")})
    prompter = SpanPrompter(load_pack(folder).tokenizer())
    (prompt,) = prompter.prompts(FIELDS)
    text = prompter.encode_text(TEXT)
    ids, types = (torch.from_numpy(row)[None] for row in prompter.join(prompt, text))
    with torch.inference_mode():
        hidden = model(input_ids=ids, token_type_ids=types).last_hidden_state[0]
        tokens = hidden[len(prompt.ids) : -1]
        scores = span_scores(head_tensors(state), tokens, hidden[list(prompt.markers)]).numpy()
    expected = [
        SpanScore(field, text.offsets[span.first][0], text.offsets[span.last][1], probability)
        for field in range(len(FIELDS))
        for span, probability in decode_field(*scores[:, field], extractor.calibration)
    ]
    assert close(found(extractor, [TEXT])[0], expected)


def test_many_fields_are_asked_in_several_passes(extractor: SpanExtractor) -> None:
    fields = tuple(Field(f"Purchase price number {n}") for n in range(40))
    spans = found(extractor, [TEXT, "The seller delivers."], fields)
    assert set(spans) == {0, 1}
    assert max(span.field for span in spans[0]) > 20
    assert extractor.window_tokens(fields) >= 40


def test_the_window_holds_exactly_what_it_says(extractor: SpanExtractor) -> None:
    limit = extractor.window_tokens(FIELDS)
    word = "seller "
    each = len(extractor.count_tokens(word))
    fits = word * (limit // each)
    assert found(extractor, [fits])
    with pytest.raises(UserError) as raised:
        found(extractor, [fits + word])
    assert raised.value.code == "text_too_long"


def test_nothing_asked_or_nothing_to_read_gives_nothing(extractor: SpanExtractor) -> None:
    assert found(extractor, ["a", "b"], ()) == {0: [], 1: []}
    assert found(extractor, ["", "  \n"]) == {0: [], 1: []}
    assert found(extractor, []) == {}


def test_cancel_stops_between_batches(extractor: SpanExtractor) -> None:
    control = JobControl()
    results = extractor.extract([TEXT] * 3000, FIELDS, control)
    next(results)
    control.cancel()
    with pytest.raises(Cancelled):
        list(results)


def test_a_long_description_is_shortened_but_the_field_stays(extractor: SpanExtractor) -> None:
    field = Field("Price", description="the price that the buyer pays " * 30)
    assert found(extractor, [TEXT], (field,))


def test_a_pack_without_a_head_is_refused(folder: Path) -> None:
    state = load_file(folder / "model.safetensors")
    assert set(head_tensors(state)) == set(TENSORS)
    del state["head.bias"]
    with pytest.raises(UserError) as raised:
        head_tensors(state)
    assert raised.value.code == "pack_weights"


def test_a_damaged_calibration_is_refused(folder: Path) -> None:
    pack = replace(load_pack(folder), calibration={"span_weights": [1, 2]})
    with pytest.raises(UserError) as raised:
        span_extractor.load(pack, Compute())
    assert raised.value.code == "pack_manifest"


def test_case_and_lines_become_token_types() -> None:
    text = "Buyer: ACME inc\nPaid in 2024"
    offsets = [(0, 5), (5, 6), (7, 11), (12, 15), (16, 20), (21, 23), (24, 28)]
    assert token_types(text, offsets).tolist() == [5, 1, 3, 1, 5, 1, 1]


def test_cells_of_a_table_are_told_apart() -> None:
    text = "WALGREEN CO.\tOPTION CARE\n\tBy"
    offsets = [(0, 8), (9, 11), (11, 12), (13, 19), (20, 24), (26, 28)]
    assert cells(text, offsets) == (3, 5)
    assert cells("no tab", [(0, 2), (3, 6)]) == ()


logits = hnp.arrays(np.float32, st.integers(1, 25), elements=st.floats(-8, 8, width=32))


def brute(
    start: np.ndarray, end: np.ndarray, inside: np.ndarray, apart: list[int]
) -> set[tuple[int, int]]:
    return {
        (i, j)
        for i in range(len(start))
        for j in range(i, len(start))
        if start[i] > EDGE_FLOOR
        and end[j] > EDGE_FLOOR
        and (inside[i : j + 1] > INSIDE_FLOOR).all()
        and not any(i < cell <= j for cell in apart)
    }


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_candidates_are_all_spans_with_likely_edges_and_insides(data: st.DataObject) -> None:
    start = data.draw(logits)
    same: Callable[[], np.ndarray] = lambda: data.draw(  # noqa: E731
        hnp.arrays(np.float32, len(start), elements=st.floats(-8, 8, width=32))
    )
    end, inside = same(), same()
    apart = data.draw(st.lists(st.integers(0, len(start) - 1), max_size=3))
    spans = candidates(start, end, inside, apart)
    assert {(s.first, s.last) for s in spans} == brute(start, end, inside, apart)
    for span in spans:
        part = inside[span.first : span.last + 1]
        assert np.allclose(span.features[2:], (part.mean(), part.min()), atol=1e-4)
    kept = decode_field(start, end, inside, SpanCalibration())
    taken = [place for span, _ in kept for place in range(span.first, span.last + 1)]
    assert len(taken) == len(set(taken))
    assert all(probability >= 0.1 for _, probability in kept)
