"""One command for the installers of the system it runs on: ``python packaging/build.py`` (``make package``).

Freezes the program into ``dist/clausedesk`` (on macOS also ``dist/ClauseDesk.app``), makes this system's
package of it, and writes ``dist/SHA256SUMS``. ``--frozen-only`` stops before the package; ``--package-only``
takes a frozen folder that is there.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, cast

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
BUILD = ROOT / "build"
sys.path[:0] = [str(HERE), str(HERE / "linux")]

import contents  # noqa: E402
import notices  # noqa: E402


def main(arguments: list[str]) -> int:
    """Build; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frozen-only", action="store_true")
    parser.add_argument("--package-only", action="store_true")
    parser.add_argument("--quick", action="store_true", help="compress the package less")
    options = parser.parse_args(arguments)
    if importlib.util.find_spec("PyInstaller") is None:
        install_packager()
    complaint = unfit()
    if complaint:
        print(complaint, file=sys.stderr)
        return 1
    if not options.package_only:
        freeze()
    if not options.frozen_only:
        package(str(project()["version"]), options.quick)
    write_hashes(DIST)
    return 0


def install_packager() -> None:
    """What freezes the program, as pyproject.toml pins it; only who makes installers needs it."""
    wanted = project()["optional-dependencies"]["package"]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, *wanted], check=True)
    importlib.invalidate_caches()


def unfit() -> str:
    """Why this environment should not be frozen; empty when all is well."""
    import torch

    if torch.version.cuda is not None:
        return (
            "This torch carries CUDA, gigabytes that the installer leaves out. Put the processor's build in "
            "its place:\n  .venv/bin/python -m pip install --force-reinstall --no-deps "
            f"torch=={torch.__version__.partition('+')[0]} "
            "--index-url https://download.pytorch.org/whl/cpu"
        )
    return ""


def freeze() -> None:
    """The program and all it needs in one folder."""
    notices.main()
    command = [sys.executable, "-m", "PyInstaller", str(HERE / "clausedesk.spec"), "--noconfirm"]
    command += ["--distpath", str(DIST), "--workpath", str(BUILD / "pyinstaller")]
    subprocess.run([*command, "--log-level", "WARN"], cwd=ROOT, check=True)
    if sys.platform.startswith("linux") and shutil.which("strip"):
        strip_interpreter(DIST / contents.COMMAND / "_internal")


def strip_interpreter(folder: Path) -> None:
    """Take the symbols for debuggers off Python's own libraries, which a Python built on this machine has;
    those of wheels come without."""
    own = [*folder.glob("libpython*.so*"), *folder.glob("python3.*/lib-dynload/*.so")]
    for path in own:
        subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


def package(number: str, quick: bool) -> None:
    """This system's installer."""
    if sys.platform == "win32":
        compiler = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
        subprocess.run(
            [compiler, f"/DVersion={number}", str(HERE / "windows" / "clausedesk.iss")], check=True
        )
    elif sys.platform == "darwin":
        subprocess.run([str(HERE / "macos" / "disk_image.sh"), number], check=True)
    else:
        import deb

        program, icons = DIST / contents.COMMAND, BUILD / "pyinstaller" / "clausedesk" / "icons"
        level = deb.QUICK if quick else deb.SMALL
        print(deb.build(program, icons, number, BUILD / "deb", DIST, level))


def write_hashes(folder: Path) -> None:
    """``SHA256SUMS`` of the files to hand out, as ``sha256sum --check`` reads it."""
    lines = []
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix in (".deb", ".AppImage", ".exe", ".dmg", ".zip"):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            lines.append(f"{digest}  {path.name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    print("".join(lines), end="")


def project() -> dict[str, Any]:
    """What pyproject.toml says of the project."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return cast(dict[str, Any], described["project"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
