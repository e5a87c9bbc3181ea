"""Pairs for the NLI pack: public sets that may be shipped, and generated pairs of contract clauses."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from training import concepts
from training.clause_edits import (
    ROLE,
    Edited,
    change_party,
    contradict,
    paraphrase,
    shorten,
)
from training.data import held_out, read, share

LABELS = ("contradiction", "entailment", "neutral")
CONTRADICTION, ENTAILMENT, NEUTRAL = range(3)
CHOICES = {"Entailment": ENTAILMENT, "Contradiction": CONTRADICTION, "NotMentioned": NEUTRAL}


@dataclass(frozen=True, slots=True)
class NliPair:
    """``label`` indexes :data:`LABELS`; ``kind`` names the source or the sort of conflict."""

    premise: str
    hypothesis: str
    label: int
    kind: str


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", text.lower()).strip()


@cache
def _sentence_records() -> tuple[dict[str, str], ...]:
    return tuple(read("nli_en"))


def snli_test() -> list[NliPair]:
    """SNLI's test part: for measuring only."""
    return [
        NliPair(r["premise"], r["hypothesis"], LABELS.index(r["label"]), "SNLI test")
        for r in _sentence_records()
        if r["source"] == "SNLI" and r["split"] == "test"
    ]


def sentence_pairs(development: bool, rng: random.Random, noisy: int = 3000) -> list[NliPair]:
    """SNLI dev, CAD-NLI train, MED and ``noisy`` pairs of ConjNLI's machine-made part.

    No premise of SNLI's test part is used; a premise is on one side only. Development: a tenth of
    the premises, and the sets' own dev parts where they have one.
    """
    forbidden = {
        _plain(r["premise"])
        for r in _sentence_records()
        if r["split"] == "test" and r["source"] in ("SNLI", "CAD-NLI")
    }
    parts = {
        ("SNLI", "dev"),
        ("CAD-NLI", "train"),
        ("ConjNLI", "train_adversarial"),
        ("MED", "all"),
    }
    found: dict[str, list[NliPair]] = defaultdict(list)
    for r in _sentence_records():
        premise = _plain(r["premise"])
        if (r["source"], r["split"]) not in parts or premise in forbidden:
            continue
        if held_out(premise, 0.08) == development:
            label = LABELS.index(r["label"])
            found[r["source"]].append(NliPair(r["premise"], r["hypothesis"], label, r["source"]))
    rng.shuffle(found["ConjNLI"])
    found["ConjNLI"] = found["ConjNLI"][:noisy]
    return [pair for pairs in found.values() for pair in pairs]


def contract_nli(split: str, rng: random.Random, all_neutral: bool = False) -> list[NliPair]:
    """ContractNLI with the premise cut to the evidence and some text around it.

    NotMentioned: a random window of the document (``train``), which does not mention it either.
    """
    pairs: list[NliPair] = []
    for record in read("contract_nli"):
        if record["split"] != split:
            continue
        text, spans = record["text"], record["spans"]
        for key, note in record["annotations"].items():
            hypothesis = record["hypotheses"][key]
            label = CHOICES[note["choice"]]
            if label == NEUTRAL:
                first = rng.randrange(len(spans))
                chosen = range(first, min(len(spans), first + rng.randint(1, 4)))
            else:
                around = rng.choice([0, 0, 1])
                chosen = range(
                    max(0, min(note["spans"]) - around),
                    min(len(spans), max(note["spans"]) + 1 + around),
                )
                if spans[chosen[-1]][1] - spans[chosen[0]][0] > 1400:
                    chosen = note["spans"]
            premise = " ".join(" ".join(text[slice(*spans[i])].split()) for i in chosen)
            pairs.append(NliPair(premise[:1500], hypothesis, label, f"contract_nli {split}"))
    return pairs


# --- Generated clause pairs ------------------------------------------------------------


@cache
def clauses(development: bool) -> tuple[tuple[str, ...], ...]:
    """Sentences of contracts, a tuple a document: CUAD and EDGAR agreements, whole companies a side."""
    found: list[tuple[str, ...]] = []
    for record in read("cuad"):
        if held_out(record["company"]) == development:
            found.append(tuple(sentences_of(record["text"])[:120]))
    for record in read("sec_agreements"):
        if held_out(record["cik"]) == development and share(record["id"], "thin") < 0.5:
            found.append(tuple(sentences_of(record["text"])[:60]))
    return tuple(document for document in found if len(document) > 5)


