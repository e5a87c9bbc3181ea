"""The program's mark in every format that systems ask for, and what it says of itself to Windows and macOS.

Icons are drawn from the one SVG; nothing binary is kept in the source folder.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

import contents

COLOUR = "#0a5fc4"
PICTURES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
ICO = (16, 24, 32, 48, 64, 128, 256)
ICNS = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}
YEARS = "2026"


def write(drawing: Path, folder: Path) -> Path:
    """PNGs of every size, ``clausedesk.ico``, ``clausedesk.icns`` and the SVG in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    svg = drawing.read_text(encoding="utf-8").replace("currentColor", COLOUR)
    (folder / "clausedesk.svg").write_text(svg, encoding="utf-8")
    pictures = {size: png(svg, size) for size in PICTURES}
    for size, picture in pictures.items():
        (folder / f"{size}.png").write_bytes(picture)
    (folder / "clausedesk.ico").write_bytes(ico({size: pictures[size] for size in ICO}))
    named = {kind: pictures[size] for kind, size in ICNS.items()}
    (folder / "clausedesk.icns").write_bytes(icns(named))
    return folder


def png(svg: str, size: int) -> bytes:
    """The drawing as a picture of ``size`` × ``size`` pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    buffer.close()
    del application
    return bytes(content.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Windows' icon file out of PNGs by size (the format since Windows Vista)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries, body = b"", b""
    for size, picture in pictures.items():
        edge = size if size < 256 else 0
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset)
        body += picture
        offset += len(picture)
    return head + entries + body


def icns(pictures: dict[str, bytes]) -> bytes:
    """macOS's icon file out of PNGs by type."""
    body = b"".join(
        kind.encode("ascii") + struct.pack(">I", len(picture) + 8) + picture
        for kind, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def version_file(version: str, path: Path) -> Path:
    """What Windows shows under a program's properties, in the form that PyInstaller reads."""
    numbers = tuple(int(part) for part in (version.split(".") + ["0"] * 4)[:4])
    words = {
        "CompanyName": contents.NAME,
        "FileDescription": contents.NAME,
        "FileVersion": version,
        "InternalName": contents.COMMAND,
        "LegalCopyright": f"© {YEARS} {contents.NAME} contributors, Apache-2.0",
        "OriginalFilename": f"{contents.NAME}.exe",
        "ProductName": contents.NAME,
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in words.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f,"
        " flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)),"
        f" kids=[StringFileInfo([StringTable('040904B0', [{strings}])]),"
        " VarFileInfo([VarStruct('Translation', [0x409, 1200])])])\n",
        encoding="utf-8",
    )
    return path


def mac_plist(version: str) -> dict[str, Any]:
    """Info.plist: what the app is, and that it opens projects and documents."""
    project = f"{contents.IDENTIFIER}.project"
    return {
        "CFBundleName": contents.NAME,
        "CFBundleDisplayName": contents.NAME,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "LSMinimumSystemVersion": "13.0",
        "LSApplicationCategoryType": "public.app-category.business",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": f"© {YEARS} {contents.NAME} contributors, Apache-2.0",
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": project,
                "UTTypeDescription": f"{contents.NAME} project",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeIconFile": "clausedesk.icns",
                "UTTypeTagSpecification": {
                    "public.filename-extension": [contents.EXTENSION],
                    "public.mime-type": contents.MIME,
                },
            }
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": f"{contents.NAME} project",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [project],
            },
            {
                "CFBundleTypeName": "Documents and tables",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": [
                    "com.adobe.pdf",
                    "org.openxmlformats.wordprocessingml.document",
                    "org.openxmlformats.spreadsheetml.sheet",
                    "public.plain-text",
                    "public.html",
                    "public.comma-separated-values-text",
                ],
            },
        ],
    }
