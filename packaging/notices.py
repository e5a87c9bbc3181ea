"""Writes THIRD_PARTY_NOTICES.md from the installed packages: ``python packaging/notices.py``.

Covers what the program needs at run time (extras ``ocr``, ``remote`` and ``gliner`` included), found by following
requirements from pyproject.toml, and the data that the built-in model packs were trained on.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Third-party notices

ClauseDesk is licensed under the Apache License 2.0 (LICENSE). It uses the packages below; each
carries its own licence text in its distribution. Made by `python packaging/notices.py`.

| package | version | licence | home |
|---|---|---|---|
"""
TAIL = """
Qt and PySide6 are used under the LGPL v3 as separate, replaceable libraries. The wheel of
opencv-python-headless carries FFmpeg under the LGPL v2.1 in the same way. An installed ClauseDesk has each
package's licence text in its `dist-info` folder.

The installers are made with PyInstaller, whose bootloader may be carried by any program (GPL v2 with an exception
for that); nothing else of it is in them.

## Model packs

The packs in `resources/models` are trained from all-MiniLM-L6-v2 (Apache-2.0). Each pack's card
(`pack.json`) names its training data with their licences; attributions stand in
`resources/models/README.md`.

## Samples

The contracts and the customer list in `resources/samples` were written for this project; every
person, company, address and number in them is invented.
"""


def needed(names: list[str]) -> dict[str, metadata.Distribution]:
    """The distributions of ``names`` and of all that they require here, by normalised name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(names)
    while waiting:
        name = normalised(waiting.pop())
        if name in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = distribution
        waiting += [line for line in distribution.requires or [] if "extra ==" not in line]
    return found


def normalised(requirement: str) -> str:
    """``Foo_bar[x]>=1; …`` as ``foo-bar``."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
    return re.sub(r"[-_.]+", "-", name.group()).lower() if name else ""


def licence(distribution: metadata.Distribution) -> str:
    """The licence as the package states it, in a few words."""
    fields = distribution.metadata
    if fields.get("License-Expression"):
        return str(fields["License-Expression"])
    classified = [
        line.rsplit("::", 1)[1].strip()
        for line in fields.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    stated = (fields.get("License") or "").strip().splitlines()
    return ", ".join(classified) or (stated[0][:60] if stated else "see the package")


def home(distribution: metadata.Distribution) -> str:
    """The project's page."""
    fields = distribution.metadata
    for line in fields.get_all("Project-URL") or []:
        label, _, address = line.partition(",")
        if label.strip().lower() in (
            "homepage",
            "home",
            "repository",
            "source",
            "source code",
            "github",
        ):
            return address.strip()
    return str(fields.get("Home-page") or "")


def main() -> int:
    """Write the file; returns the exit status."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    roots = [*project["dependencies"], *extras["ocr"], *extras["remote"], *extras["gliner"]]
    rows = [
        f"| {distribution.metadata['Name']} | {distribution.version} | {licence(distribution)} | {home(distribution)} |"
        for _, distribution in sorted(needed(roots).items())
    ]
    text = HEAD + "\n".join(rows) + "\n" + TAIL
    (ROOT / "THIRD_PARTY_NOTICES.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
