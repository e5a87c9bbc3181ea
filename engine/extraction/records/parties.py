"""Parties with their roles as records: ``Acme, Inc. ("Buyer")``, ``某某公司（以下简称“甲方”）``, ``甲方：某某公司``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.extraction.choose import same_value
from engine.extraction.mentions import make_mention
from engine.extraction.records.rows import Draft
from engine.extraction.rules.parties import chinese_parties, english_parties
from engine.extraction.rules.reading import Reading
from engine.extraction.rules.values import is_no_name, trim, value_hits
from engine.extraction.synonyms import CONCEPTS, concept_of, name_key
from engine.types import Field, FieldType, Layout, Mention, Source

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
            if len(name) < 12 and name != "Third Party"
        },
        key=len,
        reverse=True,
    )
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s,，;；、]))(?P<role>{_ROLE_WORDS})(?:\s*\([^()\n]{{1,16}}\))?\s*(?:\([^()\n]{{1,16}}\))?\s*:\s*(?P<name>[^\n:,;，；]{{2,60}})",
    re.IGNORECASE | re.MULTILINE,
)
# What closes a name is known for fields of parties, whatever the group's own column is called.
_AS_PARTY = (Field("", FieldType.PARTY),)


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
    """A record for each place that gives a party its role, in the order of the document; one party
    may have several, which :func:`merged` makes one."""
    named = (d for d in _found(reading, columns, name, role) if not is_no_name(d.values[name].text))
    return sorted(named, key=lambda draft: draft.start)


def merged(drafts: Sequence[Draft], name: int) -> list[Draft]:
    """One record a party, the first of it, with what later ones add; a name that stands whole in
    another is the same party's."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((one for one in kept if _same(one.values[name], draft.values[name])), None)
        if twin is None:
            kept.append(draft)
            continue
        for place, mention in draft.values.items():
            twin.values.setdefault(place, mention)
    return kept


def _same(one: Mention, other: Mention) -> bool:
    short, long = sorted((name_key(one.text), name_key(other.text)), key=len)
    return same_value(one, other) or (len(short) > 2 and short in long)


def _found(reading: Reading, columns: Sequence[Field], name: int, role: int) -> Iterator[Draft]:
    for match in _LABELLED.finditer(reading.folded):
        start, end = match.span("name")
        if reading.folded[end : end + 2].lstrip().startswith(":"):
            # The last word is the next label.
            end = max(start, *(reading.folded.rfind(sign, start, end) for sign in " \t\u3000"))
        start, end = trim(reading.text, start, end)
        for hit in value_hits(reading, _AS_PARTY, 0, start, end, _SCORE) if start < end else ():
            if hit.end - hit.start > 1 and not reading.text[hit.start].isdigit():
                span = (hit.start, hit.end)
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
