"""Lays out the frozen program as a Debian package and builds it with dpkg-deb; nothing is downloaded."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
from pathlib import Path

import contents

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIBRARY = Path("usr/lib") / contents.COMMAND
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
DEPENDS = (
    "libegl1", "libgl1", "libx11-6", "libx11-xcb1", "libxcb1", "libfontconfig1", "libfreetype6",
    "libglib2.0-0t64 | libglib2.0-0", "libdbus-1-3", "libxkbcommon0", "libxkbcommon-x11-0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0",
    "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1", "zlib1g",
)  # fmt: skip
"""What the bundled Qt leaves to the system. The smoke test in a clean root shows whether it is enough."""
RECOMMENDS = ("fonts-noto-cjk", "xdg-utils", "shared-mime-info", "desktop-file-utils")
SMALL, QUICK = 19, 3
"""Levels of compression: for handing out, and for trying out. Debian 12 and Ubuntu 22.04 read it."""
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


def build(
    program: Path, icons: Path, version: str, tree: Path, target: Path, level: int = SMALL
) -> Path:
    """The package out of the frozen folder ``program``; its layout stays in ``tree`` (appimage.sh uses it).

    ``level`` is zstd's, 1 to 19. Returns the package's path in ``target``.
    """
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(program, icons, version, tree)
    machine = MACHINES.get(os.uname().machine, os.uname().machine)
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(control_text(tree, version, machine), encoding="utf-8")
    package = target / f"{contents.COMMAND}_{version}_{machine}.deb"
    subprocess.run(
        [
            "dpkg-deb",
            "--root-owner-group",
            "-Zzstd",
            f"-z{level}",
            "--build",
            str(tree),
            str(package),
        ],
        check=True,
    )
    return package


def lay_out(program: Path, icons: Path, version: str, tree: Path) -> None:
    """The files where Debian has them."""
    library = tree / LIBRARY
    library.parent.mkdir(parents=True)
    shutil.copytree(program, library, symlinks=True, copy_function=os.link)
    command = tree / "usr" / "bin" / contents.COMMAND
    command.parent.mkdir()
    command.symlink_to(f"/{LIBRARY}/{contents.COMMAND}")
    share = tree / "usr" / "share"
    put(HERE / "clausedesk.desktop", share / "applications" / "clausedesk.desktop")
    put(HERE / "clausedesk-mime.xml", share / "mime" / "packages" / "clausedesk.xml")
    put(HERE / "copyright", share / "doc" / contents.COMMAND / "copyright")
    metainfo = share / "metainfo" / f"{contents.IDENTIFIER}.metainfo.xml"
    put(HERE / metainfo.name, metainfo)
    words = metainfo.read_text(encoding="utf-8").replace("@VERSION@", version)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    metainfo.write_text(words.replace("@DATE@", today), encoding="utf-8")
    for size in ICON_SIZES:
        folder = share / "icons" / "hicolor" / f"{size}x{size}"
        put(icons / f"{size}.png", folder / "apps" / "clausedesk.png")
        put(icons / f"{size}.png", folder / "mimetypes" / "application-x-clausedesk-project.png")
    scalable = share / "icons" / "hicolor" / "scalable" / "apps"
    put(icons / "clausedesk.svg", scalable / "clausedesk.svg")


def put(source: Path, target: Path) -> None:
    """A copy that anyone may read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def control_text(tree: Path, version: str, machine: str) -> str:
    """The package's description for dpkg."""
    kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    depends = ", ".join((f"libc6 (>= {newest_glibc(tree / LIBRARY)})", *DEPENDS))
    return (
        f"Package: {contents.COMMAND}\nVersion: {version}\nArchitecture: {machine}\n"
        f"Maintainer: {contents.NAME} contributors <maintainers@clausedesk.invalid>\n"
        f"Installed-Size: {kilobytes}\nSection: text\nPriority: optional\n"
        f"Depends: {depends}\nRecommends: {', '.join(RECOMMENDS)}\n"
        "Description: fields, duplicates and contradictions in contracts and tables\n"
        " An offline desktop program for contracts and spreadsheets in Chinese and English.\n"
        " It carries its own models; nothing leaves the machine.\n"
    )


def newest_glibc(folder: Path) -> str:
    """The newest version of the C library that anything in ``folder`` asks for."""
    newest = (2, 17)
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file() or not is_elf(path):
            continue
        listed = subprocess.run(
            ["objdump", "-p", str(path)], capture_output=True, encoding="utf-8", errors="replace",
            check=False,
        ).stdout  # fmt: skip
        for found in re.finditer(
            r"\bGLIBC_(\d+)\.(\d+)", listed.partition("Version References")[2]
        ):
            newest = max(newest, (int(found[1]), int(found[2])))
    return ".".join(map(str, newest))


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
