"""What the installers are made of: icons in every format, the association of projects, what stays out."""

from __future__ import annotations

import configparser
import importlib
import struct
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def contents(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The lists of ``packaging/contents.py``; its folder is no package, so that it hides none."""
    monkeypatch.syspath_prepend(str(root / "packaging"))
    return importlib.import_module("contents")


@pytest.fixture
def marks(contents: ModuleType) -> Iterator[ModuleType]:
    yield importlib.import_module("marks")
    sys.modules.pop("marks", None)


def test_windows_icon_holds_its_pictures(marks: ModuleType) -> None:
    pictures = {16: PNG + b"a", 256: PNG + b"bcd"}
    made = marks.ico(pictures)
    assert struct.unpack_from("<HHH", made) == (0, 1, 2)
    for place, (size, picture) in enumerate(pictures.items()):
        entry = struct.unpack_from("<BBBBHHII", made, 6 + 16 * place)
        assert entry[0] == size % 256
        assert made[entry[7] : entry[7] + entry[6]] == picture


def test_macos_icon_holds_its_pictures(marks: ModuleType) -> None:
    made = marks.icns({"ic07": PNG + b"a", "ic08": PNG + b"bcd"})
    assert made[:4] == b"icns" and struct.unpack_from(">I", made, 4)[0] == len(made)
    at, found = 8, {}
    while at < len(made):
        size = struct.unpack_from(">I", made, at + 4)[0]
        found[made[at : at + 4]] = made[at + 8 : at + size]
        at += size
    assert found == {b"ic07": PNG + b"a", b"ic08": PNG + b"bcd"}


def test_projects_are_opened_by_a_double_click_on_every_system(
    root: Path, contents: ModuleType, marks: ModuleType
) -> None:
    linux = root / "packaging" / "linux"
    desktop = configparser.ConfigParser(interpolation=None)
    desktop.optionxform = str  # type: ignore[assignment,method-assign]
    desktop.read(linux / "clausedesk.desktop", encoding="utf-8")
    entry = desktop["Desktop Entry"]
    assert entry["Exec"] == f"{contents.COMMAND} %F"
    assert contents.MIME in entry["MimeType"].split(";")
    kind = ElementTree.parse(linux / "clausedesk-mime.xml").getroot()[0]
    assert kind.get("type") == contents.MIME
    globs = [one.get("pattern") for one in kind if one.tag.endswith("glob")]
    assert globs == [f"*.{contents.EXTENSION}"]
    installer = (root / "packaging" / "windows" / "clausedesk.iss").read_text(encoding="utf-8")
    assert r"Software\Classes\.cdesk" in installer and '""%1""' in installer
    [declared] = marks.mac_plist("1.2.3")["UTExportedTypeDeclarations"]
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == [contents.EXTENSION]
    assert marks.mac_plist("1.2.3")["CFBundleShortVersionString"] == "1.2.3"


def test_the_version_of_a_windows_program_has_four_numbers(
    marks: ModuleType, tmp_path: Path
) -> None:
    written = marks.version_file("1.2.3", tmp_path / "version.txt").read_text(encoding="utf-8")
    assert "filevers=(1, 2, 3, 0)" in written
    compile(written, "version.txt", "eval")


@pytest.mark.parametrize(
    ("place", "goes"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", False),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlmysql.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/lib/libQt6Qml.so.6", True),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", False),
        ("torch/lib/libtorch_cpu.so", False),
        ("torch/lib/libtorchbind_test.so", True),
        ("cv2/opencv_videoio_ffmpeg500_64.dll", True),
        ("onnxruntime/capi/libonnxruntime.so.1.31.1", True),
        ("resources/models/clausedesk-nli-en/pack.json", False),
    ],
)
def test_what_stays_out(contents: ModuleType, place: str, goes: bool) -> None:
    assert contents.unwanted_file(place) is goes


def test_nothing_gets_in_by_being_installed(contents: ModuleType) -> None:
    shipped, strangers = set(contents.shipped()), set(contents.strangers())
    assert {"torch", "transformers", "rapidocr", "gliner", "fastapi"} <= shipped
    assert not {"pytest", "mypy", "ruff", "hypothesis", "pyinstaller"} & shipped
    assert {"pytest", "mypy", "hypothesis"} <= strangers
    assert not {"torch", "numpy", "PySide6", "engine", "gui", "cli", "wording"} & strangers


def test_orphans_are_libraries_beside_the_program_alone(contents: ModuleType) -> None:
    assert contents._is_library("libcairo.so.2")
    assert contents._is_library("PySide6/Qt/lib/libQt6DBus.so.6")
    assert contents._is_library("pillow.libs/libavif-c6062d5f.so.16.4.2")
    for kept in ("libpython3.11.so.1.0", "torch/lib/libc10.so", "pypdfium2_raw/libpdfium.so"):
        assert not contents._is_library(kept)


def test_every_pinned_tool_of_the_workflow_is_the_project_s(root: Path) -> None:
    """The three systems build and test with the scripts that are in this folder."""
    workflow = (root / ".github" / "workflows" / "package.yml").read_text(encoding="utf-8")
    for script in ("bootstrap.py package", "smoke.py", "clean_root.sh", "appimage.sh"):
        assert script in workflow
        assert (root / "packaging" / "linux" / script.split()[0]).is_file() or (
            root / "packaging" / script.split()[0]
        ).is_file()
