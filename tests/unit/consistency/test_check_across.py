"""The job across documents and against playbooks, and input that is hard to read."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import numpy as np
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from numpy.typing import NDArray

from engine.consistency.playbook_file import find_playbook, parse_playbook
from engine.control import JobControl
from engine.documents import PathSource, paste
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs.check import ACROSS, BY_RULES, PLAYBOOK, CheckRequest, check
from engine.jobs.nli import Asker
from engine.jobs.remembered import Remembered
from engine.jobs.services import NoCache, Services
from engine.models.protocols import ModelInfo, OnFailure, PairClassifier
from engine.types import (
    Document,
    EvidenceRole,
    ItemFailure,
    Label,
    ReasonKind,
    Severity,
    Verdict,
    is_playbook,
)
from tests.unit.consistency.reading_aid import contract
from tests.unit.consistency.test_check import Documents, Models, Nli, verdicts

MAIN = contract(
    "The Client shall pay each invoice within thirty (30) days after receipt.",
    "The Contractor shall clean all wards of the hospital every day.",
    "In the event of a conflict between this Agreement and an Annex, this Agreement shall prevail.",
)
ANNEX = paste(
    "Annex 1\n\n1. The Contractor shall not use subcontractors.\n\n"
    "2. The Client shall pay each invoice within 45 days after receipt.\n",
    "annex",
)
CHINESE = contract("甲方应在收到发票之日起六十日内付款。", "乙方每日清洁病房。")


def run(
    request: CheckRequest, nli: PairClassifier | None = None, **documents: Document
) -> list[Payload]:
    services = Services(Models(nli), Documents(**documents), NoCache())
    return list(check(request, services, JobControl()))


def test_documents_are_compared_with_each_other_and_each_verdict_names_both() -> None:
    request = CheckRequest(("main", "annex"), across=True)
    events = run(request, main=MAIN, annex=ANNEX)
    (one,) = verdicts(events)
    assert {one.premise.document_id, one.hypothesis.document_id} == {MAIN.id, ANNEX.id}
    assert one.reasons[0].kind is ReasonKind.PAYMENT
    assert one.prevails is not None
    last_word = one.premise if one.prevails.value == "premise" else one.hypothesis
    assert last_word.document_id == MAIN.id
    assert [e.role for e in one.evidence] == [EvidenceRole.PRECEDENCE]
    assert one.severity is Severity.MEDIUM
    assert ACROSS in {e.stage for e in events if isinstance(e, Progress)}
    assert verdicts(run(CheckRequest(("main", "annex")), main=MAIN, annex=ANNEX)) == []


def test_documents_in_two_languages_are_compared_by_facts_and_never_by_a_model_of_one() -> None:
    nli = Nli()
    (one,) = verdicts(run(CheckRequest(("en", "zh"), across=True), nli, en=MAIN, zh=CHINESE))
    assert {one.reasons[0].left, one.reasons[0].right} == {"thirty (30) days", "六十日"}
    assert [reason.kind for reason in one.reasons] == [ReasonKind.PAYMENT]
    assert not any("付款" in text for pair in nli.asked for text in pair)


def test_a_model_of_both_languages_is_asked_at_once() -> None:
    nli = Nli()
    nli.info = type(nli.info)("nli", "nli", "test", "d", ("en", "zh"), nli.info.labels)
    (one,) = verdicts(run(CheckRequest(("en", "zh"), across=True), nli, en=MAIN, zh=CHINESE))
    assert [reason.kind for reason in one.reasons] == [ReasonKind.PAYMENT, ReasonKind.MODEL]


def test_a_document_against_itself_says_nothing_new() -> None:
    twice = run(CheckRequest(("main", "again"), across=True), main=MAIN, again=MAIN)
    assert verdicts(twice) == []


def test_many_copies_of_one_wording_do_not_hide_the_one_that_differs() -> None:
    documents = {
        f"d{n}": paste(f"1. Supplier {n} sells to the Buyer.\n\n{TERMS}", f"d{n}")
        for n in range(16)
    }
    changed = TERMS.replace("shall not assign", "may assign")
    documents["odd"] = paste(f"1. Another seller.\n\n{changed}", "odd")
    found = verdicts(run(CheckRequest(tuple(documents), across=True), **documents))
    assert len(found) == 16
    odd = documents["odd"].id
    assert all(odd in (v.premise.document_id, v.hypothesis.document_id) for v in found)


TERMS = (
    "2. The Supplier shall not assign any claim from this Agreement to a bank.\n\n"
    "3. Headings are for convenience only and do not affect interpretation.\n"
)


def test_a_model_that_answers_too_slowly_leaves_the_rest_to_the_rules() -> None:
    events = run(CheckRequest(("plain",), patience=-1.0), Nli(), plain=TWICE)
    (one,) = verdicts(events)
    assert [reason.kind for reason in one.reasons] == [ReasonKind.PAYMENT]
    codes = {e.failure.code for e in events if isinstance(e, ItemFailed)}
    assert codes == {"model_too_slow"}


def test_a_pause_is_no_slowness_of_the_model() -> None:
    class Paused(Nli):
        def classify(
            self, pairs: Sequence[tuple[str, str]], control: JobControl, failed: OnFailure
        ) -> Iterator[tuple[int, NDArray[np.float32]]]:
            for answer in super().classify(pairs, control, failed):
                control.pause()
                threading.Timer(0.3, control.resume).start()
                control.checkpoint()
                yield answer

    services = Services(Models(None), Documents(), NoCache())
    failures: list[ItemFailure] = []
    asked = [("a", "b"), ("b", "c")]
    rows = Asker(Paused(), services, JobControl(), patience=0.2).ask(asked, failures.append)
    assert set(rows) == set(asked)
    assert not failures


TWICE = contract(
    "The Client shall pay each invoice within thirty (30) days after receipt.",
    "The Contractor shall clean all wards of the hospital every day.",
    "The Client shall pay each invoice within forty-five (45) days after receipt.",
)


def test_a_rule_that_the_model_contradicts_is_marked() -> None:
    (one,) = verdicts(run(CheckRequest(("plain",)), Nli(0.01), plain=TWICE))
    assert one.disagree and one.label is Label.CONTRADICTION
    (one,) = verdicts(run(CheckRequest(("plain",)), Nli(0.98), plain=TWICE))
    assert not one.disagree


# --- Playbooks -----------------------------------------------------------------------

HOUSE = parse_playbook(
    """title: House
