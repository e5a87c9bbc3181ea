"""Scored text pairs to jsonl, line by line in input order."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from engine.export.about import About
from engine.export.common import failure_json, json_line
from engine.export.files import Target, format_of, text_output
from engine.types import ScoredPair

SCORED_FORMATS = ("jsonl",)


class ScoredWriter:
    """Writes lines as they come; on a file, the whole appears at the end of the block, also when
    the block was left by :class:`~engine.errors.Cancelled` handled inside it.

    >>> with ScoredWriter(Path("out.jsonl"), about) as writer:
    ...     writer.write(items)
    """

    def __init__(self, target: Target, about: About, kind: str = "") -> None:
        format_of(target, kind or "jsonl", SCORED_FORMATS)
        self._target = target
        self._about = about
        self._stack = ExitStack()

    def __enter__(self) -> ScoredWriter:
        self._stream = self._stack.enter_context(text_output(self._target))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def write(self, items: Iterable[ScoredPair]) -> None:
        """One line an item."""
        for item in items:
            self._stream.write(json_line(_line(item, self._about)))


def write_scored_pairs(target: Target, items: Iterable[ScoredPair], about: About) -> None:
    """All of ``items``, streamed."""
    with ScoredWriter(target, about) as writer:
        writer.write(items)


def _line(item: ScoredPair, about: About) -> dict[str, Any]:
    """The input object, then what was found. Where the input has a key of that name already (a
    gold ``label``, say), its own value is kept under ``input_label``."""
    if item.failure is not None:
        found: dict[str, Any] = {"failure": failure_json(item.failure, about)}
    else:
        found = {"label": item.label} if item.label is not None else {}
        found |= {name: round(value, 6) for name, value in item.scores}
    line = {f"input_{key}" if key in found else key: value for key, value in item.data}
    return {**line, **found}
