"""The frozen program under the smoke test, where it runs, and how it is called there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class Failure(Exception):
    """A check failed; the message says how."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it is called here, and in the place where the program runs."""

    outside: Path
    root: Path | None

    def inside(self, name: str) -> str:
        """A file of the folder as the program calls it."""
        path = self.outside / name
        return str(path) if self.root is None else "/" + str(path.relative_to(self.root))

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Every line of a jsonl file that the program wrote."""
        path = self.outside / name
        if not path.is_file():
            raise Failure(f"{name} was not written")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Place:
    """Where the program runs: on this machine, or in a root folder of its own without a network."""

    def __init__(self, root: Path | None) -> None:
        self.root = root.resolve() if root is not None else None
        home = tempfile.mkdtemp(prefix="smoke-", dir=None if root is None else self.root / "tmp")  # type: ignore[operator]
        self._home = Path(home).resolve()

    def folder(self, name: str) -> Folder:
        """A folder for files that both sides see."""
        path = self._home / name
        path.mkdir(exist_ok=True)
        return Folder(path, self.root)

    def command(self, program: str, *arguments: str) -> list[str]:
        """What to start. Inside a root: with no network interface but the loopback's."""
        if self.root is None:
            return [program, *arguments]
        tools = [shutil.which(name) or f"/usr/sbin/{name}" for name in ("unshare", "chroot")]
        return [tools[0], "--net", tools[1], str(self.root), program, *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        """What the program sees: a home of its own and, in a root, nothing of this machine."""
        own = {
            "CLAUSEDESK_HOME": self.folder("home").inside(""),
            "LC_ALL": "C.UTF-8",
            "HOME": self.folder("user").inside(""),
        }
        kept = {} if self.root else dict(os.environ)
        path = {"PATH": "/usr/bin:/bin"} if self.root else {}
        return {**kept, **path, **own, **more}

    def close(self) -> None:
        """Take away what was written."""
        shutil.rmtree(self._home, ignore_errors=True)


class Program:
    """The frozen program, called ``name`` in its place."""

    def __init__(self, name: str, place: Place) -> None:
        self.name = name
        self.place = place

    def run(
        self, *arguments: str, stderr_is_empty: bool = True, timeout: float = 900
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end. Raises ``Failure`` unless it ends with 0 and says nothing on stderr."""
        done = subprocess.run(
            self.place.command(self.name, *arguments),
            env=self.place.environment(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
        said = done.stderr.strip()
        if done.returncode or (said and stderr_is_empty):
            raise Failure(
                f"{' '.join(arguments[:2])} ended with {done.returncode}\n{done.stdout[-2000:]}\n{said[-4000:]}"
            )
        return done

    def file(self) -> Path:
        """The program's file, seen from here."""
        root = self.place.root
        path = Path(self.name) if root is None else root / self.name.lstrip("/")
        if root is not None and path.is_symlink():
            path = root / str(path.readlink()).lstrip("/")
        return path.resolve()

    def resources(self) -> Path:
        """The program's resources, seen from here."""
        folder = self.file().parent
        for inside in ("_internal/resources", "../Resources/resources", "../Frameworks/resources"):
            if (folder / inside).is_dir():
                return (folder / inside).resolve()
        raise Failure(f"no resources beside {folder}")

    def samples(self) -> list[str]:
        """The samples, as the program calls them."""
        files = sorted((self.resources() / "samples").iterdir())
        return [Folder(path.parent, self.place.root).inside(path.name) for path in files]
