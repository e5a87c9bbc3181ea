"""The bulk job: order, failures in place, constant memory, cache, cancel; on real tiny models too."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ahead import ReadAhead
from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.events import Payload, Progress, Results
from engine.jobs.pair_lines import text_of
from engine.jobs.score_pairs import ScorePairsRequest, score_pairs
from engine.jobs.services import DocumentSource, ModelProvider, NoCache, Services
from engine.models.protocols import ModelInfo, OnFailure
from engine.models.registry import ModelRegistry
from engine.types import ItemFailure, ScoredPair
from tests import tiny


class Lengths:
    """A similarity "model" by length; pairs come back in reverse; ``bad`` texts fail."""

    def __init__(self) -> None:
        self.info = ModelInfo("lengths", "similarity", "test", "digest", ("en",), ("score",))
        self.judged: list[tuple[str, str]] = []

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, np.ndarray]]:
        for index in reversed(range(len(pairs))):
            control.checkpoint()
            self.judged.append(pairs[index])
            left, right = pairs[index]
            if "bad" in left:
                assert failed is not None
                failed(index, ItemFailure(str(index), "pair_too_long", (("tokens", 9),)))
                continue
            score = min(len(left), len(right)) / max(len(left), len(right))
            yield index, np.array([score], dtype=np.float32)


class Models:
    def __init__(self, model: Lengths) -> None:
        self._model = model

    def classifier(self, task: str, name: str | None = None) -> Lengths:
        return self._model


class Memory:
    """A cache in memory."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        self.entries.update(entries)


def services(model: Any, cache: Any = None) -> Services:
    return Services(cast(ModelProvider, model), cast(DocumentSource, None), cache or NoCache())


def written(folder: Path, lines: Sequence[Any]) -> Path:
    file = folder / "pairs.jsonl"
    rows = [
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    ]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def scored(payloads: Iterable[Payload]) -> list[ScoredPair]:
    items = [item for payload in payloads if isinstance(payload, Results) for item in payload.items]
    assert all(isinstance(item, ScoredPair) for item in items)
    return cast(list[ScoredPair], items)


def run(
    file: Path, model: Any = None, cache: Any = None, name: str | None = None, **options: Any
) -> list[ScoredPair]:
    request = ScorePairsRequest(str(file), "similarity", model=name, **options)
    provider = Models(model or Lengths())
    return scored(score_pairs(request, services(provider, cache), JobControl()))


def test_as_many_lines_out_as_in_in_order_failures_in_place(tmp_path: Path) -> None:
    lines: list[Any] = [{"id": n, "text1": "x" * n, "text2": "yy"} for n in range(1, 301)]
    lines[10] = "{not json"
    lines[20] = {"id": 21, "text1": "only one side"}
    lines[30] = {"id": 31, "text1": "bad", "text2": "b"}
    lines[40] = {"id": 41, "text1": "  ", "text2": "b"}
    found = run(written(tmp_path, lines))
    assert [pair.line for pair in found] == list(range(1, 301))
    failures = {pair.line: pair.failure for pair in found if pair.failure}
    assert {line: failure.code for line, failure in failures.items()} == {
        11: "line_not_object",
        21: "pair_missing_side",
        31: "pair_too_long",
        41: "pair_missing_side",
    }
    assert failures[31].item == "pairs.jsonl:31"
    assert dict(failures[21].params) == {"column": "text2"}
    assert dict(found[4].data) == {"id": 5, "text1": "xxxxx", "text2": "yy"}
    assert found[4].scores == (("score", 0.4),)
    assert found[4].label is None


@pytest.mark.parametrize(
    ("one", "other"), [("text1", "text2"), ("left", "right"), ("premise", "hypothesis")]
)
def test_usual_columns_are_found(tmp_path: Path, one: str, other: str) -> None:
    found = run(written(tmp_path, [{"id": 1, one: "aa", other: "b"}]))
    assert found[0].scores == (("score", 0.5),)


def test_columns_can_be_named_and_missing_ones_are_said(tmp_path: Path) -> None:
    file = written(tmp_path, [{"Old": "aa", "New": "b", "text1": "c"}])
    assert run(file, left="old", right="New")[0].scores == (("score", 0.5),)
    for options in ({}, {"left": "Old"}, {"left": "nope", "right": "New"}):
        with pytest.raises(UserError) as caught:
            run(file, **options)
        assert caught.value.code == "pairs_no_columns"
        assert caught.value.params["columns"] == "Old, New, text1"


def test_records_are_read_as_text(tmp_path: Path) -> None:
    record = {"name": "Acme", "phones": ["1", "2"], "vat": None, "active": True, "n": 3.5}
    assert text_of(record) == "name: Acme; phones: 1, 2; active: true; n: 3.5"
    model = Lengths()
    lines = [{"left": {"名称": "甲公司"}, "right": {"名称": "乙"}}]
    run(written(tmp_path, lines), model, name="lengths")
    assert model.judged == [("名称: 甲公司", "名称: 乙")]


