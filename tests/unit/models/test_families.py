"""The families over tiny checkpoints: order, windows, failures, offsets, cancel and pause."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from hypothesis import given
from hypothesis import strategies as st

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.models.devices import Compute
from engine.models.families import sentence_encoder, sequence_classification, token_classification
from engine.models.families.sequence_classification import SequencePairClassifier
from engine.models.families.token_classification import entities
from engine.models.packs import load_pack
from engine.models.protocols import Embedder, Extractor, PairClassifier
from engine.models.runtimes.base import TokenIds
from engine.types import Field, FieldType, ItemFailure
from tests import tiny

EXACT = Compute("cpu", "fp32", 1)
LONG = " ".join(f"{n * 37} {tiny.SENTENCES[n % 5]}" for n in range(1, 15))


@pytest.fixture(scope="module")
def nli(models: Path) -> SequencePairClassifier:
    return sequence_classification.load(load_pack(models / "bert"), EXACT)


@pytest.fixture(scope="module")
def similarity(tmp_path_factory: pytest.TempPathFactory) -> SequencePairClassifier:
    folder = tiny.bert(tmp_path_factory.mktemp("similar") / "model", labels=("score",))
    return sequence_classification.load(load_pack(folder), EXACT)


def probabilities(folder: Path, left: str, right: str) -> np.ndarray:
    """transformers' own, in the order of ``labels.NLI``."""
    tokenizer = load_pack(folder).tokenizer()
    encoding = tokenizer.encode(left, right)
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        logits = model(
            input_ids=torch.tensor([encoding.ids]),
            token_type_ids=torch.tensor([encoding.type_ids]),
        ).logits[0]
    places = [tiny.NLI.index(label) for label in ("entailment", "neutral", "contradiction")]
    return logits.softmax(-1).numpy()[places]


def test_the_protocols_are_met(nli: SequencePairClassifier) -> None:
    assert isinstance(nli, PairClassifier)
    assert nli.info.labels == ("entailment", "neutral", "contradiction")


def test_probabilities_are_bound_by_label_name(models: Path, nli: SequencePairClassifier) -> None:
    found = dict(nli.classify(tiny.PAIRS, JobControl()))
    assert set(found) == set(range(len(tiny.PAIRS)))
    for index, (left, right) in enumerate(tiny.PAIRS):
        np.testing.assert_allclose(
            found[index], probabilities(models / "bert", left, right), atol=1e-4
        )
        assert found[index].sum() == pytest.approx(1, abs=1e-5)


def test_temperature_softens(models: Path, tmp_path: Path) -> None:
    folder = tmp_path / "warm"
    tiny.bert(folder)
    tiny.manifest(folder, calibration={"temperature": 100.0})
    warm = sequence_classification.load(load_pack(folder), EXACT)
    for _, row in warm.classify(tiny.PAIRS, JobControl()):
        np.testing.assert_allclose(row, 1 / 3, atol=0.02)


def test_one_label_is_a_score(similarity: SequencePairClassifier) -> None:
    assert similarity.info.labels == ("score",)
    for _, row in similarity.classify(tiny.PAIRS, JobControl()):
        assert row.shape == (1,)
        assert 0 < row[0] < 1


def test_two_labels_are_one_score(tmp_path: Path) -> None:
    pack = load_pack(tiny.structbert(tmp_path / "structbert"))
    model = sequence_classification.load(pack, EXACT)
    rows = dict(model.classify(tiny.PAIRS, JobControl()))
    assert model.info.labels == ("score",)
    assert all(row.shape == (1,) and 0 < row[0] < 1 for row in rows.values())


def test_a_long_premise_is_read_whole(nli: SequencePairClassifier) -> None:
    short = "Payment is due."
    ((_, _, seen),) = nli._encoded([(LONG, short)])
    assert len(seen) > 1
    assert all(len(piece) <= tiny.POSITIONS for piece in seen)
    whole = nli._tokenizer._tokenizer.encode(LONG, add_special_tokens=False).ids
    first = [piece.ids[1 : int(np.flatnonzero(piece.types)[0]) - 1].tolist() for piece in seen]
    covered = list(first[0])
    for window in first[1:]:
        overlap = next(n for n in range(len(window), -1, -1) if covered[-n:] == window[:n])
        assert overlap > 0
        covered += window[overlap:]
    assert covered == whole
    ((index, row),) = nli.classify([(LONG, short)], JobControl())
    assert index == 0
    assert row.sum() == pytest.approx(1, abs=1e-5)


def test_a_pair_that_does_not_fit_is_told_and_never_cut(
    similarity: SequencePairClassifier, nli: SequencePairClassifier
) -> None:
    pairs = [tiny.PAIRS[0], (LONG, "a"), tiny.PAIRS[1]]
    with pytest.raises(UserError) as caught:
        list(similarity.classify(pairs, JobControl()))
    assert caught.value.code == "pair_too_long"
    assert caught.value.params["limit"] == tiny.POSITIONS
    heard: list[tuple[int, ItemFailure]] = []
    found = dict(similarity.classify(pairs, JobControl(), lambda i, f: heard.append((i, f))))
    assert set(found) == {0, 2}
    assert [(index, failure.code) for index, failure in heard] == [(1, "pair_too_long")]
    # A statement that fills the window leaves no room for any premise.
    heard.clear()
    assert not list(nli.classify([("a", LONG)], JobControl(), lambda i, f: heard.append((i, f))))
    assert heard[0][1].code == "pair_too_long"


