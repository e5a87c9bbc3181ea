"""The reading job: everything that can be read is, the rest is said, nothing is read twice."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import Cancelled
from engine.events import ItemFailed, Noted, Payload, Progress, Results
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


def noted(events: list[Payload]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The code, the names and the files of everything that was noted."""
    found = [event for event in events if isinstance(event, Noted)]
    return [(one.notice.code, dict(one.notice.params)["names"], one.items) for one in found]


def test_what_is_not_opened_inside_folders_is_said(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "deal"
    (folder / "mails").mkdir(parents=True)
    (folder / "a.txt").write_text("text", encoding="utf-8")
    (folder / "mails" / "Re.eml").write_text("Subject: x\n\nwords", encoding="utf-8")
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("b.txt", "of the archive")
        archive.writestr("inner.zip", "inside")
    events = run(folder)
    assert [d.name for d in documents(events)] == ["a.txt"]
    closed = str(folder / "all.zip"), str(folder / "mails" / "Re.eml")
    assert noted(events) == [("bundles_passed_over", "all.zip, Re.eml", closed)]
    opened = run(folder / "all.zip", folder)
    assert [d.name for d in documents(opened)] == ["b.txt", "a.txt"]
    [(code, names, _items)] = noted(opened)
    assert (code, names) == ("bundles_passed_over", "inner.zip, Re.eml")


def test_equal_files_are_noted_within_a_run_and_across_runs(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("same", encoding="utf-8")
    (tmp_path / "d.txt").write_text("other", encoding="utf-8")
    first = run(tmp_path)
    same = str(tmp_path / "b.txt"), str(tmp_path / "c.txt")
    assert noted(first) == [("equal_documents", "b.txt, c.txt", same)]
    kept = {document.id: document.path for document in reversed(documents(first))}

    class Kept(PathSource):
        """Documents by path, beside a project that holds those of the first run."""

        def kept_at(self, document_id: str) -> str | None:
            return kept.get(document_id)

    def again(*paths: Path) -> list[Payload]:
        request = ReadRequest(tuple(map(str, paths)))
        services = Services(cast(Any, None), Kept(), MemoryCache())
        return list(read_documents(request, services, JobControl()))

    assert noted(again(tmp_path / "a.txt", tmp_path / "d.txt")) == []
    [(code, names, _items)] = noted(again(tmp_path / "b.txt", tmp_path / "d.txt"))
    assert (code, names) == ("equal_documents", "b.txt")
