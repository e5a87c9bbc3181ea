"""What the bilingual encoder is trained on: windows of text, and texts with the vector they should get."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from engine.documents.sentences import sentences
from training import splits
from training.bilingual_vocabulary import FOLDER, counted
from training.chinese_dictionary import meanings, translations
from training.data import read

WINDOW = 160
"""Tokens of a window, special tokens included."""
SENTENCE_TOKENS = 64
_WORD = re.compile(r"[A-Za-z]+|[^A-Za-z]+")


def windows(made: Tokenizer, language: str) -> np.ndarray:
    """All windows of the corpora of ``language`` ("zh" or "en"): ids, shape (n, WINDOW).

    Made once and kept in the run's folder. Documents that serve for figures are left out.
    """
    file = FOLDER / f"windows-{language}.npy"
    if not file.exists():
        texts = _chinese() if language == "zh" else _english()
        np.save(file, _windows(made, texts))
    return np.asarray(np.load(file))


def _chinese() -> Iterator[str]:
    for record in read("laws_zh"):
        yield f"{record['title']}\n{record['text']}"
    for record in read("templates_zh"):
        if not splits.template_held_out(record["class"]):
            yield f"{record['title']}\n{record['text']}"
    for record in read("fddc_zh"):
        if not splits.filing_held_out(record):
            yield record["text"]


def _english() -> Iterator[str]:
    for record in read("cuad"):
        if not splits.company_held_out(record["company"]):
            yield record["text"][:20_000]
    for record in read("sec_agreements"):
        yield record["text"][:6_000]


def _windows(made: Tokenizer, texts: Iterator[str]) -> np.ndarray:
    first, last = made.token_to_id("[CLS]"), made.token_to_id("[SEP]")
    body = WINDOW - 2
    rows: list[np.ndarray] = []
    for text in texts:
        ids = made.encode(text, add_special_tokens=False).ids
        for start in range(0, len(ids) - body + 1, body):
            rows.append(np.array([first, *ids[start : start + body], last], dtype=np.int32))
    return np.stack(rows)


@dataclass(frozen=True, slots=True)
class Taught:
    """English texts, and Chinese ones that should get the same vectors, in the same order."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]


def dictionary() -> Taught:
    """Every Chinese word of the dictionary with its first meanings."""
    entries = sorted(meanings().items())
    return Taught(
        tuple("; ".join(senses[:3]) for _, senses in entries), tuple(word for word, _ in entries)
    )


def english_sentences(limit: int = 60_000) -> list[str]:
    """Sentences of English corpora that may be trained on, in a fixed order."""
    found: set[str] = set()
    for record in read("nli_en"):
        open_licence = record["source"] in ("SNLI", "CAD-NLI", "ConjNLI", "MED")
        kept = record["split"] == "test" or splits.premise_held_out(record["premise"])
        if open_licence and not kept:
            found.update((record["premise"], record["hypothesis"]))
    general = sorted(found)
    random.Random(3).shuffle(general)
    legal = sorted(set(_legal_sentences()))
    random.Random(4).shuffle(legal)
    half = limit // 2
    return general[:half] + legal[: limit - half]


def _legal_sentences() -> Iterator[str]:
    for record in read("cuad"):
        if not splits.company_held_out(record["company"]):
            text = record["text"][:20_000]
            for start, end in sentences(text, 0, len(text)):
                sentence = " ".join(text[start:end].split())
                if 30 < len(sentence) < 260:
                    yield sentence


def switched(sentence: str, rng: random.Random) -> str:
    """``sentence`` with a random share of its words in Chinese, word by word, articles dropped."""
    share = rng.choice((0.4, 0.7, 1.0))
    pieces = _WORD.findall(sentence)
    made: list[str] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        used = 1
        if piece[0].isalpha() and rng.random() < share:
            used, piece = _translated(pieces, place, rng)
        made.append(piece)
        place += used
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", "".join(made))


_SUFFIXES = (
    ("ies", "y"),
    ("es", "e"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
)


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    return translations(counted()[0])


def _translated(pieces: list[str], place: int, rng: random.Random) -> tuple[int, str]:
    lexicon = _lexicon()
    for count in (5, 3, 1):
        phrase = "".join(pieces[place : place + count]).lower()
        if count > 1 and " " not in phrase:
            continue
        for form in _forms(phrase):
            if form in lexicon:
                choices = lexicon[form]
                return count, choices[min(int(rng.expovariate(1.5)), len(choices) - 1)]
    if pieces[place].lower() in ("a", "an", "the"):
        return 1, ""
    return 1, pieces[place]


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending, instead in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word[: -len(ending)] + instead


def translated_word(word: str) -> str:
    """The likeliest Chinese word for an English one in lower case, or nothing."""
    lexicon = _lexicon()
    return next((lexicon[form][0] for form in _forms(word) if form in lexicon), "")


def teacher_file(name: str) -> Path:
    """Where the teacher's vectors of a set of texts are kept."""
    return FOLDER / f"teacher-{name}.npy"
