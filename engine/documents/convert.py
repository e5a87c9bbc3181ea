"""Old Word files and RTF, by way of an office program that is on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.control import JobControl
from engine.documents.sniff import FileType
from engine.errors import UserError
from engine.paths import long_path

_SECONDS = 120.0
_POLL_SECONDS = 0.1
_PLACES = {
    "win32": (r"C:\Program Files\LibreOffice\program\soffice.exe",),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
_PROGRAM = "LibreOffice"


@dataclass(frozen=True, slots=True)
class Converted:
    """The docx made of a file, and the program that made it."""

    path: Path
    program: str


def find_office() -> str | None:
    """The command of an installed LibreOffice; ``None`` where there is none."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found is not None:
            return found
    for place in _PLACES.get(sys.platform, ()):
        if Path(place).is_file():
            return place
    return None


@contextmanager
def converted_to_docx(
    path: Path, kind: FileType, control: JobControl, office: str | None = None
) -> Iterator[Converted]:
    """A temporary docx with the content of ``path``; gone at the end.

    ``office`` is the program to use (default: the one found). It runs headless with a profile of
    its own, so that a window that is open stays untouched. Raises ``UserError``:
    ``doc_needs_conversion``, ``doc_conversion_failed``; ``Cancelled``.
    """
    command = office or find_office()
    if command is None:
        raise UserError("doc_needs_conversion")
    with tempfile.TemporaryDirectory(prefix="clausedesk-") as folder:
        # A name of our own: the given one may be long, or end in something misleading.
        source = Path(folder) / f"document.{kind.value}"
        shutil.copyfile(long_path(path), source)
        profile = (Path(folder) / "profile").as_uri()
        arguments = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx"]
        _run([command, *arguments, "--outdir", folder, str(source)], control)
        result = Path(folder) / "document.docx"
        if not result.is_file():
            raise UserError("doc_conversion_failed", program=_PROGRAM)
        yield Converted(result, _PROGRAM)


def _run(command: list[str], control: JobControl) -> None:
    """Run ``command``, ending it when the job is cancelled or it takes too long."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
        env=environment,
    ) as process:
        try:
            deadline = time.monotonic() + _SECONDS
            while process.poll() is None:
                control.checkpoint()
                if time.monotonic() > deadline:
                    raise UserError("doc_conversion_failed", program=_PROGRAM)
                time.sleep(_POLL_SECONDS)
        finally:
            if process.poll() is None:
                process.kill()
    if process.returncode:
        raise UserError("doc_conversion_failed", program=_PROGRAM)
