"""What a table asks of the store: which rows, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.types import Scalar

Operator = Literal["=", "!=", "<", "<=", ">", ">=", "in", "contains"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one column. ``value`` is a tuple for ``in`` and a scalar otherwise;
    ``contains`` compares text without regard to ASCII case."""

    column: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Rows that meet all ``filters`` and hold ``text``, ordered by the column ``sort``.

    ``sort`` and ``Filter.column`` are names in the repository's ``columns``; an empty ``sort`` is
    the repository's own order. Ties are broken by a fixed order, so that pages never overlap.
    """

    sort: str = ""
    descending: bool = False
    filters: tuple[Filter, ...] = ()
    text: str = ""


EVERYTHING = Query()
"""No filter, the repository's own order."""
