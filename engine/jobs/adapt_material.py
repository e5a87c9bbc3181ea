"""Corrected documents as an extractor reads them: lessons, rehearsals, and what it gets right of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from engine.control import JobControl
from engine.documents import PathSource
from engine.errors import Cancelled, UserError
from engine.extraction import parse_fields
from engine.extraction.adapter import Correction, Taught, agreement, lessons, taught
from engine.extraction.synonyms import concept_of
from engine.extraction.windowing import cut, merge, remap
from engine.models.adapters.lessons import Lesson, rehearsal
from engine.models.packs import KnownAnswer
from engine.models.protocols import Extractor, SpanScore
from engine.paths import resource_path
from engine.types import Document, Field, FieldType, ReviewState, Window

_REHEARSED = (
    "Agreement title, Party*, Agreement date, Effective date, Expiration date, Total amount, "
    "Notice period, Governing law, Address, Person*, 甲方, 乙方, 签订日期, 合同金额(元), 期限"
)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected document: what it teaches, and its windows for those fields."""

    document: Document
    corrections: tuple[Correction, ...]
    known: tuple[Taught, ...]
    windows: tuple[Window, ...]


def reading(
    document: Document, corrections: Sequence[Correction], extractor: Extractor
) -> Corrected:
    """The document cut as ``extractor`` reads it."""
    known = tuple(taught(document, corrections))
    windows = cut(document, extractor, [one.field for one in corrections])
    return Corrected(document, tuple(corrections), known, windows)


def lessons_of(
    one: Corrected, extractor: Extractor, seed: int, control: JobControl
) -> list[Lesson]:
    """What a document teaches, beside what ``extractor`` sees in it."""
    seen = _seen(one, [known.field for known in one.known], extractor, control)
    return lessons(one.document, one.known, one.windows, seen, seed)


def rehearsals(one: Corrected, extractor: Extractor) -> list[Lesson]:
    """The beginning and the middle of a document, asked for common fields; not for those that were
    corrected, which are to be answered otherwise than they were."""
    corrected = [known.field for known in one.known]
    fields = tuple(
        field for field in parse_fields(_REHEARSED) if not any(_kin(field, c) for c in corrected)
    )
    windows = cut(one.document, extractor, fields)
    return [
        rehearsal(one.document.text[window.start : window.end], fields)
        for window in dict.fromkeys((windows[0], windows[len(windows) // 2]) if windows else ())
    ]


def replayed(answers: Sequence[KnownAnswer]) -> list[Lesson]:
    """The pack's known answers, in all its languages: documents of one language, or one kind, would
    else be all that is rehearsed."""
    return [
        rehearsal(str(one.input["text"]), tuple(Field(str(name)) for name in one.input["fields"]))
        for one in answers
    ]


def agreed(
    documents: Sequence[Corrected], extractor: Extractor, control: JobControl
) -> tuple[int, int, int]:
    """``(given, right, wanted)`` values over documents."""
    total = (0, 0, 0)
    for one in documents:
        seen = _seen(one, [c.field for c in one.corrections], extractor, control)
        spans = merge(span for part in seen for span in part)
        counts = agreement(one.document, one.corrections, spans)
        total = (total[0] + counts[0], total[1] + counts[1], total[2] + counts[2])
    return total


def samples(extractor: Extractor, languages: Sequence[str], control: JobControl) -> list[Corrected]:
    """The sample contracts in ``languages`` with their right values."""
    folder = resource_path("samples")
    answers = json.loads((folder / "contracts.answers.json").read_text(encoding="utf-8"))["fields"]
    found: list[Corrected] = []
    for name, values in answers.items():
        try:
            document = PathSource().load(str(folder / name), control)
        except Cancelled:
            raise
        except UserError:
            continue
        if document.language in languages:
            corrections = [
                Correction(document.id, parse_fields(field)[0], ReviewState.EDITED, tuple(right))
                for field, right in values.items()
            ]
            found.append(reading(document, corrections, extractor))
    return found


def _seen(
    one: Corrected, fields: Sequence[Field], extractor: Extractor, control: JobControl
) -> list[list[SpanScore]]:
    """What the extractor sees in each window of a document, in the document's characters."""
    texts = [one.document.text[window.start : window.end] for window in one.windows]
    seen: list[list[SpanScore]] = [[] for _ in texts]
    for index, spans in extractor.extract(texts, fields, control):
        seen[index] = remap(one.windows[index], spans)
    return seen


def _kin(one: Field, other: Field) -> bool:
    """Whether two fields ask for much the same."""
    concepts = concept_of(one.name), concept_of(other.name)
    if one.name.casefold() == other.name.casefold() or one.type is other.type is FieldType.PARTY:
        return True
    return concepts[0] is not None and concepts[0] == concepts[1]
