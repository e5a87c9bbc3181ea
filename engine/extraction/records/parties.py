"""Parties with their roles as records: ``Acme, Inc. ("Buyer")``, ``某某公司（以下简称“甲方”）``, ``甲方：某某公司``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.extraction.choose import same_value
from engine.extraction.mentions import make_mention
from engine.extraction.records.rows import Draft
from engine.extraction.rules.parties import chinese_parties, english_parties
from engine.extraction.rules.reading import Reading
from engine.extraction.rules.values import trim
from engine.extraction.synonyms import CONCEPTS, concept_of
from engine.types import Field, FieldType, Layout, Source

_ROLE = re.compile(r"角色|身份|地位|\brole\b|\bcapacity\b|defined (?:as|term)|简称", re.IGNORECASE)
_ROLE_REACH, _SCORE = 700, 0.85
_ROLE_WORDS = "|".join(
    sorted(
        {
            re.escape(name)
            for concept in CONCEPTS
            if concept.type in (FieldType.PARTY, FieldType.PERSON)
            and concept.key not in ("party", "account_name", "legal_representative", "contact")
            for name in concept.names
            if len(name) < 12
        },
        key=len,
        reverse=True,
    )
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s,，;；、]))(?P<role>{_ROLE_WORDS})(?:\s*\([^()\n]{{1,16}}\))?\s*(?:\([^()\n]{{1,16}}\))?\s*:\s*(?P<name>[^\n:,;，；]{{2,60}})",
    re.IGNORECASE | re.MULTILINE,
)
_TAIL = re.compile(
    r"\s*\((?:以下|下称|简称|盖章|签字|签章|公章|hereinafter|the [\"“]|[\"“]).*|\s{3,}\S.*",
    re.I | re.S,
)
_BLANK = re.compile(r"[\W_]*")


def is_party_group(columns: Sequence[Field]) -> tuple[int, int] | None:
    """The places of the party's name and of its role among ``columns``, where both are asked for."""
    role = next((n for n, column in enumerate(columns) if _ROLE.search(column.name)), None)
    if role is None:
        return None
    name = next(
        (
            n
            for n, column in enumerate(columns)
            if n != role
            and (column.type in (FieldType.PARTY, FieldType.PERSON) or _is_name(column))
        ),
        None,
    )
    return None if name is None else (name, role)


def _is_name(column: Field) -> bool:
    concept = concept_of(column.name)
    return column.name.strip().casefold() in (
        "name",
        "名称",
        "姓名",
        "姓名/名称",
        "party name",
    ) or (concept is not None and concept.key == "party")


def party_records(reading: Reading, columns: Sequence[Field], name: int, role: int) -> list[Draft]:
    """A record for each party with the role that the text gives it, each once."""
    drafts: list[Draft] = []
    for draft in _found(reading, columns, name, role):
        known = [one.values[name] for one in drafts]
        if not any(same_value(draft.values[name], other) for other in known):
            drafts.append(draft)
    return sorted(drafts, key=lambda draft: draft.start)


def _found(reading: Reading, columns: Sequence[Field], name: int, role: int) -> Iterator[Draft]:
    for match in _LABELLED.finditer(reading.folded):
        tail = _TAIL.search(reading.folded, match.start("name"), match.end("name"))
        end = tail.start() if tail else match.end("name")
        span = trim(reading.text, match.start("name"), end)
        if not _BLANK.fullmatch(reading.text, *span):
            yield _draft(reading, columns, {name: span, role: match.span("role")})
    for party in (*english_parties(reading.text), *chinese_parties(reading.folded)):
        span = (party.start, party.end)
        for word in party.roles[:1]:
            at = reading.text.find(word, party.end, party.end + _ROLE_REACH)
            if at >= 0:
                yield _draft(reading, columns, {name: span, role: (at, at + len(word))})


def _draft(
    reading: Reading, columns: Sequence[Field], spans: Mapping[int, tuple[int, int]]
) -> Draft:
    values = {
        place: make_mention(reading.document, columns[place], start, end, _SCORE, Source.RULE)
        for place, (start, end) in spans.items()
    }
    return Draft(min(start for start, _ in spans.values()), Layout.SENTENCE, values)
