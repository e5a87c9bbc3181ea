"""SeqGPT (Yu et al., 2023): a generative extractor that takes any labels, with grounded decoding.

The prompt is its authors' (``输入: …``, ``抽取: 甲方，乙方``, ``输出: [GEN]``), with at most six labels a
prompt. Their own program decodes freely with beams, which may write anything, and says no places;
here the answer is held to what stands in the text (:mod:`engine.models.grounding`), so that every
value has its places, and is greedy, so that it is always the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tokenizers import Tokenizer

from engine.control import JobControl
from engine.errors import UserError
from engine.models.describe import describe
from engine.models.devices import Compute
from engine.models.families.seqgpt_decoding import AnswerWriter, Asked, Choose
from engine.models.grounding.answer import Answer
from engine.models.grounding.paths import SEPARATOR, TextPaths
from engine.models.grounding.vocabulary import ByteVocabulary
from engine.models.packs import Pack
from engine.models.protocols import SpanScore
from engine.models.runtimes.bloom import BloomRuntime
from engine.types import Field

LABELS = 6
"""Labels a prompt; its authors suggest no more."""

GENERATE = "[GEN]"
_HEAD = "输入: "


def load(pack: Pack, compute: Compute) -> SeqGpt:
    """The pack's extractor. Raises ``UserError``: ``pack_weights``, ``pack_tokenizer`` …"""
    return SeqGpt(pack, BloomRuntime(pack.config, pack.state_dict(), compute), compute)


@dataclass(frozen=True, slots=True)
class Calibration:
    """From the mean logarithm of a value's token probabilities to the probability that the value is
    right: ``sigmoid(scale · logit(exp(mean)) + bias)``; as it is where the pack says nothing."""

    scale: float = 1.0
    bias: float = 0.0

    @classmethod
    def from_pack(cls, values: Mapping[str, object]) -> Calibration:
        """Read ``scale`` and ``bias``; absent: the defaults. Raises ``ValueError``."""
        numbers = [values.get("scale", 1.0), values.get("bias", 0.0)]
        if not all(isinstance(number, int | float) for number in numbers):
            raise ValueError("scale and bias must be numbers")
        scale, bias = (float(number) for number in numbers if isinstance(number, int | float))
        return cls(scale, bias)

    def probability(self, logs: float) -> float:
        """The score of a value, strictly inside (0, 1)."""
        plain = min(max(math.exp(logs), 1e-6), 1 - 1e-6)
        logit = self.scale * math.log(plain / (1 - plain)) + self.bias
        return round(min(max(1 / (1 + math.exp(-logit)), 1e-6), 1 - 1e-6), 6)


