"""Playbook files: what they say, and every fault with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.consistency.playbook import ANY, Playbook, PlaybookStatement, language_said, said
from engine.consistency.playbook_file import (
    built_in_playbooks,
    find_playbook,
    parse_playbook,
    playbook_text,
    read_playbook,
)
from engine.errors import UserError
from engine.types import Label, Severity

YAML = Path("house.yaml")

HOUSE = """# Our purchases
title: {en: Purchases, zh: 采购}
statements:
  - id: cap
    statement: "The liability of Supplier is unlimited: always."
    opposite: The liability of Supplier shall not exceed the price.
    expect: [supports, not_mentioned]
    severity: high
    advice:
      en: Ask legal.
      zh: 请咨询法务。
    keywords: liability, cap；上限
  - The contract is in English.
  - {id: 'no', statement: {zh: 适用中国法律。}, expect: contradicts}
"""


def fault(text: str) -> tuple[str, object, object]:
    with pytest.raises(UserError) as raised:
        parse_playbook(text, YAML)
    assert raised.value.params["path"] == "house.yaml"
    return raised.value.code, raised.value.params.get("line"), raised.value.params.get("column")


def test_a_playbook_says_what_stands_in_it() -> None:
    playbook = parse_playbook(HOUSE, YAML)
    cap, english, law = playbook.statements
    assert (playbook.name, said(playbook.title, "zh")) == ("house", "采购")
    assert cap.statement == {ANY: "The liability of Supplier is unlimited: always."}
    assert cap.allowed == (Label.ENTAILMENT, Label.NEUTRAL)
    assert (cap.severity, said(cap.advice, "zh")) == (Severity.HIGH, "请咨询法务。")
    assert cap.keywords == {ANY: ("liability", "cap", "上限")}
    assert (english.id, english.severity, english.allowed) == (
        "2",
        Severity.MEDIUM,
        (Label.ENTAILMENT,),
    )
    assert (law.id, law.allowed) == ("no", (Label.CONTRADICTION,))
    assert (language_said(law.statement, "en"), said(law.statement, "en")) == (
        "zh",
        "适用中国法律。",
    )
    assert playbook.expectation(cap, "en").advice == "Ask legal."


FAULTS = [
    ("title: x\nstatements:\n  - statement: 'open\n", "playbook_syntax", 4, 1),
    ("statements:\n  - id: a\n   statement: b\n", "playbook_syntax", 3, 4),
    ("statements:\n  - statement: It says: this\n", "playbook_syntax", 2, 23),
    ("statements:\n  - statment: a\n", "playbook_key", 2, 5),
    ("statements:\n  - id: a\n    severity: low\n", "playbook_lacks", 2, 5),
    ("statements:\n  - statement: a\n    severity: grave\n", "playbook_value", 3, 15),
    ("statements:\n  - statement: a\n    expect: [supports, yes]\n", "playbook_value", 3, 24),
    ("statements:\n  - statement: [a, b]\n", "playbook_text", 2, 16),
    ("statements:\n  - statement:\n    severity: low\n", "playbook_text", 2, 15),
    ("statements:\n  - {id: a, statement: b}\n  - {id: a, statement: c}\n", "playbook_twice", 3, 5),
    ("statements:\n  - statement: a\n    statement: b\n", "playbook_twice", 3, 5),
    ("- a\n- b\n", "playbook_shape", 1, 1),
    ("statements:\n  - statement: {fr: a}\n", "playbook_key", 2, 17),
    ("statements:\n  - statement: a\x07b\n", "playbook_syntax", 2, 17),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), FAULTS)
def test_a_fault_is_told_with_its_place(text: str, code: str, line: int, column: int) -> None:
    assert fault(text) == (code, line, column)


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "title: x\n", "statements: []\n", "statements: a\n"]
)
def test_a_playbook_without_statements_is_refused(text: str) -> None:
    assert fault(text)[0] == "playbook_empty"


def test_a_text_file_has_a_statement_a_line(tmp_path: Path) -> None:
    path = tmp_path / "our list.txt"
    path.write_text("# notes\n\nPayment is due in 30 days.\n适用中国法律。\n", encoding="utf-8")
    playbook = read_playbook(path)
    assert [(one.id, said(one.statement, "en")) for one in playbook.statements] == [
        ("line-3", "Payment is due in 30 days."),
        ("line-4", "适用中国法律。"),
    ]
    path.write_text("# notes\n", encoding="utf-8")
    with pytest.raises(UserError, match="playbook_empty"):
        read_playbook(path)


def test_a_file_that_is_not_there_and_a_name_that_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="playbook_unreadable"):
        find_playbook(str(tmp_path / "gone.yaml"))
    with pytest.raises(UserError, match="playbook_unknown") as raised:
        find_playbook("nothing")
    assert "nda" in str(raised.value.params["known"])


def test_the_built_in_playbooks_speak_both_languages() -> None:
    playbooks = built_in_playbooks()
    assert [one.name for one in playbooks] == ["employment", "lease", "nda", "purchase"]
    assert len(find_playbook("nda").statements) == 17
    for playbook in playbooks:
        for statement in playbook.statements:
            for words in (statement.statement, statement.opposite, statement.advice):
                assert set(words) in ({"en", "zh"}, set()), (playbook.name, statement.id)
            assert set(statement.keywords) == {"en", "zh"}
        assert parse_playbook(playbook_text(playbook), Path(f"{playbook.name}.yaml")) == playbook


WORDS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")),
        min_size=1,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WORDS, WORDS, st.sampled_from(list(Severity)[1:])), min_size=1, max_size=4)
)
def test_what_is_written_is_read_back(entries: list[tuple[str, str, Severity]]) -> None:
    statements = tuple(
        PlaybookStatement(f"s{n}", {ANY: text}, severity=severity, advice={"en": advice})
        for n, (text, advice, severity) in enumerate(entries)
    )
    playbook = Playbook("house", {ANY: "House"}, statements)
    assert parse_playbook(playbook_text(playbook), YAML) == playbook


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="statements: -id[]{}'\"\n#&*!|>,expect\t", max_size=120))
def test_any_text_is_a_playbook_or_a_fault_with_a_code(text: str) -> None:
    try:
        parse_playbook(text, YAML)
    except UserError as error:
        assert error.code.startswith("playbook_")


def test_what_is_usual_is_read_held_and_written_back() -> None:
    text = "statements:\n  - statement: No assignment.\n    usual: [0.5, -9]\n"
    playbook = parse_playbook(text, Path("house.yaml"))
    assert playbook.statements[0].usual == (0.5, -3.0)
    assert parse_playbook(playbook_text(playbook), Path("house.yaml")) == playbook


@pytest.mark.parametrize("wrong", ["[0.5]", "often", "[a, b]", "[1, 2, 3]", "[nan, 0]"])
def test_what_is_usual_takes_two_numbers(wrong: str) -> None:
    text = f"statements:\n  - statement: No assignment.\n    usual: {wrong}\n"
    with pytest.raises(UserError) as refused:
        parse_playbook(text, Path("house.yaml"))
    assert refused.value.code == "playbook_value"
    assert refused.value.params["line"] == 3
