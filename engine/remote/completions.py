"""Fields out of texts by a generative model at a server: OpenAI-compatible completions, SeqGPT's prompt.

A server's decoding cannot be held to the text, so its answer is read afterwards: a value counts only
where it stands in the text, word for word, and every place where it stands is offered; anything else
that the model wrote is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.control import JobControl
from engine.models.families.seqgpt import GENERATE, LABELS, Calibration, view
from engine.models.grounding.paths import SEPARATOR
from engine.models.protocols import ModelInfo, SpanScore
from engine.remote.client import Client
from engine.remote.loop import LoopThread, stream
from engine.remote.pace import Priority
from engine.remote.pairs import FEW, workers
from engine.remote.retry import Trouble
from engine.types import Field

ANSWER_TOKENS = 256
"""New tokens that SeqGPT's authors allow."""

CONTEXT = 1024
"""Tokens of a prompt where the server names no number; SeqGPT's own."""

UNSCORED = 0.5
"""The score of a value whose probability the server does not tell."""

_TOKEN = re.compile(r"[⺀-鿿豈-﫿가-힣]|\s|[A-Za-z]{1,3}|\d{1,2}|.")
_NOTHING = ("none", "无", "")


@dataclass(frozen=True, slots=True)
class Said:
    """A value in an answer: for which label of the prompt, where in the answer, and its text."""

    label: int
    start: int
    end: int
    text: str


class RemoteExtractor:
    """Implements ``Extractor``. Thread: one at a time."""

    def __init__(
        self, info: ModelInfo, client: Client, model: str, context: int, loop: LoopThread
    ) -> None:
        self.info = info
        self._client = client
        self._model = model
        self._context = context or CONTEXT
        self._loop = loop
        self._calibration = Calibration()

    def window_tokens(self, fields: Sequence[Field]) -> int:
        """How many text tokens fit in one prompt, counted as :meth:`count_tokens` does."""
        longest = max((len(self._tokens(prompt("", group))) for group in groups(fields)), default=1)
        return max(32, self._context - ANSWER_TOKENS - longest)

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        """Places of tokens, rather too many than too few: the server's own tokenizer is not here."""
        return self._tokens(text)

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        """Yield ``(index into texts, spans best first)`` as answers come, each index once.

        Raises ``UserError`` for a text that the server refuses, or where it fails.
        """
        asked = groups(fields)
        priority = Priority.INTERACTIVE if len(texts) <= FEW else Priority.BULK

        async def read(index: int) -> tuple[int, list[SpanScore]]:
            seen = view(texts[index])
            body = self._body([prompt(seen, group) for group in asked])
            try:
                answers = await self._client.call(
                    "/v1/completions",
                    body,
                    lambda answer: choices(answer, len(asked)),
                    priority,
                )
            except Trouble as trouble:
                raise trouble.error() from trouble
            return index, self._spans(seen, asked, answers)

        if not asked:
            yield from ((index, []) for index in range(len(texts)))
            return
        yield from stream(self._loop, range(len(texts)), read, workers(self._client), control)

    def _body(self, prompts: Sequence[str]) -> Any:
        return {
            "model": self._model,
            "prompt": list(prompts),
            "max_tokens": ANSWER_TOKENS,
            "temperature": 0,
            "logprobs": 1,
        }

    def _spans(
        self, text: str, asked: Sequence[Sequence[tuple[int, str]]], answers: Sequence[Any]
    ) -> list[SpanScore]:
        best: dict[tuple[int, int, int], float] = {}
        for group, answer in zip(asked, answers, strict=True):
            for said in values(str(answer["text"]), [name for _, name in group]):
                score = self._score(answer, said)
                for start, end in places(text, said.text):
                    key = (group[said.label][0], start, end)
                    best[key] = max(best.get(key, 0.0), score)
        spans = [SpanScore(*key, score) for key, score in best.items()]
        return sorted(spans, key=lambda span: (-span.score, span.start, span.field, span.end))

    def _score(self, answer: Any, said: Said) -> float:
        """From the mean logarithm of the probabilities of the value's tokens."""
        told = answer.get("logprobs") or {}
        offsets, logs = told.get("text_offset") or [], told.get("token_logprobs") or []
        first = offsets[0] if offsets else 0
        own = [
            float(log)
            for offset, log in zip(offsets, logs, strict=False)
            if log is not None and said.start <= offset - first < said.end
        ]
        return self._calibration.probability(sum(own) / len(own)) if own else UNSCORED

    @staticmethod
    def _tokens(text: str) -> list[tuple[int, int]]:
        return [found.span() for found in _TOKEN.finditer(view(text))]


def groups(fields: Sequence[Field]) -> list[list[tuple[int, str]]]:
    """The fields' places and names, six a prompt."""
    named = [
        (place, view(field.name).replace(SEPARATOR, ",")) for place, field in enumerate(fields)
    ]
    return [named[first : first + LABELS] for first in range(0, len(named), LABELS)]


def prompt(text: str, group: Sequence[tuple[int, str]]) -> str:
    """The prompt of SeqGPT's authors."""
    names = SEPARATOR.join(name for _, name in group)
    return f"输入: {text}\n抽取: {names}\n输出: {GENERATE}"


def choices(answer: Any, count: int) -> list[Any]:
    """A choice a prompt, in the prompts' order. Raises ``ValueError`` for another number."""
    by_place = {int(choice["index"]): choice for choice in answer["choices"]}
    if len(by_place) != count or len(answer["choices"]) != count:
        raise ValueError(f"{len(answer['choices'])} choices for {count} prompts")
    found = [by_place[place] for place in range(count)]
    if not all(isinstance(choice["text"], str) for choice in found):
        raise ValueError("a choice without a text")
    return found


def values(text: str, names: Sequence[str]) -> list[Said]:
    """The values in ``label: v，v`` lines for labels that were asked for; other lines say nothing."""
    known = {name.strip(): label for label, name in enumerate(names)}
    found: list[Said] = []
    start = 0
    for line in text.splitlines(keepends=True):
        # A name may hold a colon itself: the longest that fits is meant.
        heads = [(len(name), name, _head(name, line)) for name in known]
        _, name, head = max((one for one in heads if one[2]), default=(0, "", 0))
        if head:
            found += _values_of(known[name], line[head:], start + head)
        start += len(line)
    return found


def _head(name: str, line: str) -> int:
    """Where the values begin in a line of this label; 0 where it is another's."""
    head = re.match(rf"\s*{re.escape(name)}\s*[:：]", line)
    return head.end() if head else 0


def _values_of(label: int, rest: str, place: int) -> Iterator[Said]:
    for part in rest.split(SEPARATOR):
        value = part.strip()
        if value.lower() not in _NOTHING:
            first = place + part.index(value)
            yield Said(label, first, first + len(value), value)
        place += len(part) + len(SEPARATOR)


def places(text: str, value: str) -> list[tuple[int, int]]:
    """Every place where ``value`` stands in ``text``; white space may differ in its length."""
    pattern = r"\s+".join(re.escape(word) for word in value.split())
    return [found.span() for found in re.finditer(pattern, text)] if pattern else []
