"""The child process: held, killed, gone on with, cancelled; and what its parent sees of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.guard import Attempt
from engine.hub.task import PARTS, Task
from engine.hub.transfer import Stage, State, Transfer, unfinished
from tests.unit.hub.conftest import Hub

MakeTask = Callable[..., Task]


def wait(transfer: Transfer, until: Callable[[State], bool], seconds: float = 30) -> State:
    end = time.monotonic() + seconds
    while not until(state := transfer.poll()):
        assert time.monotonic() < end, state
        time.sleep(0.02)
    return state


def over(state: State) -> bool:
    return state.stage in (Stage.DONE, Stage.FAILED)


def test_held_then_killed_then_finished(task: MakeTask, hub: Hub) -> None:
    attempts: list[Attempt] = []
    transfer = Transfer(task("slow/nli"), attempts.append)
    transfer.start()
    moving = wait(transfer, lambda state: state.done > 60_000)
    assert moving.stage is Stage.RUNNING and moving.total > moving.done and moving.rate > 0
    assert moving.seconds_left is not None
    transfer.pause()
    held = transfer.poll()
    assert held.stage is Stage.HELD
    assert (transfer.task.models / PARTS / "nli").is_dir()
    before = len(hub.log())
    transfer.start()
    wait(transfer, lambda state: state.done > held.done and state.phase == "download_fetching")
    # Now the child dies of something that nobody foresaw.
    process = transfer._process
    assert process is not None and process.pid is not None
    process.kill()
    died = wait(transfer, over)
    assert died.error is not None and died.error.code == "download_died"
    transfer.start()
    done = wait(transfer, over)
    assert done.stage is Stage.DONE, done.error
    assert done.questions == 1
    assert (transfer.task.target / "model.safetensors").is_file()
    # The listing was asked for once; the weights were taken up where they stood.
    later = hub.log()[before:]
    assert not any("/tree/" in path for path, _ in later)
    assert [asked for path, asked in later if path.endswith(".safetensors") and asked]
    assert {attempt.purpose for attempt in attempts} == {"download"}
    transfer.close()


def test_what_an_earlier_start_left_is_found_again(task: MakeTask) -> None:
    first = Transfer(task("slow/nli"))
    first.start()
    wait(first, lambda state: state.done > 20_000)
    first.close()
    (found,) = unfinished(first.task.models)
    assert (found.reference, found.name, found.address) == (
        "slow/nli",
        "nli",
        first.task.address,
    )
    again = Transfer(found)
    again.hold()
    assert again.poll().stage is Stage.HELD
    again.cancel()
    assert unfinished(first.task.models) == ()


def test_cancel_leaves_nothing(task: MakeTask) -> None:
    transfer = Transfer(task("slow/nli"))
    transfer.start()
    wait(transfer, lambda state: state.done > 20_000)
    transfer.cancel()
    assert transfer.poll().stage is Stage.CANCELLED
    assert not (transfer.task.models / PARTS / "nli").exists()
    assert not transfer.task.target.exists()


def test_a_failure_is_told_and_can_be_tried_again(task: MakeTask) -> None:
    transfer = Transfer(task("s404/nli"))
    transfer.start()
    state = wait(transfer, over)
    assert state.error is not None
    assert (state.stage, state.error.code) == (Stage.FAILED, "download_missing")
    transfer.start()
    assert wait(transfer, over).stage is Stage.FAILED


def test_the_token_stands_nowhere(task: MakeTask) -> None:
    assert "secret" not in repr(task("good/nli", token="secret"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a parent that can be killed apart")
def test_the_child_goes_with_its_parent(task: MakeTask, tmp_path: Path) -> None:
    import signal
    import subprocess
    import sys

    job = task("slow/nli")
    script = tmp_path / "parent.py"
    script.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from engine.hub.task import Task, Pace\n"
        "from engine.hub.transfer import Transfer\n"
        "if __name__ == '__main__':\n"
        f"    t = Transfer(Task('huggingface', 'slow/nli', Path({str(job.models)!r}), 'nli',\n"
        f"        {job.endpoint!r}))\n"
        "    t.start()\n"
        "    while t.poll().done < 20000: time.sleep(0.02)\n"
        "    print(t._process.pid, flush=True)\n"
        "    time.sleep(60)\n",
        encoding="utf-8",
    )
    root = Path(__file__).resolve().parents[3]
    env = {**os.environ, "PYTHONPATH": str(root)}
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=env
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait(10)
    parent.stdout.close()
    end = time.monotonic() + 10
    while _alive(child):
        assert time.monotonic() < end
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    if status.parent.parent.is_dir() and not status.exists():
        return False
    try:
        return "\nState:\tZ" not in status.read_text(encoding="utf-8")
    except OSError:
        return False