statements:
  - id: payment
    statement: The Client shall pay each invoice within sixty (60) days after receipt.
    severity: high
    advice: Ask for sixty days.
  - id: cleaning
    statement: The Contractor shall clean all wards of the hospital every day.
  - id: robots
    statement: Autonomous vehicles are forbidden on the premises.
    expect: not mentioned
""",
    Path("house.yaml"),
)


def test_a_playbook_without_a_model_is_judged_by_words() -> None:
    events = run(CheckRequest(("main",), playbook=HOUSE, inside=False), main=MAIN)
    payment, cleaning, robots = verdicts(events)
    assert payment.label is Label.CONTRADICTION
    assert (payment.reasons[0].left, payment.reasons[0].right) == (
        "thirty (30) days",
        "sixty (60) days",
    )
    assert payment.severity is Severity.HIGH
    assert payment.expectation is not None and payment.expectation.advice == "Ask for sixty days."
    assert is_playbook(payment.hypothesis.document_id)
    assert (cleaning.label, cleaning.severity) == (Label.ENTAILMENT, Severity.NONE)
    assert cleaning.premise.clause == "2"
    assert (robots.label, robots.severity) == (Label.NEUTRAL, Severity.NONE)
    assert robots.premise.start == -1 and robots.evidence == ()
    for verdict in (payment, cleaning):
        for place in (verdict.premise, *(e.place for e in verdict.evidence)):
            assert MAIN.text[place.start : place.end] == place.text
    assert PLAYBOOK in {e.stage for e in events if isinstance(e, Progress)}


def test_a_playbook_is_judged_by_the_model_where_it_reads_the_language() -> None:
    nli = Nli(0.97)
    found = verdicts(run(CheckRequest(("main",), playbook=HOUSE, inside=False), nli, main=MAIN))
    assert [v.id for v in found] == list(dict.fromkeys(v.id for v in found))
    assert all(ReasonKind.MODEL in {r.kind for r in v.reasons} for v in found if v.reasons)
    assert any(text == HOUSE.statements[0].statement["any"] for pair in nli.asked for text in pair)


def test_a_chinese_document_is_held_against_the_chinese_words() -> None:
    lease = contract("租赁期满后，出租方应将押金退还承租方。", "承租方不得以任何形式转租。")
    request = CheckRequest(("lease",), playbook=find_playbook("lease"), inside=False)
    found = {v.hypothesis.clause: v for v in verdicts(run(request, lease=lease))}
    assert found["deposit-return"].label is Label.ENTAILMENT
    assert found["deposit-return"].hypothesis.text == "租赁期满后，出租方应将押金退还承租方。"


# --- Bad input -----------------------------------------------------------------------


def read(path: Path) -> list[Payload]:
    services = Services(Models(), PathSource(), NoCache())
    return list(check(CheckRequest((str(path),)), services, JobControl()))


def found_in(path: Path) -> Sequence[Verdict]:
    return verdicts(read(path))


def test_one_clause_and_none_give_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("1. The Client shall pay within 30 days.\n", encoding="utf-8")
    assert found_in(path) == []
    path.write_text("Hello", encoding="utf-8")
    assert found_in(path) == []


def test_two_thousand_clauses_are_read_in_seconds(tmp_path: Path) -> None:
    words = [f"item{n % 97} part{n % 89} unit{n % 83}" for n in range(2000)]
    lines = [f"{n + 1}. The Supplier shall deliver {w} to site {n}." for n, w in enumerate(words)]
    lines[1500] = lines[10].replace("11.", "1501.", 1).replace("shall", "shall not")
    path = tmp_path / "long.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    (one,) = found_in(path)
    texts = (one.premise.text, one.hypothesis.text)
    assert texts == (texts[1].replace("shall not", "shall"), texts[0].replace("shall", "shall not"))


def test_a_scanned_page_is_a_notice_and_no_verdict(root: Path, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "scan.pdf"
    Image.new("RGB", (600, 800), "white").save(path, "PDF")
    events = read(path)
    assert verdicts(events) == []
    documents = [d for e in events if isinstance(e, Results) for d in e.items]
    failures = [e for e in events if isinstance(e, ItemFailed)]
    assert failures or any(d.notices for d in documents if isinstance(d, Document))


def test_two_languages_in_one_document_are_each_compared_with_their_own() -> None:
    both = paste(
        "1. The Supplier shall not use subcontractors for the Services.\n\n"
        "2. 乙方不得将服务工作转包给第三方。\n\n3. 本合同一式两份，双方各执一份。\n\n"
        "4. Headings are for convenience only and do not affect interpretation.\n\n"
        "5. 乙方可以将服务工作转包给第三方。\n\n"
        "6. The Supplier may use subcontractors for the Services.\n",
        "both",
    )
    events = run(CheckRequest(("both",)), both=both)
    pairs = {(v.premise.clause, v.hypothesis.clause) for v in verdicts(events)}
    assert pairs == {("1", "6"), ("2", "5")}
    assert BY_RULES in {e.stage for e in events if isinstance(e, Progress)}


def test_deleted_words_of_tracked_changes_clash_with_nothing(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("1. The Client shall pay each invoice within 30 days after receipt.")
    document.add_paragraph("2. The Contractor shall clean all wards of the hospital every day.")
    paragraph = document.add_paragraph("3. ")
    for tag, words in (("w:del", "45"), ("w:ins", "30")):
        change = OxmlElement(tag)
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "a")
        run_ = OxmlElement("w:r")
        text = OxmlElement("w:delText" if tag == "w:del" else "w:t")
        text.text = f"The Client shall pay each invoice within {words} days after receipt."
        run_.append(text)
        change.append(run_)
        paragraph._p.append(change)
    path = tmp_path / "tracked.docx"
    document.save(str(path))
    assert found_in(path) == []


def test_a_duty_in_a_table_is_compared_and_a_plain_cell_is_not(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("1. The Contractor shall not use subcontractors for the Services.")
    document.add_paragraph("2. The Client shall provide water and power on the site.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "Subcontracting"
    table.cell(0, 1).text = "The Contractor may use subcontractors for the Services."
    table.cell(1, 0).text = "Price"
    table.cell(1, 1).text = "30 days"
    path = tmp_path / "table.docx"
    document.save(str(path))
    (one,) = found_in(path)
    assert one.reasons[0].kind is ReasonKind.MODALITY


@pytest.mark.parametrize("name", ["services-conflicts.docx", "技术服务合同-矛盾.docx"])
def test_the_samples_keep_their_conflicts(root: Path, name: str) -> None:
    assert len(found_in(root / "resources" / "samples" / name)) >= 3


def test_a_text_is_embedded_once_in_a_run() -> None:
    class Counting:
        info = ModelInfo("e", "embedding", "test", "d", ("en",))
        dimension = 2

        def __init__(self) -> None:
            self.read: list[str] = []

        def embed(self, texts: Sequence[str], control: JobControl) -> NDArray[np.float32]:
            self.read += texts
            return np.array([[1.0, len(text)] for text in texts], np.float32)

    counting, control = Counting(), JobControl()
    remembered = Remembered(counting)
    first = remembered.embed(["a", "bb", "a"], control)
    assert first.tolist() == [[1, 1], [1, 2], [1, 1]]
    assert remembered.embed(["bb", "ccc"], control).tolist() == [[1, 2], [1, 3]]
    assert counting.read == ["a", "bb", "ccc"]
    assert remembered.embed([], control).shape == (0, 2)
    remembered.forget()
    remembered.embed(["a"], control)
    assert counting.read[-1] == "a" and len(counting.read) == 4


def test_contracts_of_different_companies_do_not_contradict_each_other() -> None:
    head = "Between {} Ltd and {} Inc.\n\n1. {}\n\n2. Headings are for convenience only.\n"
    law = "This Agreement is governed by the laws of {}."
    first = paste(head.format("Alder", "Birch", law.format("Delaware")), "first")
    other = paste(head.format("Cedar", "Dogwood", law.format("Texas")), "other")
    again = paste(head.format("Alder", "Elm", law.format("Texas")), "again")
    request = CheckRequest(("first", "other"), across=True)
    assert verdicts(run(request, first=first, other=other)) == []
    (one,) = verdicts(run(request, first=first, other=again))
    assert one.reasons[0].kind is ReasonKind.LAW
