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

import wording
from cli import exit_codes
from cli.columns import padded
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
TOPIC_CELLS = 28


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``remedy`` is empty when all is well."""

    topic: str
    found: str
    remedy: str = ""
    grave: bool = False


class Report:
    """Puts findings into the words of the session's language."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def topic(self, code: str, **params: object) -> str:
        """What a finding is about."""
        return wording.sentence(f"doctor_topic_{code}", params, self.session.language).what

    def finding(self, topic: str, code: str, grave: bool = False, **params: object) -> Finding:
        """A finding whose sentence says what is found, and what to do about it."""
        said = wording.sentence(f"doctor_{code}", params, self.session.language)
        return Finding(topic, said.what, said.next, grave)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``doctor`` takes only the common options."""
    subparsers.add_parser(
        "doctor", help="what is here, what is missing, and the remedy", parents=[common_options()]
    )


def run(session: Session) -> int:
    """Print every finding; status 1 where something grave is missing."""
    grave = False
    checks: tuple[Callable[[Report], Iterator[Finding]], ...] = (
        _system, _packages, _devices, _packs, _away, _network, _window, _ocr, _folders,
    )  # fmt: skip
    report = Report(session)
    for check in checks:
        for finding in check(report):
            mark = "ok" if not finding.remedy else "!!" if finding.grave else "--"
            print(f"{mark}  {padded(finding.topic, TOPIC_CELLS)} {finding.found}")
            if finding.remedy:
                print(f"    {'':{TOPIC_CELLS}} → {finding.remedy}")
            grave = grave or finding.grave
    return exit_codes.SOME_FAILED if grave else exit_codes.DONE


def _system(report: Report) -> Iterator[Finding]:
    yield Finding("ClauseDesk", version())
    python = {"version": platform.python_version(), "platform": platform.platform()}
    yield report.finding(report.topic("python"), "python", **python)
    machine = {"cores": os.cpu_count(), "machine": platform.machine()}
    yield report.finding(report.topic("processor"), "processor", **machine)


def _packages(report: Report) -> Iterator[Finding]:
    for name in PACKAGES:
        found = metadata_version(name)
        if found:
            yield Finding(name, found)
        elif name == "rapidocr":
            yield report.finding(name, "package_left_out")
        else:
            yield report.finding(name, "package_missing", grave=True, name=name)


def _devices(report: Report) -> Iterator[Finding]:
    from engine.models.devices import choose
    from engine.models.wishes import wish_of

    session, topic = report.session, report.topic("device")
    wish = wish_of(session.settings, session.options.device, session.options.threads)
    try:
        compute = choose(wish.device, wish.threads, wish.precision)
    except UserError as error:
        reason = session.explain(error.code, error.params)
        yield report.finding(topic, "device_refused", grave=True, reason=reason)
        return
    chosen = {"precision": compute.precision, "threads": compute.threads}
    yield report.finding(topic, "device", device=compute.device, **chosen)
    yield Finding(report.topic("memory"), readable(wish.budget or 0))


def _network(report: Report) -> Iterator[Finding]:
    from engine.guard import ENVIRONMENT

    lacking = [name for name, value in ENVIRONMENT.items() if os.environ.get(name) != value]
    refused = sum(not attempt.allowed for attempt in report.session.guard.attempts())
    code = "network_loose" if lacking else "network"
    names = ", ".join(lacking)
    yield report.finding(report.topic("network"), code, refused=refused, names=names)


def _packs(report: Report) -> Iterator[Finding]:
    session = report.session
    registry = session.registry()
    tasks = set()
    for entry in registry.entries():
        topic = report.topic("pack", name=entry.name)
        try:
            registry.verify(entry.name)
        except UserError as error:
            reason = session.explain(error.code, error.params)
            folder = session.library().folder
            yield report.finding(topic, "pack_refused", grave=True, reason=reason, folder=folder)
            continue
        tasks.add(entry.pack.task if entry.pack else "")
        yield report.finding(topic, "pack_right")
        if (info := registry.info(entry.name)) is not None:
            yield Finding(topic, f"{info.device}, {info.precision}")
            for remark in info.remarks:
                yield Finding(topic, session.explain(remark.code, dict(remark.params)))
    for task in sorted({"extraction", "embedding", "nli"} - tasks):
        topic, folder = (
            report.topic("pack_for", task=session.explain(f"models_task_{task}", {})),
            resource_path("models"),
        )
        yield report.finding(topic, "pack_none", grave=True, folder=folder)


def _away(report: Report) -> Iterator[Finding]:
    """Models that are known and cannot be reached now."""
    for known in report.session.library().scan():
        if not known.present:
            topic = report.topic("model", name=known.name)
            yield report.finding(topic, "model_away", path=known.path)


def _window(report: Report) -> Iterator[Finding]:
    topic = report.topic("window")
    shows = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if importlib.util.find_spec("PySide6") is None:
        yield report.finding(topic, "window_missing")
    elif sys.platform.startswith("linux") and not shows:
        yield report.finding(topic, "window_blind")
    else:
        yield report.finding(topic, "window")


def _ocr(report: Report) -> Iterator[Finding]:
    topic = report.topic("ocr")
    if importlib.util.find_spec("rapidocr") is None:
        yield report.finding(topic, "ocr_missing")
        return
    yield Finding(topic, f"rapidocr {metadata_version('rapidocr')}".strip())


def _folders(report: Report) -> Iterator[Finding]:
    for name, folder in (
        ("settings", config_dir()),
        ("log", log_dir(report.session.settings.get(LOG_FOLDER))),
        ("models", models_dir()),
        ("autosave", autosave_dir()),
    ):
        topic = report.topic(name)
        if not writable(folder):
            yield report.finding(topic, "folder_locked", grave=True, folder=folder)
            continue
        free = shutil.disk_usage(folder).free
        code = "folder" if free > WANTED_FREE_BYTES else "folder_full"
        yield report.finding(topic, code, folder=folder, free=f"{free / 1e9:,.1f} GB")


def writable(folder: Path) -> bool:
    """Whether a file can be made in ``folder``."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def metadata_version(name: str) -> str:
    """The installed version of a package; empty where there is none."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
