"""Contradictions to xlsx, jsonl and html."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.export.about import About
from engine.export.files import Target
from engine.types import Edit, Verdict

VERDICT_FORMATS = ("xlsx", "jsonl", "html")


@dataclass(frozen=True, slots=True)
class JudgedVerdict:
    """A verdict and what a person decided on it."""

    verdict: Verdict
    edit: Edit | None = None


def write_verdicts(
    target: Target,
    verdicts: Iterable[JudgedVerdict],
    documents: Mapping[str, str],
    about: About,
    kind: str = "",
) -> None:
    """``documents`` gives each document's path by its id. Rows come in the order given."""
    raise NotImplementedError
