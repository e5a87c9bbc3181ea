"""The two columns are asked for on a terminal, where they cannot be told."""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from cli.commands import pairs
from cli.session import Session


class Person:
    """A session whose person answers in turn."""

    def __init__(self, path: Path, *answers: str, **options: Any) -> None:
        self.options = SimpleNamespace(path=path, sheet=None, header=None, encoding="", **options)
        self.told: list[str] = []
        self._answers = iter(answers)

    def say(self, text: str) -> None:
        self.told.append(text)

    def explain(self, code: str, params: dict[str, Any]) -> str:
        return code

    def answer(self, question: str) -> str:
        self.told.append(question.strip())
        return next(self._answers)


def asked(person: Person) -> tuple[str | None, str | None]:
    return pairs._asked(cast(Session, person), person.answer)


def test_the_columns_are_shown_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("ours,theirs,n\nx y,x z,1\n", encoding="utf-8")
    person = Person(file, " 1 ", "theirs")
    assert asked(person) == ("1", "theirs")
    assert [line.split() for line in person.told[:3]] == [
        ["1", "ours"],
        ["2", "theirs"],
        ["3", "n"],
    ]
    assert person.told[3:] == ["pairs_which_left", "pairs_which_right"]


@pytest.mark.parametrize("text", ["text1,text2\na,b\n", "1.5,2.5\n", ""])
def test_nobody_is_asked_where_they_can_be_told_or_there_are_none(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "in.csv"
    file.write_text(text, encoding="utf-8")
    person = Person(file)
    assert asked(person) == (None, None)
    assert not person.told


@pytest.mark.parametrize(("text", "row"), [("auto", None), ("none", 0), ("3", 3)])
def test_the_heading(text: str, row: int | None) -> None:
    assert pairs._header(text) == row


@pytest.mark.parametrize("text", ["0", "-1", "first"])
def test_a_heading_that_cannot_be(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        pairs._header(text)


def test_an_encoding_is_one_that_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    pairs.add_parser(parser.add_subparsers())
    given = ["pairs", "in.csv", "--task", "similarity", "--out", "-"]
    assert parser.parse_args(given).encoding is None
    assert parser.parse_args([*given, "--encoding", "GBK"]).encoding == "gbk"
    for wrong in ("klingon", "base64", ""):
        with pytest.raises(SystemExit):
            parser.parse_args([*given, "--encoding", wrong])
    assert "klingon" in capsys.readouterr().err
