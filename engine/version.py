"""This program's version."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path


def version() -> str:
    """The installed version, or pyproject.toml's where the program runs from its source folder."""
    try:
        return metadata.version("clausedesk")
    except metadata.PackageNotFoundError:
        pass
    project = Path(__file__).resolve().parents[1] / "pyproject.toml"
    try:
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, KeyError, ValueError):
        return ""
