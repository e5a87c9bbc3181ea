"""The extract job with a small extractor of its own: windows, offsets, coverage, cache, failures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import pytest

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.events import ItemFailed, Payload, Progress, Results
from engine.extraction import parse_fields
from engine.extraction.coverage import coverage
from engine.jobs.extract import ExtractRequest, extract
from engine.jobs.services import Cache, NoCache, Services
from engine.models.protocols import Embedder, Extractor, ModelInfo, PairClassifier, SpanScore
from engine.types import Document, Extraction, Field, Source, Window
from tests.unit.extraction.documents import NDA_EN, PURCHASE_ZH, document


class WordFinder:
    """An extractor that finds the words it was given; a token is a word, ``limit`` fit a window."""

    def __init__(
        self, words: Sequence[str], limit: int = 30, languages: tuple[str, ...] = ("en",)
    ) -> None:
        self.info = ModelInfo("word-finder", "extraction", "test", "digest-1", languages)
        self.seen: list[str] = []
        self._words, self._limit = words, limit

    def window_tokens(self, fields: Sequence[Field]) -> int:
        return self._limit

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        for index in reversed(range(len(texts))):
            control.checkpoint()
            if "POISON" in texts[index]:
                raise RuntimeError("cannot read this")
            if len(self.count_tokens(texts[index])) > self._limit:
                raise UserError("text_too_long", tokens=0, limit=self._limit)
            self.seen.append(texts[index])
            yield (
                index,
                [
                    SpanScore(0, match.start(), match.end(), 0.9)
                    for word in self._words
                    for match in re.finditer(re.escape(word), texts[index])
                ],
            )


class Models:
    """Hands out one extractor, or raises what it was given."""

    def __init__(self, extractor: Extractor | UserError) -> None:
        self._extractor = extractor

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        if isinstance(self._extractor, UserError):
            raise self._extractor
        return self._extractor

    def embedder(self, name: str | None = None) -> Embedder:
        raise UserError("model_missing")

    def classifier(
        self, task: Literal["nli", "similarity"], name: str | None = None
    ) -> PairClassifier:
        raise UserError("model_missing")


class Shelf:
    """Documents by name."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {one.id: one for one in documents}

    def load(self, reference: str, control: JobControl) -> Document:
        if reference not in self._documents:
            raise UserError("file_missing", name=reference)
        return self._documents[reference]


