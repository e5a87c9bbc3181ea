"""``models``: what is installed, how good and fast it is, and bringing another one in."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.bringing import bring, tell_questions
from cli.columns import table
from cli.options import common_options
from cli.output import UsageError
from cli.session import Session
from engine.errors import UserError
from engine.hub.task import (
    FOLDER,
    HUGGINGFACE,
    MODELSCOPE,
    Task,
    folder_name,
    parse_reference,
    readable,
)

if TYPE_CHECKING:
    from engine.models.library import Known
    from engine.models.registry import Entry, ModelRegistry

TASKS = ("extraction", "embedding", "nli", "similarity")
TOKEN = "CLAUSEDESK_HUB_TOKEN"
"""The environment variable with a hub's access token: an argument would stand in the process list."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``models list|info|add|download|remove|verify|bench|answer|catalogue``."""
    common = common_options()
    parser = subparsers.add_parser("models", help="model packs", parents=[common])
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="every installed model", parents=[common])
    actions.add_parser("catalogue", help="models worth having", parents=[common])
    for name, words in (
        ("info", "a model's card"),
        ("verify", "files and known answers; all models where none is named"),
        ("bench", "how fast it is on this machine"),
        ("remove", "delete a model that was added"),
    ):
        aliases = ["show"] if name == "info" else []
        action = actions.add_parser(name, help=words, parents=[common], aliases=aliases)
        action.add_argument("name", metavar="NAME", nargs="?" if name == "verify" else None)
    _add_bringing(actions, common)
    answer = actions.add_parser(
        "answer", help="say what a model's files leave open", parents=[common]
    )
    answer.add_argument("name", metavar="NAME")
    answer.add_argument(
        "--labels", metavar="A,B,…", help="a meaning for each of its answers, in its own order"
    )
    answer.add_argument("--languages", metavar="en,zh", help="the languages it reads")


def _add_bringing(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    add = actions.add_parser(
        "add", help="bring a model in from a folder", parents=[common], aliases=["import"]
    )
    add.add_argument("folder", metavar="FOLDER", type=Path)
    add.add_argument("--in-place", action="store_true", help="use it where it is, copy nothing")
    download = actions.add_parser(
        "download", help="bring a model in from a hub; goes on where it stopped", parents=[common]
    )
    download.add_argument(
        "reference", metavar="MODEL", help="a name of the catalogue, or owner/name"
    )
    download.add_argument("--source", choices=(HUGGINGFACE, MODELSCOPE), help="which hub")
    download.add_argument("--mirror", metavar="URL", default="", help="a mirror of the hub")
    download.add_argument("--revision", metavar="R", default="", help="a branch, tag or commit")
    download.add_argument("--proxy", metavar="URL", default="", help="a proxy, or “system”")
    download.add_argument("--certificates", metavar="F", default="", help="certificates to trust")
    for action in (add, download):
        action.add_argument("--name", dest="new_name", metavar="NAME", help="call it NAME")


def run(session: Session) -> int:
    """Do the action asked for."""
    actions: dict[str, Callable[[Session], int]] = {
        "list": _list,
        "catalogue": _catalogue,
        "info": _info,
        "show": _info,
        "verify": _verify,
        "bench": _bench,
        "add": _add,
        "import": _add,
        "download": _download,
        "answer": _answer,
        "remove": _remove,
    }
    return actions[session.options.action](session)


def _list(session: Session) -> int:
    rows = [_heads(session, "name", "task", "languages", "size", "licence")]
    for known in session.library().scan():
        why = _problem(session, known)
        state = "away" if not known.present else "unusable" if why else ""
        rows.append(
            (
                known.name,
                _words(session, state) if state else _task(session, known.task),
                " ".join(known.languages) or "?",
                readable(known.size),
                why or known.licence or _words(session, "not_stated"),
            )
        )
    print("\n".join(table(rows)))
    return exit_codes.DONE


def _catalogue(session: Session) -> int:
    from engine.models.catalogue import read_catalogue

    rows = [_heads(session, "name", "task", "languages", "about", "use")]
    for offer in read_catalogue():
        licence = offer.licence or _words(session, "see_page")
        words = _words(session, "offer", licence=licence, words=offer.words(session.language))
        size, task = readable(offer.download * 10**6), _task(session, offer.task)
        rows.append((offer.name, task, " ".join(offer.languages), size, words))
    print("\n".join(table(rows)))
    return exit_codes.DONE


def _words(session: Session, code: str, **params: object) -> str:
    return session.explain(f"models_{code}", params)


def _heads(session: Session, *codes: str) -> tuple[str, ...]:
    return tuple(_words(session, f"head_{code}") for code in codes)


def _task(session: Session, task: str) -> str:
    """What a model does; English keeps the words that options take."""
    return _words(session, f"task_{task}") if task in TASKS else task


def _info(session: Session) -> int:
    registry = session.registry()
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
        "size": readable(size_of(entry.folder)),
        "folder": str(entry.folder),
    }
    for title, value in facts.items():
        if value:
            print(f"  {title:14} {value}")
    for title, value in pack.card.items():
        _print_card(title, value, 2)
    return exit_codes.DONE


