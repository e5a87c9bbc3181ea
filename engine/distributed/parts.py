"""Work in numbered parts, each a file: done where its answer is there. Knows no cluster.

Whatever is killed, the machine that works on a part or the one that hands them out, the parts that
are answered stay answered, and who starts again does the others.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import UserError
from engine.keeping import read_whole, write_whole

T = TypeVar("T")

_PLAN = "plan.json"


class PartFolder:
    """The parts of one job in ``root``. ``identity`` is what must be equal for their answers to be of
    use; parts of another job are thrown away.

    A question and an answer are JSON values. Writing either is all or nothing, and an answer that is
    written twice is the same: a part may be worked on twice. Thread: any.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._count: int | None = None

    def prepare(self, identity: str, questions: Iterable[Any]) -> Iterator[int]:
        """Write the questions, one a part; yields the number of each. Nothing is done where they stand
        there already. Raises ``UserError("folder_read_only")``."""
        if self._planned() == identity:
            return
        try:
            self._count = None
            shutil.rmtree(self.root, ignore_errors=True)
            self.root.mkdir(parents=True)
            count = 0
            for count, question in enumerate(questions, 1):
                write_whole(self._question(count - 1), json.dumps(question, ensure_ascii=True))
                yield count - 1
            write_whole(self.root / _PLAN, json.dumps({"identity": identity, "parts": count}))
        except OSError as error:
            raise UserError("folder_read_only", path=str(self.root.parent)) from error

    def __len__(self) -> int:
        """How many parts there are; 0 before they are prepared."""
        if self._count is None:
            plan = self._plan()
            self._count = int(plan["parts"]) if plan else None
        return self._count or 0

    def answered(self) -> set[int]:
        """The parts that are done."""
        return {int(path.name.split(".")[0]) for path in self.root.glob("*.answer.json")}

    def is_answered(self, part: int) -> bool:
        """Whether a part is done."""
        return self._answer(part).exists()

    def question(self, part: int) -> Any:
        """What is to be done. Raises ``OSError`` where this machine does not see the folder."""
        return json.loads(read_whole(self._question(part)))

    def answer(self, part: int) -> Any:
        """What came of it."""
        return json.loads(read_whole(self._answer(part)))

    def put_answer(self, part: int, value: Any) -> None:
        """Keep what came of a part."""
        write_whole(self._answer(part), json.dumps(value))

    def discard(self) -> None:
        """All is done: remove the folder."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _question(self, part: int) -> Path:
        return self.root / f"{part:07d}.question.json"

    def _answer(self, part: int) -> Path:
        return self.root / f"{part:07d}.answer.json"

    def _plan(self) -> dict[str, Any] | None:
        try:
            plan: dict[str, Any] = json.loads(read_whole(self.root / _PLAN))
        except (OSError, ValueError):
            return None
        return plan

    def _planned(self) -> str | None:
        plan = self._plan()
        return str(plan["identity"]) if plan else None


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of ``size``, the last one shorter."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch
