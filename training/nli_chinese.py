"""Chinese pairs for the NLI pack: clauses edited, terms in several wordings, English pairs translated
word by word.

No Chinese set of sentence pairs may be shipped; so the general sense of entailment comes over from
English pairs said in Chinese (:mod:`training.rendered_zh`) or with some words exchanged, and
the sense of contracts from real clauses of laws and templates.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from training import clause_edits_zh, concepts_zh, splits
from training.data import held_out, read, share
from training.encoder_data import switched
from training.nli_data import CONTRADICTION, ENTAILMENT, NEUTRAL, Craft, NliPair
from training.rendered_zh import rendered

_ENDS = re.compile(r"(?<=[。；;])|\n+")
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+条|[（(]?[一二三四五六七八九十\d１２３４５６７８９０]+[）)]?[、．.]?|[\s　])+"
)
_OBLIGES = re.compile("应|须|不得|可以|有权|可|必须|负责|承担|支付|为|禁止|同意|自|由")


RENDERED = 0.65
"""The share of the translated pairs that are Chinese throughout."""


@cache
def clauses(development: bool) -> tuple[tuple[str, ...], ...]:
    """Sentences of templates, filings and laws, a tuple a document; held-out documents apart."""
    found: list[tuple[str, ...]] = []
    for record in read("templates_zh"):
        if splits.template_held_out(record["class"]) == development:
            found.append(tuple(sentences_of(record["text"])[:100]))
    templates = [document for document in found if len(document) > 5]
    found = templates * 4
    for record in read("laws_zh"):
        if held_out(record["id"]) == development and share(record["id"], "thin") < 0.35:
            found.append(tuple(sentences_of(record["text"])[:60]))
    return tuple(document for document in found if len(document) > 5)


def sentences_of(text: str) -> list[str]:
    """Whole sentences of 14 to 150 characters that oblige, permit or state something."""
    kept = []
    for part in _ENDS.split(text):
        bare = _NUMBERED.sub("", part.strip()).strip()
        whole = 14 <= len(bare) <= 150 and bare[-1] in "。；;"
        if whole and _OBLIGES.search(bare) and not re.search("[＿_│┌×]{2}|[：:]$", bare):
            kept.append(bare[:-1] + "。")
    return kept


def _bigrams(sentence: str) -> set[str]:
    return {sentence[i : i + 2] for i in range(len(sentence) - 1)}


CHINESE = Craft(
    documents=clauses,
    contradict=clause_edits_zh.contradict,
    paraphrase=clause_edits_zh.paraphrase,
    shorten=clause_edits_zh.shorten,
    other_party=clause_edits_zh.other_party,
    strengthen=clause_edits_zh.strengthen,
    exchange=clause_edits_zh.change_party,
    words=_bigrams,
    short=70,
)


def translated(pairs: Sequence[NliPair], rng: random.Random, part: float) -> Iterator[NliPair]:
    """A share of ``pairs`` said in Chinese words, or with words of both sides or of one exchanged."""
    for pair in pairs:
        if rng.random() < part:
            sides = [pair.premise, pair.hypothesis]
            if rng.random() < RENDERED:
                sides = [rendered(side, rng) for side in sides]
            else:
                for place in rng.choice(((0, 1), (0, 1), (0, 1), (0,), (1,))):
                    sides[place] = switched(sides[place], rng)
            yield replace(pair, premise=sides[0], hypothesis=sides[1], kind=f"{pair.kind} zh")


def worded(rng: random.Random, terms: int, development: bool = False) -> Iterator[NliPair]:
    """Pairs of differently worded terms; see :func:`training.nli_data.worded`."""
    names = sorted(concepts_zh.CONCEPTS)
    keys = [key for index, key in enumerate(names) if (index % 4 == 3) == development]
    for _ in range(terms):
        key = rng.choice(keys)
        kind = concepts_zh.CONCEPTS[key][0]
        parties = rng.choice(concepts_zh.PARTIES)
        value = concepts_zh.value_of(key, rng)
        clash = concepts_zh.value_of(key, rng, value)
        for one, two in ((value, clash), (clash, value)):
            first, second = (concepts_zh.say(key, v, parties, rng) for v in (one, two))
            yield NliPair(_context(first, rng), second, CONTRADICTION, kind)
            again = concepts_zh.say(key, two, parties, rng)
            yield NliPair(_context(again, rng), second, ENTAILMENT, "reworded")
            near = concepts_zh.neighbour(key, rng)
            same = concepts_zh.CONCEPTS[near][0] == kind and kind != "law"
            shown = two if same else concepts_zh.value_of(near, rng)
            other = concepts_zh.say(near, shown, parties, rng)
            yield NliPair(_context(other, rng), second, NEUTRAL, "other term")


_FILLERS = (
    "本合同一式两份，双方各执一份。",
    "未尽事宜由双方协商解决。",
    "本合同自双方签字盖章之日起生效。",
    "标题仅为方便阅读而设。",
    "本合同附件与正文具有同等法律效力。",
)


def _context(text: str, rng: random.Random) -> str:
    if rng.random() < 0.7:
        return text
    filler = rng.choice(_FILLERS)
    return rng.choice((f"{text}{filler}", f"{filler}{text}"))
