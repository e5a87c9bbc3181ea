"""Recent field lists: few, the newest first, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

from engine.extraction.recent import KEPT, RecentLists


def test_recent_lists_are_few_and_the_newest_first(tmp_path: Path) -> None:
    recent = RecentLists(tmp_path / "none yet" / "recent.json")
    assert recent.all() == []
    for number in range(KEPT + 3):
        recent.remember(f"Field {number}")
    recent.remember(" Field 7 ")
    assert recent.all()[:2] == ["Field 7", f"Field {KEPT + 2}"]
    assert len(recent.all()) == KEPT


def test_what_cannot_be_read_or_kept_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "recent.json"
    path.write_text("{]", encoding="utf-8")
    assert RecentLists(path).all() == []
    path.write_text('{"a": 1}', encoding="utf-8")
    assert RecentLists(path).all() == []
    RecentLists(path / "below a file" / "x.json").remember("Term")