class Memory:
    """A cache in a dictionary."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        self.entries.update(entries)


def _run(
    documents: Sequence[Document],
    extractor: Extractor | UserError,
    typed: str = "Party",
    cache: Cache | None = None,
    **options: object,
) -> tuple[dict[str, Extraction], list[Payload]]:
    request = ExtractRequest(
        tuple(one.id for one in documents),
        parse_fields(typed),
        **options,  # type: ignore[arg-type]
    )
    services = Services(Models(extractor), Shelf(documents), cache or NoCache())
    events = list(extract(request, services, JobControl()))
    items = [item for event in events if isinstance(event, Results) for item in event.items]
    return {item.document_id: item for item in items if isinstance(item, Extraction)}, events


_LONG = document(
    "Filler words stand here. " * 40 + "Zebra Corp signs. " + "More words follow. " * 40, "en"
)


def test_windows_are_remapped_and_cover_everything() -> None:
    finder = WordFinder(["Zebra Corp"])
    found, _ = _run([_LONG], finder, rules=False)
    extraction = found[_LONG.id]
    assert len(finder.seen) > 5
    assert extraction.coverage == 1.0
    assert [mention.text for mention in extraction.mentions] == ["Zebra Corp"]
    (mention,) = extraction.mentions
    assert _LONG.text[mention.start : mention.end] == mention.text
    assert (mention.source, mention.chosen, mention.score) == (Source.MODEL, True, 0.9)


def test_a_window_that_fails_costs_its_share_of_coverage_and_nothing_else() -> None:
    text = "One two three four. " * 30 + "POISON " + "Five six seven. " * 30 + "Zebra Corp"
    doc = document(text, "en")
    found, events = _run([doc, _LONG], WordFinder(["Zebra Corp"]), rules=False)
    assert 0 < found[doc.id].coverage < 1
    assert [notice.code for notice in found[doc.id].notices] == ["windows_failed"]
    assert [mention.text for mention in found[doc.id].mentions] == ["Zebra Corp"]
    assert found[_LONG.id].coverage == 1.0
    assert not any(isinstance(event, ItemFailed) for event in events)


def test_model_and_rules_together() -> None:
    doc = document(NDA_EN, "en")
    found, _ = _run([doc], WordFinder(["Quill & Harbor Ltd."], 200), "Recipient, Term")
    by_field = {m.field: m for m in found[doc.id].mentions if m.chosen}
    assert by_field["Recipient"].score > 0.95
    assert by_field["Term"].source is Source.RULE


def test_a_language_the_model_does_not_know_is_read_by_rules_and_says_so() -> None:
    doc = document(PURCHASE_ZH)
    finder = WordFinder(["甲方"])
    found, _ = _run([doc], finder, "甲方")
    assert finder.seen == []
    assert [notice.code for notice in found[doc.id].notices] == ["rules_alone_language"]
    assert found[doc.id].coverage == 1.0
    assert [m.text for m in found[doc.id].mentions if m.chosen] == ["江州云帆机电有限公司"]


def test_no_model_at_all() -> None:
    doc = document(PURCHASE_ZH)
    found, _ = _run([doc], UserError("model_missing"), "甲方")
    assert [notice.code for notice in found[doc.id].notices] == ["rules_alone_no_model"]
    with pytest.raises(UserError, match="model_missing"):
        _run([doc], UserError("model_missing"), "甲方", model="mine")


def test_neither_model_nor_rules_is_a_failure_of_the_document() -> None:
    doc = document(PURCHASE_ZH)
    found, events = _run([doc], WordFinder([]), "甲方", rules=False)
    assert not found
    assert [e.failure.code for e in events if isinstance(e, ItemFailed)] == [
        "no_model_and_no_rules"
    ]


def test_a_named_model_is_used_whatever_the_language() -> None:
    doc = document(PURCHASE_ZH)
    found, _ = _run([doc], WordFinder(["江州"], 200), "甲方", model="mine", rules=False)
    assert [notice.code for notice in found[doc.id].notices] == ["model_language_unlisted"]
    assert found[doc.id].mentions


class Stray(WordFinder):
    """Answers for a field that nobody asked for, as a broken model might."""

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        yield from ((index, [SpanScore(99, 0, 3, 0.9)]) for index in range(len(texts)))


def test_a_failure_names_what_can_be_tried_again() -> None:
    """A pasted document has no path that could be read again."""
    doc = document(NDA_EN, "en")
    assert doc.path != doc.id
    _, events = _run([doc], Stray([]))
    (failed,) = [event.failure for event in events if isinstance(event, ItemFailed)]
    assert failed.item == doc.id


def test_a_document_that_cannot_be_read_fails_alone() -> None:
    documents = [_LONG, document("Second paper of Zebra Corp.", "en")]
    request = ExtractRequest((_LONG.id, "nowhere", documents[1].id), parse_fields("Party"))
    services = Services(Models(WordFinder(["Zebra Corp"])), Shelf(documents), NoCache())
    events = list(extract(request, services, JobControl()))
    failures = [event.failure for event in events if isinstance(event, ItemFailed)]
    assert [(failure.item, failure.code) for failure in failures] == [("nowhere", "file_missing")]
    extractions = [
        i for e in events if isinstance(e, Results) for i in e.items if isinstance(i, Extraction)
    ]
    assert len(extractions) == 2
    last = events[-1]
    assert isinstance(last, Progress) and (last.done, last.total) == (3, 3)


def test_every_document_comes_before_its_extraction() -> None:
    documents = [document(f"Paper {n} of Zebra Corp. " * 20, "en") for n in range(12)]
    _, events = _run(documents, WordFinder(["Zebra Corp"]))
    seen: set[str] = set()
    for event in events:
        for item in event.items if isinstance(event, Results) else ():
            if isinstance(item, Document):
                seen.add(item.id)
            else:
                assert isinstance(item, Extraction) and item.document_id in seen


def test_a_second_run_asks_the_model_nothing_and_says_the_same() -> None:
    cache, finder = Memory(), WordFinder(["Zebra Corp"])
    first, _ = _run([_LONG], finder, cache=cache)
    asked = len(finder.seen)
    second, _ = _run([_LONG], finder, cache=cache)
    assert len(finder.seen) == asked
    assert first == second
    _run([_LONG], finder, "Other field", cache=cache)
    assert len(finder.seen) > asked


def test_a_document_read_in_part_is_not_remembered() -> None:
    cache = Memory()
    _run([document("POISON " + "a b c. " * 60, "en")], WordFinder([]), cache=cache)
    assert not cache.entries


def test_cancelling_stops_the_job() -> None:
    control = JobControl()
    request = ExtractRequest((_LONG.id,), parse_fields("Party"))
    services = Services(Models(WordFinder([])), Shelf([_LONG]), NoCache())
    job = extract(request, services, control)
    next(job)
    control.cancel()
    with pytest.raises(Cancelled):
        list(job)


def test_an_empty_document_has_no_coverage() -> None:
    doc = document("", "en")
    found, _ = _run([doc], WordFinder(["x"]))
    assert (found[doc.id].coverage, found[doc.id].mentions) == (0.0, ())


@pytest.mark.parametrize(
    ("windows", "length", "share"),
    [
        ([(0, 10)], 10, 1.0),
        ([(0, 6), (4, 10)], 10, 1.0),
        ([(0, 3), (7, 10)], 10, 0.6),
        ([(0, 20)], 10, 1.0),
        ([], 10, 0.0),
        ([(2, 4), (2, 4)], 10, 0.2),
        ([(12, 14)], 10, 0.0),
    ],
)
def test_coverage_counts_each_character_once(
    windows: list[tuple[int, int]], length: int, share: float
) -> None:
    assert coverage([Window(*window) for window in windows], length) == pytest.approx(share)