def sentences_of(text: str) -> list[str]:
    """Whole sentences of 50 to 330 characters that oblige, permit or state something."""
    flat = re.sub(r"\s+", " ", text)
    parts = re.split(r"(?<=[.;:])\s+(?=[A-Z(\"“])", flat)
    kept: list[str] = []
    for part in parts:
        bare = re.sub(
            r"^(?:\(?[a-zA-Z0-9]{1,3}[.)]\s*|\d+(?:\.\d+)+\.?\s*|Section \d[\d.]*\s*)+", "", part
        ).strip()
        if not 50 <= len(bare) <= 330 or bare.count("_") > 2 or bare.count(". .") > 1:
            continue
        if (
            re.search(r"\b(?:shall|will|must|may|is|are|agrees?)\b", bare)
            and bare[0].isupper()
            and bare[-1] in ".;"
        ):
            bare = re.sub(
                r"(?<=[.;])\s+(?:[A-Z]?\d+(?:\.\d+)*[.)]?|\d+\))(?:\s[A-Z][\w ,]{2,40}\.)?$",
                "",
                bare,
            )
            kept.append(bare.rstrip(";") + ("." if bare.endswith(";") else ""))
    return kept


@dataclass(frozen=True, slots=True)
class Craft:
    """What making pairs needs to know of a language. ``words`` cuts a sentence for comparison; up to
    ``short`` characters it is plain who does what."""

    documents: Callable[[bool], tuple[tuple[str, ...], ...]]
    contradict: Callable[[str, random.Random], Edited | None]
    paraphrase: Callable[[str, random.Random, int], str]
    shorten: Callable[[str, random.Random], str | None]
    other_party: Callable[[str, random.Random], str | None]
    strengthen: Callable[[str], str | None]
    exchange: Callable[[str, random.Random], Edited | None]
    words: Callable[[str], set[str]]
    short: int


def generated(
    development: bool, rng: random.Random, seeds: int, craft: Craft | None = None
) -> Iterator[NliPair]:
    """Pairs around ``seeds`` sentences and their contradictions, in English unless ``craft`` says.

    For a sentence S and its edit T, both stand as hypothesis under every label, so that the
    hypothesis alone says (nearly) nothing.
    """
    craft = craft or ENGLISH
    documents = craft.documents(development)
    made = 0
    while made < seeds:
        document = rng.choice(documents)
        sentence = rng.choice(document)
        edit = craft.contradict(sentence, rng)
        if edit is None or (edit.kind in ("modality", "negation") and rng.random() < 0.6):
            continue
        made += 1
        for one, two in ((sentence, edit.text), (edit.text, sentence)):
            pair = (_maybe(one, rng, craft), _maybe(two, rng, craft))
            yield NliPair(*pair, CONTRADICTION, edit.kind)
            yield from _agreeing(two, rng, craft)
            yield _neutral(two, document, documents, rng, craft)


def roles(rng: random.Random, seeds: int, craft: Craft | None = None) -> Iterator[NliPair]:
    """Short sentences of training documents in which two parties change places: who does what to whom.

    Without these a model sees the same words and says that one follows from the other: of the edits of all
    kinds only a tenth exchange parties, most of them in sentences that are too long to begin with.
    """
    craft = craft or ENGLISH
    short = [s for document in craft.documents(False) for s in document if len(s) <= craft.short]
    made = 0
    while made < seeds:
        sentence = rng.choice(short)
        edit = craft.exchange(sentence, rng)
        if edit is None:
            continue
        made += 1
        for one, two in ((sentence, edit.text), (edit.text, sentence)):
            pair = (_maybe(one, rng, craft), _maybe(two, rng, craft))
            yield NliPair(*pair, CONTRADICTION, edit.kind)
            yield NliPair(one, craft.paraphrase(one, rng, 3), ENTAILMENT, "paraphrase")
        other = craft.other_party(sentence, rng)
        if other is not None:
            yield NliPair(_maybe(other, rng, craft), sentence, NEUTRAL, "other party")


