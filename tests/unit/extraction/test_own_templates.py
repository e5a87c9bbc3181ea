"""A person's own field lists: what is saved comes back, what is shared can be taken in elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import UserError
from engine.extraction.own_templates import RECENT, SUFFIX, OwnTemplates, read_template

TEXT = "Party*\nEffective date(YYYY-MM-DD): the day on which it begins"


@pytest.fixture
def own(tmp_path: Path) -> OwnTemplates:
    return OwnTemplates(tmp_path / "none yet" / "templates")


def code(act) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.code


def test_what_is_saved_comes_back_by_title(own: OwnTemplates) -> None:
    assert own.all() == []
    own.save("  Leases  of\tours ", TEXT)
    own.save("采购/合同: 2024?", "甲方, 乙方")
    assert [one.title for one in own.all()] == ["Leases of ours", "采购/合同: 2024?"]
    assert own.get("leases OF ours").text == TEXT
    assert code(lambda: own.save("LEASES of ours", "Term")) == "template_exists"
    own.save("Leases of ours", "Term", replace=True)
    assert own.get("Leases of ours").text == "Term"
    assert code(lambda: own.save(" ", "Term")) == "template_untitled"


def test_a_list_is_renamed_and_deleted(own: OwnTemplates) -> None:
    own.save("One", TEXT)
    own.save("Two", "Term")
    assert own.rename("One", "ONE").title == "ONE"
    assert own.rename("ONE", "Three").text == TEXT
    assert code(lambda: own.rename("Three", "Two")) == "template_exists"
    own.delete("Three")
    own.delete("Three")
    assert [one.title for one in own.all()] == ["Two"]
    assert code(lambda: own.get("Three")) == "template_unknown"


def test_a_shared_list_is_taken_in_under_a_title_of_its_own(
    own: OwnTemplates, tmp_path: Path
) -> None:
    own.save("Ours", TEXT)
    shared = tmp_path / f"for you{SUFFIX}"
    own.share("Ours", shared)
    assert [own.take_in(shared).title for _ in range(2)] == ["Ours (2)", "Ours (3)"]
    assert {one.text for one in own.all()} == {TEXT}


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ("Term, Law".encode(), "mine"),
        ("# 我的清单\r\n甲方\r\n乙方".encode("gb18030"), "我的清单"),
        ("\ufeff# Mine\nTerm".encode(), "Mine"),
    ],
)
def test_any_text_file_with_fields_can_be_taken_in(tmp_path: Path, data: bytes, title: str) -> None:
    path = tmp_path / f"mine{SUFFIX}"
    path.write_bytes(data)
    assert read_template(path).title == title


@pytest.mark.parametrize("data", (b"", b"# Title only", b"\x00\xff\x00", b"Total(", b"x" * 300_000))
def test_what_is_no_list_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / f"mine{SUFFIX}"
    path.write_bytes(data)
    assert code(lambda: read_template(path)) == "template_unreadable"
    assert code(lambda: read_template(tmp_path / "none")) == "template_unreadable"


def test_recent_lists_are_few_and_the_newest_first(own: OwnTemplates) -> None:
    for number in range(RECENT + 3):
        own.remember(f"Field {number}")
    own.remember("Field 7")
    kept = own.recent()
    assert len(kept) == RECENT
    assert kept[:2] == ["Field 7", f"Field {RECENT + 2}"]
    (own._folder / "recent.json").write_text("{]", encoding="utf-8")
    assert own.recent() == []
