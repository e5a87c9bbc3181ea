"""Duplicates, verdicts and scored pairs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from engine.export import (
    About,
    JudgedVerdict,
    SheetRows,
    write_duplicates,
    write_scored_pairs,
    write_verdicts,
)
from engine.export.replay import replayed
from engine.types import (
    Address,
    ClauseRef,
    Cluster,
    Edit,
    Evidence,
    EvidenceRole,
    Expectation,
    ItemFailure,
    Label,
    Pair,
    Reason,
    ReasonKind,
    Record,
    ReviewState,
    ScoredPair,
    Severity,
    Target,
    Verdict,
    playbook_id,
)

ABOUT = About(run=[("job", "dedupe")], say=lambda failure: f"~{failure.code}")
PATH = "/data/customers.xlsx"
RECORDS = [
    Record(f"r{row}", Address(PATH, "客户", row), values)
    for row, values in enumerate(
        [("Acme Ltd", "007", 1.5), ("ACME Limited", "007", None), ("=Other", "008"), ("Solo",)], 2
    )
]
SHEET = SheetRows(PATH, "客户", ["name", "code", "amount"], lambda: iter(RECORDS))
PAIRS = [
    (
        Pair(
            "p1",
            "r2",
            "r3",
            RECORDS[0].address,
            RECORDS[1].address,
            0.93,
            0,
            (("name", 0.8), ("code", 1.0)),
        ),
        "accepted",
    ),
    (Pair("p2", "r2", "r4", RECORDS[0].address, RECORDS[2].address, 0.4, None), "proposed"),
]
CLUSTERS = [Cluster(0, ("r2", "r3"), "r2")]


def rows(path: Path, title: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[title].iter_rows(values_only=True))


def test_no_row_is_lost_and_every_row_says_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_duplicates(path, [SHEET], PAIRS, CLUSTERS, ABOUT)
    assert openpyxl.load_workbook(path).sheetnames == ["客户", "Clean", "Pairs", "Run"]
    head, *body = rows(path, "客户")
    assert head == ("name", "code", "amount", "Cluster", "Role", "Score", "Decision")
    assert body == [
        ("Acme Ltd", "007", 1.5, 0, "survivor", 0.93, "accepted"),
        ("ACME Limited", "007", None, 0, "duplicate", 0.93, "accepted"),
        ("=Other", "008", None, None, "unique", 0.4, None),
        ("Solo", None, None, None, "unique", None, None),
    ]
    assert [row[0] for row in rows(path, "Clean")] == ["name", "Acme Ltd", "=Other", "Solo"]
    pairs = rows(path, "Pairs")
    assert pairs[0][-2:] == ("name", "code")
    left, right = ("客户", 2, "Acme Ltd | 007"), ("客户", 3, "ACME Limited | 007")
    assert pairs[1] == (*left, *right, 0.93, 0, "accepted", 0.8, 1)
    assert len(pairs) == 3


def test_several_files_keep_their_sheets_apart(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    other = Record("x2", Address("/data/b.csv", "", 2), ("Acme",))
    second = SheetRows("/data/b.csv", "", ["name"], lambda: iter([other]))
    pair = Pair("p", "r2", "x2", RECORDS[0].address, other.address, 0.9)
    write_duplicates(path, [SHEET, second], [(pair, "proposed")], [], ABOUT)
    names = openpyxl.load_workbook(path).sheetnames
    assert names == ["客户", "b", "Clean 客户", "Clean b", "Pairs", "Run"]
    _, first = rows(path, "Pairs")
    assert (first[0], first[1], first[3], first[4]) == ("customers.xlsx › 客户", 2, "b.csv", 2)


def test_a_row_whose_column_has_another_name_shows_its_words(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    other = Record("x2", Address("/data/b.csv", "", 2), ("Acme",))
    second = SheetRows("/data/b.csv", "", ["firm"], lambda: iter([other]))
    why = (("name", 0.8),)
    pair = Pair("p", "r2", "x2", RECORDS[0].address, other.address, 0.9, None, why)
    sheets, aliases = [SHEET, second], [["name", "firm"]]
    write_duplicates(path, sheets, [(pair, "proposed")], [], ABOUT, aliases=aliases)
    _, first = rows(path, "Pairs")
    assert (first[2], first[5]) == ("Acme Ltd", "Acme")


def test_duplicates_as_csv_and_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_duplicates(path, [SHEET], PAIRS, CLUSTERS, ABOUT)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, first, *rest = csv.reader(stream)
    assert head[:4] == ["File", "Sheet", "Row", "Cluster"]
    assert first == [
        PATH,
        "客户",
        "2",
        "0",
        "survivor",
        "0.9300",
        "accepted",
        "Acme Ltd",
        "007",
        "1.5",
    ]
    assert rest[1][7] == "'=Other"
    stream = io.StringIO()
    write_duplicates(stream, [SHEET], PAIRS, CLUSTERS, ABOUT, kind="jsonl")
    line, second = map(json.loads, stream.getvalue().splitlines())
    assert line == {
        "left": {"sheet": "客户", "row": 2},
        "right": {"sheet": "客户", "row": 3},
        "score": 0.93,
        "cluster": 0,
        "why": {"name": 0.8, "code": 1.0},
        "decision": "accepted",
    }
    assert second["cluster"] is None


def judged(*states: str) -> list[tuple[Pair, str]]:
    """Rows 2 and 3 alike, and a little 3 and 4."""
    a, b, c = (record.address for record in RECORDS[:3])
    pairs = [Pair("p1", "r2", "r3", a, b, 0.93, 1), Pair("p2", "r3", "r4", b, c, 0.4, None)]
    return list(zip(pairs, states, strict=True))


@pytest.mark.parametrize(
    ("states", "roles", "numbers"),
    [
        (("proposed", "proposed"), ["survivor", "duplicate", "unique"], [1, None]),
        (("rejected", "proposed"), ["unique", "unique", "unique"], [None, None]),
        (("rejected", "accepted"), ["unique", "survivor", "duplicate"], [None, 1]),
        (("proposed", "accepted"), ["survivor", "duplicate", "duplicate"], [1, 1]),
    ],
)
def test_decisions_reach_every_format(
    states: tuple[str, str], roles: list[str], numbers: list[int | None], tmp_path: Path
) -> None:
    clusters = [Cluster(1, ("r2", "r3"), "r2")]
    path = tmp_path / "out.xlsx"
    write_duplicates(path, [SHEET], iter(judged(*states)), clusters, ABOUT)
    whole = rows(path, "客户")[1:]
    assert [row[4] for row in whole] == [*roles, "unique"]
    kept = [row[0] for row in whole if row[4] != "duplicate"]
    assert [row[0] for row in rows(path, "Clean")[1:]] == kept
    assert [row[7] for row in rows(path, "Pairs")[1:]] == numbers
    stream = io.StringIO()
    write_duplicates(stream, [SHEET], iter(judged(*states)), clusters, ABOUT, kind="csv")
    assert [line["Role"] for line in csv.DictReader(stream.getvalue().splitlines())][:3] == roles
    stream = io.StringIO()
    write_duplicates(stream, [SHEET], lambda: judged(*states), clusters, ABOUT, kind="jsonl")
    assert [json.loads(line)["cluster"] for line in stream.getvalue().splitlines()] == numbers


def test_the_pairs_have_every_column_that_any_was_compared_by(tmp_path: Path) -> None:
    """The most alike pair says nothing of a column that is blank in it."""
    (judged, state), other = PAIRS
    pairs = [(replace(judged, why=(("amount", 0.5),)), state), (judged, state), other]
    write_duplicates(tmp_path / "out.xlsx", [SHEET], pairs, CLUSTERS, About())
    header, first, *_ = rows(tmp_path / "out.xlsx", "Pairs")
    assert header[-3:] == ("name", "code", "amount")
    assert first[-3:] == (None, None, 0.5)


def test_items_of_an_iterator_can_be_gone_over_again() -> None:
    items = [(number, "x" * 200) for number in range(2500)]
    for given in (iter(items), items, lambda: iter(items)):
        with replayed(given) as again:
            assert list(zip(again(), again(), strict=True)) == list(zip(items, items, strict=True))


MOMENT = dt.datetime.fromisoformat("2024-03-05T08:30:00")
DATED = (MOMENT.date(), MOMENT, MOMENT.time(), dt.date(1850, 1, 2))


def test_dates_are_written_as_dates(tmp_path: Path) -> None:
    record = Record("d", Address(PATH, "客户", 2), DATED)
    sheet = SheetRows(PATH, "客户", ["day", "moment", "time", "old"], lambda: iter([record]))
    path = tmp_path / "out.xlsx"
    write_duplicates(path, [sheet], [], [], ABOUT)
    book = openpyxl.load_workbook(path)
    for title in ("客户", "Clean"):
        day, moment, time, old = book[title][2][:4]
        assert (day.value, day.number_format) == (dt.datetime(2024, 3, 5), "yyyy-mm-dd")  # noqa: DTZ001
        assert (moment.value, moment.number_format) == (MOMENT, "yyyy-mm-dd h:mm:ss")
        assert (time.value, time.number_format) == (MOMENT.time(), "h:mm:ss")
        assert (old.value, old.data_type) == ("1850-01-02", "s")
    stream = io.StringIO()
    write_duplicates(stream, [sheet], [], [], ABOUT, kind="csv")
    line = stream.getvalue().splitlines()[1]
    assert line.endswith("2024-03-05,2024-03-05T08:30:00,08:30:00,1850-01-02")


def test_dates_stand_as_text_among_the_pairs(tmp_path: Path) -> None:
    places = [Address(PATH, "客户", row) for row in (2, 3)]
    records = [Record(f"d{place.row}", place, (MOMENT,)) for place in places]
    sheet = SheetRows(PATH, "客户", ["moment"], lambda: iter(records))
    pair = Pair("p", "d2", "d3", *places, 0.9, 1, (("moment", 1.0),))
    path = tmp_path / "out.xlsx"
    write_duplicates(path, [sheet], [(pair, "proposed")], [], ABOUT)
    assert rows(path, "Pairs")[1][2] == "2024-03-05T08:30:00"


VERDICT = Verdict(
    "v",
    ClauseRef("d1", "4.2", 10, 40, "Payment is due within 30 days."),
    ClauseRef("d2", "9", 5, 33, "Payment is due in <45> days."),
    Label.CONTRADICTION,
    0.01,
    0.04,
    0.95,
    (Reason(ReasonKind.NUMBER, "30 days", "<45> days", 22, 29, 3, 9),),
)
EDIT = Edit(
    Target.VERDICT, "v", ReviewState.EDITED, "neutral", reason="annex prevails", at=1_700_000_000.0
)
DOCUMENTS = {"d1": "/contracts/a.docx", "d2": "/contracts/b.docx"}


def test_verdicts_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    about = About(failures=[ItemFailure("c.pdf", "file_damaged")])
    write_verdicts(path, [JudgedVerdict(VERDICT, EDIT), JudgedVerdict(VERDICT)], DOCUMENTS, about)
    read = openpyxl.load_workbook(path)
    assert read.sheetnames == ["Contradictions", "Evidence", "Matrix", "Failures"]
    words = [cell.value for cell in read["Evidence"][2]]
    assert words == [1, "number", "4.2", "30 days", "9", "<45> days", "rule"]
    matrix = list(read["Matrix"].iter_rows(values_only=True))
    assert matrix == [("Premise", "b.docx · 9"), ("a.docx · 4.2", 0.95)]
    _, judged, fresh = read["Contradictions"].iter_rows(values_only=True)
    assert judged[:9] == (
        "contradiction",
        0.95,
        "a.docx",
        "4.2",
        "Payment is due within 30 days.",
        "b.docx",
        "9",
        "Payment is due in <45> days.",
        "number: 30 days ↔ <45> days",
    )
    assert judged[9:12] == ("edited", "neutral", "annex prevails")
    assert fresh[9:12] == ("proposed", None, None)
    assert read["Contradictions"]["C2"].hyperlink.target == "file:///contracts/a.docx"


def test_documents_with_one_name_keep_their_own_cells_in_the_matrix(tmp_path: Path) -> None:
    documents = {"d1": "/ours/a.docx", "d2": "/theirs/a.docx"}
    path = tmp_path / "out.xlsx"
    found = [
        JudgedVerdict(replace(VERDICT, id=f"v{left}{right}", contradiction=score,
                              premise=replace(VERDICT.premise, document_id=left),
                              hypothesis=replace(VERDICT.hypothesis, document_id=right)))
        for left, right, score in (("d1", "d1", 0.9), ("d2", "d2", 0.8))
    ]  # fmt: skip
    write_verdicts(path, found, documents, About())
    head, *lines = openpyxl.load_workbook(path)["Matrix"].iter_rows(values_only=True)
    assert head == ("Premise", "ours/a.docx · 9", "theirs/a.docx · 9")
    assert lines == [("ours/a.docx · 4.2", 0.9, None), ("theirs/a.docx · 4.2", None, 0.8)]


def test_the_matrix_of_a_playbook_has_a_row_a_document(tmp_path: Path) -> None:
    verdicts = [
        JudgedVerdict(
            Verdict(
                f"p{number}",
                ClauseRef("d1", clause, 0, 5, "Words")
                if clause
                else ClauseRef("d1", "", -1, -1, ""),
                ClauseRef(playbook_id("house"), statement, 0, 6, "Stated"),
                label,
                *shares,
                expectation=Expectation("House", statement, (Label.ENTAILMENT,), Severity.HIGH),
            )
        )
        for number, (clause, statement, label, shares) in enumerate(
            [
                ("3", "a", Label.ENTAILMENT, (0.9, 0.1, 0.0)),
                ("7", "b", Label.CONTRADICTION, (0.0, 0.1, 0.9)),
                ("", "c", Label.NEUTRAL, (0.0, 1.0, 0.0)),
            ]
        )
    ]
    path = tmp_path / "out.xlsx"
    write_verdicts(path, verdicts, DOCUMENTS, ABOUT)
    head, *lines = openpyxl.load_workbook(path)["Matrix"].iter_rows(values_only=True)
    assert head == ("Premise", "House · a", "House · b", "House · c")
    assert lines == [("a.docx", "entailment", "contradiction", "neutral")]


def test_verdicts_as_jsonl() -> None:
    stream = io.StringIO()
    write_verdicts(stream, [JudgedVerdict(VERDICT)], DOCUMENTS, ABOUT, kind="jsonl")
    assert json.loads(stream.getvalue()) == {
        "document": "/contracts/a.docx",
        "premise": {
            "clause": "4.2",
            "start": 10,
            "end": 40,
            "text": "Payment is due within 30 days.",
        },
        "hypothesis": {
            "clause": "9",
            "start": 5,
            "end": 33,
            "text": "Payment is due in <45> days.",
            "document": "/contracts/b.docx",
        },
        "label": "contradiction",
        "contradiction": 0.95,
        "entailment": 0.01,
        "neutral": 0.04,
        "reasons": [{"kind": "number", "left": "30 days", "right": "<45> days"}],
    }


def test_a_playbook_statement_has_a_line_of_its_own_kind(tmp_path: Path) -> None:
    place = ClauseRef("d1", "4.2", 10, 40, "Payment is due within 30 days.")
    allowed = (Label.CONTRADICTION, Label.NEUTRAL)
    asked = replace(
        VERDICT,
        hypothesis=ClauseRef(playbook_id("house"), "terms", 0, 5, "Terms"),
        label=Label.ENTAILMENT,
        severity=Severity.HIGH,
        evidence=(Evidence(EvidenceRole.CLAUSE, place, Label.ENTAILMENT, 0.9),),
        expectation=Expectation("House", "terms", allowed, Severity.HIGH, "Ask."),
    )
    stream = io.StringIO()
    write_verdicts(stream, [JudgedVerdict(asked)], DOCUMENTS, ABOUT, kind="jsonl")
    line = json.loads(stream.getvalue())
    assert (line["document"], line["statement"], line["id"]) == (
        "/contracts/a.docx",
        "Terms",
        "terms",
    )
    assert (line["as_expected"], line["severity"], line["advice"]) == (False, "high", "Ask.")
    assert [(one["clause"], one["score"]) for one in line["evidence"]] == [("4.2", 0.9)]
    path = tmp_path / "out.xlsx"
    write_verdicts(path, [JudgedVerdict(asked)], DOCUMENTS, About())
    sheet = openpyxl.load_workbook(path)["Contradictions"]
    _, row = sheet.iter_rows(values_only=True)
    assert row[5:8] == ("House", "terms", "Terms")
    assert row[16:] == ("High", "Ask.", "4.2 Payment is due within 30 days.")


def test_verdicts_as_a_page_that_needs_nothing_else() -> None:
    stream = io.StringIO()
    write_verdicts(stream, [JudgedVerdict(VERDICT, EDIT)], DOCUMENTS, ABOUT, kind="html")
    page = stream.getvalue()
    assert "<mark>&lt;45&gt; days</mark>" in page
    assert "annex prevails" in page
    assert "http" not in page
    assert "<script" not in page


class Nesting(HTMLParser):
    """Fails where a tag is closed that is not the innermost open one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[int] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_built_as_browsers_expect(language: str) -> None:
    """Nested as it should be, whatever the texts hold, and every row of a table as wide as the next."""
    words = "</td></table><p>Payment & <b>30</b> days]]> --> \x0b"
    odd = replace(VERDICT, premise=replace(VERDICT.premise, text=words), reasons=())
    stream = io.StringIO()
    verdicts = [JudgedVerdict(VERDICT, EDIT), JudgedVerdict(odd)]
    write_verdicts(stream, verdicts, DOCUMENTS, replace(ABOUT, language=language), kind="html")
    page = Nesting(stream.getvalue())
    assert len(set(page.rows)) <= 2, "the verdicts' table and the run's"


