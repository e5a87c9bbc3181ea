"""What the built-in extractor learns from 20 corrected documents: before and after, on others.

    python -m benchmarks.adapters [filings|contracts] [--corrected 20] [--held-out 20] [--minutes 10]
                                  [--threads 1] [--longest 16000]

Each set asks for fields that the pack was trained on and for fields that it was not: announcements
(of companies that it was not trained on; those that teach and those that measure are of different
companies) for their five labels, for the announcement's own title and for the year whose revenue a deal is
compared with, neither of which any pack was asked for; contracts of Kleister NDA's
dev-0 part (never trained on), for their four labels, for who signs (which packs since `24db112` know from
other texts) and for the number of the exhibit.

A person's corrections are played by the labels, for the new fields by patterns that find them with
certainty: every cell of the corrected documents is edited to its right value, at the place where that
stands in the text; a value that cannot be found there is left alone, and not judged where it is
measured. Then the program's own job learns, checks, and adopts or refuses; what it adopts is measured
through the program's own extraction, the model alone.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality_extraction import (
    FILING_FIELDS,
    KLEISTER_FIELDS,
    MULTIPLE,
    Case,
    Memory,
    Report,
    normal,
    report,
    run_cases,
)
from benchmarks.quality_statistics import Counts
from engine.control import JobControl
from engine.documents import paste
from engine.errors import UserError
from engine.extraction import parse_fields
from engine.extraction.adapter import Correction
from engine.facts import find_facts
from engine.facts.types import FactKind
from engine.jobs.adapt import AdaptRequest, adapt
from engine.jobs.services import NoCache, Services
from engine.models.personal import Personal
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.types import Document, Field, ReviewState
from training import splits
from training.data import read, share

_FACTS = {
    "Effective date": FactKind.DATE,
    "Term": FactKind.DURATION,
    "合同金额": FactKind.AMOUNT,
}
_NEAR = {
    "Term": re.compile(r"term|period|expire|terminat|year|remain", re.IGNORECASE),
    "Governing law": re.compile(r"laws? of|govern", re.IGNORECASE),
}
_NEW = {
    "公告标题": re.compile(
        r"\A\s*(?:[\u4e00-\u9fff（）()]{2,20}(?:股份|公司))?([^:：。]{4,60}?公告)"
        r"(?=(?:证券|股票|A股|债券)?(?:代码|简称))"
    ),
    "对比年度": re.compile(r"占(?:本)?公司[^。;；,，]{0,12}?(\d{4}年度?)[^。;；]{0,24}?收入"),
    "Signatory": re.compile(
        r"\bName:?[ \t_/]*\n?[ \t]*((?:[A-Z][a-z]*\.? ){1,3}[A-Z][a-z]+)", re.MULTILINE
    ),
    "Exhibit number": re.compile(r"\b(?:EXHIBIT|Exhibit|EX-)\s*(\(?\w{1,3}\)?(?:[.(]\w+\)?)*)"),
}
_HEADING = 400
"""Characters in which the fields of a heading are looked for."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its labels: field → right values. A field that is missing is not judged."""

    name: str
    text: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What is taught and measured."""

    title: str
    known: tuple[str, ...]
    new: tuple[str, ...]
    teaching: tuple[Paper, ...]
    measuring: tuple[Paper, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, as a person would type them."""
        names = (*self.known, *self.new)
        return parse_fields(", ".join(f"{name}*" if name in MULTIPLE else name for name in names))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sets", nargs="*", choices=[[], "filings", "contracts"])
    parser.add_argument("--corrected", type=int, default=20)
    parser.add_argument("--held-out", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--longest", type=int, default=16_000, help="characters of a contract")
    options = parser.parse_args()
    sizes = options.corrected, options.held_out
    for name in options.sets or ("filings", "contracts"):
        matter = filings(*sizes) if name == "filings" else contracts(*sizes, options.longest)
        for line in measured(matter, options.minutes, options.threads):
            print(line, flush=True)


def measured(matter: Matter, minutes: float, threads: int | None) -> Iterator[str]:
    """Teach, and say what changed."""
    with tempfile.TemporaryDirectory() as folder:
        personal = Personal(Path(folder))
        models = ModelRegistry([resource_path("models")], "cpu", threads, personal=personal)
        texts = _Texts(matter.teaching)
        corrections = tuple(c for paper in matter.teaching for c in corrected(paper, matter))
        language = texts.load(matter.teaching[0].name, JobControl()).language
        name = models.extractor(None, language).info.name
        yield (
            f"{matter.title}: {name}, {len(matter.teaching)} corrected documents, "
            f"{len(corrections)} cells; {len(matter.measuring)} others measure"
        )
        before = figures(matter, models)
        services = Services(models, texts, NoCache(), models)
        started, spent = time.monotonic(), time.process_time()
        try:
            for _ in adapt(AdaptRequest(corrections, name, minutes), services, JobControl()):
                pass
        except UserError as error:
            yield f"not adopted: {error}"
            return
        finally:
            yield (
                f"{time.process_time() - spent:.0f} s of processor time, "
                f"{time.monotonic() - started:.0f} s by the clock"
            )
        version = personal.adapters.active(name)
        assert version is not None
        yield (
            f"on the documents kept back {version.before:.3f} -> {version.after:.3f}, on the "
            f"fixed test {version.retained_before:.3f} -> {version.retained_after:.3f}"
        )
        yield from table(matter, before, figures(matter, models))


def figures(matter: Matter, models: ModelRegistry) -> Report:
    """The held-out documents through the program's own extraction."""
    cases = [
        Case(p.text, {f: frozenset(normal(f, v) for v in vs) for f, vs in p.values.items()})
        for p in matter.measuring
    ]
    names = [*matter.known, *matter.new]
    return report(run_cases(cases, names, models, False, Memory()))


def table(matter: Matter, before: Report, after: Report) -> Iterator[str]:
    """A line a field and one a group, before and after, in Markdown."""
    yield "| field | values | as shipped | after learning |"
    yield "|---|---|---|---|"
    for title, names in (("new", matter.new), ("known", matter.known)):
        for name in names:
            one, two = before.by_field[name], after.by_field[name]
            yield f"| {name} | {one.wanted} | {one.f1:.3f} | {two.f1:.3f} |"
        sums = [sum((r.by_field[n] for n in names), Counts()) for r in (before, after)]
        yield f"| all {title} fields | {sums[0].wanted} | {sums[0].f1:.3f} | {sums[1].f1:.3f} |"
    yield f"| micro F1 | | {before.micro} | {after.micro} |"
    yield f"| calibration error | | {before.calibration:.3f} | {after.calibration:.3f} |"
    yield ""


def filings(corrected_count: int, held_out: int) -> Matter:
    """Announcements of companies that the pack was not trained on."""
    records = [record for record in read("fddc_zh") if splits.filing_held_out(record)]
    sides: tuple[list[Paper], list[Paper]] = ([], [])
    new = ("公告标题", "对比年度")
    for record in sorted(records, key=lambda r: share(r["id"], "bench")):
        values = {
            field: tuple(dict.fromkeys(row[key] for row in record["rows"] if row[key]))
            for field, key in FILING_FIELDS.items()
        }
        values |= _found(record["text"], new)
        side = sides[share(splits.filing_company(record), "teach") < 0.5]
        side.append(Paper(record["id"], record["text"], values))
    return Matter(
        "Announcements, companies never trained on",
        tuple(FILING_FIELDS),
        new,
        tuple(sides[1][:corrected_count]),
        tuple(sides[0][:held_out]),
    )


def contracts(corrected_count: int, held_out: int, longest: int) -> Matter:
    """Kleister NDA's dev-0 part."""
    papers = []
    for record in read("kleister_nda"):
        if record["split"] != "dev-0" or len(record["text"]) > longest:
            continue
        values = {}
        for field, key in KLEISTER_FIELDS.items():
            value = record["fields"][key]
            values[field] = tuple(value if isinstance(value, list) else [value] if value else [])
        values |= _found(record["text"], ("Signatory",))
        values |= _found(record["text"][:_HEADING], ("Exhibit number",))
        papers.append(Paper(record["id"], record["text"], values))
    papers.sort(key=lambda paper: share(paper.name, "teach"))
    return Matter(
        f"Kleister NDA dev-0, never trained on, up to {longest} characters",
        tuple(KLEISTER_FIELDS),
        ("Signatory", "Exhibit number"),
        tuple(papers[:corrected_count]),
        tuple(papers[corrected_count : corrected_count + held_out]),
    )


def _found(text: str, fields: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What patterns find of new fields; a field without a match is left out."""
    found = {}
    for field in fields:
        values = tuple(dict.fromkeys(match[1] for match in _NEW[field].finditer(text)))
        if values:
            found[field] = values if field in MULTIPLE else values[:1]
    return found


class _Texts:
    """The corrected documents. Implements ``DocumentSource``."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._documents = {paper.name: paste(paper.text, paper.name) for paper in papers}

    def load(self, reference: str, control: JobControl) -> Document:
        """The document of that name."""
        return self._documents[reference]


def corrected(paper: Paper, matter: Matter) -> Iterator[Correction]:
    """Every cell of a document as a person would have left it."""
    text = paste(paper.text, paper.name).text
    for field in matter.fields:
        if field.name not in paper.values:
            continue
        values = paper.values[field.name]
        if not field.many:
            # Several rows of an announcement: the value of one of them is right.
            values = next(([v] for v in values if places(text, field, v)), values)
        spans = [span for value in values for span in places(text, field, value)[:1]]
        if len(spans) == len(values):
            words = tuple(text[start:end] for start, end in spans)
            yield Correction(paper.name, field, ReviewState.EDITED, words, tuple(spans))


def places(text: str, field: Field, value: str) -> Sequence[tuple[int, int]]:
    """Where a value stands, first the places whose surroundings speak of the field."""
    pattern: Any = _NEW.get(field.name)
    kind = _FACTS.get(field.name)
    if pattern is not None:
        hits = [match.span(1) for match in pattern.finditer(text) if match[1] == value]
    elif kind is not None:
        wanted = {value, normal(field.name, value)}
        facts = [(f.start, f.end, f.value) for f in find_facts(text, {kind})]
        hits = [
            (start, end)
            for start, end, said in facts
            if said in wanted or normal(field.name, text[start:end]) in wanted
        ]
    elif field.name == "Governing law":
        hits = [match.span() for match in re.finditer(re.escape(value), text)]
    else:
        words = [re.escape(word) for word in re.split(r"\W+", value) if word]
        hits = [
            match.span()
            for match in re.finditer(r"\W*".join(words) + r"\.?", text, re.IGNORECASE)
            if words
        ]
    near = _NEAR.get(field.name)
    if near is None:
        return hits
    return sorted(hits, key=lambda hit: not near.search(text[max(0, hit[0] - 100) : hit[1] + 50]))


if __name__ == "__main__":
    main()
