"""Training pairs of ContractNLI as the playbook will ask them: clause by clause, near misses included.

The check of a playbook judges the clauses nearest to a statement one by one. A model that met only random
places as "not mentioned" takes every clause of the right topic for support, so here most neutral
premises are the spans most alike to the hypothesis that the annotators did not mark.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from training.data import read
from training.nli_data import CHOICES, CONTRADICTION, NEUTRAL, NliPair

_WORD = re.compile(r"[a-z]{3,}")
_LONGEST = 1400
"""Characters of a premise; longer clauses are cut off in front of the tokens that training keeps."""


def pairs(rng: random.Random) -> Iterator[NliPair]:
    """The train documents, with other windows every epoch; contradictions, which are rare, three times."""
    for record in read("contract_nli"):
        if record["split"] != "train":
            continue
        document = _Document(record["text"], record["spans"])
        for key, note in record["annotations"].items():
            hypothesis = record["hypotheses"][key]
            label = CHOICES[note["choice"]]
            for premise, told in _asked(document, hypothesis, note["spans"], label, rng):
                yield NliPair(premise, hypothesis, told, "contract_nli train")


def _asked(
    document: _Document, hypothesis: str, marked: Sequence[int], label: int, rng: random.Random
) -> Iterator[tuple[str, int]]:
    near = [i for i in document.nearest(hypothesis, 8 + len(marked)) if i not in set(marked)]
    if label == NEUTRAL:
        for index in rng.sample(near[:6], min(2, len(near))):
            yield document.around(index, index, rng), NEUTRAL
        index = rng.randrange(len(document.spans))
        yield document.around(index, index + rng.randint(0, 3), rng), NEUTRAL
        return
    for _ in range(3 if label == CONTRADICTION else 1):
        yield document.around(min(marked), max(marked), rng), label
    if len(marked) > 1:
        index = rng.choice(marked)
        yield document.around(index, index, rng), label
    if near:
        yield document.text_of(rng.choice(near[2:]) if len(near) > 2 else near[0]), NEUTRAL


class _Document:
    """The spans of one document, and which of them are alike to a sentence."""

    def __init__(self, text: str, spans: Sequence[Sequence[int]]) -> None:
        self.text, self.spans = text, spans
        self._words = [set(_WORD.findall(text[slice(*span)].lower())) for span in spans]
        counts = Counter(word for words in self._words for word in words)
        self._weight = {word: math.log(1 + len(spans) / n) for word, n in counts.items()}

    def nearest(self, sentence: str, count: int) -> list[int]:
        """Spans by the weight of the words that they share with ``sentence``, for their length."""
        wanted = set(_WORD.findall(sentence.lower()))
        scored: list[tuple[float, int]] = []
        for index, words in enumerate(self._words):
            shared = sum(self._weight[word] for word in words & wanted)
            if shared:
                scored.append((shared / math.sqrt(8 + len(words)), index))
        return [index for _, index in sorted(scored, reverse=True)[:count]]

    def text_of(self, index: int) -> str:
        """One span on one line."""
        return " ".join(self.text[slice(*self.spans[index])].split())[:_LONGEST]

    def around(self, first: int, last: int, rng: random.Random) -> str:
        """The spans from ``first`` to ``last`` and now and then a neighbour; ``first`` alone if that is long."""
        more = rng.choice((0, 0, 0, 1))
        low, high = max(0, first - more), min(len(self.spans) - 1, last + more)
        start, end = self.spans[low][0], self.spans[high][1]
        if end - start > _LONGEST:
            start, end = self.spans[first]
        return " ".join(self.text[start:end].split())[:_LONGEST]
