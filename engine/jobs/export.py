"""A project's results to a file: what the window's export and the command line's ``--out`` write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from engine.export import (
    About,
    ExtractedDocument,
    JudgedVerdict,
    SheetRows,
    run_facts,
    write_duplicates,
    write_extractions,
    write_verdicts,
)
from engine.export.about import code_of
from engine.export.files import Target
from engine.store import Project
from engine.types import Field, FieldType, ItemFailure, Run

Say = Callable[[ItemFailure], str]


def export_fields(
    project: Project,
    target: Target,
    fields: Sequence[Field] = (),
    *,
    documents: Sequence[str] | None = None,
    run: Run | None = None,
    language: str = "en",
    say: Say = code_of,
    kind: str = "",
) -> None:
    """The fields workspace with its edits. ``fields`` none: all columns as text; ``documents``
    none: all that were extracted from. Failures are the project's; ``run`` none: the latest."""
    raise NotImplementedError


def export_duplicates(
    project: Project,
    target: Target,
    *,
    run: Run | None = None,
    language: str = "en",
    say: Say = code_of,
    kind: str = "",
) -> None:
    """Every sheet, pair and cluster of the project."""
    raise NotImplementedError


def export_verdicts(
    project: Project,
    target: Target,
    *,
    run: Run | None = None,
    language: str = "en",
    say: Say = code_of,
    kind: str = "",
) -> None:
    """Every verdict of the project, the most contradicting first."""
    raise NotImplementedError
