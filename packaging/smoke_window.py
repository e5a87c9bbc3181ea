"""The frozen program's window: opened, measured, given a file by a second start, and closed."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from smoked import Failure, Program

TITLE = "ClauseDesk"
PATIENCE = 120.0
AT_REST_SECONDS = 4.0
T = TypeVar("T")


def measure_window(program: Program) -> dict[str, object]:
    """Seconds until the window is visible, cold and warm; memory at rest; that a file arrives."""
    if not sys.platform.startswith("linux"):
        return other_systems(program)
    from x11 import Display

    with screen(program) as name:
        display = Display(name)
        cold = open_and_close(program, display, name, drop_caches()) if may_drop() else {}
        warm = [open_and_close(program, display, name, False) for _ in range(2)][-1]
        arrival(program, display, name)
    found = {
        "warm_start_seconds": warm["start"],
        "warm_start_processor_seconds": warm["start_processor"],
        "megabytes_at_rest": warm["megabytes_at_rest"],
    }
    return {**found, "cold_start_seconds": cold["start"]} if cold else found


@contextlib.contextmanager
def screen(program: Program) -> Iterator[str]:
    """A display of our own, by its name; its socket is put where the program looks for it."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    # The line is whole when the server is ready.
    with os.fdopen(read, encoding="ascii") as told:
        number = told.readline().strip()
    if not number:
        raise Failure("Xvfb did not start")
    mounted = None
    if program.place.root is not None:
        # The socket in the file system is the only way out of a root without a network.
        mounted = program.place.root / "tmp" / ".X11-unix"
        mounted.mkdir(exist_ok=True)
        subprocess.run(["mount", "--bind", "/tmp/.X11-unix", str(mounted)], check=True)
    try:
        yield f":{number}"
    finally:
        if mounted is not None:
            subprocess.run(["umount", str(mounted)], check=False)
        server.terminate()
        server.wait()


def start(program: Program, display: str, *files: str) -> subprocess.Popen[str]:
    """The program with its window, as a double click starts it."""
    return subprocess.Popen(
        program.place.command(program.name, *files),
        env=program.place.environment(DISPLAY=display, QT_QPA_PLATFORM="xcb"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def open_and_close(program: Program, display: object, name: str, cold: bool) -> dict[str, object]:
    """One start, measured; ends the program through its window."""
    shutil.rmtree(program.place.folder("home").outside, ignore_errors=True)
    started = time.monotonic()
    running = start(program, name)
    window = wait(lambda: display.window(TITLE), running, 0.005)  # type: ignore[attr-defined]
    seconds, own = time.monotonic() - started, processor_seconds(running.pid)
    if loads(running.pid, "libtorch"):
        raise Failure("torch was loaded before the window was visible")
    time.sleep(AT_REST_SECONDS)
    memory = proportional_megabytes(running.pid)
    close(display, window, running)
    return {"start": round(seconds, 2), "start_processor": own, "megabytes_at_rest": memory}


def arrival(program: Program, display: object, name: str) -> None:
    """A second start hands over a contract and ends; the first one reads it. A killed one is no hindrance."""
    shutil.rmtree(program.place.folder("home").outside, ignore_errors=True)
    killed = start(program, name)
    wait(lambda: display.window(TITLE), killed)  # type: ignore[attr-defined]
    killed.kill()
    killed.communicate()
    running = start(program, name)
    window = wait(lambda: display.window(TITLE), running)  # type: ignore[attr-defined]
    [contract] = [path for path in program.samples() if path.endswith("nda.txt")]
    second = start(program, name, contract)
    said = second.communicate(timeout=PATIENCE)
    if second.returncode or said[1].strip():
        raise Failure(f"the second start ended with {second.returncode}: {said[1][-2000:]}")
    wait(lambda: documents(program) == 1 or None, running)
    close(display, window, running)


def documents(program: Program) -> int:
    """How many documents the unnamed project has."""
    folder = program.place.folder("home").outside / "autosave"
    for path in sorted(folder.glob("*.cdesk")):
        with contextlib.suppress(sqlite3.Error):
            connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            try:
                return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
            finally:
                connection.close()
    return 0


def close(display: object, window: int, running: subprocess.Popen[str]) -> None:
    """Close the window; the program must end by itself, with 0 and without a word."""
    display.close(window)  # type: ignore[attr-defined]
    try:
        out, said = running.communicate(timeout=30)
    except subprocess.TimeoutExpired as error:
        running.kill()
        raise Failure("the program went on after its window was closed") from error
    if running.returncode or said.strip() or out.strip():
        raise Failure(f"the window ended with {running.returncode}: {out[-1000:]}{said[-3000:]}")


def wait(look: Callable[[], T | None], running: subprocess.Popen[str], pause: float = 0.05) -> T:
    """What ``look`` finds at last. Raises ``Failure`` where the program ends before or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found is not None:
            return found
        if running.poll() is not None:
            said = running.communicate()[1]
            raise Failure(f"the program ended with {running.returncode}: {said[-3000:]}")
        time.sleep(pause)
    running.kill()
    raise Failure("nothing to be seen")


def may_drop() -> bool:
    """Whether the system's file cache can be emptied, for a cold start."""
    return os.access("/proc/sys/vm/drop_caches", os.W_OK)


def drop_caches() -> bool:
    """Empty the system's file cache: what follows reads from the disk."""
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3\n", encoding="ascii")
    return True


def loads(process: int, name: str) -> bool:
    """Whether a process has a library in its memory."""
    return name in Path(f"/proc/{process}/maps").read_text(encoding="utf-8", errors="replace")


def processor_seconds(process: int) -> float:
    """What a process has computed so far; unlike the clock it hardly depends on what else the machine does."""
    words = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    spent = words.rpartition(")")[2].split()[11:13]
    return round(sum(map(int, spent)) / os.sysconf("SC_CLK_TCK"), 2)


def proportional_megabytes(process: int) -> int:
    """The memory of a process, shared pages by their share."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return round(int(line.split()[1]) / 1024)
    return 0


def other_systems(program: Program) -> dict[str, object]:
    """Windows and macOS: it starts, makes its project, and leaves when it is asked to."""
    named = "ClauseDesk.exe" if os.name == "nt" else program.file().name
    home = program.place.folder("home").outside
    started = time.monotonic()
    running = subprocess.Popen(
        [str(program.file().with_name(named))], env=program.place.environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait(lambda: any((home / "autosave").glob("*.cdesk")) or None, running)
    seconds = time.monotonic() - started
    time.sleep(AT_REST_SECONDS)
    if os.name == "nt":
        # Without /F the window is asked to close, as its button does.
        subprocess.run(["taskkill", "/PID", str(running.pid)], check=True, capture_output=True)
    else:
        running.terminate()
    try:
        _, said = running.communicate(timeout=60)
    except subprocess.TimeoutExpired as error:
        running.kill()
        raise Failure("the program went on after it was asked to leave") from error
    if said.strip():
        raise Failure(f"on stderr: {said[-2000:]}")
    return {"project_open_seconds": round(seconds, 2)}
