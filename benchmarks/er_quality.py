"""Quality of duplicates beside Splink and dedupe: blocking recall, pairs, clusters; and what answers add.

    python -m benchmarks.er_quality [tables] [files] [answers] [--only NAME,NAME] [--limit SECONDS]

``tables``: the labelled tables of :mod:`benchmarks.dedupe`, searched as a user's file is, beside the
peers of :mod:`benchmarks.er_peers` on the same rows in the same run; each has ``--limit`` seconds.
``files``: the record pairs of ``er_*.jsonl.xz``: the built-in scorer sees all pairs of a file without
their labels, as it sees the candidates of a search, and is judged on those of the test part; then the
labels of the training part are given to it as answers. ``answers``: the same tables after 0, 10, 25 and
50 answers from the truth about the pairs that the program asks about.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.dedupe import DATA, SETS, load
from benchmarks.er_peers import PEERS, Answer, Task
from benchmarks.quality_statistics import calibration_error
from engine.control import drained
from engine.dedupe.clustering import components
from engine.dedupe.comparison import Comparer
from engine.dedupe.explanation import step_names
from engine.dedupe.kinds import ColumnKind, detect_kind
from engine.dedupe.learning import PairTable, Teacher
from engine.dedupe.rows import comparable, sample
from engine.dedupe.scoring import Scorer, scores
from engine.dedupe.search import Found, search

FILES = (
    "er_abt_buy", "er_dblp_acm", "er_dblp_acm_dirty", "er_dblp_scholar", "er_fodors_zagats",
    "er_itunes_amazon", "er_itunes_amazon_dirty", "er_beer",
)  # fmt: skip
LEAKS = {"er_fodors_zagats": ("class",)}
"""Columns that are the answer: ``class`` numbers the restaurants."""
PEER_ANSWERS = 50
ASKED = (0, 10, 25, 50)
HALF = 0.5
_AT_A_TIME = 5


class Measured(NamedTuple):
    """Precision, recall and F1."""

    precision: float
    recall: float
    f1: float


def measured(found: int, right: int, true: int) -> Measured:
    """Of ``found`` things ``right`` were right; there are ``true`` ones."""
    precision, recall = right / max(1, found), right / max(1, true)
    return Measured(precision, recall, 2 * right / max(1, found + true))


def task_of(name: str) -> Task:
    """A labelled table, its columns' kinds found as the program finds them."""
    data = load(name, DATA)
    kinds = tuple(detect_kind(column, sample(values)) for column, values in data.columns.items())
    linked = data.scope == "between"
    return Task(data.columns, kinds, data.tables, linked, data.truth, PEER_ANSWERS)


def searched(task: Task) -> Found:
    """The program's own search, at its default threshold."""
    columns = [comparable(v, k) for v, k in zip(task.columns.values(), task.kinds, strict=True)]
    scope = "between" if task.linked else "both"
    return drained(search(columns, task.kinds, np.array(task.tables), HALF, scope, threads=1))


def own(task: Task) -> Answer:
    """What the program accepts by itself."""
    found = searched(task)
    pairs = frozenset(map(tuple, found.pairs[found.scores >= HALF].tolist()))
    return Answer(pairs, tuple(tuple(group) for group in found.clusters))


def taught(task: Task) -> Answer:
    """What the program accepts after as many answers as dedupe gets."""
    found = searched(task)
    table = table_of(found, task)
    match = np.array([pair in task.truth for pair in map(tuple, found.pairs.tolist())], bool)
    teacher = Teacher(table)
    new = teacher.refit(asked(teacher, match, task.answers)).scores(table)
    kept = found.pairs[new >= HALF]
    return Answer(
        frozenset(map(tuple, kept.tolist())),
        tuple(map(tuple, components(len(task.tables), kept))),
    )


def table_of(found: Found, task: Task) -> PairTable:
    """The pairs of a search as the window learns from them."""
    ids = tuple(map(str, range(len(found.pairs))))
    steps = step_names(list(task.columns))
    return PairTable(ids, steps, found.evidence, found.similarities, found.pairs)