def test_csv_and_xlsx_are_read_too(tmp_path: Path) -> None:
    import openpyxl

    rows = [("id", "text1", "text2"), ("007", "aa", "b"), ("008", "", "b"), ("009", "a", "a")]
    (tmp_path / "p.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    for name in ("p.csv", "p.xlsx"):
        found = run(tmp_path / name)
        assert [pair.line for pair in found] == [2, 3, 4]
        assert [dict(pair.data)["id"] for pair in found] == ["007", "008", "009"]
        assert [bool(pair.failure) for pair in found] == [False, True, False]


def test_a_second_run_computes_nothing_and_equal_pairs_once(tmp_path: Path) -> None:
    file = written(tmp_path, [{"text1": "a" * (n % 7 + 1), "text2": "b"} for n in range(100)])
    model, cache = Lengths(), Memory()
    first = run(file, model, cache)
    assert len(set(model.judged)) == 7
    again = Lengths()
    assert run(file, again, cache) == first
    assert not again.judged


def test_cancel_keeps_what_was_scored(tmp_path: Path) -> None:
    file = written(tmp_path, [{"text1": "a" * n, "text2": "b"} for n in range(1, 1000)])
    control, cache = JobControl(), Memory()

    class Slow(Lengths):
        def classify(
            self,
            pairs: Sequence[tuple[str, str]],
            control: JobControl,
            failed: OnFailure | None = None,
        ) -> Iterator[tuple[int, np.ndarray]]:
            for count, found in enumerate(super().classify(pairs, control, failed)):
                if len(self.judged) > 100 and count > 5:
                    control.cancel()
                yield found

    request = ScorePairsRequest(str(file), "similarity")
    threads = threading.active_count()
    with pytest.raises(Cancelled):
        list(score_pairs(request, services(Models(Slow()), cache), control))
    assert 100 < len(cache.entries) < 999
    assert threading.active_count() == threads


def test_leaving_early_ends_the_reader(tmp_path: Path) -> None:
    file = written(tmp_path, [{"text1": "a", "text2": "b"}] * 5000)
    threads = threading.active_count()
    job = score_pairs(
        ScorePairsRequest(str(file), "similarity"), services(Models(Lengths())), JobControl()
    )
    for payload in job:
        if isinstance(payload, Results):
            break
    cast(Any, job).close()
    assert threading.active_count() == threads


def test_progress_knows_the_total_of_a_jsonl_file(tmp_path: Path) -> None:
    file = written(tmp_path, [{"text1": "a", "text2": "b"}] * 50)
    job = score_pairs(
        ScorePairsRequest(str(file), "similarity"), services(Models(Lengths())), JobControl()
    )
    told = [payload for payload in job if isinstance(payload, Progress)]
    assert told[-1] == Progress("scoring_pairs", 50, 50, "pairs")
    assert all(later.done >= one.done for one, later in itertools.pairwise(told))


def test_chinese_is_not_scored_by_a_model_that_does_not_know_it(tmp_path: Path) -> None:
    lines = [{"a": "合同自签字之日起生效", "b": "合同生效"}, {"a": "A-12 合", "b": "Payment due"}]
    file = written(tmp_path, lines)
    first, second = run(file)
    assert first.failure is not None and first.failure.code == "pair_language"
    assert second.scores
    named = run(file, name="lengths")
    assert all(pair.scores for pair in named)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        run(tmp_path / "nothing.jsonl")
    assert caught.value.code == "table_missing"


@pytest.mark.parametrize("task", ["nli", "similarity"])
def test_real_tiny_models_give_what_they_give_alone(tmp_path: Path, task: str) -> None:
    labels = tiny.NLI if task == "nli" else ("score",)
    tiny.bert(tmp_path / "models" / "m", labels=labels)
    registry = ModelRegistry([tmp_path / "models"], device="cpu", threads=1)
    lines = [{"left": left, "right": right} for left, right in tiny.PAIRS * 20]
    request = ScorePairsRequest(str(written(tmp_path, lines)), task)  # type: ignore[arg-type]
    found = scored(score_pairs(request, services(registry), JobControl()))
    model = registry.classifier(task)  # type: ignore[arg-type]
    assert len(found) == 120
    for number, pair in enumerate(tiny.PAIRS):
        ((_, row),) = model.classify([pair], JobControl())
        scores = dict(found[number].scores)
        assert list(scores) == list(model.info.labels)
        np.testing.assert_allclose(list(scores.values()), row, atol=0.02)
        if task == "nli":
            assert found[number].label == max(scores, key=lambda label: scores[label])


def test_reading_ahead_is_bounded_and_errors_come_through() -> None:
    read = 0

    def endless() -> Iterator[int]:
        nonlocal read
        for n in range(10_000_000):
            read = n
            yield n

    with ReadAhead(endless, 256) as items:
        assert [next(items) for _ in range(100)] == list(range(100))
        time.sleep(0.05)
        assert read < 1000

    def broken() -> Iterator[int]:
        yield 1
        raise UserError("table_changed", name="x")

    with ReadAhead(broken) as items, pytest.raises(UserError):
        list(items)


@given(st.lists(st.integers(), max_size=300), st.integers(1, 300))
def test_reading_ahead_changes_nothing(numbers: list[int], most: int) -> None:
    make: Callable[[], Iterator[int]] = lambda: iter(numbers)  # noqa: E731
    with ReadAhead(make, most) as items:
        assert list(items) == numbers
