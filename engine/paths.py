"""Where the program keeps and finds its files.

``CLAUSEDESK_HOME`` names one folder for everything, for portable use and for tests.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import platformdirs

_APP = "ClauseDesk"
_WINDOWS_PATH_LIMIT = 240


def _home() -> Path | None:
    """The folder that ``CLAUSEDESK_HOME`` names."""
    named = os.environ.get("CLAUSEDESK_HOME", "").strip()
    return Path(named).expanduser() if named else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def resource_path(*parts: str) -> Path:
    """A file or folder under ``resources``: installed, run from source, or frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parents[1]
    return root.joinpath("resources", *parts)


def config_dir() -> Path:
    """Where the settings are; made on first use."""
    home = _home()
    return _made(home if home else Path(platformdirs.user_config_dir(_APP, appauthor=False)))


def data_dir() -> Path:
    """Where models, autosaved projects and the like are; made on first use."""
    home = _home()
    return _made(home if home else Path(platformdirs.user_data_dir(_APP, appauthor=False)))


def log_dir(chosen: str = "") -> Path:
    """Where the log and crash files are; made on first use.

    ``chosen`` is a folder of the user's; where it cannot be had (its disk is away), the usual one
    serves.
    """
    if chosen:
        with contextlib.suppress(OSError):
            folder = _made(Path(chosen).expanduser())
            if os.access(folder, os.W_OK):
                return folder
    home = _home()
    return _made(home / "log" if home else Path(platformdirs.user_log_dir(_APP, appauthor=False)))


def models_dir() -> Path:
    """Where the user's own model packs are; made on first use."""
    return _made(data_dir() / "models")


def autosave_dir() -> Path:
    """Where projects live that were not saved under a name yet; made on first use."""
    return _made(data_dir() / "autosave")


def unpacked_dir() -> Path:
    """Where documents live that came in an archive or a message; made on first use."""
    return _made(data_dir() / "unpacked")


def long_path(path: Path, system: str = sys.platform) -> str:
    """``path`` for the system's calls: on Windows, long ones get the prefix that lifts the limit
    of 260 characters."""
    if system != "win32":
        return str(path)
    absolute = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    if len(absolute) < _WINDOWS_PATH_LIMIT or absolute.startswith("\\\\?\\"):
        return absolute
    if absolute.startswith("\\\\"):
        return "\\\\?\\UNC\\" + absolute[2:]
    return "\\\\?\\" + absolute
