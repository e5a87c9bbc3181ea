"""Which models a person has, wherever they are: the list outlasts the disk that it speaks of.

The built-in packs stand in the program, added ones in the models folder, which may be moved, be on
another disk, and be away. What was seen there is remembered in a small file of its own, so that a list
without the disk still says what is missing and where it was.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.keeping import our_turn, read_whole, write_whole
from engine.models.checksums import Checksums
from engine.models.packs import Pack, load_pack
from engine.models.registry import is_model


@dataclass(frozen=True, slots=True)
class Known:
    """A model. ``path`` is its folder; ``size`` in bytes; ``present`` is False while its disk is
    away; ``problem`` is the code of why it cannot be used, with ``detail`` for its sentence."""

    name: str
    path: str
    title: str = ""
    task: str = ""
    family: str = ""
    languages: tuple[str, ...] = ()
    licence: str = ""
    origin: str = ""
    size: int = 0
    built_in: bool = False
    present: bool = True
    problem: str = ""
    detail: tuple[tuple[str, Any], ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict)


class Library:
    """The list of models. ``memory`` is its file, ``home`` the models folder where no other was
    chosen, ``built_in`` the program's own packs. Thread: any."""

    def __init__(self, memory: Path, home: Path, built_in: Path) -> None:
        self._memory = memory
        self._home = home
        self._built_in = built_in
        self._lock = threading.Lock()
        self._data: dict[str, Any] = {}
        self._read()

    @property
    def folder(self) -> Path:
        """Where added models are put."""
        chosen = self._data.get("folder")
        return Path(chosen) if isinstance(chosen, str) and chosen else self._home

    def set_folder(self, folder: Path | None) -> None:
        """Use another models folder; ``None`` is the program's own again.

        Models that stand under the same name in the new folder count as moved there; the others are
        used where they are. Raises ``UserError("folder_read_only")``.
        """
        target = folder or self._home
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError("folder_read_only", path=str(target)) from error
        with self._turn():
            entries = self._entries()
            for name, entry in entries.items():
                moved = target / name
                if is_model(moved):
                    entry["path"] = str(moved)
            self._keep(entries, str(folder) if folder else "")

    def folders(self) -> tuple[Path, ...]:
        """Where a registry looks: the built-in packs, the models folder, and models elsewhere."""
        with self._lock:
            elsewhere = [Path(entry["path"]) for entry in self._entries().values()]
        inside = [path for path in elsewhere if path.parent != self.folder]
        return (self._built_in, self.folder, *inside)

    def check_free(self, name: str, folder: Path | None = None) -> None:
        """Whether a model may come in under ``name``: the program's own would hide it, and another
        added one would be lost sight of. ``folder`` may be the one that has the name already.

        Raises ``UserError("model_exists")``.
        """
        for known in self.scan():
            if known.name == name and (folder is None or Path(known.path) != folder):
                raise UserError("model_exists", name=name)

    def add_in_place(self, folder: Path) -> None:
        """Use a model where it is, without copying it. Raises ``UserError("model_exists")``."""
        self.check_free(folder.resolve().name, folder.resolve())
        with self._turn():
            entries = self._entries()
            entries[folder.resolve().name] = {"path": str(folder.resolve())}
            self._keep(entries)

    def scan(self) -> tuple[Known, ...]:
        """Every model: those found now, and those remembered whose disk is away. Reads cards, not
        weights."""
        built_in = [replace(known, built_in=True) for known in _in(self._built_in)]
        with self._lock:
            self._read()
            remembered = self._entries()
        found = {known.name: known for known in _in(self.folder)}
        for name, entry in remembered.items():
            if name not in found:
                found[name] = _elsewhere(name, entry)
        found = {name: known for name, known in found.items() if known.present or known.path}
        with self._turn():
            # Looking took its time: what another process put on or off the list meanwhile stands.
            now = self._entries()
            off = [name for name in remembered if name not in now]
            seen = {name: _entry(known) for name, known in found.items() if name not in off}
            come = {name: entry for name, entry in now.items() if name not in remembered}
            self._keep({**come, **seen})
        taken = {known.name for known in built_in}
        added = [known for name, known in sorted(found.items()) if name not in taken]
        return (*built_in, *added)

    def remove(self, name: str) -> None:
        """Delete a model from the models folder; one that is used elsewhere, or is away, is only
        taken off the list. Raises ``UserError``: ``model_missing``, ``model_built_in``,
        ``folder_read_only``."""
        known = next((entry for entry in self.scan() if entry.name == name), None)
        if known is None:
            raise UserError("model_missing", name=name)
        if known.built_in:
            raise UserError("model_built_in", name=name)
        path = Path(known.path)
        if path.parent == self.folder and path.exists():
            try:
                shutil.rmtree(path)
            except OSError as error:
                raise UserError("folder_read_only", path=str(path)) from error
        with self._turn():
            entries = self._entries()
            entries.pop(name, None)
            self._keep(entries)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Nobody else, in this process or another, changes the list meanwhile; it is read anew."""
        with self._lock, self._others():
            self._read()
            yield

    @contextmanager
    def _others(self) -> Iterator[None]:
        with suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
        with our_turn(self._memory):
            yield

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            loaded = json.loads(read_whole(self._memory))
            self._data = loaded if isinstance(loaded, dict) else {}

    def _entries(self) -> dict[str, dict[str, Any]]:
        entries = self._data.get("models")
        if not isinstance(entries, dict):
            return {}
        return {
            str(name): dict(entry)
            for name, entry in entries.items()
            if isinstance(entry, dict) and isinstance(entry.get("path"), str)
        }

    def _keep(self, entries: dict[str, dict[str, Any]], folder: str | None = None) -> None:
        changed = {"models": entries} if folder is None else {"models": entries, "folder": folder}
        if {**self._data, **changed} == self._data and self._memory.exists():
            return
        self._data |= changed
        # A list that cannot be written is made anew from the folders at the next start.
        with suppress(OSError):
            write_whole(self._memory, json.dumps(self._data, ensure_ascii=False, indent=1))


def _in(folder: Path) -> list[Known]:
    """The models that stand in ``folder``."""
    try:
        inside = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        return []
    return [look(path) for path in inside if not path.name.startswith(".") and is_model(path)]


def look(path: Path) -> Known:
    """A model folder's card, or why it cannot be used."""
    size = sum(_bytes(file) for file in path.rglob("*"))
    try:
        pack = load_pack(path, Checksums(), verify=False)
    except UserError as error:
        detail = tuple(error.params.items())
        return Known(path.name, str(path), size=size, problem=error.code, detail=detail)
    return _known(pack, size)


def _known(pack: Pack, size: int) -> Known:
    return Known(
        name=pack.name,
        path=str(pack.folder),
        title=pack.title,
        task=pack.task,
        family=pack.family,
        languages=pack.languages,
        licence=pack.licence,
        origin=pack.origin,
        size=size,
        card=pack.card,
    )


def _elsewhere(name: str, entry: dict[str, Any]) -> Known:
    path = Path(entry["path"])
    if is_model(path):
        return look(path)
    if path.parent.is_dir():
        # Its folder is there and it is not: somebody has deleted it.
        return Known(name, "", present=False)
    kept = {key: value for key, value in entry.items() if key in Known.__dataclass_fields__}
    languages: Sequence[str] = kept.get("languages") or ()
    kept.update(name=name, present=False, languages=tuple(languages), problem="model_away")
    return Known(**kept, detail=(("name", name), ("path", str(path))))


def _entry(known: Known) -> dict[str, Any]:
    kept = ("path", "title", "task", "family", "licence", "origin", "size")
    return {**{key: getattr(known, key) for key in kept}, "languages": list(known.languages)}


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0
