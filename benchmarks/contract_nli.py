"""Measures the NDA playbook on ContractNLI's dev part: labels of documents, and their evidence.

``python -m benchmarks.contract_nli [--split dev|train] [--documents N] [--model NAME]``. The seventeen statements are
those of ``resources/playbooks/nda.yaml``; documents are read, searched and judged by the engine, nothing of
the annotation is shown to it. ``--calibrate`` fits the combination of clauses on the training part
and prints it for ``engine/consistency/against.py``, and what is usual for each statement for the playbook.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.consistency import Known
from engine.consistency.against import CALIBRATION, Calibration, Spoken, features, together
from engine.consistency.playbook_file import find_playbook
from engine.control import JobControl
from engine.documents import paste
from engine.errors import UserError
from engine.jobs.against_playbook import Reader, evidence_for
from engine.jobs.nli import Asker
from engine.jobs.services import NoCache, Services
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.types import Label
from training.data import read

_CHOICES = {
    "Entailment": Label.ENTAILMENT,
    "NotMentioned": Label.NEUTRAL,
    "Contradiction": Label.CONTRADICTION,
}
LABELS = tuple(Label)
_SIGNS = np.array([0.0, 0.0, 1.0, -1.0, 0.0, 0.0, -1.0, 1.0])
"""Which features speak for support by what they mean: what near clauses say for the statement and
against it, then for its opposite and against that. The others only set near clauses off from far ones."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One document and statement: what is right, where it stands, and what the clauses said."""

    statement: str
    gold: Label
    spans: tuple[tuple[int, int], ...]
    spoken: tuple[Spoken, ...]


@dataclass(slots=True)
class Tally:
    """Labels and evidence counted."""

    pairs: list[tuple[Label, Label]] = field(default_factory=list)
    evidence: Counter[str] = field(default_factory=Counter)

    def scores(self) -> dict[str, float]:
        """Accuracy, macro F1, F1 by label; evidence precision and recall."""
        found = {f"{label.value} F1": _f1(self.pairs, label) for label in LABELS}
        right = sum(gold is told for gold, told in self.pairs)
        count = self.evidence
        return {
            "accuracy": right / max(1, len(self.pairs)),
            "macro F1": sum(found.values()) / len(found),
            **found,
            "evidence precision": count["shown right"] / max(1, count["shown"]),
            "evidence recall": count["found"] / max(1, count["gold"]),
            "gold evidence among the clauses judged": count["judged"] / max(1, count["gold"]),
        }


def _f1(pairs: Sequence[tuple[Label, Label]], label: Label) -> float:
    hit = sum(gold is label and told is label for gold, told in pairs)
    told = sum(told is label for _, told in pairs)
    gold = sum(gold is label for gold, _ in pairs)
    return 2 * hit / (told + gold) if told + gold else 0.0


def judged(records: Sequence[dict[str, Any]], reader: Reader) -> Iterator[Judged]:
    """What the clauses of each document say to each statement."""
    for record in records:
        document = paste(record["text"], record["id"])
        known = Known.read(document)
        for wanted, spoken in reader.spoken(known, []):
            note = record["annotations"].get(wanted.source.id)
            if note is None:
                continue
            spans = tuple(tuple(record["spans"][i]) for i in note["spans"])
            yield Judged(wanted.source.id, _CHOICES[note["choice"]], spans, tuple(spoken))


Usual = dict[str, tuple[float, float]]
"""For each statement what documents of this kind usually say of it: see ``PlaybookStatement.usual``."""


def score(found: Sequence[Judged], usual: Usual, calibration: Calibration = CALIBRATION) -> Tally:
    """Labels and evidence under one calibration."""
    tally = Tally()
    for one in found:
        told = LABELS[
            int(np.argmax(together(one.spoken, calibration, usual.get(one.statement, (0.0, 0.0)))))
        ]
        tally.pairs.append((one.gold, told))
        shown = [(e.place.start, e.place.end) for e in evidence_for(told, one.spoken)]
        if one.gold is Label.NEUTRAL:
            tally.evidence["shown"] += len(shown)
            continue
        tally.evidence["gold"] += len(one.spans)
        tally.evidence["found"] += sum(any(_meet(s, e) for e in shown) for s in one.spans)
        near = [(s.statement.start, s.statement.end) for s in one.spoken]
        tally.evidence["judged"] += sum(any(_meet(s, e) for e in near) for s in one.spans)
        tally.evidence["shown"] += len(shown)
        tally.evidence["shown right"] += sum(any(_meet(s, e) for s in one.spans) for e in shown)
    return tally


