"""Measures comparison: each kind of change beside difflib and a redline library, and speed.

``python -m benchmarks.compare [--split dev|test] [--documents N] [--redline] [--speed] [--meaning]``. Pairs of
versions are made of real contracts by known edits (:mod:`benchmarks.compare_pairs`); every clause of
either version has one right kind. ``dev`` is what settings were chosen on, ``test`` other contracts.
``--redline`` adds python-redlines (its Docxodus engine), which must be installed: ``pip install
"python-redlines[docxodus]"``; its tracked changes are read paragraph by paragraph.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import islice, pairwise, product
from pathlib import Path

from benchmarks.compare_pairs import KINDS, VersionPair, contracts, edited, numbered, version_pair
from engine.compare import Part, compare_parts, diff, parts_of
from engine.compare.meaning import conclude, read
from engine.compare.tokens import Terms
from engine.consistency.reading import party_pattern
from engine.documents import paste, sentences
from engine.types import Change

Kinds = tuple[list[str], list[str]]
"""What a tool says of each old and of each new clause."""

Tool = Callable[[VersionPair], Kinds]
_SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
_PLAIN = {Change.RENUMBERED: "same"}


def ours(pair: VersionPair) -> Kinds:
    """This engine, on the numbered texts, clause alignment included."""
    texts = numbered(pair.old.texts), numbered(pair.new.texts)
    left, right = (parts_of(paste(text, "version")) for text in texts)
    said: Kinds = (["removed"] * len(pair.old.texts), ["added"] * len(pair.new.texts))
    places = [_places(text) for text in texts]
    for change in compare_parts(left, right):
        kind = _PLAIN.get(change.change, change.change.value)
        for side, found, starts in zip(said, (change.old, change.new), places, strict=True):
            for part in found:
                index = _at(starts, part)
                if index >= 0:
                    side[index] = kind
    return said


def by_difflib(pair: VersionPair) -> Kinds:
    """Paragraphs without their numbers through difflib; replaced ones pair up in order."""
    said: Kinds = ([""] * len(pair.old.texts), [""] * len(pair.new.texts))
    matcher = SequenceMatcher(None, pair.old.texts, pair.new.texts, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        both = min(b - a, d - c)
        middle = "same" if tag == "equal" else "edited"
        for place in range(b - a):
            said[0][a + place] = middle if place < both else "removed"
        for place in range(d - c):
            said[1][c + place] = middle if place < both else "added"
    return said


def by_redline(pair: VersionPair) -> Kinds:
    """python-redlines: what its tracked changes make of each paragraph."""
    from docx import Document
    from python_redlines import DocxodusEngine

    files = []
    for texts in (pair.old.texts, pair.new.texts):
        made = Document()
        for text in texts:
            made.add_paragraph(text)
        buffer = io.BytesIO()
        made.save(buffer)
        files.append(buffer.getvalue())
    data, _, _ = DocxodusEngine().run_redline("bench", original=files[0], modified=files[1])
    return _read_redline(Document(io.BytesIO(data)), pair)


def _read_redline(document: object, pair: VersionPair) -> Kinds:
    """Every clause's kind out of tracked changes: paragraphs whose end was inserted or deleted run
    on into the next one, so that splits and merges count where the marks say so."""
    said: Kinds = (["removed"] * len(pair.old.texts), ["added"] * len(pair.new.texts))
    places = [
        {text: [i for i, t in enumerate(texts) if t == text][::-1] for text in texts}
        for texts in (pair.old.texts, pair.new.texts)
    ]
    body = document.element.body  # type: ignore[attr-defined]
    group: list[tuple[list[str], list[str]]] = [([], [])]
    open_old = open_new = ""
    marks: set[str] = set()
    for paragraph in body.iter(f"{_W}p"):
        old, new = _states(paragraph)
        marks |= {op for op in _MARKS if paragraph.find(f"{_W}{op}") is not None}
        open_old, open_new = open_old + old, open_new + new
        end = {op for op in _MARKS if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}{op}") is not None}
        marks |= end & {"moveFrom", "moveTo"}
        if not end & {"ins", "moveTo"}:
            group[0][0].append(open_old)
            open_old = ""
        if not end & {"del", "moveFrom"}:
            group[0][1].append(open_new)
            open_new = ""
        if open_old.strip() and open_new.strip():
            continue
        olds, news = ([t.strip() for t in side if t.strip()] for side in group[0])
        kind = _kind(olds, news, marks)
        for side, found, known in zip(said, (olds, news), places, strict=True):
            for text in found:
                if known.get(text):
                    side[known[text].pop()] = kind
        group, marks = [([], [])], set()
    return said


_MARKS = ("ins", "del", "moveFrom", "moveTo")


def _kind(olds: list[str], news: list[str], marks: set[str]) -> str:
    if marks & {"moveFrom", "moveTo"}:
        return "moved"
    if not olds or not news:
        return "removed" if olds else "added"
    if len(olds) != len(news):
        return "split" if len(news) > len(olds) else "merged"
    return "edited" if marks else "same"


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _states(paragraph: object) -> tuple[str, str]:
    """A paragraph's text before and after its tracked changes."""
    old = new = ""
    for item in paragraph.iter(f"{_W}t", f"{_W}delText"):  # type: ignore[attr-defined]
        above = {ancestor.tag.removeprefix(_W) for ancestor in item.iterancestors()}
        if not above & {"ins", "moveTo"}:
            old += item.text or ""
        if not above & {"del", "moveFrom"}:
            new += item.text or ""
    return old.strip(), new.strip()