def test_scored_pairs_keep_input_and_order(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    items = [
        ScoredPair(1, (("text1", "a"), ("id", 7)), (("score", 0.25),)),
        ScoredPair(
            2,
            (("text1", "b"),),
            (("entailment", 0.1), ("neutral", 0.2), ("contradiction", 0.7)),
            "contradiction",
        ),
        ScoredPair(3, (("text1", None),), failure=ItemFailure("3", "pair_incomplete")),
    ]
    write_scored_pairs(path, iter(items), ABOUT)
    first, second, third = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first == {"text1": "a", "id": 7, "score": 0.25}
    assert second == {
        "text1": "b",
        "label": "contradiction",
        "entailment": 0.1,
        "neutral": 0.2,
        "contradiction": 0.7,
    }
    assert third == {
        "text1": None,
        "failure": {"code": "pair_incomplete", "message": "~pair_incomplete"},
    }


def test_a_run_is_told_in_the_language_of_the_export(tmp_path: Path) -> None:
    run = [("job", "dedupe"), ("status", "done"), ("paths", "done"), ("unheard of", 3)]
    write_duplicates(tmp_path / "out.xlsx", [SHEET], PAIRS, CLUSTERS, About("zh", run))
    told = openpyxl.load_workbook(tmp_path / "out.xlsx")["运行信息"].iter_rows(2, values_only=True)
    assert list(told) == [
        ("任务", "查找重复"),
        ("状态", "已完成"),
        ("文件", "done"),
        ("unheard of", 3),
    ]
