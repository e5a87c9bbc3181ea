"""``pairs``: as many lines out as in, in the same order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
