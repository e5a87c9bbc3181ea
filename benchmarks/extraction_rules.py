"""How well the extraction rules do alone: ``python -m benchmarks.extraction_rules [--data DIR]``.

Three sets of real documents: ``fddc_zh`` (Chinese announcements of contracts; 甲方, 乙方, 项目名称,
合同名称, 合同金额), ``kleister_nda`` (English NDAs; parties, effective date, governing law, term) and
``cuad`` (English contracts; parties, dates, governing law, title). The fields are asked by those
names; nothing is fitted. The rules were written while reading their errors in the first two sets,
so ``cuad`` alone tells how they do on documents that nobody looked at.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.extraction import parse_fields
from engine.extraction.choose import choose
from engine.extraction.rules import rule_mentions
from engine.types import Document, DocumentKind, Mention

_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_GOLD_ZH = {
    "甲方": "甲方",
    "乙方": "乙方",
    "项目名称": "项目名称",
    "合同名称": "合同名称",
    "合同金额": "金额上限",
}
_FIELDS_ZH = "甲方, 乙方, 项目名称, 合同名称, 合同金额(元)"
_GOLD_EN = {
    "Party": "party",
    "Effective date": "effective_date",
    "Governing law": "jurisdiction",
    "Term": "term",
}
_FIELDS_EN = "Party*, Effective date, Governing law, Term"
_GOLD_CUAD = {
    "Party": "Parties",
    "Agreement date": "Agreement Date",
    "Effective date": "Effective Date",
    "Governing law": "Governing Law",
    "Document name": "Document Name",
}
_FIELDS_CUAD = "Party*, Agreement date, Effective date, Governing law, Document name"
_DATES = ("Effective date", "Agreement date")
_PLACE = re.compile(
    r"^(?:the\s+)?(?:state|commonwealth|province|republic|district)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Tally:
    """Counts for one field: answers given, answers right, right answers there were."""

    given: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0

    def row(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        precision = self.right / self.given if self.given else 0.0
        recall = self.found / self.wanted if self.wanted else 0.0
        total = precision + recall
        return precision, recall, 2 * precision * recall / total if total else 0.0


def load(data: Path, name: str) -> list[dict[str, Any]]:
    """The records of one set."""
    with lzma.open(data / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def as_document(record: dict[str, Any], language: str) -> Document:
    """The text of a record as a document."""
    name = str(record["id"])
    return Document(name, name, name, "", DocumentKind.TEXT, record["text"], language)


def gold_zh(record: dict[str, Any], field: str) -> set[str]:
    """The distinct answers of all rows of one announcement."""
    return {row[_GOLD_ZH[field]] for row in record["rows"] if row.get(_GOLD_ZH[field])}


def gold_en(record: dict[str, Any], field: str) -> set[str]:
    """The answers for one NDA."""
    answer = record["fields"][_GOLD_EN[field]]
    return set(answer) if isinstance(answer, list) else {answer} if answer else set()


def gold_cuad(record: dict[str, Any], field: str) -> set[str]:
    """The answers for one contract: names without their roles, dates in ISO 8601."""
    answer = str(record["fields"].get(_GOLD_CUAD[field], {}).get("answer", "")).strip()
    if field == "Party":
        names = (re.sub(r"\(.*", "", part).strip(" ,.()") for part in answer.split(";"))
        return {name for name in names if len(name) > 2}
    if field in _DATES:
        written = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2})", answer)
        if not written:
            return set()
        month, day, year = (int(number) for number in written.groups())
        return {f"{year + (1900 if year > 50 else 2000)}-{month:02d}-{day:02d}"}
    if field == "Governing law" and answer:
        return {answer, *(part.strip() for part in answer.split(","))}
    return {answer} if answer else set()


def same(field: str, mention: Mention, answer: str) -> bool:
    """Whether a mention gives the answer, whatever its case, width and signs."""
    value = mention.normalized or ""
    if field == "合同金额":
        # A range has two ends and is not the answer.
        plain = re.fullmatch(r"-?\d+(?:\.\d+)?", value)
        return bool(plain) and abs(Decimal(value) - Decimal(answer)) < 1
    if field in _DATES:
        return value == answer
    if field == "Term":
        number, _, unit = answer.partition(" ")
        return value == f"P{number}{unit[0].upper()}"
    return _bare(field, value or mention.text) == _bare(field, answer)


def _bare(field: str, text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    if field == "Governing law":
        text = _PLACE.sub("", text)
    if field == "Party":  # the set writes legal forms in their short form
        text = text.replace("incorporated", "inc").replace("limited", "ltd")
    return re.sub(r"[\W_]+", "", text)


def evaluate(
    records: Sequence[dict[str, Any]],
    asked: str,
    language: str,
    gold: Callable[[dict[str, Any], str], set[str]],
) -> Iterator[tuple[str, Tally]]:
    """A tally for each field. A field with one value is right where it is one of the answers."""
    fields = parse_fields(asked)
    tallies = {field.name: Tally() for field in fields}
    for record in records:
        document = as_document(record, language)
        mentions = choose(fields, rule_mentions(document, fields))
        for field in fields:
            answers = gold(record, field.name)
            chosen = [m for m in mentions if m.chosen and m.field == field.name]
            tally = tallies[field.name]
            tally.given += len(chosen)
            tally.right += sum(any(same(field.name, m, a) for a in answers) for m in chosen)
            hit = sum(any(same(field.name, m, a) for m in chosen) for a in answers)
            tally.wanted += len(answers) if field.many else bool(answers)
            tally.found += hit if field.many else bool(hit)
    yield from tallies.items()


def report(data: Path) -> Iterator[str]:
    """Markdown lines."""
    sets = (
        ("fddc_zh", _FIELDS_ZH, "zh", gold_zh),
        ("kleister_nda", _FIELDS_EN, "en", gold_en),
        ("cuad", _FIELDS_CUAD, "en", gold_cuad),
    )
    yield "| set | field | answers given | precision | recall | F1 |"
    yield "|---|---|---|---|---|---|"
    speeds = []
    for name, asked, language, gold in sets:
        records = load(data, name)
        began = time.process_time()
        for field, tally in evaluate(records, asked, language, gold):
            figures = " | ".join(f"{value:.3f}" for value in tally.row())
            yield f"| {name} ({len(records)}) | {field} | {tally.given} | {figures} |"
        characters = sum(len(record["text"]) for record in records)
        speeds.append(f"{name}: {characters / (time.process_time() - began):,.0f} characters/s")
    yield ""
    yield "Speed, by processor time, one thread: " + "; ".join(speeds)


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=_DATA)
    for line in report(parser.parse_args().data):
        print(line)


if __name__ == "__main__":
    main()
