"""All the set-up there is: makes ``.venv`` from the lock, then runs one task in it.

``python packaging/bootstrap.py demo|test|check|run|package|smoke [ARGUMENT…]``; standard library only, any
system. The Makefile calls it; where there is no ``make``, call it directly.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "installed.sha256"
# What PySide6's wheels expect of a Debian or Ubuntu system, for a screen and for none.
QT_PACKAGES = [
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libfontconfig1",
    "libdbus-1-3",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
]
OLDEST, NEWEST = (3, 11), (3, 13)

# As many processes as the machine has cores, up to four: each has a window's and a model runtime's memory. A
# file stays in one process, with what its tests share; the long files, e2e and gui, come first.
IN_PARALLEL = [
    "-n",
    "logical",
    "--maxprocesses",
    "4",
    "--dist",
    "loadfile",
    "--no-loadscope-reorder",
]

TASKS: dict[str, list[list[str]]] = {
    "setup": [],
    "demo": [["-m", "cli.demo"]],
    "test": [["-m", "pytest", *IN_PARALLEL]],
    "check": [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
    ],
    "run": [["main.py"]],
    "docs": [["-m", "mkdocs", "build", "--strict"]],
    "package": [["packaging/build.py"]],
    "smoke": [["packaging/smoke.py"]],
}


def suitable_python() -> str:
    """This interpreter if its version will do, else one found on the path."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    sys.exit(
        f"ClauseDesk needs Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}; this is "
        f"{sys.version.split()[0]}. Install one of them from python.org, then run this again."
    )


def environment_python() -> Path:
    """The interpreter inside the virtual environment."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp() -> str:
    """What the environment must have been made from."""
    content = LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(content).hexdigest()


def install() -> None:
    """Make the environment, unless it stands already and was made from this very lock."""
    stamp = wanted_stamp()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp:
        return
    if not environment_python().is_file():
        created = subprocess.run([suitable_python(), "-m", "venv", str(ENVIRONMENT)], check=False)
        if created.returncode:
            sys.exit(
                "The virtual environment could not be made. On Debian or Ubuntu: "
                "sudo apt-get install python3-venv; then run this again."
            )
    print("Installing the pinned packages (once; some minutes) …", flush=True)
    pip = [str(environment_python()), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    for arguments in (["-r", str(LOCK)], ["--no-deps", "--editable", str(ROOT)]):
        if subprocess.run([*pip, *arguments], cwd=ROOT, check=False).returncode:
            sys.exit("A package could not be installed; pip's message is above. Run this again.")
    STAMP.write_text(stamp, encoding="utf-8")


def qt_complaint() -> str:
    """What Qt says when its widgets cannot be loaded; empty when all is well."""
    loaded = subprocess.run(
        [str(environment_python()), "-c", "import PySide6.QtWidgets"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if loaded.returncode == 0 else loaded.stderr.strip().splitlines()[-1]


def ensure_qt_libraries() -> None:
    """Qt's wheels leave a few system libraries to Linux: install them where we may, else say how.

    A container's root has nobody to ask, so there they are installed; a person is shown the command.
    """
    complaint = qt_complaint()
    if not complaint:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *QT_PACKAGES]
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may_install:
        print("Installing the system libraries that Qt needs …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "-qq", *command[1:]], check=False, stdout=subprocess.DEVNULL)
        complaint = qt_complaint()
    if complaint:
        sys.exit(
            f"Qt could not be loaded: {complaint}\nOn Debian or Ubuntu the remedy is:\n"
            f"  sudo {' '.join(command)}\nOn Fedora:\n"
            "  sudo dnf install mesa-libEGL mesa-libGL libxkbcommon-x11 xcb-util-cursor dbus-libs\n"
            "Then run this again. Without a window, `python main.py extract …` works as it is."
        )


def main(arguments: list[str]) -> int:
    """Install what is missing, run the task; returns its exit status."""
    if not arguments or arguments[0] not in TASKS:
        sys.exit(f"usage: python packaging/bootstrap.py {'|'.join(TASKS)} [ARGUMENT…]")
    install()
    if arguments[0] in ("test", "run", "package"):
        ensure_qt_libraries()
    for command in TASKS[arguments[0]]:
        status = subprocess.run(
            [str(environment_python()), *command, *arguments[1:]], cwd=ROOT, check=False
        ).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