def asked(teacher: Teacher, match: np.ndarray, count: int, known: Any = ()) -> dict[int, bool]:
    """``count`` answers from the truth about the pairs that the program asks about."""
    answers: dict[int, bool] = dict(known)
    while len(answers) < min(count, len(match)):
        wanted = min(_AT_A_TIME, count - len(answers))
        for one in teacher.questions(answers, teacher.refit(answers), wanted):
            answers[one.pair] = bool(match[one.pair])
    return answers


SYSTEMS: dict[str, Callable[[Task], Answer]] = {
    "this program": own,
    f"this program, {PEER_ANSWERS} answers": taught,
    "Splink": PEERS["Splink"],
    f"dedupe, {PEER_ANSWERS} answers": PEERS["dedupe"],
}


def table_lines(names: Sequence[str], limit: int) -> Iterator[str]:
    """Every system on every table."""
    yield "| set | system | precision | recall | F1 of pairs | F1 of clusters | seconds |"
    yield "|---|---|---|---|---|---|---|"
    for name in names:
        for system in SYSTEMS:
            yield f"| {name} | {system} | {_within(limit, name, system)} |"


def _within(limit: int, name: str, system: str) -> str:
    """One line's figures, from a process of its own that is ended when its time is up."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        work = pool.submit(judge, name, system)
        try:
            pairs, clusters, seconds = work.result(timeout=limit)
        except TimeoutError:
            for process in list((pool._processes or {}).values()):
                process.kill()
            return f"not done in {limit} s | | | | "
        except Exception as error:
            return f"failed: {type(error).__name__} | | | | "
    return f"{pairs.precision:.3f} | {pairs.recall:.3f} | {pairs.f1:.3f} | {clusters.f1:.3f} | {seconds:.0f}"


def judge(name: str, system: str) -> tuple[Measured, Measured, float]:
    """Pairs, whole clusters and seconds of one system on one table."""
    task = task_of(name)
    begun = time.perf_counter()
    answer = SYSTEMS[system](task)
    seconds = time.perf_counter() - begun
    true = components(len(task.tables), np.array(sorted(task.truth)))
    groups, whole = set(answer.clusters), set(map(tuple, true))
    pairs = measured(len(answer.pairs), len(answer.pairs & task.truth), len(task.truth))
    return pairs, measured(len(groups), len(groups & whole), len(whole)), seconds


class PairFile(NamedTuple):
    """One ``er_*`` file: rows of both sides in comparable form, pairs of them, labels, parts."""

    names: list[str]
    kinds: list[ColumnKind]
    columns: list[list[str]]
    pairs: np.ndarray
    match: np.ndarray
    part: np.ndarray


def read_pairs(name: str) -> PairFile:
    """The pairs of a file; equal records of one side are one row."""
    number: dict[tuple[int, str], int] = {}
    records: list[dict[str, str]] = []
    pairs, labels, parts = [], [], []
    with lzma.open(DATA.parent / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
        for line in map(json.loads, stream):
            pair = []
            for side, record in enumerate((line["left"], line["right"])):
                key = (side, json.dumps(record, sort_keys=True))
                if key not in number:
                    number[key] = len(records)
                    records.append(record)
                pair.append(number[key])
            pairs.append(pair)
            labels.append(line["label"] == 1)
            parts.append(line["split"].partition("_")[0])
    names = [column for column in records[0] if column not in LEAKS.get(name, ())]
    values = [[record.get(column) or "" for record in records] for column in names]
    kinds = [detect_kind(*both) for both in zip(names, map(sample, values), strict=True)]
    columns = [comparable(*both) for both in zip(values, kinds, strict=True)]
    return PairFile(names, kinds, columns, np.array(pairs), np.array(labels), np.array(parts))


def file_lines(names: Sequence[str]) -> Iterator[str]:
    """Every file: without labels, and with those of the training part."""
    yield "| file | test pairs | matches | F1 (P / R), no labels | ECE | F1, 50 answers | F1, training part | ECE |"
    yield "|---|---|---|---|---|---|---|---|"
    for name in names:
        data = read_pairs(name)
        scorer = Scorer(data.columns, list(map(Comparer, data.columns, data.kinds)), True)
        similar = scorer.compare(data.pairs)
        scorer.learn(data.pairs, similar)
        evidence = scorer.evidence(data.pairs, similar)
        ids = tuple(map(str, range(len(data.pairs))))
        table = PairTable(ids, step_names(data.names), evidence, similar, data.pairs)
        test, trained = data.part == "test", np.flatnonzero(data.part == "train")
        plain = scores(evidence)
        few = _of_part(table, trained, data.match)
        every = Teacher(table).refit({int(n): bool(data.match[n]) for n in trained}).scores(table)
        first, second, third = (_judged(s[test], data.match[test]) for s in (plain, few, every))
        yield (
            f"| {name} | {test.sum():,} | {data.match[test].sum():,} | {first.f1:.3f} "
            f"({first.precision:.3f} / {first.recall:.3f}) | {_error(plain[test], data.match[test]):.3f} "
            f"| {second.f1:.3f} | {third.f1:.3f} | {_error(every[test], data.match[test]):.3f} |"
        )


def _of_part(table: PairTable, places: np.ndarray, match: np.ndarray) -> np.ndarray:
    """Scores of all pairs after 50 answers about pairs of a part alone."""
    part = PairTable(
        tuple(table.ids[place] for place in places),
        table.steps,
        table.evidence[places],
        table.similarities[places],
        table.rows[places],
    )
    teacher = Teacher(part)
    return teacher.refit(asked(teacher, match[places], PEER_ANSWERS)).scores(table)


def _judged(scored: np.ndarray, match: np.ndarray) -> Measured:
    taken = scored >= HALF
    return measured(int(taken.sum()), int((taken & match).sum()), int(match.sum()))


def _error(scored: np.ndarray, match: np.ndarray) -> float:
    """How far scores are from the share of matches among pairs of that score."""
    sure = np.maximum(scored, 1 - scored)
    return calibration_error(sure.tolist(), ((scored >= HALF) == match).tolist())


def answer_lines(names: Sequence[str]) -> Iterator[str]:
    """F1 of pairs after some answers; how precision and recall are told by the program after the last."""
    heads = " | ".join(f"{count} answers" for count in ASKED)
    yield f"| set | {heads} | precision, told (95 %) | recall of pairs found, told (95 %) |"
    yield "|---|" + "---|" * (len(ASKED) + 2)
    for name in names:
        task = task_of(name)
        found = searched(task)
        table = table_of(found, task)
        match = np.array([pair in task.truth for pair in map(tuple, found.pairs.tolist())], bool)
        teacher, answers, line = Teacher(table), {}, []
        for count in ASKED:
            answers = asked(teacher, match, count, answers)
            new = teacher.refit(answers)
            taken = new.scores(table) >= HALF
            right = int((taken & match).sum())
            line.append(f"{measured(int(taken.sum()), right, len(task.truth)).f1:.3f}")
        told = teacher.quality(answers, new, [HALF])[0]
        true = (right / max(1, taken.sum()), right / max(1, match.sum()))
        spans = [
            f"{one:.3f}, {guess.value:.3f} ({guess.low:.2f} to {guess.high:.2f})"
            for one, guess in zip(true, (told.precision, told.recall), strict=True)
        ]
        yield f"| {name} | {' | '.join(line)} | {' | '.join(spans)} |"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", default=["tables", "files", "answers"])
    parser.add_argument("--only", default="", help="sets to measure")
    parser.add_argument("--limit", type=int, default=600, help="seconds for one system on one set")
    options = parser.parse_args()
    only = [name for name in options.only.split(",") if name]
    tables = only or [name for name in SETS if list(Path(DATA).glob(f"{name}*.csv"))]
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "tables": lambda: table_lines(tables, options.limit),
        "files": lambda: file_lines(only or FILES),
        "answers": lambda: answer_lines(tables),
    }
    for part in options.parts:
        for line in parts[part]():
            print(line, flush=True)
        print(flush=True)


if __name__ == "__main__":
    main()
