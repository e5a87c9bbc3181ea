"""Extractive question answering: the same spans as the model's own logits say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import transformers

from engine.control import JobControl
from engine.errors import UserError
from engine.models.devices import Compute
from engine.models.families import extractive_qa
from engine.models.families.extractive_qa import ANSWERS, n_best, question
from engine.models.packs import load_pack
from engine.models.protocols import Extractor
from engine.models.registry import ModelRegistry
from engine.types import Field
from tests.tiny_families import question_answerer

CPU = Compute("cpu", "fp32", 1)
TEXT = "The Buyer shall pay within thirty days.  本合同自签字之日起生效，有效期三年。"
FIELDS = [Field("Term", description="how long it lasts"), Field("有效期"), Field("Who pays?")]


def test_questions_are_in_the_language_of_the_field() -> None:
    assert question(FIELDS[0]) == "Term: how long it lasts"
    assert question(FIELDS[1]) == "有效期是什么？"
    assert question(FIELDS[2]) == "Who pays?"
    assert question(Field("Governing law")) == "What is the Governing law?"


@pytest.mark.parametrize("kind", ["bert", "roberta", "electra"])
def test_the_best_span_is_the_models_own(tmp_path: Path, kind: str) -> None:
    folder = question_answerer(tmp_path / kind, kind)
    found = ModelRegistry([tmp_path], "cpu", 1).extractor(kind)
    assert isinstance(found, extractive_qa.QuestionAnswerer) and isinstance(found, Extractor)
    answers = dict(found.extract([TEXT, "", "The Buyer"], FIELDS, JobControl()))
    assert set(answers) == {0, 1, 2} and not answers[1]
    reference = transformers.AutoModelForQuestionAnswering.from_pretrained(folder).eval()
    tokenizer = load_pack(folder).tokenizer()
    for number, field in enumerate(FIELDS):
        encoding = tokenizer.encode(question(field), TEXT)
        given = {"input_ids": torch.tensor([encoding.ids])}
        if kind != "roberta":
            given["token_type_ids"] = torch.tensor([encoding.type_ids])
        with torch.inference_mode():
            output = reference(**given)
        start, end = output.start_logits[0].numpy(), output.end_logits[0].numpy()
        inside = [
            n
            for n, sequence in enumerate(encoding.sequence_ids)
            if sequence == 1 and encoding.offsets[n][0] < encoding.offsets[n][1]
        ]
        _, first, last = max(
            (start[i] + end[j], i, j) for i in inside for j in inside if i <= j < i + 64
        )
        words = TEXT[encoding.offsets[first][0] : encoding.offsets[last][1]].strip()
        mine = [span for span in answers[0] if span.field == number]
        assert TEXT[mine[0].start : mine[0].end] == words
        assert len(mine) <= ANSWERS
        for one in mine:
            assert 0 < one.score < 1 and TEXT[one.start : one.end].strip()
            assert all(one is o or one.end <= o.start or one.start >= o.end for o in mine)


def test_no_answer_is_a_threshold(tmp_path: Path) -> None:
    from dataclasses import replace

    folder = question_answerer(tmp_path / "qa")
    pack = load_pack(folder)
    plain = extractive_qa.load(pack, CPU)
    strict = extractive_qa.load(replace(pack, calibration={"null_threshold": 1000.0}), CPU)
    ((_, some),) = plain.extract([TEXT], FIELDS, JobControl())
    ((_, none),) = strict.extract([TEXT], FIELDS, JobControl())
    assert max(span.score for span in some) > max(span.score for span in none)
    assert all(span.score < 1e-3 for span in none)
    assert plain.info.digest != strict.info.digest


def test_further_mentions_do_not_overlap_and_are_not_long() -> None:
    starts, ends = np.zeros(200), np.zeros(200)
    starts[[3, 50, 120]] = 9, 8, 7
    ends[[5, 52, 199]] = 9, 8, 30
    best = n_best(starts, ends)
    assert best[:2] == [(3, 5, 18.0), (50, 52, 16.0)]
    assert all(last - first < 64 for first, last, _ in best)
    for number, (first, last, _) in enumerate(best):
        for other in best[:number]:
            assert last < other[0] or first > other[1]
    scores = [score for *_, score in best]
    assert scores == sorted(scores, reverse=True)


def test_a_text_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    found = extractive_qa.load(load_pack(question_answerer(tmp_path / "qa")), CPU)
    limit = found.window_tokens(FIELDS)
    assert 60 < limit < 128
    with pytest.raises(UserError, match="text_too_long"):
        list(found.extract(["有" * 200], FIELDS, JobControl()))
    long = [Field("Term", description="very long " * 100)]
    assert found.window_tokens(long) > 32
    assert dict(found.extract(["有"], long, JobControl()))
