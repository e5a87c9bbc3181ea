"""How well an extractor finds values in whole contracts, and names in sentences.

Values are compared after normalisation: dates and durations in ISO 8601, names without case,
punctuation and legal form's spelling, laws without "State of". A field that a contract's labels
leave open (CUAD knows no effective date, say) is not judged in that contract.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from benchmarks.quality_statistics import Counts, Interval, bootstrap, calibration_error
from engine.control import JobControl
from engine.documents import paste
from engine.events import Results
from engine.extraction import parse_fields
from engine.facts import find_facts
from engine.facts.types import FactKind
from engine.jobs.extract import ExtractRequest, extract
from engine.jobs.services import Cache, ModelProvider, Services
from engine.models.protocols import Extractor
from engine.types import Document, Extraction, Field
from training import extractor_cuad, extractor_ner, splits
from training.cuad_annotation import annotate
from training.data import read, share
from training.span_examples import NAMES

CUAD_FIELDS = {
    "Agreement title": "document_name",
    "Party": "party",
    "Agreement date": "agreement_date",
    "Effective date": "effective_date",
    "Expiration date": "expiration_date",
    "Governing law": "governing_law",
    "Term": "term",
    "Renewal term": "renewal_term",
    "Notice period": "notice_period",
}
KLEISTER_FIELDS = {
    "Party": "party",
    "Effective date": "effective_date",
    "Governing law": "jurisdiction",
    "Term": "term",
}
FILING_FIELDS = {
    "甲方": "甲方",
    "乙方": "乙方",
    "项目名称": "项目名称",
    "合同名称": "合同名称",
    "合同金额": "金额上限",
}
_KINDS = {
    "Agreement date": FactKind.DATE,
    "Effective date": FactKind.DATE,
    "Expiration date": FactKind.DATE,
    "Term": FactKind.DURATION,
    "Renewal term": FactKind.DURATION,
    "Notice period": FactKind.DURATION,
}
MULTIPLE = ("Party", "Signatory")
_PLACE = re.compile(r"^(?:the )?(?:state|commonwealth|province|republic) of ")
_FORMS = {
    "incorporated": "inc", "corporation": "corp", "limited": "ltd", "company": "co",
}  # fmt: skip


@dataclass(slots=True)
class Judged:
    """One document: counts by field, and each answer's score with whether it was right."""

    counts: dict[str, Counts] = field(default_factory=dict)
    answers: list[tuple[float, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """A contract with the right values by field; a field that is missing is not judged."""

    text: str
    gold: dict[str, frozenset[str]]


def normal(name: str, text: str) -> str:
    """The form in which two values of the field ``name`` are compared."""
    if name == "合同金额":
        return _sum(text)
    kind = _KINDS.get(name)
    if kind is not None:
        facts = find_facts(text, {kind})
        if facts and facts[0].value:
            return facts[0].value
    flat = re.sub(r"[^\w ]", "", " ".join(text.casefold().split())).strip()
    if name == "Governing law":
        flat = _PLACE.sub("", flat)
    return " ".join(_FORMS.get(word, word) for word in flat.removeprefix("the ").split())


def _sum(text: str) -> str:
    """An amount in yuan as a plain number, rounded to yuan. The labels have some as 1.3E8."""
    facts = find_facts(text, {FactKind.AMOUNT})
    for value in (text, facts[0].value if facts else None, re.sub(r"[^\d.]", "", text)):
        try:
            return str(round(Decimal(value or "")))
        except (InvalidOperation, ValueError, OverflowError):
            continue
    return text


def filing_cases(limit: int) -> list[Case]:
    """Chinese announcements of held-out companies, at most ``limit``, always the same ones."""
    records = [record for record in read("fddc_zh") if splits.filing_held_out(record)]
    cases = []
    for record in sorted(records, key=lambda r: share(r["id"], "bench"))[:limit]:
        gold = {
            name: frozenset(normal(name, row[key]) for row in record["rows"] if row[key])
            for name, key in FILING_FIELDS.items()
        }
        cases.append(Case(record["text"], gold))
    return cases


def cuad_cases(limit: int) -> list[Case]:
    """Contracts of held-out companies, at most ``limit``, always the same ones."""
    records = sorted(extractor_cuad.contracts(True), key=lambda r: share(r["id"], "bench"))
    cases = []
    for record in records[:limit]:
        spans, masks = annotate(record)
        gold = {
            name: frozenset(normal(name, record["text"][s:e]) for s, e in spans[key])
            for name, key in CUAD_FIELDS.items()
            if spans[key] or not masks.get(key)
        }
        cases.append(Case(record["text"], gold))
    return cases


def kleister_cases(limit: int) -> list[Case]:
    """Kleister NDA dev-0: never trained on."""
    records = [r for r in read("kleister_nda") if r["split"] == "dev-0"]
    cases = []
    for record in records[:limit]:
        gold = {}
        for name, key in KLEISTER_FIELDS.items():
            value = record["fields"][key]
            values = value if isinstance(value, list) else [value] if value else []
            gold[name] = frozenset(normal(name, v) for v in values)
        cases.append(Case(record["text"], gold))
    return cases


def run_cases(
    cases: Sequence[Case],
    fields: Sequence[str],
    models: ModelProvider,
    rules: bool,
    cache: Cache,
    model: str | None = None,
) -> list[Judged]:
    """The application's own job over ``cases``; ``rules``: with the mentions that rules offer.

    ``cache`` keeps what the model said from one run to the next. Without ``model`` the job chooses.
    """
    texts = {str(index): case.text for index, case in enumerate(cases)}
    asked = parse_fields(", ".join(f"{name}*" if name in MULTIPLE else name for name in fields))
    services = Services(models, _Texts(texts), cache)
    request = ExtractRequest(tuple(texts), asked, model=model, rules=rules)
    names: dict[str, int] = {}
    judged = [Judged() for _ in cases]
    for payload in extract(request, services, JobControl()):
        for result in payload.items if isinstance(payload, Results) else ():
            if isinstance(result, Document):
                names[result.id] = int(result.name)
            elif isinstance(result, Extraction):
                index = names[result.document_id]
                judged[index] = judge(cases[index], result)
    return judged


def judge(case: Case, extraction: Extraction) -> Judged:
    """Compare the chosen values of one contract with the right ones."""
    found = Judged()
    for name, gold in case.gold.items():
        chosen = [m for m in extraction.mentions if m.field == name and m.chosen]
        values = {normal(name, m.text) for m in chosen}
        # A contract may print one value in several wordings; one right answer is all there is.
        wanted = len(gold) if name in MULTIPLE else min(1, len(gold))
        right = len(values & gold)
        found.counts[name] = Counts(len(values), min(right, wanted), wanted)
        found.answers += [(m.score, normal(name, m.text) in gold) for m in chosen]
    return found


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of one set."""

    by_field: dict[str, Counts]
    macro: Interval
    micro: Interval
    calibration: float
    documents: int

    def lines(self, title: str) -> Iterator[str]:
        """A Markdown table."""
        yield f"**{title}** ({self.documents} documents): macro F1 {self.macro}, micro F1 {self.micro}, ECE {self.calibration:.3f}"
        yield ""
        yield "| field | precision | recall | F1 | values |"
        yield "|---|---|---|---|---|"
        for name, c in self.by_field.items():
            yield f"| {name} | {c.precision:.2f} | {c.recall:.2f} | {c.f1:.2f} | {c.wanted} |"
        yield ""


def report(judged: Sequence[Judged]) -> Report:
    """Figures over documents; the interval resamples documents."""
    answers = [answer for one in judged for answer in one.answers]
    return Report(
        _totals(judged),
        bootstrap(judged, lambda part: _macro(_totals(part))),
        bootstrap(judged, lambda part: sum(_totals(part).values(), Counts()).f1),
        calibration_error([p for p, _ in answers], [right for _, right in answers]),
        len(judged),
    )


def _totals(judged: Sequence[Judged]) -> dict[str, Counts]:
    totals: dict[str, Counts] = defaultdict(Counts)
    for one in judged:
        for name, counts in one.counts.items():
            totals[name] += counts
    return dict(totals)


def _macro(totals: dict[str, Counts]) -> float:
    return sum(c.f1 for c in totals.values()) / max(1, len(totals))


def sentences(extractor: Extractor, limit: int) -> tuple[Interval, dict[str, Counts]]:
    """Exact spans of names in held-out sentences (WNUT17 dev, wikigold, FIN5)."""
    examples = list(extractor_ner.examples(True, random.Random(3)))[:limit]
    totals: dict[str, Counts] = defaultdict(Counts)
    each: list[Counts] = []
    for example in examples:
        keys = sorted(set(example.spans) | example.absent)
        fields = [Field(next(n for n in NAMES[key] if n[0] != "~")) for key in keys]
        ((_, spans),) = extractor.extract([example.text], fields, JobControl())
        whole = Counts()
        for place, key in enumerate(keys):
            given = {(s.start, s.end) for s in spans if s.field == place and s.score >= 0.5}
            gold = set(example.spans.get(key, ()))
            counts = Counts(len(given), len(given & gold), len(gold))
            totals[fields[place].name] += counts
            whole += counts
        each.append(whole)
    return bootstrap(each, lambda part: sum(part, Counts()).f1), dict(totals)


class Memory:
    """A cache that lasts as long as the process."""

    def __init__(self) -> None:
        self._entries: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The entries that exist."""
        return {key: self._entries[key] for key in keys if key in self._entries}

    def put_many(self, entries: Mapping[str, bytes]) -> None:
        """Keep ``entries``; an existing key is left as it is."""
        self._entries = {**entries, **self._entries}


class _Texts:
    """Documents by number, out of memory."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def load(self, reference: str, control: JobControl) -> Document:
        """The text as a pasted document."""
        return paste(self._texts[reference], reference)
