"""Fields with a fixed list of choices: where one of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.extraction.rules.reading import Hit, Reading
from engine.types import Field, FieldType

_REACH, _MOST = 40, 3


def choice_hits(reading: Reading, fields: Sequence[Field]) -> Iterator[Hit]:
    """A choice after the field's name in its sentence; else the only choice of the document."""
    folded = reading.folded.casefold()
    if len(folded) != len(reading.text):  # a letter that changes length in lower case
        folded = reading.folded
    for number, field in enumerate(fields):
        if field.type is not FieldType.CHOICE:
            continue
        places = {choice: _places(folded, choice.casefold()) for choice in field.choices}
        near = [
            Hit(number, place, place + len(choice), 0.7)
            for choice, found in places.items()
            for place in found
            if field.name.casefold() in folded[max(0, place - _REACH) : place]
        ]
        yield from near
        present = [choice for choice, found in places.items() if found and len(choice) > 1]
        if not near and len(present) == 1:
            place = places[present[0]][0]
            yield Hit(number, place, place + len(present[0]), 0.4)


def _places(folded: str, choice: str) -> list[int]:
    places: list[int] = []
    place = folded.find(choice)
    while place >= 0 and len(places) < 20:
        places.append(place)
        place = folded.find(choice, place + 1)
    return places
