"""The grammar of an answer: a line a label, values out of the text or ``None``, nothing else.

::

    甲方: 北京某某有限公司
    交货地点: 上海，深圳
    违约金: None

The labels are those that were asked for, in their order, so that nothing else can be answered; a
value is a path of :class:`engine.models.grounding.paths.TextPaths`, so that it stands in the text.
What the grammar leaves no choice about is never asked of the model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.models.grounding.paths import SEPARATOR, Places, TextPaths
from engine.models.grounding.vocabulary import ByteVocabulary

MOST_VALUES = 16
"""Values of one label in one text; a model that offers more repeats itself."""

MOST_WRITTEN = 256
"""Tokens of values after which an answer offers no further value of a label (the number of new
tokens that SeqGPT's authors allow)."""

MOST_TOKENS = 64
"""Tokens of one value; a longer one ends at the last place where it may."""

_NOWHERE: Places = frozenset()
_NONE = b"None"
_LINE = b"\n"
_SEPARATOR = SEPARATOR.encode("utf-8")


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the label ``label`` at ``[start, end)`` characters; ``logs`` is the mean logarithm
    of the probabilities of its tokens among those that could have stood in their place."""

    label: int
    start: int
    end: int
    logs: float


@dataclass(frozen=True, slots=True)
class Stage:
    """Where an answer stands within a value. ``opening``: ``label`` before the space that follows a
    label's colon, ``space`` after it, ``more`` after a separator, ``inside`` a value.

    ``none``, ``mark`` and ``line`` are what is left of ``None``, of a separator and of a line's end
    that was begun (``None``: not begun).
    """

    opening: str
    places: Places = _NOWHERE
    none: bytes | None = None
    mark: bytes | None = None
    line: bytes | None = None


@dataclass(slots=True)
class _Value:
    """The value that is being written: its bytes, its tokens' logarithms, and the last point at
    which it could have ended (places, bytes, logarithms)."""

    size: int = 0
    tokens: int = 0
    logs: list[float] = field(default_factory=list)
    ended: tuple[Places, int, tuple[float, ...]] | None = None


class Answer:
    """One answer as it is written.

    ``labels`` are the tokens of each ``label:``; ``end`` is the token that ends a sequence, which may
    stand for the last line's end (-1: there is none). Use: while not :attr:`done`, take :meth:`forced` tokens as they
    are; then ask the model which of :meth:`choices` comes, and tell it to :meth:`take`.
    """

    def __init__(
        self,
        paths: TextPaths,
        vocabulary: ByteVocabulary,
        labels: Sequence[Sequence[int]],
        end: int,
    ) -> None:
        self._paths = paths
        self._vocabulary = vocabulary
        self._labels = labels
        self._end = end
        self._label = -1
        self._stage = Stage("label")
        self._value = _Value()
        self._values: set[tuple[int, int]] = set()
        self._count = 0
        self._written = 0
        self._queue: list[int] = []
        self._found: list[Found] = []
        self._next_label()

    @property
    def done(self) -> bool:
        """Whether every label has its line."""
        return self._label >= len(self._labels)

    @property
    def label(self) -> int:
        """Which label's line is written now."""
        return self._label

    @property
    def size(self) -> int:
        """Bytes of the value that is being written, without the space before it."""
        return self._value.size

    @property
    def stage(self) -> Stage:
        """Where the answer stands; equal stages of one text have equal choices but at the ends of
        values."""
        return self._stage

    @property
    def found(self) -> tuple[Found, ...]:
        """The values so far, every occurrence of each."""
        return tuple(self._found)

    def forced(self) -> list[int]:
        """The tokens that come next whatever the model thinks; each is given once."""
        tokens: list[int] = []
        while not self.done:
            if self._queue:
                tokens += self._queue
                self._queue = []
            options = self.choices()
            if len(options) > 1:
                return tokens
            if not options:
                self._give_up()
                continue
            tokens.append(options[0])
            self.take(options[0], None)
        return tokens

    def choices(self) -> list[int]:
        """The tokens of which one comes next, in ascending order."""
        stage, paths = self._stage, self._paths
        tokens = set(self._literals())
        if stage.opening == "label":
            tokens.update(paths.spaced_starts.following)
        elif stage.opening in ("space", "more"):
            tokens.update(paths.starts.following)
        elif self._value.tokens < MOST_TOKENS or not self._ends():
            tokens.update(paths.after(stage.places).following)
        return sorted(tokens)

    def take(self, token: int, log: float | None) -> None:
        """The model chose ``token`` with this logarithm of its probability (``None``: there was
        nothing to choose). Raises ``ValueError`` for a token that is not among the choices."""
        if token == self._end and self._may_finish():
            self._note(log)
            self._close(self._ends())
            self._next_label()
            return
        spelt = self._vocabulary.spelt(token)
        before = self._stage
        after = self._moved(token, spelt)
        if after is None:
            raise ValueError(f"token {token} cannot stand here")
        self._note(log)
        self._remember()
        self._value.size += len(spelt) - (before.opening == "label" and spelt[:1] == b" ")
        self._value.tokens += 1
        self._written += 1
        self._stage = after
        if after.mark == b"" or after.line == b"":
            self._finish(after)

    def draft(self, tokens: dict[int, tuple[int, int]], count: int) -> list[int]:
        """What would come next if the text were copied on; see ``TextPaths.copied``."""
        stage = self._stage
        if stage.opening != "inside" or self._queue or stage.mark or stage.line:
            return []
        return self._paths.copied(stage.places, tokens, count)

    def _moved(self, token: int, spelt: bytes) -> Stage | None:
        """The stage after ``token``; ``None`` where it cannot come."""
        stage, paths = self._stage, self._paths
        if not spelt:
            return None
        if stage.opening == "label":
            if spelt == b" ":
                return Stage("space", none=_NONE)
            places = paths.spaced_starts.following.get(token, _NOWHERE)
            none = _rest(b" " + _NONE, spelt)
        elif stage.opening == "inside":
            places = paths.after(stage.places).following.get(token, _NOWHERE)
            none = _rest(stage.none, spelt)
        else:
            places = paths.starts.following.get(token, _NOWHERE)
            none = _rest(stage.none, spelt)
        mark = _rest(self._mark(), spelt)
        line = _rest(self._line(), spelt)
        if not places and none is None and mark is None and line is None:
            return None
        return Stage("inside", places, none, mark, line)

    def _literals(self) -> list[int]:
        """The tokens that begin or go on with ``None``, a separator, or a line's end."""
        stage = self._stage
        none = b" " + _NONE if stage.opening == "label" else stage.none
        found = []
        for rest in (none, self._mark(), self._line()):
            for size in range(1, len(rest or b"") + 1):
                token = self._vocabulary.token((rest or b"")[:size])
                if token is not None:
                    found.append(token)
        if self._may_finish():
            found.append(self._end)
        return found

    def _mark(self) -> bytes | None:
        """What is left of a separator, where one may stand."""
        if self._stage.mark is not None or self._stage.line is not None:
            return self._stage.mark
        more = self._count + 1 < MOST_VALUES and self._written < MOST_WRITTEN
        return _SEPARATOR if more and self._ends() else None

    def _line(self) -> bytes | None:
        """What is left of a line's end, where one may stand."""
        if self._stage.mark is not None or self._stage.line is not None:
            return self._stage.line
        return _LINE if self._ends() or self._is_none() else None

    def _ends(self) -> Places:
        """Where the value ends if it ends here."""
        stage = self._stage
        if stage.opening != "inside" or stage.mark is not None or stage.line is not None:
            return _NOWHERE
        return self._paths.ends(stage.places)

    def _is_none(self) -> bool:
        return self._stage.none == b""

    def _may_finish(self) -> bool:
        last = self._end >= 0 and self._label == len(self._labels) - 1
        return last and self._stage.line is None and self._line() is not None

    def _note(self, log: float | None) -> None:
        if log is not None:
            self._value.logs.append(log)

    def _remember(self) -> None:
        """Keep how the value stands, if it may end before the token that comes now."""
        ends = self._ends()
        if self._is_none():
            self._value.ended = None
        elif ends:
            self._value.ended = (ends, self._value.size, tuple(self._value.logs))

    def _finish(self, stage: Stage) -> None:
        """A separator or a line's end is complete."""
        ended = self._value.ended
        fresh = self._keep(*ended) if ended else False
        self._value = _Value()
        if stage.mark == b"" and fresh:
            self._count += 1
            self._stage = Stage("more")
        elif stage.mark == b"":
            # The same value again: the model goes round in circles.
            self._break_line()
        else:
            self._next_label()

    def _close(self, ends: Places) -> None:
        if ends and not self._is_none():
            self._keep(ends, self._value.size, tuple(self._value.logs))

    def _give_up(self) -> None:
        """No token fits: the value ends where it last could have, or is dropped."""
        if self._value.ended:
            self._keep(*self._value.ended)
        self._break_line()

    def _keep(self, ends: Places, size: int, logs: Sequence[float]) -> bool:
        """Keep every occurrence of a value; whether it is a new one."""
        spans = self._paths.spans(ends, size)
        fresh = spans[0] not in self._values
        if fresh:
            mean = math.fsum(logs) / len(logs) if logs else 0.0
            self._found += [Found(self._label, start, end, mean) for start, end in spans]
            self._values.update(spans)
        return fresh

    def _break_line(self) -> None:
        """End the line without asking."""
        token = self._vocabulary.token(_LINE)
        self._next_label([token] if token is not None else [])

    def _next_label(self, before: Sequence[int] = ()) -> None:
        self._label += 1
        self._value, self._values, self._count = _Value(), set(), 0
        self._stage = Stage("label")
        if not self.done:
            self._queue += [*before, *self._labels[self._label]]


def _rest(expected: bytes | None, spelt: bytes) -> bytes | None:
    """What is left of ``expected`` after ``spelt``; ``None`` where it does not begin with it."""
    if expected is None or not expected.startswith(spelt):
        return None
    return expected[len(spelt) :]
