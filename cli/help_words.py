"""``--help`` in the language of the system; names of commands and options stay as they are."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from cli.columns import width as width_of
from cli.help_zh import HELP_ZH


class _Formatter(argparse.HelpFormatter):
    """Breaks lines between Chinese characters, which have no blanks between them."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return folded(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in folded(text, width - len(indent)))


def folded(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns, a Chinese sign being two wide; no line begins with
    a closing sign."""
    lines, line, wide = [], "", 0
    for piece in _pieces(text):
        size = width_of(piece)
        if line and wide + size > width:
            lines.append(line.rstrip())
            line, wide = "", 0
            piece = piece.lstrip()
        line += piece
        wide += size
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterable[str]:
    """Words, each with the blanks before it; Chinese signs one by one, closing ones with the one before."""
    piece = ""
    for sign in text:
        chinese = ord(sign) > 0x2E7F
        closes = sign in "，。；：、）”！？"
        latin = bool(piece) and not piece.isspace() and ord(piece[-1]) <= 0x2E7F
        if (
            piece
            and not closes
            and (sign == " " or (chinese and not piece.isspace()) or (not latin and not chinese))
        ):
            yield piece
            piece = ""
        piece += sign
    yield piece


def in_chinese(parser: argparse.ArgumentParser) -> None:
    """Say everything that ``parser`` and its subcommands explain in Chinese."""
    parser.formatter_class = _Formatter
    parser.description = _said(parser.description)
    for group in parser._action_groups:
        group.title, group.description = _said(group.title), _said(group.description)
    for action in parser._actions:
        if action.help is not argparse.SUPPRESS:
            action.help = _said(action.help)
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                choice.help = _said(choice.help)
            for child in dict.fromkeys(action.choices.values()):
                in_chinese(child)


def _said(text: str | None) -> str | None:
    return HELP_ZH.get(text, text) if text else text