def _places(text: str) -> list[int]:
    found, position = [], 0
    for paragraph in text.split("\n\n"):
        found.append(position)
        position += len(paragraph) + 2
    return found


def _at(starts: Sequence[int], part: Part) -> int:
    return next((i for i, start in enumerate(starts) if start == part.start), -1)


class Score:
    """Clause kinds counted over many pairs."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.true: Counter[str] = Counter()
        self.seconds = 0.0

    def add(self, pair: VersionPair, tool: Tool) -> None:
        """Count what ``tool`` says of ``pair``."""
        started = time.perf_counter()
        said = tool(pair)
        self.seconds += time.perf_counter() - started
        for side, version in zip(said, (pair.old, pair.new), strict=True):
            self.said.update(side)
            self.true.update(version.kinds)
            self.right.update(a for a, b in zip(side, version.kinds, strict=True) if a == b)

    def f1(self, kind: str) -> float:
        """The harmonic mean of precision and recall of one kind."""
        total = self.said[kind] + self.true[kind]
        return 2 * self.right[kind] / total if total else 0.0


def main() -> None:
    """Print the tables of benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--redline", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--meaning", action="store_true")
    parser.add_argument("--data", type=Path, default=_SHARED)
    options = parser.parse_args()
    if options.speed:
        speed(options.data)
        return
    if options.meaning:
        meaning(options.data, options.documents)
        return
    tools: dict[str, Tool] = {"this engine": ours, "difflib": by_difflib}
    if options.redline:
        tools["python-redlines"] = by_redline
    for language in ("en", "zh"):
        found = list(
            islice(contracts(options.data, language, options.split), options.documents + 1)
        )
        scores = {name: Score() for name in tools}
        for (name, old), (_, other) in pairwise(found):
            pair = version_pair(name, old, other, language, 1)
            for tool, score in scores.items():
                score.add(pair, tools[tool])
        report(language, options.split, len(found) - 1, scores)


