"""Measures contradictions: planted ones found, false alarms on untouched contracts.

``python -m benchmarks.contradictions [--split dev|test] [--documents N]``. English contracts are
those of companies that no pack was trained on; Chinese ones are templates, blanks filled for planting.
``dev`` and ``test`` are different contracts: settings are chosen on one, figures reported of the other.
``seen`` are contracts that the packs were trained on: for the rules alone they are as new as any.
``fresh`` (English) are those of Kleister NDA, on which nothing was trained or tuned.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from benchmarks.planted import KINDS, Plant, filled, plant
from benchmarks.planted_matters import KINDS as MATTERS
from benchmarks.planted_matters import plant_matters
from engine.consistency import (
    Judgement,
    Known,
    Matcher,
    Statement,
    combine,
    judged_pair,
    settled_inside,
)
from engine.consistency.judge import MODEL_THRESHOLD, verdict_id
from engine.consistency.subject import Weights
from engine.control import JobControl
from engine.documents import paste
from engine.errors import UserError
from engine.models.protocols import Embedder, PairClassifier
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.types import Label
from training.data import held_out, share

POLICIES = ("candidates", "rules", "model", "both")
_CONTROL = JobControl()


@dataclass(slots=True)
class Count:
    """What one policy found."""

    hits: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    wrong_kinds: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Everything measured in one language."""

    planted: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Count] = field(default_factory=lambda: {p: Count() for p in POLICIES})
    alarms: Counter[str] = field(default_factory=Counter)
    clauses: int = 0
    statements: int = 0
    documents: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that a policy calls a contradiction, and the kind it names."""

    left: Statement
    right: Statement
    kind: str


LONGEST = 60_000


def contracts(
    folder: Path, language: str, split: str, limit: int, skip: int = 0, longest: int = LONGEST
) -> Iterator[str]:
    """Texts of 3,000 characters and more, the same on every machine."""
    picked: list[tuple[float, str]] = []
    fresh = split == "fresh"
    names = ("cuad", "sec_agreements") if language == "en" else ("templates_zh",)
    if fresh:
        names = ("kleister_nda",)
    for name in names:
        with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                group = record.get("company") or record.get("cik") or record.get("class", "")
                if language == "en" and not fresh and held_out(group) == (split == "seen"):
                    continue
                if split in ("dev", "test") and (share(group, "contradictions") < 0.5) != (
                    split == "dev"
                ):
                    continue
                low = 3000 if language == "en" else 800
                if low <= len(record["text"]) <= longest:
                    picked.append((share(record["id"], "order"), record["text"]))
    for _, text in sorted(picked)[skip : skip + limit]:
        yield text


class Checker:
    """The engine's own stages, with every policy's answer on the same pairs."""

    def __init__(
        self,
        language: str,
        embedder: Embedder | None,
        model: PairClassifier | None,
        every_pair: bool = False,
    ):
        self._embedder = embedder if embedder and language in embedder.info.languages else None
        self.model = model if model and language in model.info.languages else None
        self._every_pair = every_pair

    def find(self, text: str) -> tuple[dict[str, list[Found]], int, int]:
        """Contradictions by policy, and how many clauses and statements there were."""
        known = Known.read(paste(text, "contract"))
        listed = known.statements
        weights = Weights(listed)
        settled = list(settled_inside(known, weights))
        embed = (lambda texts: self._embedder.embed(texts, _CONTROL)) if self._embedder else None
        candidates = Matcher(embed).pairs(listed, weights)
        read = [
            judged_pair(listed[c.left], listed[c.right], known, known, weights) for c in candidates
        ]
        pairs = list({verdict_id(pair): pair for pair in [*read, *settled]}.values())
        judged = self._judged(known, [(p.left, p.right) for p in pairs if not p.flaw])
        found: dict[str, list[Found]] = {policy: [] for policy in POLICIES}
        for pair in pairs:
            clash, left, right = pair.found, pair.left, pair.right
            kind = clash.clashes[0].kind.value if clash else "model"
            found["candidates"].append(Found(left, right, kind))
            if clash and clash.certain:
                found["rules"].append(Found(left, right, kind))
            judgement = judged.get((left.start, right.start))
            if judgement and judgement.agreed >= MODEL_THRESHOLD:
                found["model"].append(Found(left, right, "model"))
            verdict = combine(pair, judgement, 0.5)
            if verdict.label is Label.CONTRADICTION:
                found["both"].append(Found(left, right, kind))
        if self._every_pair:
            found["model"] = self._on_every_pair(known)
        return found, len(known.contract.clauses), len(listed)

    def _on_every_pair(self, known: Known) -> list[Found]:
        """What NLI alone finds without any choice of candidates or any rule."""
        pairs = list(combinations(known.statements, 2))
        judged = self._judged(known, pairs)
        return [
            Found(left, right, "model")
            for left, right in pairs
            if (one := judged.get((left.start, right.start))) and one.agreed >= MODEL_THRESHOLD
        ]

    def _judged(
        self, known: Known, pairs: Sequence[tuple[Statement, Statement]]
    ) -> dict[tuple[int, int], Judgement]:
        if self.model is None:
            return {}
        texts = [(known.in_full(left), known.in_full(right)) for left, right in pairs]
        asked = [*texts, *((b, a) for a, b in texts)]
        columns = [self.model.info.labels.index(label) for label in Label]
        rows = {
            index: row[columns]
            for index, row in self.model.classify(asked, _CONTROL, lambda *_: None)
        }
        return {
            (left.start, right.start): Judgement(rows[index], rows[index + len(texts)])
            for index, (left, right) in enumerate(pairs)
            if index in rows and index + len(texts) in rows
        }


def measure(
    texts: Sequence[str], language: str, checker: Checker, seed: int, anew: bool = False
) -> Tally:
    """Plant in each text and look; look into each untouched text too. ``anew``: conflicts that share
    few words, in place of changed copies."""
    tally = Tally()
    rng = random.Random(seed)
    for text in texts:
        # Blanks filled by chance would contradict each other: untouched forms stay as they are.
        planting = plant_matters if anew else plant
        planted = planting(filled(text, rng) if language == "zh" else text, language, rng)
        began = time.perf_counter()
        found, _, _ = checker.find(planted.text)
        untouched, clauses, count = checker.find(text)
        tally.seconds += time.perf_counter() - began
        tally.clauses += clauses
        tally.statements += count
        tally.documents += 1
        tally.planted.update(one.kind for one in planted.plants)
        for policy in POLICIES:
            _score(tally, policy, found[policy], planted.plants, anew)
            tally.alarms[policy] += len(untouched[policy])
            if policy == "both":
                tally.counts[policy].shown += [_show(one, "ALARM") for one in untouched[policy]]
        missed = set(planted.plants) - {
            one for one in planted.plants for f in found["both"] if _hits(f, one)
        }
        tally.counts["both"].shown += [
            f"MISSED {one.kind}\n    {' '.join(planted.text[slice(*one.source)].split())}\n    {one.changed}"
            for one in sorted(missed, key=lambda p: p.planted)
        ]
    return tally


def _score(
    tally: Tally, policy: str, found: Sequence[Found], plants: Sequence[Plant], anew: bool
) -> None:
    count = tally.counts[policy]
    for one in plants:
        count.hits[one.kind] += any(_hits(f, one) for f in found)
    wrong = [f for f in found if not any(_hits(f, one) for one in plants)]
    if anew:
        # A planted law or court contradicts the contract's own: that is no false alarm.
        wrong = [f for f in wrong if not any(_touches(f, one) for one in plants)]
    count.wrong += len(wrong)
    count.wrong_kinds.update(f.kind for f in wrong)


def _hits(found: Found, one: Plant) -> bool:
    spans = ((found.left.start, found.left.end), (found.right.start, found.right.end))
    return any(_meet(spans[i], one.source) and _meet(spans[1 - i], one.planted) for i in (0, 1))


def _touches(found: Found, one: Plant) -> bool:
    spans = ((found.left.start, found.left.end), (found.right.start, found.right.end))
    return any(_meet(span, side) for span in spans for side in (one.source, one.planted))


def _meet(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _show(found: Found, word: str) -> str:
    left, right = (" ".join(s.text.split())[:400] for s in (found.left, found.right))
    return f"{word} {found.kind}\n    {found.left.clause} {left}\n    {found.right.clause} {right}"


def table(tally: Tally, policies: Sequence[str]) -> Iterator[str]:
    """The figures as lines of a Markdown table."""
    yield f"| kind | planted | {' | '.join(f'{p}: found' for p in policies)} |"
    yield "|---" * (2 + len(policies)) + "|"
    for kind in [k for k in (*KINDS, *MATTERS) if tally.planted[k]]:
        shares = [_share(tally.counts[p].hits[kind], tally.planted[kind]) for p in policies]
        yield f"| {kind} | {tally.planted[kind]} | {' | '.join(shares)} |"
    total = tally.planted.total()
    hits = {p: tally.counts[p].hits.total() for p in policies}
    yield f"| all: recall | {total} | {' | '.join(_share(hits[p], total) for p in policies)} |"
    right = [_share(hits[p], hits[p] + tally.counts[p].wrong) for p in policies]
    yield f"| all: precision | | {' | '.join(right)} |"
    rate = [f"{100 * tally.alarms[p] / max(1, tally.clauses):.2f}" for p in policies]
    yield f"| false alarms per 100 clauses, untouched | | {' | '.join(rate)} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _model(get: Callable[[], Embedder | PairClassifier]) -> Embedder | PairClassifier | None:
    try:
        return get()
    except UserError:
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", choices=("dev", "test", "seen", "fresh"), default="test")
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--skip", type=int, default=0, help="documents to pass over first")
    parser.add_argument("--longest", type=int, default=LONGEST, help="characters of a contract")
    parser.add_argument("--languages", default="en,zh")
    parser.add_argument("--no-models", action="store_true")
    parser.add_argument(
        "--every-pair", action="store_true", help="let NLI alone judge every pair: slow"
    )
    parser.add_argument("--anew", action="store_true", help="plant conflicts that share few words")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--show", action="store_true", help="print alarms and misses")
    options = parser.parse_args(arguments)
    registry = ModelRegistry([] if options.no_models else [resource_path("models")])
    embedder, model = _model(registry.embedder), _model(lambda: registry.classifier("nli"))
    for language in options.languages.split(","):
        texts = list(
            contracts(
                options.data,
                language,
                options.split,
                options.documents,
                options.skip,
                options.longest,
            )
        )
        checker = Checker(language, embedder, model, options.every_pair)  # type: ignore[arg-type]
        tally = measure(texts, language, checker, seed=options.seed, anew=options.anew)
        policies = POLICIES if checker.model else ("candidates", "rules")
        print(
            f"\n{language}, {options.split}: {tally.documents} contracts, {tally.clauses} clauses, "
            f"{tally.statements} statements, {tally.seconds:.1f} s\n"
        )
        print("\n".join(table(tally, policies)))
        if options.show:
            print("\n".join(tally.counts["both"].shown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
