"""Typed options in one registry, kept as JSON in the configuration folder.

The window's geometry is not here: that is Qt's own business. Each option's words for people stand
in ``wording`` under ``option_<key>``: what it is called, and what it does in a sentence.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from engine.errors import UserError
from engine.keeping import our_turn, read_whole, write_whole
from engine.types import Notice

FILE_NAME = "settings.json"
SCHEMA = 2

T = TypeVar("T", str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One option. ``choices`` lists the possible values; ``low`` and ``high`` bound a number."""

    key: str
    default: T
    choices: tuple[T, ...] = ()
    low: float | None = None
    high: float | None = None

    def check(self, value: Any) -> T:
        """``value`` as this option's type. Raises ``UserError("option_invalid")``."""
        kind = type(self.default)
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind or not self._allows(value):
            raise UserError(
                "option_invalid", option=self.key, value=str(value), allowed=self.allowed()
            )
        checked: T = value
        return checked

    def allowed(self) -> str:
        """The possible values, for people."""
        if self.choices:
            return ", ".join(str(choice) or '""' for choice in self.choices)
        if self.low is not None or self.high is not None:
            return (
                f"{'' if self.low is None else self.low} … {'' if self.high is None else self.high}"
            )
        return "on, off" if isinstance(self.default, bool) else type(self.default).__name__

    def _allows(self, value: T) -> bool:
        if self.choices:
            return value in self.choices
        if isinstance(value, str):
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


LANGUAGE = Option("language", "", ("", "en", "zh"))
"""Language of window and messages; empty follows the system."""
THEME = Option("theme", "system", ("system", "light", "dark"))
FONT_PERCENT = Option("font_percent", 100, low=80, high=200)
"""The size of letters, in per cent of the system's."""
REDUCED_MOTION = Option("reduced_motion", False)
DEVICE = Option("device", "auto", ("auto", "cpu", "cuda", "mps"))
THREADS = Option("threads", 0, low=0, high=256)
"""CPU threads for models; 0 leaves it to the program."""
PRECISION = Option("precision", "auto", ("auto", "fp32", "bf16"))
"""``auto`` is half precision, or 8-bit integers, where the machine computes in them, gives the same
answers, and is faster; ``bf16`` forbids integers."""
MEMORY_MEGABYTES = Option("memory_megabytes", 0, low=0, high=1_000_000)
"""What loaded models may take together; 0 leaves it to the program."""
EXTRACTOR = Option("extractor", "")
"""Model pack for fields; empty is the best one installed. Likewise the next three."""
EMBEDDER = Option("embedder", "")
NLI_MODEL = Option("nli_model", "")
SIMILARITY_MODEL = Option("similarity_model", "")
HUB_MIRROR = Option("hub_mirror", "")
"""Address of a mirror for model downloads; empty is the hub itself."""
HUB_PROXY = Option("hub_proxy", "")
"""Proxy for model downloads: empty for none, ``system`` for the system's, or its address."""
HUB_CERTIFICATES = Option("hub_certificates", "")
"""A file of certificates to trust for model downloads instead of the system's."""
OFFLINE = Option("offline", False)
"""Refuse every connection, also to servers and downloads that were switched on."""
PROJECTS_FOLDER = Option("projects_folder", "")
"""Where projects are opened from and saved to first; empty is the folder used last."""
LOG_FOLDER = Option("log_folder", "")
"""Where log and crash files are kept; empty is the system's place for them."""
TRACKED_CHANGES = Option("tracked_changes", "accepted", ("accepted", "original", "both"))
OCR = Option("ocr", True)
OCR_MODEL = Option("ocr_model", "")
"""A recognition model (``.onnx``) for other scripts; empty reads Chinese and English."""
REVIEWER = Option("reviewer", "")
"""The name that stands beside decisions; empty is that of the account."""
FIELD_THRESHOLD = Option("field_threshold", 0.5, low=0.0, high=1.0)
PAIR_THRESHOLD = Option("pair_threshold", 0.5, low=0.05, high=1.0)
CACHE_MEGABYTES = Option("cache_megabytes", 512, low=0, high=100_000)
REOPEN_LAST = Option("reopen_last", True)
HEALTH_SUCCESS = Option("health_success", 0.99, low=0.0, high=1.0)
"""The least share of items that must not fail; with the next two, when Activity warns."""
HEALTH_SECONDS = Option("health_seconds", 5.0, low=0.001, high=3600.0)
HEALTH_MEGABYTES = Option("health_megabytes", 4096, low=64, high=1_000_000)
METRICS_ENDPOINT = Option("metrics_endpoint", False)
"""Whether figures can be asked for on this machine, and at which port."""
METRICS_PORT = Option("metrics_port", 9464, low=1024, high=65535)

OPTIONS: tuple[Option[Any], ...] = (
    LANGUAGE,
    THEME,
    FONT_PERCENT,
    REDUCED_MOTION,
    DEVICE,
    THREADS,
    PRECISION,
    MEMORY_MEGABYTES,
    EXTRACTOR,
    EMBEDDER,
    NLI_MODEL,
    SIMILARITY_MODEL,
    HUB_MIRROR,
    HUB_PROXY,
    HUB_CERTIFICATES,
    OFFLINE,
    PROJECTS_FOLDER,
    LOG_FOLDER,
    TRACKED_CHANGES,
    OCR,
    OCR_MODEL,
    REVIEWER,
    FIELD_THRESHOLD,
    PAIR_THRESHOLD,
    CACHE_MEGABYTES,
    REOPEN_LAST,
    HEALTH_SUCCESS,
    HEALTH_SECONDS,
    HEALTH_MEGABYTES,
    METRICS_ENDPOINT,
    METRICS_PORT,
)

