"""The window's hold on models: the list, what is on its way in, what was tried, what was chosen."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import settings as options
from engine.control import JobControl
from engine.errors import UserError
from engine.events import Finished, JobEvent, Payload
from engine.guard import log_attempt
from engine.hub.task import FOLDER
from engine.jobs.runner import NoSink
from engine.jobs.services import Services
from engine.qt_host import EngineHost
from engine.remote.keys import Keys
from engine.settings import Settings
from gui.background import Background

if TYPE_CHECKING:
    from engine.hub.task import Task
    from engine.hub.transfer import Transfer
    from engine.jobs.try_model import Trial
    from engine.models.inspection import Inspection
    from engine.models.library import Known, Library

POLL_MS = 250


class Shelf(QObject):
    """``changed``: the list, a trial or a choice is another; ``moved``: a transfer stands
    differently; ``arrived`` carries the name of a model that came in; ``problem`` a UserError.
    Thread: GUI; what may take long goes to the background or to the engine."""

    changed = Signal()
    moved = Signal()
    arrived = Signal(str)
    problem = Signal(object)

    def __init__(
        self,
        data: Path,
        home: Path,
        built_in: Path,
        settings: Settings,
        background: Background,
        parent: QObject | None = None,
        keys: Keys | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self._keys = keys
        self.known: tuple[Known, ...] = ()
        self.folder = home
        self.transfers: list[Transfer] = []
        self.trials: dict[str, Trial | None] = {}
        self._places = (data / "models.json", home, built_in)
        self._background = background
        self._host: EngineHost | None = None
        self._library: Library | None = None
        self._making = threading.Lock()
        self._looked = False
        self._tried: dict[str, str] = {}
        self._results: dict[str, Trial] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    def serve(self, host: EngineHost) -> None:
        """From now on models are tried in the engine thread of ``host``."""
        self._host = host
        host.events.connect(self._on_events)

    @property
    def library(self) -> Library:
        """The list of models, read at its first use. Thread: any."""
        with self._making:
            if self._library is None:
                from engine.models.library import Library

                self._library = Library(*self._places)
            return self._library

    def refresh(self) -> None:
        """Look at the folders again."""
        self._background.run(self._scan, self._on_scanned, self.problem.emit)

    # --- Choices ---

    def preferred(self) -> Mapping[str, str]:
        """The chosen model of each task. Thread: any."""
        chosen = {task: self.settings.get(option) for task, option in options.MODEL_OF_TASK.items()}
        return {task: name for task, name in chosen.items() if name}

    def prefer(self, task: str, name: str) -> None:
        """Use ``name`` for ``task`` from now on; empty leaves it to the program."""
        self.settings.set(options.MODEL_OF_TASK[task], name)
        self._save()
        self.changed.emit()

    def keep_hub(self, mirror: str, proxy: str, certificates: str) -> None:
        """Remember how downloads reach the hub."""
        self.settings.set(options.HUB_MIRROR, mirror)
        self.settings.set(options.HUB_PROXY, proxy)
        self.settings.set(options.HUB_CERTIFICATES, certificates)
        self._save()

    # --- On the way in ---

    def bring(self, task: Task) -> None:
        """Begin to bring a model in; one of the same name that failed is replaced."""
        from engine.hub.transfer import Stage, Transfer

        for transfer in self.transfers:
            if transfer.task.name == task.name:
                # One that is ready is about to run: two must not write the same files.
                if transfer.poll().stage in (Stage.READY, Stage.RUNNING, Stage.HELD):
                    self.problem.emit(UserError("model_exists", name=task.name))
                    return
                self.transfers.remove(transfer)
                break
        if self.find(task.name) is not None:
            # One of the program's own would hide it, an added one must not be written over.
            self.problem.emit(UserError("model_exists", name=task.name))
            return
        made = Transfer(task, log_attempt)
        self.transfers.append(made)
        self.resume(made)

    def resume(self, transfer: Transfer) -> None:
        """Start a transfer, or let it go on; refused while the program is to stay offline."""
        task = transfer.task
        if task.source != FOLDER and self.settings.get(options.OFFLINE):
            host = urlsplit(task.address).hostname or task.address
            self.problem.emit(UserError("offline_chosen", host=host))
            self.moved.emit()
            return

        def start() -> None:
            # A keychain may ask the person for leave.
            token = self._keys.get(task.origin) if self._keys and task.origin else None
            transfer.task = replace(task, token=token or task.token)
            transfer.start()

        self._background.run(start, lambda _: self._watch(), self.problem.emit)

    def hold_downloads(self) -> None:
        """The program is to stay offline: what is on its way is held, and can go on later."""
        for transfer in self.transfers:
            if transfer.task.source != FOLDER:
                self.pause(transfer)

    def pause(self, transfer: Transfer) -> None:
        """Hold a transfer; what was fetched stays."""
        self._background.run(transfer.pause, lambda _: self._watch(), self.problem.emit)

    def cancel(self, transfer: Transfer) -> None:
        """End a transfer and delete what was fetched."""
        if transfer in self.transfers:
            self.transfers.remove(transfer)
        self._background.run(transfer.cancel, lambda _: self.moved.emit(), self.problem.emit)

    def close(self) -> None:
        """The program ends: nothing is fetched any more; what was fetched stays."""
        self._timer.stop()
        for transfer in self.transfers:
            transfer.close()

    # --- What can be done with a model ---

    def inspect(self, name: str, then: Any, again: bool = False) -> None:
        """Look at a model's folder; ``then`` gets an ``Inspection``, which asks everything anew
        where ``again`` says so."""
        known = self.find(name)
        if known is None:
            return

        def look() -> Inspection:
            from engine.models.inspection import inspect_folder

            return inspect_folder(Path(known.path), again)

        self._background.run(look, then, self.problem.emit)

    def answer(self, name: str, answers: Mapping[str, list[str]]) -> None:
        """Keep a person's answers to what the model's files leave open, and try it."""
        known = self.find(name)
        if known is None:
            return

        def keep() -> None:
            from engine.models.inspection import answer
            from engine.models.notes import write_note

            # Answers of another binding of labels are no longer known answers.
            write_note(Path(known.path), {"known_answer": None})
            answer(Path(known.path), answers)

        self.trials.pop(name, None)
        self._background.run(keep, lambda _: self.refresh(), self.problem.emit)

    def remove(self, name: str) -> None:
        """Delete a model that was added."""
        for task, chosen in self.preferred().items():
            if chosen == name:
                self.prefer(task, "")
        self.trials.pop(name, None)
        self._background.run(
            lambda: self.library.remove(name), lambda _: self.refresh(), self.problem.emit
        )

    def set_folder(self, folder: Path | None) -> None:
        """Use another models folder."""
        self._background.run(
            lambda: self.library.set_folder(folder), lambda _: self.refresh(), self.problem.emit
        )

    def add_in_place(self, folder: Path) -> None:
        """Use the model in ``folder`` without copying it; refused where it is none."""

        def add() -> None:
            from engine.models.inspection import inspect_folder

            inspect_folder(folder)
            self.library.add_in_place(folder)

        self._background.run(add, lambda _: self._come(folder.name), self.problem.emit)

    def try_out(self, name: str) -> None:
        """Check a model's files and answers and measure its speed, in the engine's turn."""
        known = self.find(name)
        if known is None or self._host is None or not known.task:
            return
        job = f"try-{uuid.uuid4().hex}"
        self._tried[job] = name
        self.trials[name] = None

        def start(services: Services, control: JobControl) -> tuple[Iterator[Payload], NoSink]:
            from engine.jobs.try_model import try_model

            keeper = services.keeper
            if keeper is None:
                raise UserError("model_missing", name=name)
            tell = self._results.__setitem__
            payloads = try_model(
                known.name,
                known.task,
                Path(known.path),
                services.models,
                keeper,
                control,
                lambda trial: tell(job, trial),
            )
            return payloads, NoSink()

        if self._host.submit(job, start):
            self.changed.emit()

    def find(self, name: str) -> Known | None:
        """The model called ``name``."""
        return next((known for known in self.known if known.name == name), None)

    # --- Inside ---

    @Slot(list)
    def _on_events(self, events: list[JobEvent]) -> None:
        for event in events:
            if event.job_id in self._tried and isinstance(event.payload, Finished):
                self._end_trial(event.job_id, event.payload)

    def _end_trial(self, job: str, finished: Finished) -> None:
        from engine.jobs.try_model import Trial

        name = self._tried.pop(job)
        trial = self._results.pop(job, None)
        failure = finished.failure
        if trial is None and failure is not None:
            trial = Trial(name, error=UserError(failure.code, **dict(failure.params)))
        if trial is None:
            self.trials.pop(name, None)
        else:
            self.trials[name] = trial
        self.changed.emit()

    def _scan(self) -> tuple[tuple[Known, ...], Path]:
        return self.library.scan(), self.library.folder

    def _on_scanned(self, found: tuple[tuple[Known, ...], Path]) -> None:
        self.known, self.folder = found
        if not self._looked:
            self._looked = True
            self._background.run(self._find_unfinished, self._on_unfinished, self.problem.emit)
        self.changed.emit()

    def _watch(self) -> None:
        self._timer.start()
        self._poll()

    def _poll(self) -> None:
        from engine.hub.transfer import Stage

        busy = False
        for transfer in list(self.transfers):
            state = transfer.poll()
            busy = busy or state.stage is Stage.RUNNING
            if state.stage is Stage.DONE:
                self.transfers.remove(transfer)
                self._come(transfer.task.name)
        if not busy:
            self._timer.stop()
        self.moved.emit()

    def _find_unfinished(self) -> list[Transfer]:
        from engine.hub.transfer import Transfer, unfinished

        get = self.settings.get
        ways = {"proxy": get(options.HUB_PROXY), "authorities": get(options.HUB_CERTIFICATES)}
        made = [
            Transfer(replace(task, **ways), log_attempt) for task in unfinished(self.library.folder)
        ]
        for transfer in made:
            transfer.hold()
        return made

    def _on_unfinished(self, found: list[Transfer]) -> None:
        """Show as held what an earlier start left half done; nothing connects by itself."""
        there = {transfer.task.name for transfer in self.transfers}
        self.transfers += [transfer for transfer in found if transfer.task.name not in there]
        self.moved.emit()

    def _come(self, name: str) -> None:
        def arrived(found: tuple[tuple[Known, ...], Path]) -> None:
            self._on_scanned(found)
            self.arrived.emit(name)

        self._background.run(self._scan, arrived, self.problem.emit)

    def _save(self) -> None:
        try:
            self.settings.save()
        except UserError as error:
            self.problem.emit(error)
