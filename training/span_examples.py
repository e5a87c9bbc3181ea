"""What the extractor learns from: a text, the spans of some labels, and the labels that are absent."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from engine.types import Field
from training.labels import GENERIC, LABELS, vary_case
from training.labels_kinds import KINDS, KINDS_ZH
from training.labels_own import OWN_NAMES, OWN_NAMES_ZH
from training.labels_zh import GENERIC_ZH, LABELS_ZH

Spans = dict[str, list[tuple[int, int]]]

NAMES: dict[str, tuple[str, ...]] = {
    **{key: label.names for key, label in LABELS.items()},
    **{f"any_{kind}": names for kind, names in GENERIC.items()},
    **OWN_NAMES,
    **KINDS,
}
"""Surface names by label key; a name that starts with ``~`` is held out of training."""

NAMES_ZH: dict[str, tuple[str, ...]] = {
    **{key: label.names for key, label in LABELS_ZH.items()},
    **{f"any_{kind}": names for kind, names in GENERIC_ZH.items()},
    **OWN_NAMES_ZH,
    **KINDS_ZH,
}

ABSURD_ZH = (
    "血型",
    "航班号",
    "菜谱配料",
    "鞋码",
    "比赛比分",
    "用药剂量",
    "船名",
    "风速",
    "最喜欢的颜色",
    "化学式",
    "剧集名称",
    "纬度",
    "病人",
    "房间温度",
    "物种",
    "案号",
    "法官",
    "婚姻状况",
    "股票涨幅",
    "过敏史",
    "课程成绩",
    "车次",
    "话题标签",
    "子女人数",
    "海拔",
)

ABSURD = (
    "Blood type",
    "Flight number",
    "Recipe ingredient",
    "Licence plate",
    "Shoe size",
    "Football score",
    "Medication dose",
    "Vessel name",
    "Wind speed",
    "Favourite colour",
    "Chemical formula",
    "Episode title",
    "Latitude",
    "Patient name",
    "Room number",
    "Species",
    "Case number",
    "Judge",
    "Marital status",
    "Stock ticker",
    "Allergies",
    "Course grade",
    "Train number",
    "Hash tag",
    "Number of children",
)
"""Fields that none of the texts answers."""


@dataclass(slots=True)
class SpanExample:
    """``spans`` holds the labels present in ``text``; ``absent`` those that are surely not."""

    text: str
    spans: Spans
    absent: set[str]
    source: str
    names: dict[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """An example with the fields that are asked of it: ``spans[i]`` answers ``fields[i]``."""

    text: str
    fields: tuple[Field, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]


def within(found: Spans, start: int, end: int) -> tuple[Spans, set[str]]:
    """(places inside the window, moved to it; keys with a place that the window cuts)."""
    inside: Spans = {}
    cut: set[str] = set()
    for key, places in found.items():
        for first, last in places:
            if first < end and last > start:
                if first < start or last > end:
                    cut.add(key)
                else:
                    inside.setdefault(key, []).append((first - start, last - start))
    return inside, cut


FOREIGN_SHARE = 0.12
"""How often a field of one language's text is asked in the other language."""


def surface(example: SpanExample, key: str, rng: random.Random, unseen: bool) -> str:
    """A name for ``key``: the example's own, or one of the inventory, seldom of the other language."""
    if key in example.names:
        return vary_case(example.names[key], rng)
    tables = (NAMES, NAMES_ZH) if example.language == "en" else (NAMES_ZH, NAMES)
    foreign = key not in tables[0] or (
        key in tables[1] and not unseen and rng.random() < FOREIGN_SHARE
    )
    names = tables[1 if foreign else 0][key]
    pool = [n for n in names if n.startswith("~") == unseen] or [n for n in names if n[0] != "~"]
    return vary_case(rng.choice(pool).lstrip("~"), rng)


def ask(
    example: SpanExample, rng: random.Random, positives: int = 12, unseen: bool = False
) -> Question:
    """Choose fields for ``example``: up to ``positives`` that it answers, some that it does not."""
    present = sorted(example.spans)
    rng.shuffle(present)
    present = present[:positives]
    absent = sorted(example.absent - set(example.spans))
    rng.shuffle(absent)
    chosen: list[str] = present + absent[: rng.randint(1, 7)]
    fields = [(surface(example, key, rng, unseen), key) for key in chosen]
    if rng.random() < 0.3:
        absurd = ABSURD if example.language == "en" else ABSURD_ZH
        fields.append((vary_case(rng.choice(absurd), rng), ""))
    rng.shuffle(fields)
    asked: list[Field] = []
    answers: list[tuple[tuple[int, int], ...]] = []
    seen: set[str] = set()
    for name, key in fields:
        head, _, description = name.partition(": ")
        if head.lower() in seen:
            continue
        seen.add(head.lower())
        asked.append(Field(head, description=description))
        answers.append(tuple(example.spans.get(key, ())))
    return Question(example.text, tuple(asked), tuple(answers))