def worded(rng: random.Random, terms: int, development: bool = False) -> Iterator[NliPair]:
    """Pairs of differently worded terms; for each term and two values every label, both ways.

    Development holds out every fourth term, so that its wordings are new.
    """
    keys = [k for i, k in enumerate(sorted(concepts.CONCEPTS)) if (i % 4 == 3) == development]
    for _ in range(terms):
        key = rng.choice(keys)
        kind = concepts.CONCEPTS[key][0]
        parties = rng.choice(concepts.PARTIES)
        value = concepts.value_of(key, rng)
        clash = concepts.value_of(key, rng, value)
        for one, two in ((value, clash), (clash, value)):
            first, second = (concepts.say(key, v, parties, rng) for v in (one, two))
            yield NliPair(_context(first, rng), second, CONTRADICTION, kind)
            again = concepts.say(key, two, parties, rng)
            yield NliPair(_context(again, rng), second, ENTAILMENT, "reworded")
            near = concepts.neighbour(key, rng)
            same = concepts.CONCEPTS[near][:2] == concepts.CONCEPTS[key][:2]
            other = concepts.say(near, two if same else concepts.value_of(near, rng), parties, rng)
            yield NliPair(_context(other, rng), second, NEUTRAL, "other term")


def _context(text: str, rng: random.Random) -> str:
    """The premise alone, or beside a sentence that has nothing to do with it."""
    if rng.random() < 0.7:
        return text
    filler = rng.choice(
        (
            "Headings are for convenience only.",
            "This Agreement binds the successors of the parties.",
            "Notices shall be in writing.",
            "No waiver is effective unless signed.",
            "This Agreement may be executed in counterparts.",
        )
    )
    return rng.choice((f"{text} {filler}", f"{filler} {text}"))


def _maybe(text: str, rng: random.Random, craft: Craft) -> str:
    return craft.paraphrase(text, rng, 2) if rng.random() < 0.5 else text


def _agreeing(text: str, rng: random.Random, craft: Craft) -> Iterator[NliPair]:
    short = craft.shorten(text, rng) if rng.random() < 0.5 else None
    if short is not None:
        # The part follows from the whole; the whole does not follow from the part.
        yield NliPair(text, _maybe(short, rng, craft), ENTAILMENT, "shorter")
        if rng.random() < 0.5:
            yield NliPair(short, _maybe(text, rng, craft), NEUTRAL, "longer")
        return
    said = craft.paraphrase(text, rng, 3)
    one, two = (text, said) if rng.random() < 0.5 else (said, text)
    yield NliPair(one, two, ENTAILMENT, "paraphrase")


def _neutral(
    text: str,
    document: Sequence[str],
    documents: Sequence[Sequence[str]],
    rng: random.Random,
    craft: Craft,
) -> NliPair:
    roll = rng.random()
    if roll < 0.3:
        other = craft.other_party(text, rng)
        if other is not None:
            return NliPair(_maybe(other, rng, craft), text, NEUTRAL, "other party")
    if roll < 0.45:
        other = craft.strengthen(text)
        if other is not None:
            return NliPair(_maybe(text, rng, craft), other, NEUTRAL, "may or must")
    if roll < 0.8:
        # The most alike sentence of the same document: same words and numbers, other matter.
        words = craft.words(text)
        pool = rng.sample(list(document), min(len(document), 25))
        scored = [(_overlap(words, craft.words(other)), other) for other in pool]
        alike = sorted((pair for pair in scored if 0 < pair[0] < 0.6), reverse=True)
        if alike:
            near = _maybe(alike[0][1], rng, craft)
            return NliPair(near, _maybe(text, rng, craft), NEUTRAL, "near miss")
    other_document = rng.choice(documents)
    return NliPair(rng.choice(other_document), _maybe(text, rng, craft), NEUTRAL, "other topic")


def _overlap(words: set[str], other: set[str]) -> float:
    return len(words & other) / max(1, min(len(words), len(other)))


def _third_party(text: str, rng: random.Random) -> str | None:
    """The same duty of someone else: it neither follows nor contradicts."""
    names = list(dict.fromkeys(m.group() for m in ROLE.finditer(text)))
    if not names:
        return None
    name = rng.choice(names)
    other = rng.choice(
        [
            r
            for r in (
                "Guarantor",
                "Carrier",
                "Broker",
                "Trustee",
                "Auditor",
                "Subcontractor",
                "Escrow Agent",
                "Administrator",
            )
            if r != name
        ]
    )
    return re.sub(rf"\b{re.escape(name)}\b", other, text)


def _strengthen(text: str) -> str | None:
    """A permission turned into a duty does not follow from the permission."""
    match = re.search(r"\bmay\b(?! not| only)", text)
    if match is None:
        return None
    return f"{text[: match.start()]}shall{text[match.end() :]}"


ENGLISH = Craft(
    documents=clauses,
    contradict=contradict,
    paraphrase=paraphrase,
    shorten=shorten,
    other_party=_third_party,
    strengthen=_strengthen,
    exchange=change_party,
    words=lambda sentence: set(_plain(sentence).split()),
    short=220,
)
