"""The job: streaming, cache, cancel, tracked changes, two languages, with and without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.control import JobControl
from engine.documents import PathSource, paste
from engine.errors import Cancelled, UserError
from engine.events import Payload, Progress, Results
from engine.jobs.compare import CompareRequest, compare
from engine.jobs.services import NoCache, Services
from engine.models.protocols import Embedder, Extractor, ModelInfo, OnFailure, PairClassifier
from engine.types import (
    Basis,
    Bearing,
    Change,
    ClauseChange,
    Comparison,
    ComparisonMode,
    Document,
    ItemFailure,
)
from tests.unit.documents.builders import paragraph, write_docx

OLD = """1. Delivery. The Supplier shall deliver the goods within thirty (30) days.
2. Payment. The Buyer shall pay each invoice within sixty (60) days.
3. Secrecy. Each party shall keep the information of the other party secret.
"""
NEW = OLD.replace("thirty (30)", "ten (10)").replace("keep the", "hold all")


class Documents:
    """Documents by name."""

    def __init__(self, **documents: Document) -> None:
        self.documents = documents

    def load(self, reference: str, control: JobControl) -> Document:
        if reference not in self.documents:
            raise UserError("file_missing", name=reference)
        return self.documents[reference]


class Nli:
    """Says of every pair that each side follows from the other; refuses long ones."""

    def __init__(self, languages: tuple[str, ...] = ("en",)) -> None:
        labels = ("contradiction", "neutral", "entailment")
        self.info = ModelInfo("nli", "nli", "test", "digest", languages, labels)
        self.asked: list[tuple[str, str]] = []

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        self.asked += pairs
        for index, pair in enumerate(pairs):
            if len(pair[0]) > 200 and failed:
                failed(index, ItemFailure(str(index), "pair_too_long"))
            else:
                yield index, np.array([0.05, 0.05, 0.9], np.float32)


class Models:
    """One NLI model or none; no embedder."""

    def __init__(self, nli: PairClassifier | None = None) -> None:
        self._nli = nli

    def classifier(self, task: str, name: str | None = None) -> PairClassifier:
        if self._nli is None or name == "absent":
            raise UserError("model_none_for_task", task=task)
        return self._nli

    def embedder(self, name: str | None = None) -> Embedder:
        raise UserError("model_none_for_task", task="embedding")

    def extractor(self, name: str | None = None, language: str | None = None) -> Extractor:
        raise UserError("model_none_for_task", task="extraction")


class Memory:
    """A cache in a dictionary."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        self.entries.update(entries)


def services(nli: Nli | None = None, cache: Memory | None = None, **texts: str) -> Services:
    """Pasted documents by name."""
    documents = {name: paste(text, name) for name, text in texts.items()}
    return Services(Models(nli), Documents(**documents), cache or NoCache())


def results(payloads: Iterable[Payload], kind: type) -> list:
    """The items of one type."""
    found = [p.items for p in payloads if isinstance(p, Results)]
    return [item for items in found for item in items if isinstance(item, kind)]


def run(outside: Services, request: CompareRequest) -> list[Payload]:
    """The whole job."""
    return list(compare(request, outside, JobControl()))


def test_documents_then_the_comparison_then_its_changes() -> None:
    payloads = run(services(old=OLD, new=NEW), CompareRequest("old", "new"))
    kinds = [type(i) for p in payloads if isinstance(p, Results) for i in p.items]
    assert kinds == [Document, Document, Comparison, *[ClauseChange] * 3]
    (comparison,) = results(payloads, Comparison)
    assert (comparison.mode, comparison.old_clauses) == (ComparisonMode.VERSIONS, 3)
    changes = results(payloads, ClauseChange)
    assert [c.change for c in changes] == [Change.EDITED, Change.SAME, Change.EDITED]
    meaning = changes[0].meaning
    assert meaning and (meaning.bearing, meaning.party) == (Bearing.STRICTER, "Supplier")
    (reason,) = meaning.reasons
    old, new = results(payloads, Document)
    assert old.text[reason.left_start : reason.left_end] == reason.left == "thirty (30) days"
    assert new.text[reason.right_start : reason.right_end] == reason.right == "ten (10) days"
    assert isinstance(payloads[-1], Progress) and payloads[-1].done == payloads[-1].total == 3


def test_a_document_against_itself_has_no_change() -> None:
    payloads = run(services(Nli(), old=OLD), CompareRequest("old", "old"))
    assert len(results(payloads, Document)) == 1
    assert {c.change for c in results(payloads, ClauseChange)} == {Change.SAME}


def test_the_model_is_asked_both_ways_once_and_remembered() -> None:
    memory, nli = Memory(), Nli()
    outside = services(nli, memory, old=OLD, new=NEW)
    changes = results(run(outside, CompareRequest("old", "new")), ClauseChange)
    assert len(nli.asked) == 4 and {pair[::-1] for pair in nli.asked} == set(nli.asked)
    worded = changes[2].meaning
    assert worded and (worded.bearing, worded.basis) == (Bearing.SAME_MEANING, Basis.MODEL)
    nli.asked.clear()
    again = results(run(outside, CompareRequest("old", "new")), ClauseChange)
    assert nli.asked == [] and again == changes


