"""``models``: what is installed, how good it says it is, and bringing another one in."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.options import common_options
from cli.output import UsageError
from cli.session import Session
from engine.errors import UserError
from engine.paths import models_dir

if TYPE_CHECKING:
    from engine.models.registry import Entry, ModelRegistry


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``models list|show|import|verify|remove``."""
    common = common_options()
    parser = subparsers.add_parser("models", help="model packs", parents=[common])
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="every installed pack", parents=[common])
    for name, words in (
        ("show", "a pack's card"),
        ("verify", "files and known answers"),
        ("remove", "delete a pack that was imported"),
    ):
        action = actions.add_parser(name, help=words, parents=[common])
        action.add_argument("name", metavar="NAME", nargs="?" if name == "verify" else None)
    action = actions.add_parser(
        "import", help="copy a model folder in and test it", parents=[common]
    )
    action.add_argument("folder", metavar="FOLDER", type=Path)
    action.add_argument("--name", dest="new_name", metavar="NAME", help="call it NAME")


def run(session: Session) -> int:
    """Do the action asked for."""
    actions: dict[str, Callable[[Session, ModelRegistry], int]] = {
        "list": _list,
        "show": _show,
        "verify": _verify,
        "import": _import,
        "remove": _remove,
    }
    return actions[session.options.action](session, session.registry())


def _list(session: Session, registry: ModelRegistry) -> int:
    rows = [("NAME", "TASK", "LANGUAGES", "SIZE", "LICENCE")]
    for entry in registry.entries():
        if entry.pack is None:
            rows.append((entry.name, "unusable", "", size_of(entry.folder), _why(session, entry)))
            continue
        pack = entry.pack
        languages = " ".join(pack.languages) or "?"
        rows.append(
            (pack.name, pack.task, languages, size_of(entry.folder), pack.licence or "not stated")
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[4]]).rstrip())
    return exit_codes.DONE


def _show(session: Session, registry: ModelRegistry) -> int:
    entry = _entry(registry, session.options.name)
    if entry.pack is None:
        print(f"{entry.name}: {_why(session, entry)}")
        return exit_codes.NOTHING_DONE
    pack = entry.pack
    print(pack.title or pack.name)
    facts = {
        "name": pack.name,
        "task": pack.task,
        "family": pack.family,
        "languages": ", ".join(pack.languages) or "not stated",
        "labels": ", ".join(pack.labels),
        "licence": pack.licence or "not stated",
        "made from": pack.origin,
        "longest input": f"{pack.max_tokens} tokens",
        "size": size_of(entry.folder),
        "folder": str(entry.folder),
    }
    for title, value in facts.items():
        if value:
            print(f"  {title:14} {value}")
    for title, value in pack.card.items():
        _print_card(title, value, 2)
    return exit_codes.DONE


def _verify(session: Session, registry: ModelRegistry) -> int:
    wanted = session.options.name
    names = [wanted] if wanted else [entry.name for entry in registry.entries()]
    bad = 0
    for name in names:
        try:
            registry.verify(name)
        except UserError as error:
            bad += 1
            print(f"{name}: {session.explain(error.code, error.params)}")
        else:
            print(f"{name}: files and known answers are right")
    if not bad:
        return exit_codes.DONE
    return exit_codes.SOME_FAILED if bad < len(names) else exit_codes.NOTHING_DONE


def _import(session: Session, registry: ModelRegistry) -> int:
    source: Path = session.options.folder
    if not source.is_dir():
        raise UsageError(f"{source} is not a folder")
    name = session.options.new_name or source.resolve().name
    target = models_dir() / name
    if target.exists():
        raise UsageError(f"there is a model called {name} already; give another --name")
    from engine.models.packs import load_pack

    load_pack(source)
    staging = target.with_name(f".{name}.part")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        shutil.copytree(source, staging)
        staging.rename(target)
        registry.verify(name)
    except (UserError, OSError):
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(target, ignore_errors=True)
        raise
    print(f"{name}: imported into {target}, its known answers are right")
    return exit_codes.DONE


def _remove(session: Session, registry: ModelRegistry) -> int:
    entry = _entry(registry, session.options.name)
    if models_dir() not in entry.folder.parents:
        raise UsageError(f"{entry.name} is built in and stays; only imported models can be removed")
    shutil.rmtree(entry.folder)
    print(f"{entry.name}: removed")
    return exit_codes.DONE


def _entry(registry: ModelRegistry, name: str) -> Entry:
    for entry in registry.entries():
        if entry.name == name:
            return entry
    raise UserError("model_missing", name=name)


def _why(session: Session, entry: Entry) -> str:
    if entry.refusal is None:
        return ""
    return session.explain(entry.refusal.code, entry.refusal.params)


def size_of(folder: Path) -> str:
    """The size of a folder's files, as people write it."""
    total = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return f"{total / 1e6:,.1f} MB"


def _print_card(title: str, value: object, indent: int) -> None:
    """A card's entry, however deep."""
    space = " " * indent
    if isinstance(value, dict):
        print(f"{space}{title}")
        for name, inner in value.items():
            _print_card(str(name), inner, indent + 2)
    elif isinstance(value, list):
        print(f"{space}{title}")
        for inner in value:
            print(f"{space}  - {inner}")
    else:
        print(f"{space}{title}: {value}")
