"""One document's answers made into what a run keeps: candidates with winners, records, what has no place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.extraction.choose import choose, rule_share
from engine.extraction.mentions import make_mention
from engine.extraction.priors import weigh
from engine.extraction.records import column_fields, found_records
from engine.extraction.rules import rule_mentions
from engine.extraction.rules.reading import Reading
from engine.extraction.settling import settle_dates, settle_ranges
from engine.models.protocols import SpanScore
from engine.types import Document, Field, FoundRecord, Mention, Notice, Source, Unlocated, stable_id


@dataclass(frozen=True, slots=True)
class Answers:
    """What the model said of a document (``SpanScore.field`` numbers the flat list of
    ``column_fields``), whether rules may add to it, and the score below which nothing is chosen."""

    spans: tuple[SpanScore, ...]
    rules: bool
    threshold: float


@dataclass(frozen=True, slots=True)
class Gathered:
    """What :func:`gather` makes of them."""

    mentions: tuple[Mention, ...]
    records: tuple[FoundRecord, ...]
    unlocated: tuple[Unlocated, ...]
    notices: tuple[Notice, ...] = ()


def gather(
    document: Document,
    fields: Sequence[Field],
    answers: Answers,
    checkpoint: Callable[[], None] = lambda: None,
) -> Gathered:
    """All candidates of every field with the winners marked, the records of every group, and the
    values that stand nowhere. ``checkpoint`` is called between steps and may raise ``Cancelled``."""
    reading = Reading(document)
    plain = [field for field in fields if not field.columns]
    of_model, of_columns = _model_mentions(document, fields, answers.spans)
    mentions = list(of_model)
    if answers.rules:
        mentions += rule_mentions(document, plain, checkpoint, reading)
    mentions = settle_dates(reading, plain, weigh(reading, plain, mentions))
    mentions = settle_ranges(reading, plain, mentions)
    records: list[FoundRecord] = []
    for group in (field for field in fields if field.columns):
        checkpoint()
        offered = of_columns.get(group.name, [])
        records += found_records(document, group, offered, reading, answers.rules)
    chosen = choose(plain, mentions, answers.threshold, rule_share(document.language))
    shown = tuple(_key_column(fields, records))
    return Gathered((*chosen, *shown), tuple(records), _unlocated(document, fields, answers.spans))


def _model_mentions(
    document: Document, fields: Sequence[Field], spans: Sequence[SpanScore]
) -> tuple[list[Mention], dict[str, list[Mention]]]:
    """The model's mentions of plain fields, and those of columns by their group."""
    flat = column_fields(fields)
    plain: list[Mention] = []
    columns: dict[str, list[Mention]] = {}
    for span in spans:
        if not 0 <= span.start < span.end:
            continue
        field, group = flat[span.field]
        mention = make_mention(document, field, span.start, span.end, span.score, Source.MODEL)
        (columns.setdefault(group.name, []) if group else plain).append(mention)
    return plain, columns


def _key_column(fields: Sequence[Field], records: Sequence[FoundRecord]) -> Iterator[Mention]:
    """What a group's own cell shows: the values of its first column, which the records lie behind."""
    first = {field.name: field.columns[0].name for field in fields if field.columns}
    for record in records:
        mention = next((m for m in record.values if m.field == first[record.group]), None)
        if mention is not None:
            yield replace(mention, id=stable_id(mention.id, record.group), field=record.group)


def _unlocated(
    document: Document, fields: Sequence[Field], spans: Sequence[SpanScore]
) -> tuple[Unlocated, ...]:
    flat = column_fields(fields)
    found: dict[tuple[str, str], Unlocated] = {}
    for span in spans:
        if span.start < 0 and span.text:
            field, group = flat[span.field]
            name = group.name if group else field.name
            found.setdefault((name, span.text), Unlocated(document.id, name, span.text, span.score))
    return tuple(found.values())
