"""Settings as a file to take to another computer: every option that was set, and no secret.

Keys and tokens stand in the system's keychain and never in the settings; a password inside an address
(``http://name:password@proxy``) is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import UserError
from engine.settings import MIGRATIONS, OPTIONS, SCHEMA, Option, Settings

PROGRAM = "ClauseDesk"
_USER_INFO = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class Imported:
    """``values`` by option; ``refused`` says what of the file cannot be used here."""

    values: Mapping[Option[Any], Any]
    refused: tuple[UserError, ...] = ()


def exported(values: Mapping[Option[Any], Any]) -> str:
    """The text of a settings file with ``values``, without what opens anything."""
    told = {option.key: without_secret(value) for option, value in values.items()}
    document = {"program": PROGRAM, "schema": SCHEMA, "values": told}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def values_of(
    settings: Settings, options: Sequence[Option[Any]] = OPTIONS
) -> dict[Option[Any], Any]:
    """Every option with its value."""
    return {option: settings.get(option) for option in options}


def imported(text: str, options: Sequence[Option[Any]] = OPTIONS, name: str = "") -> Imported:
    """What a settings file says, of this version or an earlier one; ``name`` is the file's.

    Also the program's own ``settings.json`` of another computer may be given. Raises
    ``UserError("settings_unreadable")`` for what is no settings file.
    """
    try:
        data = json.loads(text)
        values = dict(data["values"])
        for step in range(int(data["schema"]), SCHEMA):
            values = MIGRATIONS[step](values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError("settings_unreadable", path=name) from error
    known = {option.key: option for option in options}
    taken: dict[Option[Any], Any] = {}
    refused: list[UserError] = []
    for key, value in values.items():
        try:
            if key not in known:
                raise UserError("option_unknown", option=str(key))
            taken[known[key]] = known[key].check(value)
        except UserError as error:
            refused.append(error)
    return Imported(taken, tuple(refused))


def without_secret(value: Any) -> Any:
    """``value`` without the name and password that an address may carry.

    >>> without_secret("http://anna:secret@proxy:8080")
    'http://proxy:8080'
    """
    return _USER_INFO.sub("", value) if isinstance(value, str) else value
