"""Typed options in one registry, kept as JSON in the configuration folder.

The window's geometry is not here: that is Qt's own business. Each option's words for people stand
in ``wording`` under ``option_<key>``.
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from engine.errors import UserError
from engine.types import Notice

FILE_NAME = "settings.json"
SCHEMA = 1

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
        return type(self.default).__name__

    def _allows(self, value: T) -> bool:
        if self.choices:
            return value in self.choices
        if isinstance(value, str):
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


LANGUAGE = Option("language", "", ("", "en", "zh"))
"""Language of window and messages; empty follows the system."""
THEME = Option("theme", "system", ("system", "light", "dark"))
DEVICE = Option("device", "auto", ("auto", "cpu", "cuda", "mps"))
THREADS = Option("threads", 0, low=0, high=256)
"""CPU threads for models; 0 leaves it to the program."""
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
TRACKED_CHANGES = Option("tracked_changes", "accepted", ("accepted", "original", "both"))
OCR = Option("ocr", True)
FIELD_THRESHOLD = Option("field_threshold", 0.5, low=0.0, high=1.0)
PAIR_THRESHOLD = Option("pair_threshold", 0.8, low=0.0, high=1.0)
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
    DEVICE,
    THREADS,
    EXTRACTOR,
    EMBEDDER,
    NLI_MODEL,
    SIMILARITY_MODEL,
    HUB_MIRROR,
    HUB_PROXY,
    HUB_CERTIFICATES,
    TRACKED_CHANGES,
    OCR,
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
MIGRATIONS: Mapping[int, Migration] = {}
"""From each version to the next: ``MIGRATIONS[1]`` turns the values of version 1 into those of 2."""


class Settings:
    """The values of all options; unset ones have their defaults.

    Values that this version does not know are kept and written back, so that an older program does
    not lose what a newer one set. Thread: the main thread.
    """

    def __init__(
        self,
        path: Path | None = None,
        values: Mapping[str, Any] | None = None,
        options: Sequence[Option[Any]] = OPTIONS,
    ) -> None:
        self._path = path
        self._options = {option.key: option for option in options}
        self._values = dict(values or {})
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
        path = folder / FILE_NAME
        settings = cls(path, options=options)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return settings
        except (OSError, UnicodeDecodeError):
            return settings._damaged()
        try:
            settings._values = _migrated(json.loads(text), migrations, schema)
        except (ValueError, KeyError, TypeError, AttributeError):
            return settings._damaged()
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
        self._values[option.key] = option.check(value)

    def set_text(self, key: str, text: str) -> None:
        """Give the option named ``key`` a value typed as text.

        Raises ``UserError``: ``option_unknown``, ``option_invalid``.
        """
        option = self._options.get(key)
        if option is None:
            raise UserError("option_unknown", option=key)
        self._values[key] = option.check(_parsed(option, text))

    def reset(self) -> None:
        """Back to the defaults."""
        for key in self._options:
            self._values.pop(key, None)

    def save(self) -> None:
        """Write the file, whole or not at all. Raises ``UserError("folder_read_only")``."""
        if self._path is None:
            return
        part = self._path.with_name(f"{self._path.name}.{uuid.uuid4().hex[:8]}.part")
        text = json.dumps({"schema": SCHEMA, "values": self._values}, indent=2, ensure_ascii=False)
        try:
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self._path)
        except OSError as error:
            raise UserError("folder_read_only", path=str(self._path.parent)) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _damaged(self) -> Settings:
        assert self._path is not None
        kept = self._path.with_name("settings-damaged.json")
        with contextlib.suppress(OSError):
            self._path.replace(kept)
        params = (("path", str(self._path)), ("kept", str(kept)))
        self.notices = (Notice("settings_damaged", params),)
        return self


def _migrated(
    data: dict[str, Any], migrations: Mapping[int, Migration], schema: int
) -> dict[str, Any]:
    """The values, brought up to ``schema``; those of a newer version are taken as they are."""
    version, values = int(data["schema"]), dict(data["values"])
    for step in range(version, schema):
        values = migrations[step](values)
    return values


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