class SeqGpt:
    """Finds values for fields whose names the user typed. Implements ``Extractor``.

    ``together`` texts are worked on at once, which changes the speed and never the answers;
    ``choose`` is for benchmarks. Thread: one at a time.
    """

    def __init__(
        self,
        pack: Pack,
        runtime: BloomRuntime,
        compute: Compute,
        together: int = 8,
        choose: Choose | None = None,
    ) -> None:
        self.info = describe(pack, compute, runtime.precision)
        self._tokenizer = _plain(pack.tokenizer())
        self._limit = pack.max_tokens
        special = self._tokenizer.get_added_tokens_decoder()
        self._vocabulary = ByteVocabulary(
            self._tokenizer.get_vocab(with_added_tokens=True), frozenset(special)
        )
        self._generate = next((n for n, t in special.items() if t.content == GENERATE), None)
        end = pack.config.get("eos_token_id", 2)
        self._end = end if isinstance(end, int) else -1
        self._writer = AnswerWriter(runtime, together, choose)
        try:
            self._calibration = Calibration.from_pack(pack.calibration)
        except ValueError as error:
            path = str(pack.folder / "pack.json")
            raise UserError("pack_manifest", path=path, detail=str(error)) from error

    def window_tokens(self, fields: Sequence[Field]) -> int:
        """How many text tokens fit in one prompt beside the longest six labels."""
        longest = max((len(self._prompt("", group)) for group in _groups(fields)), default=1)
        return max(1, self._limit - longest)

    def count_tokens(self, text: str) -> list[tuple[int, int]]:
        """Character offsets ``[start, end)`` of each token of ``text``."""
        return list(self._tokenizer.encode(view(text), add_special_tokens=False).offsets)

    def extract(
        self, texts: Sequence[str], fields: Sequence[Field], control: JobControl
    ) -> Iterator[tuple[int, list[SpanScore]]]:
        """Yield ``(index into texts, spans best first)`` as texts are done, each index once.

        Raises ``UserError("text_too_long")`` when it comes to a text that does not fit.
        """
        groups = _groups(fields)
        asked = (self._asked(index, text, groups) for index, text in enumerate(texts))
        for done in self._writer.write(asked, control):
            best: dict[tuple[int, int, int], float] = {}
            for number, found in done.found():
                key = (groups[number][found.label][0], found.start, found.end)
                score = self._calibration.probability(found.logs)
                best[key] = max(best.get(key, 0.0), score)
            spans = [SpanScore(*key, score) for key, score in best.items()]
            yield done.index, sorted(spans, key=lambda s: (-s.score, s.start, s.field, s.end))

    def _asked(self, index: int, text: str, groups: Sequence[Group]) -> Asked:
        seen = view(text)
        prompts = [self._prompt(seen, group) for group in groups]
        for prompt in prompts:
            if len(prompt) > self._limit:
                raise UserError("text_too_long", tokens=len(prompt), limit=self._limit)
        paths = TextPaths(seen, self._vocabulary)
        answers = [
            Answer(paths, self._vocabulary, [self._ids(f"{n}:") for _, n in group], self._end)
            for group in groups
        ]
        shared = _shared(prompts)
        own = self._own_tokens(prompts[0], paths) if prompts else {}
        return Asked(index, paths, prompts, shared, answers, own)

    def _prompt(self, text: str, group: Group) -> list[int]:
        names = SEPARATOR.join(name for _, name in group)
        words = f"{_HEAD}{text}\n抽取: {names}\n输出: "
        if self._generate is None:
            return self._ids(words + GENERATE)
        return [*self._ids(words), self._generate]

    def _ids(self, words: str) -> list[int]:
        return list(self._tokenizer.encode(words, add_special_tokens=False).ids)

    def _own_tokens(self, prompt: Sequence[int], paths: TextPaths) -> dict[int, tuple[int, int]]:
        """The text's tokens as the prompt has them, by the byte of the text at which they begin."""
        start = len(_HEAD.encode("utf-8"))
        end = start + paths.byte_at(len(paths.text))
        own: dict[int, tuple[int, int]] = {}
        place = 0
        for token in prompt:
            after = place + len(self._vocabulary.spelt(token))
            if start <= place < after <= end:
                own[place - start] = (token, after - start)
            place = after
        return own


Group = Sequence[tuple[int, str]]
"""The fields of one prompt: their places, and their names as the prompt has them."""


def view(text: str) -> str:
    """``text`` as the model reads it, character for character: one line, since lines are the
    prompt's own; half of a surrogate pair, which no tokenizer takes, as the mark of what cannot be
    read."""
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    if character.isspace():
        return " "
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def _groups(fields: Sequence[Field]) -> list[Group]:
    """The fields in as few groups as hold them, of like size."""
    count = -(-len(fields) // LABELS)
    names = [view(field.name).replace(SEPARATOR, ",") for field in fields]
    cuts = [len(fields) * n // count for n in range(count + 1)] if count else [0]
    return [
        [(place, names[place]) for place in range(first, last)] for first, last in pairwise(cuts)
    ]


def _shared(prompts: Sequence[Sequence[int]]) -> int:
    """How many tokens all prompts begin with; at least one of each is left over."""
    shortest = min((len(prompt) for prompt in prompts), default=1) - 1
    for place in range(shortest):
        if len({prompt[place] for prompt in prompts}) > 1:
            return place
    return max(shortest, 0)


def _plain(tokenizer: Tokenizer) -> Tokenizer:
    """Words of a text that look like special tokens are text."""
    tokenizer.encode_special_tokens = True
    return tokenizer
