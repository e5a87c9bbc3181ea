"""The job: streaming, cache, cancel, failures alone, with and without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.check import BY_RULES, WITH_MODEL, CheckRequest, check
from engine.jobs.services import NoCache, Services
from engine.models.protocols import Embedder, Extractor, ModelInfo, OnFailure, PairClassifier
from engine.types import Document, ItemFailure, Label, ReasonKind, Verdict
from tests.unit.consistency.reading_aid import contract

PLAIN = contract(
    "The Client shall pay each invoice within thirty (30) days after receipt.",
    "The Contractor shall clean all wards of the hospital every day.",
    "The Client shall pay each invoice within forty-five (45) days after receipt.",
)
CHINESE = contract("乙方不得将服务工作转包给第三方。", "乙方可以将服务工作转包给第三方。")


class Documents:
    """Documents by name; ``bad`` cannot be read."""

    def __init__(self, **documents: Document) -> None:
        self.documents = documents

    def load(self, reference: str, control: JobControl) -> Document:
        if reference not in self.documents:
            raise UserError("file_missing", path=reference)
        return self.documents[reference]


class Nli:
    """Says the same of every pair; its labels stand in another order than the engine's."""

    def __init__(self, contradiction: float = 0.98, refuse: bool = False) -> None:
        self.info = ModelInfo(
            "nli", "nli", "test", "digest", ("en",), ("contradiction", "entailment", "neutral")
        )
        self.asked: list[tuple[str, str]] = []
        self._row = np.array([contradiction, 0.01, 0.99 - contradiction], np.float32)
        self._refuse = refuse

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        self.asked += pairs
        for index in reversed(range(len(pairs))):
            if self._refuse and failed:
                failed(index, ItemFailure(str(index), "pair_too_long"))
            else:
                yield index, self._row


class Models:
    """One NLI model or none; no embedder."""

    def __init__(self, nli: PairClassifier | None = None) -> None:
        self._nli = nli

    def classifier(self, task: str, name: str | None = None) -> PairClassifier:
        if self._nli is None:
            raise UserError("model_none_for_task", task=task)
        return self._nli

    def embedder(self, name: str | None = None) -> Embedder:
        raise UserError("model_none_for_task", task="embedding")

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        raise UserError("model_none_for_task", task="extraction")


