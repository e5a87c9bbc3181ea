"""Bringing a model in from the command line: a line of progress now and then, then what is open."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cli import exit_codes
from cli.session import Session
from engine.errors import UserError
from engine.guard import log_attempt
from engine.hub.task import FOLDER, Task, readable
from engine.settings import OFFLINE

if TYPE_CHECKING:
    from engine.hub.transfer import State, Transfer

_EVERY_SECONDS = 2.0


def bring(session: Session, task: Task) -> int:
    """Watch a transfer to its end; Ctrl+C holds it, and the same command goes on from there."""
    from engine.hub.transfer import Stage, Transfer

    if task.source != FOLDER and session.settings.get(OFFLINE):
        raise UserError("offline_chosen", host=urlsplit(task.address).hostname or task.address)
    transfer = Transfer(task, log_attempt)
    transfer.start()
    try:
        state = _watch(session, transfer)
    finally:
        transfer.close()
    if state.stage is Stage.RUNNING:
        session.say("held; the same command goes on where it stopped")
        return exit_codes.CANCELLED
    if state.error is not None:
        print(session.explain(state.error.code, state.error.params), file=sys.stderr)
        return exit_codes.NOTHING_DONE
    print(f"{task.name}: brought in, {readable(state.total)}, into {task.target}")
    return tell_questions(session, task.target)


def _watch(session: Session, transfer: Transfer) -> State:
    """How it stood when it ended or the user had enough."""
    from engine.hub.transfer import Stage

    told = 0.0
    while True:
        state = transfer.poll()
        if state.stage is not Stage.RUNNING or session.control.cancelled:
            return state
        if not session.options.quiet and time.monotonic() - told > _EVERY_SECONDS:
            told = time.monotonic()
            session.say(_progress(session, state))
        time.sleep(0.1)


def _progress(session: Session, state: State) -> str:
    words = session.explain(state.phase, dict(state.params))
    if not state.total:
        return words
    rate = f", {readable(state.rate)}/s" if state.rate else ""
    return f"{words}: {readable(state.done)} of {readable(state.total)}{rate}"


def tell_questions(session: Session, folder: Path) -> int:
    """What must be answered before the model can be used."""
    from engine.models.inspection import inspect_folder

    for question in inspect_folder(folder).questions:
        print(session.explain(question.code, question.params))
        if question.key == "labels":
            meanings = ", ".join(question.choices) or "a name for each"
            print(f"  clausedesk models answer {folder.name} --labels …   ({meanings})")
        else:
            print(
                f"  clausedesk models answer {folder.name} --languages {','.join(question.guess)}"
            )
    return exit_codes.DONE
