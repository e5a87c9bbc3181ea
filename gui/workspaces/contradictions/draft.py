"""A playbook that is being edited: every step is kept, so that every step can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from engine.consistency.playbook import ANY, Playbook, PlaybookStatement

LANGUAGES = ("en", "zh")
T = TypeVar("T")


class Draft:
    """The states of one playbook. Nothing here knows a widget."""

    def __init__(self, playbook: Playbook) -> None:
        self._states = [playbook]
        self._now = 0

    @property
    def playbook(self) -> Playbook:
        """As it stands."""
        return self._states[self._now]

    @property
    def statements(self) -> tuple[PlaybookStatement, ...]:
        """Its statements."""
        return self.playbook.statements

    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._now > 0

    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self._now + 1 < len(self._states)

    def undo(self) -> None:
        """Take the last step back."""
        self._now = max(self._now - 1, 0)

    def redo(self) -> None:
        """Take the step again."""
        self._now = min(self._now + 1, len(self._states) - 1)

    def put(self, playbook: Playbook) -> bool:
        """A new state; ``False`` where nothing is different."""
        if playbook == self.playbook:
            return False
        self._states[self._now + 1 :] = [playbook]
        self._now += 1
        return True

    def add(self, after: int, words: str, language: str) -> int:
        """A new statement behind number ``after``; returns its number."""
        taken = {one.id for one in self.statements}
        number = next(n for n in range(1, len(taken) + 2) if f"statement-{n}" not in taken)
        made = PlaybookStatement(f"statement-{number}", {language: words})
        place = min(after + 1, len(self.statements))
        listed = list(self.statements)
        listed.insert(place, made)
        self._set(listed)
        return place

    def remove(self, number: int) -> None:
        """Take a statement out; the last one stays, since a playbook without any says nothing."""
        if len(self.statements) > 1:
            self._set([one for place, one in enumerate(self.statements) if place != number])

    def move(self, number: int, by: int) -> int:
        """Put a statement further up or down; returns its number then."""
        target = min(max(number + by, 0), len(self.statements) - 1)
        listed = list(self.statements)
        listed.insert(target, listed.pop(number))
        self._set(listed)
        return target

    def change(self, number: int, statement: PlaybookStatement) -> bool:
        """Other contents for one statement; ``False`` where nothing is different."""
        listed = list(self.statements)
        listed[number] = statement
        return self._set(listed)

    def retitle(self, title: str, language: str) -> bool:
        """Another title; ``False`` where nothing is different."""
        titled = with_words(self.playbook.title, language, title)
        return self.put(replace(self.playbook, title=titled))

    def _set(self, statements: Sequence[PlaybookStatement]) -> bool:
        return self.put(replace(self.playbook, statements=tuple(statements)))


def with_words(words: Mapping[str, T], language: str, text: T) -> dict[str, T]:
    """``words`` with another text for ``language``. What stood for every language stands for each of
    them once they differ; an empty text is none."""
    found = dict(words)
    if language == ANY:
        found = {ANY: text}
    elif ANY in found:
        shared = found.pop(ANY)
        found = dict.fromkeys(LANGUAGES, shared) | {language: text}
        if text == shared:
            return dict(words)
    else:
        found[language] = text
    return {one: found[one] for one in (ANY, *LANGUAGES) if found.get(one)}
