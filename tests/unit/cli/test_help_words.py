"""``--help`` in Chinese: nothing is left in English, nothing stale is kept, lines fit."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cli.help_words import _pieces, folded, in_chinese
from cli.help_zh import HELP_ZH
from cli.main import build_parser, main


def said(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield parser.description or ""
    for group in parser._action_groups:
        yield from (group.title or "", group.description or "")
    for action in parser._actions:
        if action.help is not argparse.SUPPRESS:
            yield action.help or ""
        if isinstance(action, argparse._SubParsersAction):
            yield from (choice.help or "" for choice in action._choices_actions)
            for child in action.choices.values():
                yield from said(child)


def test_every_sentence_has_its_chinese_and_none_is_stale() -> None:
    assert {text for text in said(build_parser()) if text} == set(HELP_ZH)
    parser = build_parser()
    in_chinese(parser)
    assert not {text for text in said(parser) if text} & set(HELP_ZH)


@pytest.mark.parametrize("arguments", [[], ["extract"], ["models", "download"]])
def test_help_is_said_in_the_language_of_the_system(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    for language, word in (("en_GB.UTF-8", "options:"), ("zh_CN.UTF-8", "选项:")):
        monkeypatch.setenv("LC_ALL", language)
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert word in shown
        assert "clausedesk" in shown


@given(st.text("ab 合同，。字", max_size=60))
def test_pieces_are_the_whole_text(text: str) -> None:
    assert "".join(_pieces(text)) == text


@given(st.text("abc 合同字段，。", max_size=200), st.integers(14, 40))
def test_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    assume(not re.search(" [，。]", text))  # No blank belongs before a closing sign.
    lines = folded(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        wide = sum(2 if ord(sign) > 0x2E7F else 1 for sign in line)
        assert wide <= width or len(list(_pieces(line))) == 1
        assert line == lines[0] or line[:1] not in "，。" or not line
