"""What generated texts need to know of a language: labels, values, sentences, punctuation."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from training import fillers, fillers_zh
from training.labels import GENERIC, LABELS, Label
from training.labels_zh import GENERIC_ZH, LABELS_ZH
from training.sentences import SENTENCES
from training.sentences_zh import SENTENCES_ZH


@dataclass(frozen=True, slots=True)
class Language:
    """``roles`` are the labels that name a party; ``marks`` stand between a key and its value."""

    code: str
    labels: Mapping[str, Label]
    generic: Mapping[str, tuple[str, ...]]
    sentences: tuple[str, ...]
    fill: Callable[[str, random.Random], str]
    roles: tuple[str, ...]
    space: str
    point: str
    separator: str
    marks: tuple[str, ...]


_ROLES = [
    "buyer",
    "seller",
    "landlord",
    "tenant",
    "lender",
    "borrower",
    "employer",
    "employee",
    "licensor",
    "licensee",
    "contractor",
    "guarantor",
    "disclosing_party",
    "receiving_party",
]

ENGLISH = Language(
    code="en",
    labels=LABELS,
    generic=GENERIC,
    sentences=SENTENCES,
    fill=fillers.fill,
    roles=tuple(_ROLES),
    space=" ",
    point=". ",
    separator=" ; ",
    marks=(": ", ": ", ":\n", "\n", " | ", "\t", " - ", ":  ", " = "),
)
CHINESE = Language(
    code="zh",
    labels=LABELS_ZH,
    generic=GENERIC_ZH,
    sentences=SENTENCES_ZH,
    fill=fillers_zh.fill,
    roles=(*_ROLES, "principal", "party_a", "party_b"),
    space="",
    point="、",
    separator="；",
    marks=("：", "：", "：", ":", "： ", "：\n", "\t", " ", " | ", "是", "为"),
)
