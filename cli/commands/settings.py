"""``clausedesk settings``: the options of the preferences, for machines that are set up by script."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

import wording
from cli import exit_codes
from cli.options import common_options
from cli.session import Session
from engine.errors import UserError
from engine.keeping import write_whole
from engine.settings import OPTIONS
from engine.settings_exchange import exported, imported, values_of


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``settings list|get|set|reset|export|import``."""
    common = common_options()
    parser = subparsers.add_parser(
        "settings", help="the options of the preferences", parents=[common]
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="every option, its value and what it does", parents=[common])
    one = actions.add_parser("get", help="the value of one option", parents=[common])
    one.add_argument("key", metavar="OPTION")
    change = actions.add_parser("set", help="give an option another value", parents=[common])
    change.add_argument("key", metavar="OPTION")
    change.add_argument("value", metavar="VALUE")
    back = actions.add_parser("reset", help="options back to their defaults", parents=[common])
    back.add_argument("key", metavar="OPTION", nargs="*", help="all of them where none is named")
    away = actions.add_parser("export", help="write them to a file, no secrets", parents=[common])
    away.add_argument("file", metavar="F", type=Path)
    fetch = actions.add_parser("import", help="take them from such a file", parents=[common])
    fetch.add_argument("file", metavar="F", type=Path)


def run(session: Session) -> int:
    """Do what was asked; returns the exit status."""
    return _ACTIONS[session.options.action](session)


def _list(session: Session) -> int:
    for option in OPTIONS:
        value = session.settings.get(option)
        mark = "" if value == option.default else "*"
        print(f"{mark:1} {option.key} = {_shown(value)}")
        words = wording.sentence(f"option_{option.key}", language=session.language)
        print(f"    {words.what}: {words.next} ({option.allowed()})")
    return exit_codes.DONE


def _get(session: Session) -> int:
    print(_shown(session.settings.get(session.settings.option(session.options.key))))
    return exit_codes.DONE


def _set(session: Session) -> int:
    session.settings.set_text(session.options.key, session.options.value)
    session.settings.save()
    return exit_codes.DONE


def _reset(session: Session) -> int:
    if not session.options.key:
        session.settings.reset()
    for key in session.options.key:
        session.settings.reset(session.settings.option(key))
    session.settings.save()
    return exit_codes.DONE


def _export(session: Session) -> int:
    target = session.options.file
    try:
        write_whole(target, exported(values_of(session.settings)))
    except OSError as error:
        raise UserError("output_locked", path=str(target)) from error
    return exit_codes.DONE


def _import(session: Session) -> int:
    source = session.options.file
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("settings_unreadable", path=str(source)) from error
    found = imported(text, name=str(source))
    for option, value in found.values.items():
        session.settings.set(option, value)
    session.settings.save()
    for refused in found.refused:
        session.say(session.explain(refused.code, refused.params))
    return exit_codes.SOME_FAILED if found.refused else exit_codes.DONE


def _shown(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


_ACTIONS: Mapping[str, Callable[[Session], int]] = {
    "list": _list,
    "get": _get,
    "set": _set,
    "reset": _reset,
    "export": _export,
    "import": _import,
}
