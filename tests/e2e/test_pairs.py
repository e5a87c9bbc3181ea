"""``pairs``: as many lines out as in, in the same order."""

from __future__ import annotations

import contextlib
import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import tiny
from tests.e2e.conftest import Program, read_jsonl

PAIRS = [
    ("The cat sits on the mat.", "A cat is sitting on a mat."),
    ("The tenant shall pay the rent.", "The tenant shall not pay the rent."),
    ("Invoices are due in 30 days.", "The weather was fine in Lisbon."),
]


def write_pairs(path: Path, count: int) -> None:
    """``count`` pairs with an id that must survive."""
    lines = [
        json.dumps({"id": number, "text1": PAIRS[number % 3][0], "text2": PAIRS[number % 3][1]})
        for number in range(count)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_nli_labels_every_line_in_order(program: Program, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    write_pairs(source, 30)
    done = program("pairs", source, "--task", "nli", "--out", out)
    assert done.returncode == 0, done.stderr
    lines = read_jsonl(out)
    assert [line["id"] for line in lines] == list(range(30))
    for line in lines:
        assert line["label"] in ("entailment", "neutral", "contradiction")
        total = line["entailment"] + line["neutral"] + line["contradiction"]
        assert total == pytest.approx(1, abs=1e-3)
        assert line["label"] == max(
            ("entailment", "neutral", "contradiction"), key=lambda name: line[name]
        )


def test_similarity_scores_tell_like_from_unlike(program: Program, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    rows = "".join(f'"{left}","{right}"\n' for left, right in PAIRS)
    source.write_text("left,right\n" + rows, encoding="utf-8")
    done = program(
        "pairs", source, "--task", "similarity", "--left", "left", "--right", "right", "--out", out
    )
    assert done.returncode == 0, done.stderr
    scores = [line["score"] for line in read_jsonl(out)]
    assert scores[0] > scores[2]


def test_a_bad_line_fails_in_its_place(program: Program, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = json.dumps({"text1": "a b", "text2": "a b"})
    source.write_text(f'{good}\n{{"text1": \n{{"text1": "only one"}}\n{good}\n', encoding="utf-8")
    done = program("pairs", source, "--task", "nli", "--out", out)
    assert done.returncode == 1, done.stderr
    failed = ["failure" in line and line["failure"] is not None for line in read_jsonl(out)]
    assert failed == [False, True, True, False]


def test_results_alone_go_to_stdout(program: Program, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    write_pairs(source, 3)
    done = program("pairs", source, "--task", "nli", "--out", "-")
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [0, 1, 2]


def start(
    root: Path, environment: dict[str, str], arguments: list[object]
) -> subprocess.Popen[bytes]:
    """The program in the background."""
    command = [sys.executable, str(root / "main.py"), *map(str, arguments)]
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=root, env=environment, stdout=nothing, stderr=nothing)


def wait_for_lines(out: Path, process: subprocess.Popen[bytes], count: int) -> int:
    """Until ``count`` lines are safe on the disk; how many are."""
    record = out.with_name(f".{out.name}.resume.json")
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail("the run ended before it could be killed")
        with contextlib.suppress(OSError, ValueError):
            safe = int(json.loads(record.read_text(encoding="utf-8"))["lines"])
            if safe >= count:
                return safe
        time.sleep(0.01)
    process.kill()
    pytest.fail("the run did not get far enough in time")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_killed_again_and_again_no_line_is_lost_or_doubled(
    root: Path,
    environment: dict[str, str],
    home: Path,
    program: Program,
    tmp_path: Path,
    kind: str,
) -> None:
    """``kill -9`` in the middle, twice, then to the end: as if nothing had happened."""
    tiny.bert(home / "models" / "m", labels=("score",))
    source, out, alone = tmp_path / f"in.{kind}", tmp_path / f"out.{kind}", tmp_path / f"a.{kind}"
    count = 12_000
    lines = [(n, f"{tiny.PAIRS[n % 6][0]} {n}", tiny.PAIRS[n % 6][1]) for n in range(count)]
    with source.open("w", encoding="utf-8", newline="") as stream:
        if kind == "csv":
            writer = csv.writer(stream)
            writer.writerows([("id", "text1", "text2"), *lines])
        else:
            named = (dict(zip(("id", "text1", "text2"), line, strict=True)) for line in lines)
            stream.writelines(json.dumps(line) + "\n" for line in named)
    arguments = ["pairs", source, "--task", "similarity", "--model", "m", "--threads", "1"]
    safe = 0
    for _ in range(2):
        process = start(root, environment, [*arguments, "--out", out])
        safe = wait_for_lines(out, process, safe + 200)
        process.kill()
        process.wait()
        assert safe < count
        assert not out.exists(), "half a result stands under the final name"
    last = program(*arguments, "--out", out)
    assert last.returncode == 0, last.stderr
    assert "after line" in last.stderr
    direct = program(*arguments, "--out", alone)
    assert direct.returncode == 0, direct.stderr
    assert out.read_bytes() == alone.read_bytes()
    assert not list(tmp_path.glob(".out.*"))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process alone")
def test_an_interrupt_shows_what_is_there_and_can_be_gone_on_with(
    root: Path, environment: dict[str, str], home: Path, program: Program, tmp_path: Path
) -> None:
    tiny.bert(home / "models" / "m", labels=("score",))
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    # Equal pairs are judged once: they would be done before anybody can interrupt.
    lines = [{"id": n, "text1": f"{PAIRS[n % 3][0]} {n}", "text2": "x"} for n in range(12_000)]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    arguments = ["pairs", source, "--task", "similarity", "--model", "m", "--out", out]
    process = start(root, environment, arguments)
    wait_for_lines(out, process, 500)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    there = [line["id"] for line in read_jsonl(out)]
    assert there == list(range(len(there)))
    assert 0 < len(there) < 12_000
    last = program(*arguments)
    assert last.returncode == 0, last.stderr
    assert [line["id"] for line in read_jsonl(out)] == list(range(12_000))


def test_what_failed_is_tried_again_alone(program: Program, tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    text = 'text1,text2\n"a b","a b"\n"c d",\n"{}","e f"\n'.format("very " * 2000)
    source.write_text(text, encoding="utf-8")
    arguments = ["pairs", source, "--task", "nli", "--out", out]
    done = program(*arguments)
    assert done.returncode == 1
    assert str(tmp_path / "out.failed.jsonl") in done.stderr
    before = out.read_text(encoding="utf-8-sig").splitlines()
    again = program(*arguments, "--retry-failed")
    assert again.returncode == 1, again.stderr
    assert out.read_text(encoding="utf-8-sig").splitlines() == before
    assert program(*arguments[:-1], tmp_path / "no.csv", "--retry-failed").returncode == 2
