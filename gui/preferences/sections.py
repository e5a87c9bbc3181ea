"""Which settings there are to see, in which order, and when another value takes effect."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine import settings as options
from engine.settings import Option
from gui.translation import LANGUAGES

translate = QCoreApplication.translate


class Effect(StrEnum):
    """From when on another value holds."""

    NOW = "now"
    NEW_WINDOW = "new_window"
    NEXT_RUN = "next_run"
    NEW_FILES = "new_files"
    NEW_SEARCH = "new_search"
    RESTART = "restart"


class Kind(StrEnum):
    """How a value is given."""

    CHOICE = "choice"
    SWITCH = "switch"
    NUMBER = "number"
    SHARE = "share"
    TEXT = "text"
    FOLDER = "folder"
    FILE = "file"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Item:
    """One setting. ``automatic`` stands for zero where that leaves it to the program; ``task`` is
    what a model must do; ``pattern`` which files may be chosen."""

    option: Option[Any]
    kind: Kind
    effect: Effect = Effect.NOW
    suffix: str = ""
    automatic: bool = False
    step: int = 1
    task: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. ``key`` names the parts that are no options: ``folders``,
    ``keys``."""

    key: str
    title: str
    items: tuple[Item, ...]


def sections() -> tuple[Section, ...]:
    """Everything, in the window's language."""
    return (
        Section("general", translate("Preferences", "General"), _general()),
        Section("models", translate("Preferences", "Models"), _models()),
        Section("reading", translate("Preferences", "Reading files"), _reading()),
        Section("thresholds", translate("Preferences", "Thresholds"), _thresholds()),
        Section("folders", translate("Preferences", "Folders"), _folders()),
        Section("privacy", translate("Preferences", "Privacy and network"), _privacy()),
        Section("keys", translate("Preferences", "Keys"), ()),
        Section("monitoring", translate("Preferences", "Monitoring"), _monitoring()),
    )


def _general() -> tuple[Item, ...]:
    return (
        Item(options.LANGUAGE, Kind.CHOICE, Effect.NEW_WINDOW),
        Item(options.THEME, Kind.CHOICE),
        Item(options.FONT_PERCENT, Kind.NUMBER, Effect.NEW_WINDOW, suffix=" %", step=10),
        Item(options.REDUCED_MOTION, Kind.SWITCH),
        Item(options.REVIEWER, Kind.TEXT),
        Item(options.REOPEN_LAST, Kind.SWITCH, Effect.RESTART),
    )


def _models() -> tuple[Item, ...]:
    run = Effect.NEXT_RUN
    return (
        Item(options.DEVICE, Kind.CHOICE, run),
        Item(options.THREADS, Kind.NUMBER, run, automatic=True),
        Item(options.PRECISION, Kind.CHOICE, run),
        Item(options.MEMORY_MEGABYTES, Kind.NUMBER, run, " MB", automatic=True, step=512),
        *(Item(option, Kind.MODEL, run, task=task) for task, option in _MODEL_OPTIONS),
    )


_MODEL_OPTIONS = tuple(options.MODEL_OF_TASK.items())


def _reading() -> tuple[Item, ...]:
    return (
        Item(options.TRACKED_CHANGES, Kind.CHOICE, Effect.NEW_FILES),
        Item(options.OCR, Kind.SWITCH, Effect.NEW_FILES),
        Item(options.OCR_MODEL, Kind.FILE, Effect.NEW_FILES, pattern="*.onnx"),
    )


def _thresholds() -> tuple[Item, ...]:
    return (
        Item(options.FIELD_THRESHOLD, Kind.SHARE, Effect.NEXT_RUN, suffix=" %", step=5),
        Item(options.PAIR_THRESHOLD, Kind.SHARE, Effect.NEW_SEARCH, suffix=" %", step=5),
    )


def _folders() -> tuple[Item, ...]:
    return (
        Item(options.PROJECTS_FOLDER, Kind.FOLDER),
        Item(options.LOG_FOLDER, Kind.FOLDER, Effect.RESTART),
        Item(options.CACHE_MEGABYTES, Kind.NUMBER, Effect.NEXT_RUN, " MB", step=128),
    )


def _privacy() -> tuple[Item, ...]:
    return (
        Item(options.OFFLINE, Kind.SWITCH),
        Item(options.HUB_MIRROR, Kind.TEXT),
        Item(options.HUB_PROXY, Kind.TEXT),
        Item(options.HUB_CERTIFICATES, Kind.FILE, pattern="*.pem *.crt *.cer"),
    )


def _monitoring() -> tuple[Item, ...]:
    return (
        Item(options.HEALTH_SUCCESS, Kind.SHARE, suffix=" %"),
        Item(options.HEALTH_SECONDS, Kind.NUMBER, suffix=" s"),
        Item(options.HEALTH_MEGABYTES, Kind.NUMBER, suffix=" MB", step=256),
        Item(options.METRICS_ENDPOINT, Kind.SWITCH),
        Item(options.METRICS_PORT, Kind.NUMBER),
    )


def effect_words(effect: Effect) -> str:
    """When another value takes effect."""
    return {
        Effect.NOW: translate("Preferences", "Takes effect at once."),
        Effect.NEW_WINDOW: translate(
            "Preferences", "Takes effect at once; while something runs, when it is over."
        ),
        Effect.NEXT_RUN: translate("Preferences", "Takes effect with the next run."),
        Effect.NEW_FILES: translate("Preferences", "Holds for files added from now on."),
        Effect.NEW_SEARCH: translate("Preferences", "Holds for new searches."),
        Effect.RESTART: translate(
            "Preferences", "Takes effect when ClauseDesk is started next (restart needed)."
        ),
    }[effect]


def choice_words(option: Option[str]) -> dict[str, str]:
    """The possible values of an option with their words."""
    system = translate("Preferences", "As the system")
    words: dict[str, dict[str, str]] = {
        options.LANGUAGE.key: {"": system, **LANGUAGES},
        options.THEME.key: {
            "system": system,
            "light": translate("Preferences", "Light"),
            "dark": translate("Preferences", "Dark"),
        },
        options.DEVICE.key: {
            "auto": translate("Preferences", "The fastest there is"),
            "cpu": translate("Preferences", "Processor"),
            "cuda": translate("Preferences", "NVIDIA graphics card"),
            "mps": translate("Preferences", "Apple graphics"),
        },
        options.PRECISION.key: {
            "auto": translate("Preferences", "Automatic"),
            "fp32": translate("Preferences", "Full precision (fp32)"),
            "bf16": translate("Preferences", "Half precision where it agrees (bf16)"),
        },
        options.TRACKED_CHANGES.key: {
            "accepted": translate("Preferences", "Read as accepted"),
            "original": translate("Preferences", "Read the original"),
            "both": translate("Preferences", "Read both"),
        },
    }
    return words[option.key]
