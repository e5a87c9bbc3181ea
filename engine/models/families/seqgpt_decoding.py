"""Many grounded answers written at once by one decoder.

A text's prompts share their beginning (the text), which is read once; the answers to all prompts of
several texts are then written side by side, a pass of the decoder for all of them a time. Tokens that
the grammar forces ride along with the next question; of a value that is being copied out of the text
the next tokens are guessed and verified in the same pass, so that a value of ten tokens takes two
passes, not ten. What comes out is what one token a pass would give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from engine.control import JobControl
from engine.models.grounding.answer import Answer, Found, Stage
from engine.models.grounding.paths import TextPaths
from engine.models.runtimes.bloom import MOST_ROWS, BloomRuntime, KeyValues, Rows

DRAFT = 7
"""Tokens guessed ahead; with the one before them they fill a block of eight rows."""

TEXTS = 8
"""Texts that are worked on at once."""

Choose = Callable[[Answer, Sequence[int], NDArray[np.float64]], int]
"""Picks the place of one of the choices; the most likely, unless a benchmark says otherwise."""


@dataclass(slots=True)
class Asked:
    """One text with its prompts. ``prompts`` are their tokens, ``shared`` how many of these they
    all begin with; ``answers`` one each. ``own`` are the text's tokens by byte: place → (token,
    place after it)."""

    index: int
    paths: TextPaths
    prompts: Sequence[Sequence[int]]
    shared: int
    answers: Sequence[Answer]
    own: dict[int, tuple[int, int]]
    openings: dict[Stage, tuple[list[int], NDArray[np.float32]]] = field(default_factory=dict)

    def found(self) -> list[tuple[int, Found]]:
        """Every value, with the number of its prompt."""
        return [(n, found) for n, answer in enumerate(self.answers) for found in answer.found]


@dataclass(slots=True)
class _Line:
    """One answer under way: tokens that the decoder has not seen yet, and a guess at the next."""

    asked: Asked
    answer: Answer
    cache: KeyValues
    waiting: list[int]
    guess: list[int] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Tokens for the next pass."""
        return len(self.waiting) + len(self.guess)


class AnswerWriter:
    """Writes answers with ``runtime``; ``together`` texts at once (one, where what shares a pass
    would change the numbers). Thread: one at a time."""

    def __init__(
        self, runtime: BloomRuntime, together: int = TEXTS, choose: Choose | None = None
    ) -> None:
        self._runtime = runtime
        self._together = together if runtime.independent else 1
        self._choose = choose or most_likely

    def write(self, texts: Iterable[Asked], control: JobControl) -> Iterator[Asked]:
        """Yield each text when its answers are written, in any order. Raises ``Cancelled``."""
        stream = iter(texts)
        lines: list[_Line] = []
        left: dict[int, int] = {}
        while True:
            for asked in islice(stream, self._together - len(left)):
                opened = self._opened(asked, control)
                left[asked.index] = len(opened)
                lines += opened
                if not opened:
                    left.pop(asked.index)
                    yield asked
            if not lines:
                return
            for line in lines:
                if len(line.waiting) > MOST_ROWS // 2:
                    self._read(line.cache, line.waiting[:-1], control)
                    line.waiting = line.waiting[-1:]
            for batch in _passes(lines):
                control.checkpoint()
                self._advance(batch)
            for line in [line for line in lines if line.answer.done]:
                lines.remove(line)
                left[line.asked.index] -= 1
                if not left[line.asked.index]:
                    left.pop(line.asked.index)
                    yield line.asked

    def _opened(self, asked: Asked, control: JobControl) -> list[_Line]:
        """The lines of one text, its beginning read once. Texts are read one by one: a prompt is
        cut at the same places whatever else is under way."""
        caches: list[KeyValues] = []
        lines: list[_Line] = []
        for prompt, answer in zip(asked.prompts, asked.answers, strict=True):
            if not caches:
                caches.append(self._runtime.cache(len(prompt) + 64))
                self._read(caches[0], prompt[: asked.shared], control)
            cache = caches[0].fork() if len(asked.prompts) > 1 else caches[0]
            waiting = [*prompt[asked.shared :], *answer.forced()]
            if not answer.done:
                lines.append(_Line(asked, answer, cache, waiting))
        return lines

    def _read(self, cache: KeyValues, ids: Sequence[int], control: JobControl) -> None:
        for first in range(0, len(ids), MOST_ROWS):
            control.checkpoint()
            self._runtime.run([Rows(cache, ids[first : first + MOST_ROWS])])

    def _advance(self, lines: Sequence[_Line]) -> None:
        """One pass of the decoder for ``lines``, and what follows from it for each."""
        parts = [Rows(line.cache, [*line.waiting, *line.guess]) for line in lines]
        for line, states in zip(lines, self._runtime.run(parts), strict=True):
            self._decide(line, np.asarray(states[len(line.waiting) - 1 :].numpy()))

    def _decide(self, line: _Line, states: NDArray[np.float32]) -> None:
        """Take as many tokens as the guess was right about, and one more."""
        answer, guess = line.answer, line.guess
        right = 0
        while not answer.done:
            following = [self._chosen(line, states[right]), *answer.forced()]
            hits = _common(following, guess[right:])
            right += hits
            if hits < len(following):
                # What was guessed wrong is taken back; what was right is in the cache already.
                line.cache.length -= len(guess) - right
                line.waiting = following[hits:]
                line.guess = answer.draft(line.asked.own, DRAFT)
                return

    def _chosen(self, line: _Line, state: NDArray[np.float32]) -> int:
        choices, rows = self._options(line)
        logits = rows @ state
        logs = logits.astype(np.float64)
        logs -= logs.max()
        logs -= np.log(np.exp(logs).sum())
        place = self._choose(line.answer, choices, logs)
        line.answer.take(choices[place], float(logs[place]))
        return choices[place]

    def _options(self, line: _Line) -> tuple[list[int], NDArray[np.float32]]:
        """The choices with their output rows; those at the beginning of a value are many and always
        the same, so they are kept."""
        stage = line.answer.stage
        kept = line.asked.openings
        if stage in kept:
            return kept[stage]
        choices = line.answer.choices()
        result = choices, self._runtime.output_rows(np.asarray(choices, dtype=np.int64))
        if stage.opening != "inside":
            kept[stage] = result
        return result


def most_likely(_answer: Answer, _choices: Sequence[int], logs: NDArray[np.float64]) -> int:
    """The first of the likeliest."""
    return int(logs.argmax())


def _passes(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """``lines`` in groups that fit one pass."""
    batch: list[_Line] = []
    rows = 0
    for line in lines:
        if batch and rows + line.rows > MOST_ROWS:
            yield batch
            batch, rows = [], 0
        batch.append(line)
        rows += line.rows
    if batch:
        yield batch


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many leading tokens two sequences share."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