def test_a_score_that_is_no_number_fails_alone(
    similarity: SequencePairClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = similarity._model.logits

    def spoiled(batch: Sequence[TokenIds]) -> np.ndarray:
        rows = real(batch).copy()
        rows[[len(item) == 5 for item in batch]] = np.nan  # [CLS] a [SEP] b [SEP]
        return rows

    monkeypatch.setattr(similarity._model, "logits", spoiled)
    heard: list[tuple[int, ItemFailure]] = []
    found = dict(similarity.classify(tiny.PAIRS, JobControl(), lambda i, f: heard.append((i, f))))
    assert [(index, failure.code) for index, failure in heard] == [(3, "pair_not_number")]
    assert set(found) == {0, 1, 2, 4, 5}


def test_order_does_not_matter(nli: SequencePairClassifier) -> None:
    one = dict(nli.classify(tiny.PAIRS, JobControl()))
    other = dict(nli.classify(tiny.PAIRS[::-1], JobControl()))
    for index, row in one.items():
        np.testing.assert_allclose(row, other[len(tiny.PAIRS) - 1 - index], atol=1e-5)


def test_cancel_stops_the_next_batch(nli: SequencePairClassifier) -> None:
    control = JobControl()
    seen = 0
    with pytest.raises(Cancelled):
        for _ in nli.classify(tiny.PAIRS * 400, control):
            seen += 1
            control.cancel()
    assert seen < 2400


def test_pause_holds_until_resumed(nli: SequencePairClassifier) -> None:
    control = JobControl()
    control.pause()
    done = threading.Event()

    def work() -> None:
        list(nli.classify(tiny.PAIRS, control))
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert not done.wait(0.2)
    control.resume()
    thread.join(30)
    assert done.is_set()


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_embeddings_are_those_of_sentence_transformers(tmp_path: Path, pooling: str) -> None:
    from sentence_transformers import SentenceTransformer

    folder = tiny.sentence_encoder(tmp_path / "encoder", pooling)
    model = sentence_encoder.load(load_pack(folder), EXACT)
    assert isinstance(model, Embedder)
    texts = ["Payment is due.", "甲方应支付合同金额。", "a", "The seller delivers."]
    mine = model.embed(texts, JobControl())
    theirs = SentenceTransformer(str(folder), device="cpu").encode(texts)
    np.testing.assert_allclose(mine, theirs, atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(mine, axis=1), 1, atol=1e-5)


def test_a_long_text_is_embedded_whole(tmp_path: Path) -> None:
    model = sentence_encoder.load(load_pack(tiny.sentence_encoder(tmp_path / "e")), EXACT)
    start, longer = model.embed([LONG[:150], LONG], JobControl())
    assert np.linalg.norm(longer) == pytest.approx(1, abs=1e-5)
    other = model.embed([LONG + " " + tiny.SENTENCES[5] * 3], JobControl())[0]
    assert np.abs(longer - other).max() > 1e-4  # the end of the text is seen
    assert model.embed([], JobControl()).shape == (0, 32)
    assert start.shape == (32,)


def test_a_pooling_that_is_not_known_is_refused(tmp_path: Path) -> None:
    pack = load_pack(tiny.sentence_encoder(tmp_path / "e", "max"))
    with pytest.raises(UserError) as caught:
        sentence_encoder.load(pack, EXACT)
    assert caught.value.code == "pack_architecture"


def test_entities_are_found_at_exact_offsets(tmp_path: Path) -> None:
    names = ("O", "B-PER", "I-PER", "B-CONTRACT_DATE", "I-CONTRACT_DATE")
    pack = load_pack(tiny.token_classifier(tmp_path / "tc", names))
    model = token_classification.load(pack, EXACT)
    assert isinstance(model, Extractor)
    assert model.info.labels == ("CONTRACT_DATE", "PER")
    fields = [Field("Name", FieldType.PERSON), Field("contract date"), Field("Price")]
    texts = list(tiny.SENTENCES)
    found = dict(model.extract(texts, fields, JobControl()))
    assert set(found) == set(range(len(texts)))
    spans = [(index, span) for index, row in found.items() for span in row]
    assert spans
    for index, span in spans:
        assert 0 <= span.start < span.end <= len(texts[index])
        assert texts[index][span.start : span.end].strip() == texts[index][span.start : span.end]
        assert 0 < span.score < 1
        assert span.field in (0, 1)
    room = model.window_tokens(fields)
    assert len(model.count_tokens(tiny.SENTENCES[0])) <= room
    with pytest.raises(UserError) as caught:
        list(model.extract([LONG], fields, JobControl()))
    assert caught.value.code == "text_too_long"


def test_entity_edges() -> None:
    def tags(line: str) -> list[tuple[str, str]]:
        return [(part[0], part[2:]) if part != "O" else ("O", "") for part in line.split()]

    assert entities(tags("B-P I-P O B-P B-P")) == [("P", 0, 1), ("P", 3, 3), ("P", 4, 4)]
    assert entities(tags("B-P I-P E-P S-P O")) == [("P", 0, 2), ("P", 3, 3)]
    assert entities(tags("I-P I-P I-Q O E-Q")) == [("P", 0, 1), ("Q", 2, 2), ("Q", 4, 4)]
    assert entities([]) == []


@given(st.lists(st.tuples(st.sampled_from("BIESO"), st.sampled_from("PQ")), max_size=30))
def test_entities_cover_every_tagged_word_once(tags: list[tuple[str, str]]) -> None:
    plain = [(edge, "" if edge == "O" else name) for edge, name in tags]
    found = entities(plain)
    words = [word for _, first, last in found for word in range(first, last + 1)]
    assert words == [place for place, (edge, _) in enumerate(plain) if edge != "O"]
    assert all({plain[word][1] for word in range(f, last + 1)} == {n} for n, f, last in found)
