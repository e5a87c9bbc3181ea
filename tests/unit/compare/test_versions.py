"""What became of each clause: every kind, every part once, and input that is hardly any."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compare import Paired, compare_parts, parts_of
from engine.documents import paste
from engine.types import Change
from tests.unit.consistency.reading_aid import contract

CLAUSES = (
    "The Supplier shall deliver the goods to the warehouse of the Buyer in Rotterdam on pallets.",
    "The Buyer shall inspect each delivery for visible defects and notify the Supplier of them.",
    "Title passes on payment in full. Until then the Buyer shall keep the goods apart from others.",
    "Each party shall keep the other party's confidential information secret for five years.",
    "Neither party is liable for delay caused by events beyond its reasonable control.",
    "This Agreement is governed by the laws of the Netherlands, excluding its conflict rules.",
    "Notices are given in writing and delivered by courier to the address stated above.",
    "Any amendment of this Agreement is valid only if both parties have signed it.",
)
EXTRA = (
    "The Supplier shall maintain product liability insurance of at least EUR 5,000,000 per event."
)
CHINESE = (
    "乙方应当按照本合同约定的时间和地点交付全部设备。",
    "甲方应当在设备到货后组织验收并出具书面验收报告。",
    "双方对在履行合同过程中知悉的商业秘密负有保密义务。",
    "因不可抗力不能履行合同的，根据影响部分或者全部免除责任。",
    "因本合同发生的争议，提交杭州仲裁委员会仲裁解决。",
)


def compared(old: tuple[str, ...], new: tuple[str, ...]) -> list[Paired]:
    """Two contracts with these clauses."""
    return compare_parts(parts_of(contract(*old)), parts_of(contract(*new)))


def kinds(found: list[Paired]) -> Counter[Change]:
    """How often each kind occurs."""
    return Counter(pair.change for pair in found)


def test_a_document_against_itself_has_no_change() -> None:
    assert kinds(compared(CLAUSES, CLAUSES)) == {Change.SAME: len(CLAUSES)}
    assert kinds(compared(CHINESE, CHINESE)) == {Change.SAME: len(CHINESE)}


def test_added_and_removed_clauses_renumber_the_rest() -> None:
    added = compared(CLAUSES, (*CLAUSES[:2], EXTRA, *CLAUSES[2:]))
    assert kinds(added) == {Change.SAME: 2, Change.ADDED: 1, Change.RENUMBERED: 6}
    assert added[2].new[0].number == "3" and not added[2].old
    removed = compared(CHINESE, (*CHINESE[:1], *CHINESE[2:]))
    assert kinds(removed) == {Change.SAME: 1, Change.REMOVED: 1, Change.RENUMBERED: 3}
    assert removed[1].old[0].number == "第二条"


def test_an_edit_is_found_also_where_the_number_is_another() -> None:
    new = (EXTRA, *CLAUSES[:3], CLAUSES[3].replace("five", "seven"), *CLAUSES[4:])
    (edited,) = [pair for pair in compared(CLAUSES, new) if pair.change is Change.EDITED]
    assert edited.renumbered and edited.old[0].number == "4" and edited.new[0].number == "5"


def test_a_move_is_one_clause_and_not_all_the_others() -> None:
    moved = (CLAUSES[6], *CLAUSES[:6], CLAUSES[7])
    found = compared(CLAUSES, moved)
    assert kinds(found)[Change.MOVED] == 1
    assert next(pair for pair in found if pair.moved).old[0].number == "7"
    chinese = compared(CHINESE, (*CHINESE[1:], CHINESE[0]))
    assert [pair.old[0].number for pair in chinese if pair.moved] == ["第一条"]


def test_splits_and_merges_name_all_their_parts() -> None:
    one, two = CLAUSES[2].split(". ", 1)
    found = compared(CLAUSES, (*CLAUSES[:2], f"{one}.", two, *CLAUSES[3:]))
    (split,) = [pair for pair in found if pair.change is Change.SPLIT]
    assert [part.number for part in split.new] == ["3", "4"] and not split.edited
    merged = compared(CLAUSES, (*CLAUSES[:4], f"{CLAUSES[4]} {CLAUSES[5]}", *CLAUSES[6:]))
    (merge,) = [pair for pair in merged if pair.change is Change.MERGED]
    assert [part.number for part in merge.old] == ["5", "6"]


def test_a_rewritten_clause_is_met_by_meaning_between_its_neighbours() -> None:
    other = "Whatever happens outside the will of a contracting side excuses its lateness."
    sides = [parts_of(contract(*c)) for c in (CLAUSES, (*CLAUSES[:4], other, *CLAUSES[5:]))]
    asked: list[tuple[list[int], list[int]]] = []

    def meet(ours: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int, float]]:
        asked.append((list(ours), list(theirs)))
        return [(ours[0], theirs[0], 0.8)]

    found = compare_parts(*sides, meet=meet)
    assert asked == [([4], [4])] and kinds(found)[Change.EDITED] == 1
    elsewhere = [parts_of(contract(*c)) for c in (CLAUSES, (other, *CLAUSES[:4], *CLAUSES[5:]))]
    asked.clear()
    assert kinds(compare_parts(*elsewhere, meet=meet))[Change.ADDED] == 1 and asked == []


def test_little_or_nothing_can_be_compared_too() -> None:
    assert compare_parts((), ()) == []
    assert kinds(compare_parts((), parts_of(contract(EXTRA)))) == {Change.ADDED: 1}
    single = parts_of(paste("The rent is EUR 900 a month.", "one"))
    other = parts_of(paste("The rent is EUR 950 a month.", "two"))
    assert kinds(compare_parts(single, other)) == {Change.EDITED: 1}


def test_a_table_row_is_one_part_of_a_document_without_clauses() -> None:
    rows = parts_of(paste("Item\tPrice\nBolt\t4.00\nNut\t2.00", "list"))
    assert [part.text for part in rows] == ["Item\tPrice", "Bolt\t4.00", "Nut\t2.00"]


@settings(max_examples=60, deadline=None)
@given(
    old=st.lists(st.sampled_from([*CLAUSES, *CHINESE, EXTRA, "Omitted."]), max_size=14),
    new=st.lists(st.sampled_from([*CLAUSES, *CHINESE, EXTRA, "Omitted."]), max_size=14),
)
def test_every_part_of_both_sides_stands_in_one_change(old: list[str], new: list[str]) -> None:
    left = parts_of(paste("\n\n".join(f"{i}. {t}" for i, t in enumerate(old, 1)) or "-", "old"))
    right = parts_of(paste("\n\n".join(f"{i}. {t}" for i, t in enumerate(new, 1)) or "-", "new"))
    found = compare_parts(left, right)
    assert sorted(part.start for pair in found for part in pair.old) == [p.start for p in left]
    assert [part.start for pair in found for part in pair.new] == [p.start for p in right]
    for pair in found:
        assert bool(pair.old) or bool(pair.new)


def test_two_thousand_clauses_take_seconds() -> None:
    rng = random.Random(3)
    words = [f"term{i}" for i in range(900)]
    old = [" ".join(rng.choices(words, k=25)) + "." for _ in range(2000)]
    new = [t.replace("term1", "other") if i % 7 == 0 else t for i, t in enumerate(old) if i % 50]
    sides = [
        parts_of(
            paste("\n\n".join(f"{i // 50 + 1}.{i % 50 + 1} {t}" for i, t in enumerate(s)), "a")
        )
        for s in (old, new)
    ]
    started = time.perf_counter()
    found = compare_parts(*sides)
    assert time.perf_counter() - started < 20
    assert kinds(found)[Change.REMOVED] == 40
