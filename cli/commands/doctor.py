"""``doctor``: what this installation has, what it lacks, and the exact remedy."""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cli import exit_codes
from cli.options import common_options
from cli.session import Session
from engine.errors import UserError
from engine.hub.task import readable
from engine.paths import autosave_dir, config_dir, log_dir, models_dir, resource_path
from engine.settings import LOG_FOLDER
from engine.version import version

PACKAGES = (
    "torch", "transformers", "tokenizers", "PySide6-Essentials", "numpy", "scipy", "pypdfium2",
    "lxml", "python-calamine", "openpyxl", "rapidfuzz", "rapidocr",
)  # fmt: skip
WANTED_FREE_BYTES = 2 * 10**9


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``remedy`` is empty when all is well."""

    topic: str
    found: str
    remedy: str = ""
    grave: bool = False


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``doctor`` takes only the common options."""
    subparsers.add_parser(
        "doctor", help="what is here, what is missing, and the remedy", parents=[common_options()]
    )


def run(session: Session) -> int:
    """Print every finding; status 1 where something grave is missing."""
    grave = False
    checks: tuple[Callable[[Session], Iterator[Finding]], ...] = (
        _system, _packages, _devices, _packs, _away, _network, _window, _ocr, _folders,
    )  # fmt: skip
    for check in checks:
        for finding in check(session):
            mark = "ok" if not finding.remedy else "!!" if finding.grave else "--"
            print(f"{mark}  {finding.topic:22} {finding.found}")
            if finding.remedy:
                print(f"    {'':22} → {finding.remedy}")
            grave = grave or finding.grave
    return exit_codes.SOME_FAILED if grave else exit_codes.DONE


def _system(_session: Session) -> Iterator[Finding]:
    yield Finding("ClauseDesk", version())
    yield Finding("Python", f"{platform.python_version()} on {platform.platform()}")
    yield Finding("processor", f"{os.cpu_count()} logical cores, {platform.machine()}")


def _packages(_session: Session) -> Iterator[Finding]:
    for name in PACKAGES:
        version = metadata_version(name)
        optional = name == "rapidocr"
        remedy = "" if version != "missing" or optional else f"pip install {name}"
        yield Finding(name, version, remedy, grave=bool(remedy))


def _devices(session: Session) -> Iterator[Finding]:
    from engine.models.devices import choose
    from engine.models.wishes import wish_of

    wish = wish_of(session.settings, session.options.device, session.options.threads)
    try:
        compute = choose(wish.device, wish.threads, wish.precision)
    except UserError as error:
        yield Finding(
            "device", session.explain(error.code, error.params), "use --device auto", True
        )
        return
    yield Finding("device", f"{compute.device}, {compute.precision}, {compute.threads} threads")
    yield Finding("memory for models", readable(wish.budget or 0))


def _network(session: Session) -> Iterator[Finding]:
    from engine.guard import ENVIRONMENT

    lacking = [name for name, value in ENVIRONMENT.items() if os.environ.get(name) != value]
    remedy = f"set {', '.join(lacking)} as in engine/guard.py" if lacking else ""
    refused = sum(not attempt.allowed for attempt in session.guard.attempts())
    yield Finding("network", f"guarded; {refused} connections refused in this run", remedy)


def _packs(session: Session) -> Iterator[Finding]:
    registry = session.registry()
    tasks = set()
    for entry in registry.entries():
        topic = f"pack {entry.name}"
        try:
            registry.verify(entry.name)
        except UserError as error:
            reason = session.explain(error.code, error.params)
            yield Finding(
                topic, reason, f"install it again into {session.library().folder}", grave=True
            )
            continue
        tasks.add(entry.pack.task if entry.pack else "")
        yield Finding(topic, "files and known answers are right")
    for task in sorted({"extraction", "embedding", "nli"} - tasks):
        remedy = f"reinstall ClauseDesk; its packs stand in {resource_path('models')}"
        yield Finding(f"pack for {task}", "none that works", remedy, grave=True)


def _away(session: Session) -> Iterator[Finding]:
    """Models that are known and cannot be reached now."""
    for known in session.library().scan():
        if not known.present:
            remedy = "connect its disk, or choose the models folder's new place on the Models page"
            yield Finding(f"model {known.name}", f"away: {known.path}", remedy)


def _window(_session: Session) -> Iterator[Finding]:
    if importlib.util.find_spec("PySide6") is None:
        yield Finding("window", "PySide6 is not installed", "pip install 'PySide6-Essentials<6.12'")
        return
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        yield Finding(
            "window",
            "no display in this session",
            "start it from a desktop; the command line works as it is",
        )
        return
    yield Finding("window", "a display is there")


def _ocr(_session: Session) -> Iterator[Finding]:
    if importlib.util.find_spec("rapidocr") is None:
        yield Finding("scans (OCR)", "not installed", "pip install 'clausedesk[ocr]'")
        return
    yield Finding("scans (OCR)", f"rapidocr {metadata_version('rapidocr')}")


def _folders(session: Session) -> Iterator[Finding]:
    for topic, folder in (
        ("settings folder", config_dir()),
        ("log folder", log_dir(session.settings.get(LOG_FOLDER))),
        ("models folder", models_dir()),
        ("autosave folder", autosave_dir()),
    ):
        if not writable(folder):
            yield Finding(
                topic,
                f"{folder} cannot be written",
                "set CLAUSEDESK_HOME to a folder that can",
                True,
            )
            continue
        free = shutil.disk_usage(folder).free
        remedy = "" if free > WANTED_FREE_BYTES else "free some space on this disk"
        yield Finding(topic, f"{folder} ({free / 1e9:,.1f} GB free)", remedy)


def writable(folder: Path) -> bool:
    """Whether a file can be made in ``folder``."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def metadata_version(name: str) -> str:
    """The installed version of a package, or ``missing``."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"
