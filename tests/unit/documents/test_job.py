"""The reading job: everything that can be read is, the rest is said, nothing is read twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import Cancelled
from engine.events import ItemFailed, Payload, Progress, Results
from engine.jobs import read_documents as job
from engine.jobs.read_documents import ReadRequest, read_documents
from engine.jobs.services import Services
from engine.types import Document


class MemoryCache:
    """A cache in a dictionary."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        return {key: self.entries[key] for key in keys if key in self.entries}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        self.entries.update(entries)


def services(cache: MemoryCache) -> Services:
    return Services(cast(Any, None), PathSource(), cache)


def run(*paths: Path, cache: MemoryCache | None = None) -> list[Payload]:
    request = ReadRequest(tuple(str(path) for path in paths))
    return list(read_documents(request, services(cache or MemoryCache()), JobControl()))


def documents(events: list[Payload]) -> list[Document]:
    found = [item for event in events if isinstance(event, Results) for item in event.items]
    return cast(list[Document], found)


def test_failures_do_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("first", encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "c.txt").write_text("third", encoding="utf-8")
    events = run(tmp_path)
    assert [d.text for d in documents(events)] == ["first", "third"]
    failures = [event.failure for event in events if isinstance(event, ItemFailed)]
    assert [(f.item, f.code) for f in failures] == [(str(tmp_path / "b.docx"), "file_damaged")]
    progress = [event for event in events if isinstance(event, Progress)]
    assert (progress[-1].done, progress[-1].total) == (3, 3)


def test_equal_files_are_said_to_be_equal(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("same", encoding="utf-8")
    first, second = documents(run(tmp_path))
    assert first.id == second.id
    assert [n.code for n in second.notices] == ["same_content"]


def test_unchanged_files_are_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")
    cache = MemoryCache()
    before = documents(run(path, cache=cache))

    def fail(*arguments: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(job, "read_opened", fail)
    moved = path.rename(tmp_path / "moved.pdf")
    again = documents(run(moved, cache=cache))
    assert again[0].text == before[0].text
    assert (again[0].name, again[0].path) == ("moved.pdf", str(moved))
    assert [n.code for n in again[0].notices] == ["extension_mismatch"]


def test_a_stored_entry_of_another_version_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")
    cache = MemoryCache()
    run(path, cache=cache)
    cache.entries = dict.fromkeys(cache.entries, b'{"schema": 0}')
    assert documents(run(path, cache=cache))[0].text == "text"


def test_cancelling(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    control = JobControl()
    events = read_documents(ReadRequest((str(tmp_path),)), services(MemoryCache()), control)
    next(events)
    control.cancel()
    with pytest.raises(Cancelled):
        list(events)
