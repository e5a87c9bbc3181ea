"""``check`` on the samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Program, read_jsonl


@pytest.mark.parametrize("name", ["services-conflicts.docx", "技术服务合同-矛盾.docx"])
def test_planted_contradictions_are_found(
    program: Program, samples: Path, answers: dict[str, Any], tmp_path: Path, name: str
) -> None:
    out = tmp_path / "verdicts.jsonl"
    done = program("check", samples / name, "--out", out)
    assert done.returncode == 0, done.stderr
    lines = [line for line in read_jsonl(out) if line["label"] == "contradiction"]
    found = {}
    for line in lines:
        total = line["contradiction"] + line["entailment"] + line["neutral"]
        assert total == pytest.approx(1, abs=1e-3)
        assert line["reasons"], line
        sides = frozenset((line["premise"]["clause"], line["hypothesis"]["clause"]))
        found[sides] = {reason["kind"] for reason in line["reasons"]}
    planted = answers["contradictions"][name]
    missed = [one for one in planted if frozenset(one["clauses"]) not in found]
    assert len(missed) <= 1, (missed, list(found))
    assert len(found) <= len(planted) + 1, list(found)
    for one in planted:
        kinds = found.get(frozenset(one["clauses"]))
        assert kinds is None or one["kind"] in kinds, (one, kinds)


def test_untouched_samples_raise_few_alarms(
    program: Program, samples: Path, answers: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "verdicts.jsonl"
    done = program("check", *[samples / name for name in answers["untouched"]], "--out", out)
    assert done.returncode == 0, done.stderr
    alarms = [line for line in read_jsonl(out) if line["label"] == "contradiction"]
    assert len(alarms) <= 2, [
        (line["premise"]["text"], line["hypothesis"]["text"]) for line in alarms
    ]
