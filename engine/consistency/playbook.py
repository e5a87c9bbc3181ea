"""Playbooks: the statements that a house holds its contracts against.

The format of the files is described in ``resources/playbooks/README.md``; :mod:`.playbook_file` reads
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.types import Expectation, Label, Severity

ANY = "any"
"""The language of words that stand for every language."""

Words = Mapping[str, str]
"""One text by language (:data:`ANY`: for every language)."""


@dataclass(frozen=True, slots=True)
class PlaybookStatement:
    """One statement of a playbook.

    ``allowed`` are the verdicts that are as they should be. ``opposite`` says the contrary in words of
    its own: a clause that supports it contradicts the statement. ``keywords`` are words that a
    clause on the matter is likely to have; they help to find it and judge nothing. ``usual`` are
    log-odds, of support and of contradiction against no mention, by which documents of this kind
    differ from what their words alone would say; fitted on labelled documents, 0 where there are none.
    """

    id: str
    statement: Words
    allowed: tuple[Label, ...] = (Label.ENTAILMENT,)
    severity: Severity = Severity.MEDIUM
    advice: Words = field(default_factory=dict)
    opposite: Words = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    usual: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Playbook:
    """A playbook: ``name`` is made of the file's name and stands in ids, ``title`` is what people
    read."""

    name: str
    title: Words
    statements: tuple[PlaybookStatement, ...]

    def expectation(self, statement: PlaybookStatement, language: str) -> Expectation:
        """What a verdict in a document of ``language`` says of its statement."""
        return Expectation(
            said(self.title, language) or self.name,
            statement.id,
            statement.allowed,
            statement.severity,
            said(statement.advice, language),
        )


def said(words: Words, language: str) -> str:
    """The words for ``language``; else those for every language, else the first there are."""
    return words.get(language) or words.get(ANY) or next(iter(words.values()), "")


def language_said(words: Words, language: str) -> str:
    """The language in which :func:`said` says it (:data:`ANY` where the file does not tell)."""
    if language in words:
        return language
    return ANY if ANY in words or not words else next(iter(words))
