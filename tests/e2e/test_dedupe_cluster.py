"""A search for duplicates on a Ray cluster finds what one machine finds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.rows import write
from tests.e2e.conftest import Program

pytest.importorskip("ray", reason="Ray is not installed: the extra distributed")

ROWS = 17_000
"""More than one part of rows whose neighbours are looked for, and several of pairs."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform == "win32", reason="Ray's local clusters want a POSIX system"),
]


def test_a_cluster_finds_what_one_machine_finds(program: Program, tmp_path: Path) -> None:
    source, out, alone = (tmp_path / name for name in ("rows.csv", "out.jsonl", "alone.jsonl"))
    write(ROWS, source)
    common = ["dedupe", source, "--columns", "company,contact,phone,address", "--threads", "1"]
    shared = program(*common, "--ray", "local", "--out", out, timeout=800)
    assert shared.returncode == 0, shared.stderr
    direct = program(*common, "--out", alone)
    assert direct.returncode == 0, direct.stderr
    assert out.read_bytes() == alone.read_bytes()
    assert out.stat().st_size > 1_000_000
    assert not (tmp_path / ".out.jsonl.parts").exists()
