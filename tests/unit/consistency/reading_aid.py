"""Small contracts for the tests of this area."""

from __future__ import annotations

from engine.consistency import Conflict, Statement, conflict, statements
from engine.consistency.subject import Weights
from engine.documents import paste
from engine.types import Document


def contract(*clauses: str) -> Document:
    """A pasted document whose clauses are numbered in the language of the first."""
    chinese = "\u4e00" <= clauses[0][0] <= "\u9fff"
    digits = "一二三四五六七八九十"
    lines = [
        f"第{digits[i]}条 {text}" if chinese else f"{i + 1}. {text}"
        for i, text in enumerate(clauses)
    ]
    return paste("\n\n".join(lines) + "\n", "contract")


def read(*clauses: str) -> tuple[Statement, ...]:
    """The statements of such a contract."""
    return statements(contract(*clauses))


def clash(left: str, right: str) -> Conflict | None:
    """What the rules say of two clauses, in a contract with others between them."""
    chinese = "\u4e00" <= left[0] <= "\u9fff"
    others = (
        (
            "本合同一式肆份，双方各执贰份，具有同等法律效力。",
            "因本合同发生的争议，提交杭州仲裁委员会仲裁。",
        )
        if chinese
        else (
            "Headings are for convenience only and do not affect interpretation.",
            "This Agreement is governed by the laws of England and Wales.",
        )
    )
    found = read(left, *others, right)
    assert [s.text for s in found if s.text in (left, right)] == [left, right]
    conflicting = conflict(found[0], found[-1], Weights(found))
    return conflicting if conflicting and conflicting.certain else None