MODEL_OF_TASK: Mapping[str, Option[str]] = {
    "extraction": EXTRACTOR,
    "embedding": EMBEDDER,
    "nli": NLI_MODEL,
    "similarity": SIMILARITY_MODEL,
}
"""Which option names the model for a task."""

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def _forget_idle(values: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had three options that nothing obeyed: what was written there was never seen at
    work, and must not change results from one day to the next."""
    idle = ("field_threshold", "pair_threshold", "cache_megabytes")
    return {key: value for key, value in values.items() if key not in idle}


MIGRATIONS: Mapping[int, Migration] = {1: _forget_idle}
"""From each version to the next: ``MIGRATIONS[1]`` turns the values of version 1 into those of 2."""


@dataclass(frozen=True, slots=True)
class _Version:
    """The newest version that this program writes, and the steps that lead there."""

    schema: int = SCHEMA
    steps: Mapping[int, Migration] = field(default_factory=lambda: MIGRATIONS)


class Settings:
    """The values of all options; unset ones have their defaults.

    Values that this version does not know are kept and written back, so that an older program does
    not lose what a newer one set. What another process has saved meanwhile stands beside what was
    changed here; where both changed the same option, who saves last decides. Thread: the main
    thread; :meth:`get` from any.
    """

    def __init__(
        self,
        path: Path | None = None,
        values: Mapping[str, Any] | None = None,
        options: Sequence[Option[Any]] = OPTIONS,
        version: _Version | None = None,
    ) -> None:
        self._path = path
        self._options = {option.key: option for option in options}
        self._values = dict(values or {})
        self._version = version or _Version()
        self._newest = self._version.schema
        self._touched: set[str] = set(self._values)
        self.notices: tuple[Notice, ...] = ()

    @classmethod
    def load(
        cls,
        folder: Path,
        options: Sequence[Option[Any]] = OPTIONS,
        migrations: Mapping[int, Migration] = MIGRATIONS,
        schema: int = SCHEMA,
    ) -> Settings:
        """The settings in ``folder``. A file that cannot be read is kept aside, the defaults are
        used, and ``notices`` says so; a single bad value falls back to its default."""
        settings = cls(folder / FILE_NAME, options=options, version=_Version(schema, migrations))
        settings._values = settings._read() or {}
        return settings

    def get(self, option: Option[T]) -> T:
        """The value of ``option``."""
        if option.key not in self._values:
            return option.default
        try:
            return option.check(self._values[option.key])
        except UserError:
            return option.default

    def set(self, option: Option[T], value: T) -> None:
        """Give ``option`` a value. Raises ``UserError("option_invalid")``; see :meth:`save`."""
        checked = option.check(value)
        if checked != self.get(option) or option.key not in self._values:
            self._touched.add(option.key)
        self._values[option.key] = checked

    def set_text(self, key: str, text: str) -> None:
        """Give the option named ``key`` a value typed as text.

        Raises ``UserError``: ``option_unknown``, ``option_invalid``.
        """
        option = self.option(key)
        self.set(option, option.check(_parsed(option, text)))

    def option(self, key: str) -> Option[Any]:
        """The option named ``key``. Raises ``UserError("option_unknown")``."""
        try:
            return self._options[key]
        except KeyError:
            raise UserError("option_unknown", option=key) from None

    def reset(self, option: Option[Any] | None = None) -> None:
        """``option`` back to its default; all of them where none is named."""
        for key in self._options if option is None else (option.key,):
            if self._values.pop(key, None) is not None:
                self._touched.add(key)

    def refresh(self) -> None:
        """Take over what another process has saved; what was changed here and not saved stays."""
        found = self._read()
        if found is not None:
            self._values = self._merged(found)

    def save(self) -> None:
        """Write the file, whole or not at all. Raises ``UserError("folder_read_only")``."""
        if self._path is None:
            return
        with our_turn(self._path):
            found = self._read()
            values = self._values if found is None else self._merged(found)
            document = {"schema": self._newest, "values": values}
            text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
            try:
                write_whole(self._path, text)
            except OSError as error:
                raise UserError("folder_read_only", path=str(self._path.parent)) from error
        self._values = values
        self._touched.clear()

    def _merged(self, found: dict[str, Any]) -> dict[str, Any]:
        """``found`` with what was changed here."""
        kept = {key: value for key, value in found.items() if key not in self._touched}
        ours = {key: self._values[key] for key in sorted(self._touched & set(self._values))}
        return kept | ours

    def _read(self) -> dict[str, Any] | None:
        """The values in the file, brought up to this version; those of a newer version are taken as
        they are. ``None`` where there is no file, or none that can be read: then it is kept aside."""
        if self._path is None:
            return None
        try:
            data = json.loads(read_whole(self._path))
            written, values = int(data["schema"]), dict(data["values"])
            for step in range(written, self._version.schema):
                values = self._version.steps[step](values)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._set_aside(self._path)
            return None
        self._newest = max(self._newest, written)
        return values

    def _set_aside(self, path: Path) -> None:
        kept = path.with_name("settings-damaged.json")
        with contextlib.suppress(OSError):
            path.replace(kept)
        params = (("path", str(path)), ("kept", str(kept)))
        self.notices = (Notice("settings_damaged", params),)


def _parsed(option: Option[Any], text: str) -> Any:
    if isinstance(option.default, str):
        return text
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(option.default, bool):
        return words.get(text.strip().lower(), text)
    try:
        return type(option.default)(text)
    except ValueError:
        return text