def report(language: str, split: str, documents: int, scores: dict[str, Score]) -> None:
    """One language's table."""
    first = next(iter(scores.values()))
    print(f"\n{language} {split}: {documents} pairs, {first.true.total()} clauses on both sides\n")
    print(f"| kind | clauses | {' | '.join(scores)} |\n|---|---|{'---|' * len(scores)}")
    for kind in KINDS:
        figures = " | ".join(f"{score.f1(kind):.3f}" for score in scores.values())
        print(f"| {kind} | {first.true[kind]} | {figures} |")
    mean = " | ".join(f"{sum(s.f1(k) for k in KINDS) / len(KINDS):.3f}" for s in scores.values())
    print(f"| mean | | {mean} |")
    print(
        f"| seconds a pair | | {' | '.join(f'{s.seconds / documents:.2f}' for s in scores.values())} |"
    )


def speed(data: Path) -> None:
    """Seconds of processor time for reading, alignment and all differences, by number of clauses."""
    texts = [text for _, found in islice(contracts(data, "en", "test"), 200) for text in found]
    texts = list(dict.fromkeys(texts))
    print("| clauses | reading s | aligning s | differences s |\n|---|---|---|---|")
    for size in (300, 1000, 2000, 4000):
        rng = random.Random(size)
        old = texts[:size]
        new = [
            edited(t, "en", rng) if rng.random() < 0.3 else t for t in old if rng.random() > 0.05
        ]
        started = time.process_time()
        left, right = (parts_of(paste(_articles(side), "version")) for side in (old, new))
        read = time.process_time()
        pairs = compare_parts(left, right)
        aligned = time.process_time()
        terms = Terms((numbered(old),))
        for pair in pairs:
            if pair.edited:
                diff(pair.old[0].text, pair.new[0].text, terms)
        done = time.process_time()
        print(
            f"| {len(old)} | {read - started:.2f} | {aligned - read:.2f} | {done - aligned:.2f} |"
        )


_DIRECTED = {
    "en": (
        (r"\bshall not\b", "may", "looser"), (r"\bmay(?! not)\b", "shall", "stricter"), (r"\bshall(?! not)\b", "may", "looser"),
        (r"(?<=\bshall )(?!not\b)", "use reasonable efforts to ", "looser"), (r"(?<=\bnon-)exclusive\b", None, "contradicts"),
    ),
    "zh": (
        ("不得", "可以", "looser"), ("(?<!不)应当", "可以", "looser"), ("(?<!不)可以", "应当", "stricter"),
        ("(?<!不)负责", "不负责", "contradicts"),
    ),
}  # fmt: skip


def meaning(data: Path, documents: int) -> None:
    """How often the rules tell the direction of an edit of one real sentence that has one."""
    print("| language | edit to | sentences | right | unclear | wrong |\n|---|---|---|---|---|---|")
    parties = party_pattern("")
    for language, edits in _DIRECTED.items():
        texts = [
            t for _, found in islice(contracts(data, language, "test"), documents) for t in found
        ]
        said: dict[str, Counter[str]] = {}
        for text, (pattern, instead, expected) in product(dict.fromkeys(texts), edits):
            if len(re.findall(pattern, text)) != 1 or len(sentences(text)) != 1:
                continue
            changed = text.replace("non-exclusive", "exclusive") if instead is None else re.sub(pattern, instead, text)  # fmt: skip
            bearing = conclude(read(text, changed, parties), {}).bearing.value
            said.setdefault(expected, Counter())[
                "right" if bearing == expected else "unclear" if bearing == "unclear" else "wrong"
            ] += 1
        for expected, counted in said.items():
            total = counted.total()
            shares = " | ".join(f"{counted[k] / total:.1%}" for k in ("right", "unclear", "wrong"))
            print(f"| {language} | {expected} | {total} | {shares} |")


def _articles(texts: list[str]) -> str:
    """Clauses 1.1, 1.2 … 2.1: as many as there are."""
    return "\n\n".join(f"{i // 40 + 1}.{i % 40 + 1} {text}" for i, text in enumerate(texts))


if __name__ == "__main__":
    main()
