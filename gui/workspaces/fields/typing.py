"""What a person types into a cell, in the normal form of its field where it has one."""

from __future__ import annotations

from engine.extraction.normalise import FACT_OF, normalise
from engine.types import Field, FieldType

SEPARATOR = "; "
_READ = frozenset({*FACT_OF, FieldType.CHOICE})


def as_typed(field: Field, text: str) -> str:
    """``text`` as it is kept: ``5 May 2024`` becomes ``2024-05-05`` in a field of dates. What cannot
    be read as the field's type without a doubt stays as it was typed: a person may know better."""
    text = " ".join(text.split())
    if field.type not in _READ or not text:
        return text
    parts = text.split(SEPARATOR) if field.many else [text]
    return SEPARATOR.join(_one(field, part) for part in parts)


def _one(field: Field, text: str) -> str:
    read = normalise(field, text)
    return text if read.value is None or read.doubt else read.value
