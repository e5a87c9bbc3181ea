"""A file written line by line that survives the death of who writes it.

What is written goes to a hidden part beside the target. Now and then it is brought to the disk, and
a small record beside it says how many lines and bytes are safe there. Who starts again with the same
identity cuts the part back to that point and goes on behind it: no line is lost, none is doubled,
whatever was half written. The target appears when the whole is there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from engine.errors import UserError
from engine.export.files import check_target, coded, replacing
from engine.keeping import FileLock, write_whole

COMMIT_SECONDS = 1.0
"""How much work a kill can cost at most, about."""

_VERSION = 1


class Resumable:
    """Several streams of lines that belong together: the first is the result, others go beside it.

    ``targets`` are where the streams end up, ``identity`` is what must be equal for a run to go on
    with an earlier one's part. A stream whose target is empty in the end leaves no file.

    >>> with Resumable([out, failed], identity) as file:
    ...     skip = file.begin(heads)           # lines that are there already
    ...     file.write(0, text, lines=1)
    ...     file.publish()

    Raises ``UserError``: ``output_in_use`` where another process writes the same file, and those of
    :func:`engine.export.files.replacing`. Thread: one at a time.
    """

    def __init__(self, targets: Sequence[Path], identity: str) -> None:
        self._targets = [target.absolute() for target in targets]
        self._parts = [_beside(self._targets[0], f"{n}.part") for n in range(len(targets))]
        self._record = _beside(self._targets[0], "resume.json")
        self._identity = identity
        self._lock = FileLock(_beside(self._targets[0], "lock"))
        self._streams: list[BinaryIO] = []
        self._lines = 0
        self._committed = 0.0
        self._dirty = False

    def __enter__(self) -> Resumable:
        main = self._targets[0]
        try:
            check_target(main)
            had = self._lock.acquire()
        except OSError as error:
            raise coded(error, main) from error
        if not had:
            raise UserError("output_in_use", path=str(main))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._streams:
                with contextlib.suppress(OSError):
                    self._commit()
                self._close()
        finally:
            self._lock.release()

    @property
    def part(self) -> Path:
        """The first stream's part."""
        return self._parts[0]

    @property
    def broken_off(self) -> bool:
        """Whether an earlier run left a part, its own or another's."""
        return self._record.exists()

    def begin(self, heads: Sequence[str], fresh: bool = False) -> int:
        """Open the streams; the number of lines that an earlier run has written. ``heads`` are what
        new streams begin with; ``fresh`` forgets an earlier run."""
        found = None if fresh else self._found()
        try:
            if found is None:
                self._record.unlink(missing_ok=True)
                self._streams = [part.open("wb") for part in self._parts]
                for place, head in enumerate(heads):
                    self.write(place, head)
                self._commit()
                return 0
            self._lines = int(found["lines"])
            self._streams = [part.open("r+b") for part in self._parts]
            for stream, size in zip(self._streams, found["bytes"], strict=True):
                stream.truncate(size)
                stream.seek(size)
        except OSError as error:
            raise coded(error, self._targets[0]) from error
        return self._lines

    def write(self, place: int, text: str, lines: int = 0) -> None:
        """Append to a stream; ``lines`` of the input are done with it."""
        try:
            self._streams[place].write(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise coded(error, self._targets[0]) from error
        self._lines += lines
        self._dirty = True

    def commit(self, idle: bool = False) -> None:
        """Bring what was written to the disk, if that is due: after whole lines of every stream.
        ``idle``: nothing is waiting to be written."""
        waited = time.monotonic() - self._committed
        if not self._dirty or waited < (COMMIT_SECONDS / 4 if idle else COMMIT_SECONDS):
            return
        try:
            self._commit()
        except OSError as error:
            raise coded(error, self._targets[0]) from error

    def flush(self) -> None:
        """Bring everything to the disk; nothing is written after it."""
        try:
            self._commit()
        except OSError as error:
            raise coded(error, self._targets[0]) from error
        self._close()

    def publish(self, but: int = 0) -> None:
        """The whole is there: put every stream in its place, without the first ``but``, and forget the
        run."""
        if self._streams:
            self.flush()
        # The result last: as long as it is not in its place, the run can be gone on with.
        for part, target in reversed(list(zip(self._parts, self._targets, strict=True))[but:]):
            try:
                if part.stat().st_size or target == self._targets[0]:
                    part.replace(target)
                else:
                    target.unlink(missing_ok=True)
            except OSError as error:
                raise coded(error, target) from error
        self._forget()

    def publish_so_far(self) -> None:
        """A copy of what is there in its place; the parts stay, to be gone on with."""
        self.flush()
        for part, target in zip(self._parts, self._targets, strict=True):
            if part.stat().st_size:
                with replacing(target) as copy:
                    shutil.copyfile(part, copy)

    def _forget(self) -> None:
        for stale in (self._record, *self._parts):
            with contextlib.suppress(OSError):
                stale.unlink(missing_ok=True)

    def _close(self) -> None:
        streams, self._streams = self._streams, []
        for stream in streams:
            stream.close()

    def _commit(self) -> None:
        for stream in self._streams:
            stream.flush()
            os.fsync(stream.fileno())
        record = {
            "version": _VERSION,
            "identity": self._identity,
            "lines": self._lines,
            "bytes": [stream.tell() for stream in self._streams],
        }
        write_whole(self._record, json.dumps(record))
        self._committed = time.monotonic()
        self._dirty = False

    def _found(self) -> dict[str, Any] | None:
        """The record of an earlier run of the same identity whose parts are whole up to it."""
        try:
            record = json.loads(self._record.read_text(encoding="utf-8"))
            same = record["version"] == _VERSION and record["identity"] == self._identity
            sizes = [part.stat().st_size for part in self._parts]
            whole = all(there >= safe for there, safe in zip(sizes, record["bytes"], strict=True))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return record if same and whole else None


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name[:80]}.{ending}")
