"""What the extractor learns from: a text, the spans of some labels, and the labels that are absent."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.types import Field
from training.labels import GENERIC, LABELS, vary_case

Spans = dict[str, list[tuple[int, int]]]

NAMES: dict[str, tuple[str, ...]] = {
    **{key: label.names for key, label in LABELS.items()},
    **{f"any_{kind}": names for kind, names in GENERIC.items()},
    "ner_person": ("Person", "Person name", "People", "Name of a person", "Human", "~Human being"),
    "ner_location": (
        "Location",
        "Place",
        "Place name",
        "City or country",
        "Geographic location",
        "~Where",
    ),
    "ner_organization": (
        "Organization",
        "Organisation",
        "Company or institution",
        "Institution",
        "Organization name",
        "~Corporate body",
    ),
    "ner_corporation": ("Corporation", "Company", "Company name", "Business", "~Firm"),
    "ner_misc": ("Miscellaneous name", "Nationality, event, or work", "Other name", "~Misc"),
    "ner_product": ("Product", "Product name", "Brand", "~Device"),
    "ner_work": ("Creative work", "Title of a work", "Film, book, song or game", "~Work title"),
    "ner_group": ("Group", "Sports team or band", "Group name", "~Band"),
    "governing_law_clause": (
        "Governing law clause",
        "Choice of law clause",
        "Clause on applicable law",
        "~Governing law provision",
    ),
    "term_clause": (
        "Term clause",
        "Clause on term and expiration",
        "Expiration clause",
        "~Term provision",
    ),
    "renewal_clause": (
        "Renewal clause",
        "Automatic renewal clause",
        "Clause on renewal",
        "~Extension clause",
    ),
    "notice_clause": (
        "Notice clause for renewal",
        "Clause on notice to terminate renewal",
        "~Non-renewal notice clause",
    ),
}
"""Surface names by label key; a name that starts with ``~`` is held out of training."""

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


@dataclass(frozen=True, slots=True)
class Question:
    """An example with the fields that are asked of it: ``spans[i]`` answers ``fields[i]``."""

    text: str
    fields: tuple[Field, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]


def surface(key: str, rng: random.Random, unseen: bool, own: Mapping[str, str]) -> str:
    """A name for ``key``: the example's own, or one of :data:`NAMES`."""
    if key in own:
        return vary_case(own[key], rng)
    names = NAMES[key]
    pool = [n for n in names if n.startswith("~") == unseen] or [n for n in names if n[0] != "~"]
    return vary_case(rng.choice(pool).lstrip("~"), rng)


def ask(
    example: SpanExample, rng: random.Random, positives: int = 7, unseen: bool = False
) -> Question:
    """Choose fields for ``example``: up to ``positives`` that it answers, some that it does not."""
    present = sorted(example.spans)
    rng.shuffle(present)
    present = present[:positives]
    absent = sorted(example.absent - set(example.spans))
    rng.shuffle(absent)
    chosen: list[str] = present + absent[: rng.randint(1, 6)]
    fields = [(surface(key, rng, unseen, example.names), key) for key in chosen]
    if rng.random() < 0.3:
        fields.append((vary_case(rng.choice(ABSURD), rng), ""))
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