class Memory:
    """A cache in memory."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        self.entries.update(entries)


def run(
    request: CheckRequest,
    nli: PairClassifier | None = None,
    cache: Memory | None = None,
    **documents: Document,
) -> list[Payload]:
    services = Services(Models(nli), Documents(**documents), cache or NoCache())
    return list(check(request, services, JobControl()))


def verdicts(events: Iterable[Payload]) -> list[Verdict]:
    return [
        item
        for event in events
        if isinstance(event, Results)
        for item in event.items
        if isinstance(item, Verdict)
    ]


@pytest.mark.parametrize("nli", [None, Nli()])
def test_a_contradiction_names_its_clauses_and_words(nli: PairClassifier | None) -> None:
    events = run(CheckRequest(("plain",)), nli, plain=PLAIN)
    (one,) = verdicts(events)
    assert (one.premise.clause, one.hypothesis.clause, one.label) == ("1", "3", Label.CONTRADICTION)
    assert one.entailment + one.neutral + one.contradiction == pytest.approx(1, abs=1e-6)
    assert one.reasons[0].kind is ReasonKind.PAYMENT
    assert (one.reasons[0].left, one.reasons[0].right) == (
        "thirty (30) days",
        "forty-five (45) days",
    )
    for reference in (one.premise, one.hypothesis):
        assert PLAIN.text[reference.start : reference.end] == reference.text
    for reason in one.reasons:
        assert PLAIN.text[reason.left_start : reason.left_end] == reason.left
        assert PLAIN.text[reason.right_start : reason.right_end] == reason.right
    assert (ReasonKind.MODEL in {r.kind for r in one.reasons}) == (nli is not None)


def test_the_document_comes_first_and_progress_counts_pairs() -> None:
    events = run(CheckRequest(("plain",)), plain=PLAIN)
    first = next(event for event in events if isinstance(event, Results))
    assert first.items == (PLAIN,)
    stages = {event.stage for event in events if isinstance(event, Progress)}
    assert BY_RULES in stages and WITH_MODEL not in stages


def test_a_language_that_the_model_does_not_know_is_judged_by_rules() -> None:
    nli = Nli()
    events = run(CheckRequest(("zh", "plain")), nli, zh=CHINESE, plain=PLAIN)
    assert {v.reasons[0].kind for v in verdicts(events)} == {
        ReasonKind.MODALITY,
        ReasonKind.PAYMENT,
    }
    assert not any("转包" in text for pair in nli.asked for text in pair)
    assert {WITH_MODEL, BY_RULES} <= {e.stage for e in events if isinstance(e, Progress)}


def test_a_document_that_cannot_be_read_fails_alone() -> None:
    events = run(CheckRequest(("bad", "plain")), plain=PLAIN)
    (failed,) = [event for event in events if isinstance(event, ItemFailed)]
    assert (failed.failure.item, failed.failure.code) == ("bad", "file_missing")
    assert len(verdicts(events)) == 1


def test_a_pair_that_the_model_cannot_judge_keeps_its_verdict_by_rule() -> None:
    events = run(CheckRequest(("plain",)), Nli(refuse=True), plain=PLAIN)
    assert len(verdicts(events)) == 1
    (failed,) = {e.failure for e in events if isinstance(e, ItemFailed)}
    assert (failed.item, failed.code) == ("plain", "pair_too_long"), "what can be tried again"


def test_a_named_model_that_is_missing_stops_the_job() -> None:
    with pytest.raises(UserError):
        run(CheckRequest(("plain",), model="gone"), plain=PLAIN)


def test_a_second_run_asks_the_model_nothing_and_gives_the_same() -> None:
    cache = Memory()
    first, second = Nli(), Nli()
    once = verdicts(run(CheckRequest(("plain",)), first, cache, plain=PLAIN))
    again = verdicts(run(CheckRequest(("plain",)), second, cache, plain=PLAIN))
    assert first.asked and not second.asked
    assert [v.id for v in once] == [v.id for v in again]
    assert once[0].contradiction == pytest.approx(again[0].contradiction, abs=1e-5)


def test_every_pair_is_told_on_demand() -> None:
    same = contract(
        "The Client shall pay each invoice within thirty (30) days after receipt.",
        "The Client shall pay each invoice within 30 days after receipt.",
    )
    assert verdicts(run(CheckRequest(("same",)), same=same)) == []
    (one,) = verdicts(run(CheckRequest(("same",), all_pairs=True), same=same))
    assert one.label is Label.ENTAILMENT and one.reasons == ()


def test_an_unsure_model_makes_no_contradiction_alone() -> None:
    near = contract(
        "The Client shall inspect the delivered cleaning goods in the main warehouse.",
        "The Client shall inspect the delivered cleaning goods in the warehouse.",
    )
    assert verdicts(run(CheckRequest(("near",)), Nli(0.7), near=near)) == []


def test_cancel_is_heard_between_batches() -> None:
    control = JobControl()
    events = check(
        CheckRequest(("plain",)), Services(Models(), Documents(plain=PLAIN), NoCache()), control
    )
    next(events)
    control.cancel()
    with pytest.raises(Cancelled):
        list(events)


WORDED = contract(
    "The deposit is due within 30 days of the order.",
    "The Supplier keeps records of all deliveries for inspection.",
    "Headings are for convenience only and do not affect interpretation.",
    "Notices shall be in writing and sent by courier.",
    "Deposits are payable within 60 days of each order.",
)


@pytest.mark.parametrize(("sure", "expected"), [(0.98, 1), (0.7, 0)])
def test_a_clash_between_loosely_alike_statements_needs_a_sure_model(
    sure: float, expected: int
) -> None:
    assert verdicts(run(CheckRequest(("worded",)), worded=WORDED)) == []
    found = verdicts(run(CheckRequest(("worded",)), Nli(sure), worded=WORDED))
    assert len(found) == expected
    for one in found:
        assert [r.kind for r in one.reasons] == [ReasonKind.NUMBER, ReasonKind.MODEL]


def test_a_model_alone_is_not_believed_where_a_schedule_explains_the_difference() -> None:
    schedule = contract(
        "The Buyer shall pay the instalment of $10,000 to the Seller on 1 March 2024.",
        "Headings are for convenience only and do not affect interpretation.",
        "Notices shall be in writing and sent by courier.",
        "The Supplier keeps records of all deliveries for inspection.",
        "The Buyer shall pay the instalment of $20,000 to the Seller on 1 June 2024.",
    )
    nli = Nli(0.99)
    assert verdicts(run(CheckRequest(("schedule",)), nli, schedule=schedule)) == []
    (one,) = verdicts(run(CheckRequest(("schedule",), all_pairs=True), nli, schedule=schedule))
    assert one.label is Label.NEUTRAL
    assert one.entailment + one.neutral + one.contradiction == pytest.approx(1, abs=1e-6)