def _verify(session: Session) -> int:
    registry = session.registry()
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


def _bench(session: Session) -> int:
    from engine.jobs.try_model import Trial, try_model

    registry = session.registry()
    entry = _entry(registry, session.options.name)
    if entry.pack is None:
        print(f"{entry.name}: {_why(session, entry)}")
        return exit_codes.NOTHING_DONE
    found: list[Trial] = []
    task, folder = entry.pack.task, entry.folder
    for _ in try_model(entry.name, task, folder, registry, registry, session.control, found.append):
        pass
    trial = found[0]
    if trial.error is not None:
        print(f"{entry.name}: {session.explain(trial.error.code, trial.error.params)}")
        return exit_codes.NOTHING_DONE
    if trial.speed is not None:
        where = f"{trial.device}, {trial.precision}"
        print(f"{entry.name}: {trial.speed.rate:,.0f} {trial.speed.unit}/s ({where})")
    for remark in trial.remarks:
        print(session.explain(remark.code, dict(remark.params)))
    if trial.doubtful:
        params = {"name": entry.name, "right": trial.right, "asked": trial.asked}
        print(session.explain("model_doubtful", params))
    return exit_codes.DONE


def _add(session: Session) -> int:
    from engine.models.inspection import inspect_folder

    source: Path = session.options.folder
    if not source.is_dir():
        raise UsageError(f"{source} is not a folder")
    library = session.library()
    if session.options.in_place:
        inspect_folder(source)
        library.add_in_place(source)
        print(f"{source.resolve().name}: used where it is")
        return tell_questions(session, source.resolve())
    name = _new_name(session, source.resolve().name)
    return bring(session, Task(FOLDER, str(source.resolve()), library.folder, name))


def _download(session: Session) -> int:
    from engine.models.catalogue import find_offer, read_catalogue

    options = session.options
    offer = find_offer(read_catalogue(), options.reference)
    source, reference = options.source or HUGGINGFACE, options.reference
    if offer is not None:
        ids = {HUGGINGFACE: offer.huggingface, MODELSCOPE: offer.modelscope}
        source = options.source or (HUGGINGFACE if offer.huggingface else MODELSCOPE)
        reference = ids[source] or reference
    source, reference = parse_reference(reference, source)
    task = Task(
        source,
        reference,
        session.library().folder,
        _new_name(session, reference),
        endpoint=options.mirror,
        revision=options.revision,
        proxy=options.proxy,
        authorities=options.certificates,
        token=os.environ.get(TOKEN, ""),
    )
    return bring(session, task if task.token else replace(task, token=_kept_token(task)))


def _kept_token(task: Task) -> str:
    """The token for this hub that the preferences keep in the system's keychain."""
    from engine.remote.keys import Keys

    return Keys().get(task.origin) or ""


def _new_name(session: Session, reference: str) -> str:
    """What the model will be called. Raises ``UsageError`` for what is no name of a folder, and
    ``UserError("model_exists")``."""
    asked = session.options.new_name
    name: str = asked or folder_name(reference)
    if asked and folder_name(asked) != asked:
        raise UsageError(f"--name {asked}: use letters, digits, “.”, “-” and “_”")
    session.library().check_free(name)
    return name


def _answer(session: Session) -> int:
    from engine.models.inspection import answer

    options = session.options
    known = next((k for k in session.library().scan() if k.name == options.name), None)
    if known is None or known.built_in:
        raise UserError("model_missing", name=options.name)
    given = {
        key: [word.strip() for word in value.split(",")]
        for key, value in (("labels", options.labels), ("languages", options.languages))
        if value
    }
    if not given:
        raise UsageError("give --labels, --languages, or both")
    answer(Path(known.path), given)
    print(f"{known.name}: kept")
    return exit_codes.DONE


def _remove(session: Session) -> int:
    session.library().remove(session.options.name)
    print(f"{session.options.name}: removed")
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


def _problem(session: Session, known: Known) -> str:
    return session.explain(known.problem, dict(known.detail)) if known.problem else ""


def size_of(folder: Path) -> int:
    """The bytes of a folder's files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


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
