"""A Ray cluster of several nodes on this machine: the program is killed, then a node."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import tiny
from tests.e2e.conftest import Program, read_jsonl

pytest.importorskip("ray", reason="Ray is not installed: the extra distributed")

LINES = 24_000
PATIENCE = 240.0
STORE = 80 * 2**20
QUICK = {
    # Ray lets its workers give way to everything else, and takes half a minute to miss a node.
    "worker_niceness": 0,
    "health_check_initial_delay_ms": 1000,
    "health_check_period_ms": 1000,
    "health_check_timeout_ms": 2000,
    "health_check_failure_threshold": 3,
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(sys.platform == "win32", reason="Ray's local clusters want a POSIX system"),
]


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A head that does no work, and two nodes with a core each."""
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    head = {
        "num_cpus": 0,
        "object_store_memory": STORE,
        "include_dashboard": False,
        "_system_config": QUICK,
    }
    made = Cluster(initialize_head=True, connect=False, head_node_args=head)
    try:
        made.workers = [made.add_node(num_cpus=1, object_store_memory=STORE) for _ in range(2)]
        yield made
    finally:
        made.shutdown()


def wait_for(done: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Until ``done``; the program must still run then."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if process.poll() is not None:
            pytest.fail(f"ended before it could be disturbed: {process.communicate()[1]}")
        if time.monotonic() > deadline:
            process.kill()
            pytest.fail("did not get far enough in time")
        time.sleep(0.05)


def test_neither_a_killed_program_nor_a_lost_node_loses_a_line(
    root: Path,
    environment: dict[str, str],
    home: Path,
    program: Program,
    cluster: Any,
    tmp_path: Path,
) -> None:
    tiny.bert(home / "models" / "m", labels=("score",))
    source, out, alone = (tmp_path / f"{name}.jsonl" for name in ("in", "out", "alone"))
    with source.open("w", encoding="utf-8") as stream:
        for number in range(LINES):
            left, right = tiny.PAIRS[number % len(tiny.PAIRS)]
            line = {"id": number, "text1": f"{left} {number}", "text2": right}
            stream.write(json.dumps(line) + "\n")
    common = ["pairs", source, "--task", "similarity", "--model", "m", "--device", "cpu"]
    arguments = [*common, "--threads", "1", "--ray", cluster.address, "--out", out]
    parts = tmp_path / ".out.jsonl.parts"

    def answered() -> int:
        return len(list(parts.glob("*.answer.json")))

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, str(root / "main.py"), *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=root, env=environment, encoding="utf-8", stdout=pipe, stderr=pipe
        )

    first = start()
    wait_for(lambda: answered() >= 2, first)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    there = answered()
    assert there < LINES // 2000
    assert not out.exists()

    second = start()
    wait_for(lambda: answered() > there, second)
    cluster.remove_node(cluster.workers[0], allow_graceful=False)
    said = second.communicate(timeout=PATIENCE)[1]
    assert second.returncode == 0, said
    assert not parts.exists()
    direct = program(*common, "--threads", "1", "--out", alone)
    assert direct.returncode == 0, direct.stderr
    assert [line["id"] for line in read_jsonl(out)] == list(range(LINES))
    assert out.read_bytes() == alone.read_bytes()
