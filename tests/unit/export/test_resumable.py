"""A file that is written line by line loses and doubles nothing, whatever was half written at the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UserError
from engine.export.resumable import Resumable

LINES = [f"line {n} 合同\n" for n in range(40)]


def killed(file: Resumable, torn: bytes) -> None:
    """What a kill leaves: open streams are gone, half a line may stand behind what is safe."""
    for stream in file._streams:
        stream.flush()
        stream.close()
    file._streams = []
    with file.part.open("ab") as stream:
        stream.write(torn)
    file._lock.release()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.binary(max_size=9)), max_size=6),
)
def test_after_any_kills_every_line_is_there_once(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[int, bool, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("resumable")
    out, failed = folder / "out.csv", folder / "out.failed.jsonl"
    for steps, safe, torn in runs:
        file = Resumable([out, failed], "same").__enter__()
        done = file.begin(["head\n", ""])
        for line in LINES[done : done + steps]:
            file.write(0, line, lines=1)
            if line.startswith("line 3"):
                file.write(1, line)
        if safe:
            file._commit()
        killed(file, torn)
        assert not out.exists()
    with Resumable([out, failed], "same") as file:
        done = file.begin(["head\n", ""])
        for line in LINES[done:]:
            file.write(0, line, lines=1)
            if line.startswith("line 3"):
                file.write(1, line)
        file.publish()
    assert out.read_text(encoding="utf-8") == "head\n" + "".join(LINES)
    threes = [line for line in LINES if line.startswith("line 3")]
    assert failed.read_text(encoding="utf-8") == "".join(threes)
    assert sorted(path.name for path in folder.iterdir()) == ["out.csv", "out.failed.jsonl"]


def test_another_identity_begins_anew_and_an_empty_stream_leaves_no_file(tmp_path: Path) -> None:
    out, failed = tmp_path / "out.jsonl", tmp_path / "out.failed.jsonl"
    failed.write_text("of an older run\n", encoding="utf-8")
    with Resumable([out, failed], "one") as file:
        assert file.begin(["", ""]) == 0
        file.write(0, "a\n", lines=1)
    assert not out.exists()
    with Resumable([out, failed], "other") as file:
        assert file.broken_off
        assert file.begin(["", ""]) == 0
        file.write(0, "b\n", lines=1)
        file.publish()
    assert out.read_text(encoding="utf-8") == "b\n"
    assert not failed.exists()


def test_what_there_is_can_be_shown_and_gone_on_with(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with Resumable([out], "same") as file:
        file.begin([""])
        file.write(0, "a\n", lines=1)
        file.publish_so_far()
    assert out.read_text(encoding="utf-8") == "a\n"
    with Resumable([out], "same") as file:
        assert file.begin([""]) == 1
        file.write(0, "b\n", lines=1)
        file.publish()
    assert out.read_text(encoding="utf-8") == "a\nb\n"


def test_a_part_that_is_shorter_than_its_record_is_not_trusted(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with Resumable([out], "same") as file:
        file.begin([""])
        file.write(0, "a\n", lines=1)
    file.part.write_bytes(b"")
    with Resumable([out], "same") as file:
        assert file.begin([""]) == 0


def test_two_runs_cannot_write_one_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with Resumable([out], "same") as file:
        file.begin([""])
        with pytest.raises(UserError) as caught, Resumable([out], "same"):
            pass
    assert caught.value.code == "output_in_use"
    with pytest.raises(UserError) as caught, Resumable([tmp_path / "none" / "out"], "x"):
        pass
    assert caught.value.code == "folder_missing"


def test_a_damaged_record_is_no_record(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    for text in ("", "{", json.dumps({"version": 1}), "[]"):
        (tmp_path / ".out.jsonl.resume.json").write_text(text, encoding="utf-8")
        with Resumable([out], "same") as file:
            assert file.begin([""]) == 0
            file.publish()
