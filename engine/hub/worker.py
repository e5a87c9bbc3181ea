"""What runs in the child process: list, check the room, fetch, convert, inspect, put in place.

It may be killed at any moment. Every file is written under another name until it is whole and right,
the listing is kept beside the files, and the last step is one rename; so a later child goes on where
this one stopped.
"""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from engine.errors import UserError, failure_of
from engine.guard import Guard, stay_offline
from engine.hub import local
from engine.hub.fetch import PART, Patience, fetch
from engine.hub.listing import Listing, file_address, read_listing
from engine.hub.messages import Connection, Done, Failed, Message, Moved, Phase, Planned, Waiting
from engine.hub.task import FOLDER, RemoteFile, Task, readable
from engine.hub.web import Web
from engine.models.checksums import Checksums
from engine.models.convert import convert_pickles
from engine.models.hf_folder import family_of, read_config
from engine.models.inspection import inspect_folder
from engine.models.notes import read_note, write_note
from engine.models.packs import CONFIG, hashes_of

RECORD = "download.json"
SPARE_BYTES = 200 * 10**6
"""What stays free on the disk beside the model."""

_EVERY_SECONDS = 0.2
Tell = Callable[[Message], None]


def main(task: Task, pipe: Pipe) -> None:
    """The child's whole life; everything it has to say goes through ``pipe``."""
    # Ctrl+C in a terminal reaches the child too; its parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stay_offline()
    # A pipe that is closed at the other end means that the program has gone: go as well.
    with suppress(BrokenPipeError, ConnectionResetError):
        try:
            done = bring_in(task, pipe.send)
        except (BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:
            failure = failure_of(error, task.reference)
            pipe.send(Failed(failure.code, failure.params))
        else:
            pipe.send(done)


def bring_in(task: Task, tell: Tell) -> Done:
    """Do the task. Raises ``UserError`` with what to do."""
    if task.target.exists():
        raise UserError("model_exists", name=task.name)
    with Guard(lambda attempt: tell(Connection(attempt))) as guard:
        listing = (
            _from_folder(task, tell) if task.source == FOLDER else _from_hub(task, guard, tell)
        )
    return _put_in_place(task, listing, tell)


def room_needed(listing: Listing, have: int) -> int:
    """Free bytes that the disk must have before anything is fetched."""
    return listing.size - have + listing.pickled + SPARE_BYTES


def _from_hub(task: Task, guard: Guard, tell: Tell) -> Listing:
    with Web(task, guard) as web:
        tell(Phase("download_asking"))
        listing = _listing(task, web, tell)
        counter = _Counter(listing, task.staging, tell)
        _check_room(task, listing, counter.have)
        tell(Phase("download_fetching"))
        for file in listing.files:
            patience = Patience(task.pace, _waiting(tell))
            address = file_address(task, listing, file)
            counter.begin(file)
            fetch(web, address, file, task.staging / file.path, patience, counter.note)
            if file.path == CONFIG:
                _refuse_early(task.staging)
    return listing


def _from_folder(task: Task, tell: Tell) -> Listing:
    source = Path(task.reference)
    inspect_folder(source)
    listing = local.listing_of(source)
    _begin_anew_unless_same(task, listing)
    counter = _Counter(listing, task.staging, tell)
    _check_room(task, listing, counter.have)
    tell(Phase("download_fetching"))
    for file in listing.files:
        counter.begin(file)
        local.copy(source / file.path, file, task.staging / file.path, counter.note)
    return listing


def _listing(task: Task, web: Web, tell: Tell) -> Listing:
    """As it was when the download began, so that two versions of a model are never mixed."""
    kept = _recorded(task)
    if kept is not None:
        return kept
    patience = Patience(task.pace, _waiting(tell))
    listing = read_listing(task, lambda address: patience.run(lambda: web.json(address)))
    _start_record(task, listing)
    return listing


def _begin_anew_unless_same(task: Task, listing: Listing) -> None:
    """Copies of another folder's files, or of this one's before they changed, are not gone on from:
    files of one size may still be of two models."""
    source = Path(task.reference)
    # In the place of a hub's digest stands when each file was written.
    times = [str((source / file.path).stat().st_mtime_ns) for file in listing.files]
    dated = [replace(f, git=time) for f, time in zip(listing.files, times, strict=True)]
    now = Listing(listing.commit, tuple(dated))
    if _recorded(task) != now:
        _start_record(task, now)


def _recorded(task: Task) -> Listing | None:
    """What an earlier child wrote down for the same task."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = (task.staging / RECORD).read_text(encoding="utf-8")
        kept: dict[str, Any] = json.loads(text)
        if kept["asked"] == _asked(task):
            return Listing(kept["commit"], tuple(RemoteFile(**entry) for entry in kept["files"]))
    return None


def _start_record(task: Task, listing: Listing) -> None:
    """Write down what is to be brought in, in an empty folder."""
    shutil.rmtree(task.staging, ignore_errors=True)
    _made(task.staging)
    entries = [asdict(file) for file in listing.files]
    text = json.dumps({"asked": _asked(task), "commit": listing.commit, "files": entries})
    (task.staging / RECORD).write_text(text, encoding="utf-8")


def _asked(task: Task) -> list[str]:
    return [task.source, task.address, task.reference, task.branch]


def _waiting(tell: Tell) -> Callable[[UserError, float], None]:
    return lambda error, wait: tell(Waiting(error.code, tuple(error.params.items()), wait))


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("folder_read_only", path=str(folder)) from error


def _check_room(task: Task, listing: Listing, have: int) -> None:
    needed, free = room_needed(listing, have), shutil.disk_usage(task.staging).free
    if free < needed:
        raise UserError(
            "download_no_space",
            path=str(task.models),
            needed=readable(needed),
            free=readable(free),
        )


def _refuse_early(folder: Path) -> None:
    """An architecture that cannot be run is known before its weights are fetched."""
    config = read_config(folder)
    if config.get("architectures"):
        family_of(folder, config)


def _put_in_place(task: Task, listing: Listing, tell: Tell) -> Done:
    staging = task.staging
    if listing.pickled:
        tell(Phase("download_converting"))
        convert_pickles(staging)
    tell(Phase("download_checking"))
    found = inspect_folder(staging)
    if "family" not in read_note(staging):
        origin = task.reference if task.source == FOLDER else f"{task.address}/{task.reference}"
        note = {
            "origin": origin + (f" ({listing.commit[:12]})" if listing.commit else ""),
            "files": hashes_of(staging, Checksums()),
            "licence": found.licence or None,
        }
        write_note(staging, note)
    (staging / RECORD).unlink(missing_ok=True)
    try:
        staging.rename(task.target)
    except OSError as error:
        raise UserError("folder_read_only", path=str(task.models)) from error
    if listing.pickled:
        # Only now: a child that is killed before this must not find a file missing.
        convert_pickles(task.target, remove=True)
    with suppress(OSError):
        staging.parent.rmdir()
    return Done(str(task.target), len(found.questions))


class _Counter:
    """Adds up what is on disk and tells of it, a few times a second."""

    def __init__(self, listing: Listing, folder: Path, tell: Tell) -> None:
        self._tell = tell
        self._have = {file.path: _bytes_of(folder / file.path) for file in listing.files}
        self._file = ""
        self._told = 0.0
        tell(Planned(listing.size, self.have, len(listing.files)))

    @property
    def have(self) -> int:
        return sum(self._have.values())

    def begin(self, file: RemoteFile) -> None:
        self._file = file.path

    def note(self, have: int) -> None:
        self._have[self._file] = have
        if time.monotonic() - self._told >= _EVERY_SECONDS:
            self._told = time.monotonic()
            self._tell(Moved(self.have, self._file))


def _bytes_of(target: Path) -> int:
    for path in (target, target.with_name(target.name + PART)):
        if path.is_file():
            return path.stat().st_size
    return 0