def _meet(one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether two spans share more than half of the shorter one."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared > 0.5 * min(one[1] - one[0], two[1] - two[0])


def calibrate(found: Sequence[Judged]) -> tuple[Calibration, Usual]:
    """The combination of clauses: for a statement alone (fitted on all, their opposites unheard), and for
    one with an opposite; and what is usual for each statement, from the fit that it is judged by."""
    heard = [one for one in found if one.spoken]
    alone = [
        replace(one, spoken=tuple(replace(s, opposite=None) for s in one.spoken)) for one in heard
    ]
    plain, usual = _fit(alone)
    opposed, of_opposed = _fit([one for one in heard if one.spoken[0].opposite is not None])
    return Calibration(plain, opposed), {**usual, **of_opposed}


def _fit(
    found: Sequence[Judged], steps: int = 3000, rate: float = 0.1
) -> tuple[tuple[tuple[float, ...], tuple[float, ...]], Usual]:
    """Multinomial logistic weights by gradient descent with a little ridge; what near clauses say for a
    statement never speaks for its contradiction, nor the reverse. Beside the features each statement
    has a column of its own."""
    rows = np.stack([features(one.spoken) for one in found])
    names = sorted({one.statement for one in found})
    own = np.array([[float(one.statement == name) for name in names] for one in found])
    gold = np.array([LABELS.index(one.gold) for one in found])
    center, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    center[0], scale[0] = 0.0, 1.0
    count = rows.shape[1]
    scaled = np.hstack([(rows - center) / scale, own])
    signs = _SIGNS[: count - 2]
    beta: NDArray[np.float64] = np.zeros((3, scaled.shape[1]))
    for _ in range(steps):
        raised = np.exp(scaled @ beta.T - (scaled @ beta.T).max(axis=1, keepdims=True))
        error = raised / raised.sum(axis=1, keepdims=True) - np.eye(3)[gold]
        beta -= rate * (error.T @ scaled / len(gold) + 0.003 * beta)
        beta -= beta[1]
        for label, side in ((0, signs), (2, -signs)):
            part = beta[label, 2:count]
            beta[label, 2:count] = np.where(part * side < 0, 0, part)
    shared, single = beta[:, :count] / scale, beta[:, count:]
    shared[:, 0] -= (shared * center).sum(axis=1)
    support, against = (tuple(round(float(value), 3) for value in shared[i]) for i in (0, 2))
    usual = {
        name: (round(float(single[0, i]), 2), round(float(single[2, i]), 2))
        for i, name in enumerate(names)
    }
    return (support, against), usual


def _reader(model: str | None, playbook: str) -> Reader:
    registry = ModelRegistry([resource_path("models")])
    services, control = Services(registry, None, NoCache()), JobControl()  # type: ignore[arg-type]
    asker = Asker(registry.classifier("nli", model), services, control)
    try:
        embedder = registry.embedder()
    except UserError:
        embedder = None
    return Reader(find_playbook(playbook), asker, embedder, control)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--model")
    parser.add_argument("--playbook", default="nda")
    parser.add_argument("--calibrate", action="store_true")
    options = parser.parse_args(arguments)
    split = "train" if options.calibrate else options.split
    records = [one for one in read("contract_nli") if one["split"] == split][: options.documents]
    began = time.perf_counter()
    found = list(judged(records, _reader(options.model, options.playbook)))
    seconds = time.perf_counter() - began
    calibration = CALIBRATION
    usual = {one.id: one.usual for one in find_playbook(options.playbook).statements}
    if options.calibrate:
        calibration, usual = calibrate(found)
        print(f"CALIBRATION = {calibration}\nusual: {usual}")
    print(f"{split}: {len(records)} documents, {len(found)} pairs, {seconds:.0f} s\n")
    for name, value in score(found, usual, calibration).scores().items():
        print(f"| {name} | {value:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