def test_rules_work_alone_where_the_model_does_not_know_the_language() -> None:
    nli = Nli(("zh",))
    run(services(nli, old=OLD, new=NEW), CompareRequest("old", "new"))
    assert nli.asked == []
    with pytest.raises(UserError):
        run(services(nli, old=OLD, new=NEW), CompareRequest("old", "new", "absent"))


def test_a_long_sentence_is_left_to_the_rules() -> None:
    long = OLD.replace("goods", "goods " + "of every kind " * 30)
    changes = results(
        run(services(Nli(), old=long, new=long.replace("thirty (30)", "ten (10)")), CompareRequest("old", "new")),
        ClauseChange,
    )  # fmt: skip
    meaning = changes[0].meaning
    assert meaning and (meaning.bearing, meaning.basis) == (Bearing.STRICTER, Basis.RULE)


def test_two_languages_are_one_contract() -> None:
    chinese = "第一条 交货\n供方应在30日内交货。\n第二条 付款\n需方应在60日内付款。\n第三条 保密\n双方应保守秘密。\n"
    english = "1. Delivery. The Supplier shall deliver within 30 days.\n2. Payment. The Buyer shall pay within 90 days.\n3. Secrecy. Both parties shall keep secrets.\n"  # fmt: skip
    payloads = run(services(old=chinese, new=english), CompareRequest("old", "new"))
    (comparison,) = results(payloads, Comparison)
    assert comparison.mode is ComparisonMode.LANGUAGES
    clashing = [c for c in results(payloads, ClauseChange) if c.meaning]
    assert [(r.left, r.right) for c in clashing for r in c.meaning.reasons] == [("60日", "90 days")]
    assert all(c.diff == () for c in results(payloads, ClauseChange))


def test_the_two_states_of_a_file_with_tracked_changes(tmp_path: Path) -> None:
    who = 'w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"'
    body = (
        paragraph("1. The lease begins on 1 May 2024.")
        + f'<w:p><w:r><w:t xml:space="preserve">2. The rent is EUR </w:t></w:r><w:del {who}><w:r><w:delText>900</w:delText></w:r></w:del>'
        f'<w:ins {who}><w:r><w:t>950</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> a month.</w:t></w:r></w:p>'
        + paragraph("3. The tenant shall not sublet.")
    )
    path = str(write_docx(tmp_path / "lease.docx", body))
    outside = Services(Models(), PathSource(), NoCache())
    payloads = run(outside, CompareRequest(path))
    (comparison,) = results(payloads, Comparison)
    assert comparison.mode is ComparisonMode.TRACKED
    (edited,) = [c for c in results(payloads, ClauseChange) if c.change is Change.EDITED]
    assert [part.text for part in edited.diff if part.op.value != "="] == ["EUR 900", "EUR 950"]
    plain = str(write_docx(tmp_path / "plain.docx", paragraph("Nothing tracked.")))
    with pytest.raises(UserError, match="no_tracked_changes"):
        run(outside, CompareRequest(plain))


def test_a_scan_without_text_and_one_clause_can_be_compared() -> None:
    one = paste("The rent is EUR 900 a month.", "one")
    scan = replace(one, id="scan", text="", readable=0.0)
    outside = Services(Models(), Documents(one=one, scan=scan), NoCache())
    (removed,) = results(run(outside, CompareRequest("one", "scan")), ClauseChange)
    assert removed.change is Change.REMOVED and removed.new == ()
    assert results(run(outside, CompareRequest("scan", "scan")), ClauseChange) == []
    (same,) = results(run(outside, CompareRequest("one", "one")), ClauseChange)
    assert same.change is Change.SAME and same.similarity == 1.0


def test_a_table_is_compared_row_by_row(tmp_path: Path) -> None:
    def table(price: str) -> str:
        rows = (("Item", "Price"), ("Bolt", price), ("Nut", "2.00"))
        cells = ["".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) for row in rows]
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    paths = [str(write_docx(tmp_path / f"{p}.docx", table(p))) for p in ("4.00", "4.50")]
    outside = Services(Models(), PathSource(), NoCache())
    changes = results(run(outside, CompareRequest(*paths)), ClauseChange)
    assert [c.change for c in changes] == [Change.SAME, Change.EDITED, Change.SAME]
    assert [p.text for p in changes[1].diff if p.op.value != "="] == ["4.00", "4.50"]


def test_an_unreadable_document_and_a_cancel_end_the_job(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="file_missing"):
        run(services(old=OLD), CompareRequest("old", "gone"))
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="file_empty"):
        run(Services(Models(), PathSource(), NoCache()), CompareRequest(str(empty), str(empty)))
    control = JobControl()
    job = compare(CompareRequest("old", "new"), services(old=OLD, new=NEW), control)
    next(job)
    control.cancel()
    with pytest.raises(Cancelled):
        list(job)
