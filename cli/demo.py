"""The main job on the samples, from nothing to workbooks, and then the window: ``clausedesk demo``, or
``python -m cli.demo``."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cli.main import main as run_command
from engine.paths import resource_path

FIELDS = (
    "Party*, Effective date(YYYY-MM-DD), Governing law, "
    "甲方, 乙方, 签订日期(YYYY-MM-DD), 合同金额(元)"
)
QT_REMEDY = (
    "The window cannot be opened: {complaint}\n"
    "On Debian or Ubuntu the remedy is:\n"
    "  sudo apt-get install -y libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 "
    "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-shape0\n"
    "On Fedora:\n"
    "  sudo dnf install mesa-libEGL mesa-libGL libxkbcommon-x11 xcb-util-cursor dbus-libs\n"
    "Then: make run"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Analyse, print what was found beside what is planted, open the window where one can be."""
    parser = argparse.ArgumentParser(prog="clausedesk demo", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("demo-output"), metavar="D")
    parser.add_argument("--no-window", action="store_true", help="stop after the workbooks")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    options = parser.parse_args(arguments)
    quiet = ["--quiet"] if options.quiet else []
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options.out.mkdir(parents=True, exist_ok=True)
    project = options.out / "demo.cdesk"
    for leftover in options.out.glob("demo.cdesk*"):
        leftover.unlink()
    started = time.monotonic()
    status = extract_fields(options.out, project, quiet)
    status = max(status, find_duplicates(options.out, project, quiet))
    status = max(status, find_contradictions(options.out, project, quiet))
    print(
        f"\nAll of it took {time.monotonic() - started:.0f} s. The workbooks and the project are in"
    )
    print(f"  {options.out.resolve()}")
    if status == 0 and not options.no_window:
        open_window(project)
    return status


def contracts() -> list[str]:
    """The sample contracts."""
    folder = resource_path("samples")
    return [
        str(path) for path in sorted(folder.iterdir()) if path.suffix in (".docx", ".pdf", ".txt")
    ]


def extract_fields(out: Path, project: Path, quiet: Sequence[str] = ()) -> int:
    """Fields out of the eight contracts."""
    print(f"Fields out of {len(contracts())} contracts: {FIELDS}\n")
    common = ["--fields", FIELDS, "--project", str(project), *quiet]
    status = run_command(["extract", *contracts(), *common, "--out", str(out / "fields.xlsx")])
    lines = out / "fields.jsonl"
    # The second run finds everything in the project's cache.
    status = max(status, run_command(["extract", *contracts(), *common, "--out", str(lines)]))
    for line in read_lines(lines):
        print(f"  {Path(line['document']).name}")
        for field, mentions in line["fields"].items():
            values = [one["normalized"] or one["text"] for one in mentions if one["chosen"]]
            if values:
                print(f"    {field}: {'; '.join(dict.fromkeys(values))}")
    return status


def find_duplicates(out: Path, project: Path, quiet: Sequence[str] = ()) -> int:
    """Duplicate rows of the customer list, beside the groups planted in it."""
    folder = resource_path("samples")
    key = json.loads((folder / "customers.answers.json").read_text(encoding="utf-8"))
    columns = ",".join(key["columns"])
    print(f"\nDuplicates in customers.xlsx by {columns}")
    common = [str(folder / "customers.xlsx"), "--columns", columns]
    common += ["--project", str(project), *quiet]
    status = run_command(["dedupe", *common, "--out", str(out / "customers-clean.xlsx")])
    status = max(status, run_command(["dedupe", *common, "--out", str(out / "duplicates.jsonl")]))
    clusters: dict[int, set[int]] = {}
    for line in read_lines(out / "duplicates.jsonl"):
        if line["cluster"] is not None:
            rows = clusters.setdefault(line["cluster"], set())
            rows |= {line["left"]["row"], line["right"]["row"]}
    found = {frozenset(rows) for rows in clusters.values()}
    planted = {frozenset(rows) for rows in key["duplicates"]}
    print(
        f"  {len(found)} groups found; {len(found & planted)} of the {len(planted)} planted ones exactly"
    )
    return status


def find_contradictions(out: Path, project: Path, quiet: Sequence[str] = ()) -> int:
    """Contradicting clauses of the contracts, two of which have some planted."""
    print("\nContradicting clauses")
    common = [*contracts(), "--project", str(project), *quiet]
    status = run_command(["check", *common, "--out", str(out / "contradictions.xlsx")])
    status = max(
        status, run_command(["check", *common, "--out", str(out / "contradictions.jsonl")])
    )
    for line in read_lines(out / "contradictions.jsonl"):
        if line["label"] != "contradiction":
            continue
        # Where a rule names the words that clash, the model's whole sentences add nothing here.
        clashes = [one for one in line["reasons"] if one["kind"] != "model"] or line["reasons"]
        words = "; ".join(f"{one['left']} ↔ {one['right']}" for one in clashes)
        sides = f"{line['premise']['clause']} ↔ {line['hypothesis']['clause']}"
        print(f"  {Path(line['document']).name}  {sides}  {words}")
    return status


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Every line of a jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def open_window(project: Path) -> None:
    """Open the project in the window where there is a display; say what is missing where Qt fails."""
    linux = sys.platform.startswith("linux")
    if linux and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        print("There is no display here; on a desktop the window would open now.")
        return
    frozen = bool(getattr(sys, "frozen", False))
    if not frozen and (complaint := qt_complaint()):
        print(QT_REMEDY.format(complaint=complaint))
        return
    print("Opening the window on the same project …")
    # A frozen program has no interpreter beside it: it is started once more itself.
    program = [sys.executable] if frozen else [sys.executable, "main.py"]
    subprocess.run([*program, str(project)], check=False)


def qt_complaint() -> str:
    """What Qt says when its widgets cannot be loaded; empty when all is well."""
    probe = subprocess.run(
        [sys.executable, "-c", "import PySide6.QtWidgets"],
        capture_output=True,
        text=True,
        check=False,
    )
    if probe.returncode == 0:
        return ""
    return (probe.stderr.strip().splitlines() or ["Qt could not be loaded"])[-1]


if __name__ == "__main__":
    sys.exit(main())
