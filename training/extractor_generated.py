"""Generated extractor examples: sentences, forms, and openly licensed templates with blanks filled."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from training.data import data_folder, held_out
from training.fillers import fill
from training.languages import ENGLISH, Language
from training.span_examples import SpanExample, Spans

_SLOT = re.compile(r"\{(\w+?)(\d*)\}")


class TextBuilder:
    """A text under construction with the spans of what was filled in, in one language."""

    def __init__(self, rng: random.Random, language: Language) -> None:
        self.rng = rng
        self.language = language
        self.text = ""
        self.spans: Spans = {}
        self._values: dict[str, str] = {}

    def add(self, part: str, glue: str) -> None:
        """Append ``part`` with its slots filled; a slot seen before keeps its value."""
        if self.text:
            self.text += glue
        last = 0
        for match in _SLOT.finditer(part):
            self.text += part[last : match.start()]
            self.value(match.group(1), match.group(0))
            last = match.end()
        self.text += part[last:]

    def value(self, key: str, slot: str) -> None:
        """Append a value for label ``key`` and note its span."""
        kind = self.language.labels[key].kind
        if key == "party":
            kind = "party_any" if self.rng.random() < 0.15 else "company"
        value = self._values.setdefault(slot, self.language.fill(kind, self.rng))
        start = len(self.text)
        self.text += value
        self.spans.setdefault(key, []).append((start, len(self.text)))

    def finish(self, source: str, contract: bool) -> SpanExample:
        """The example, with generic labels (every date, every amount) and what is absent."""
        labels, roles = self.language.labels, self.language.roles
        spans = dict(self.spans)
        present = {labels[key].kind for key in self.spans}
        mixed = "party_any" in present or "party" in self.spans
        for kind in self.language.generic:
            places = [
                s for key, found in self.spans.items() if labels[key].kind == kind for s in found
            ]
            if places and not (mixed and kind in ("company", "person")):
                spans[f"any_{kind}"] = sorted(places)
        if contract:
            parties = [s for key in roles for s in self.spans.get(key, ())]
            if parties:
                spans["party"] = sorted(set(spans.get("party", []) + parties))
        groups = {labels[key].group for key in self.spans}
        absent = {k for k, label in labels.items() if label.group not in groups and k not in spans}
        if "party" in spans or any(key in self.spans for key in roles):
            # A seller may also be called a contractor, a party, an account holder: do not say no.
            absent -= {"party", "account_holder", *roles}
        absent |= {
            f"any_{kind}"
            for kind in self.language.generic
            if kind not in present and not (kind in ("company", "person") and mixed)
        }
        return SpanExample(self.text, spans, absent, source, language=self.language.code)


def sentences(rng: random.Random, language: Language) -> SpanExample:
    """Two to six sentences of a contract in one text."""
    built = TextBuilder(rng, language)
    glue = rng.choice([language.space, "\n", "\n\n", "\n"])
    numbered = rng.random() < 0.3
    for number, part in enumerate(rng.sample(language.sentences, rng.randint(2, 6)), 1):
        built.add(f"{number}{language.point}{part}" if numbered else part, glue)
    return built.finish("sentences", contract=True)


def form(rng: random.Random, language: Language) -> SpanExample:
    """Keys and values, a line each, as in order forms, cover pages and invoices."""
    built = TextBuilder(rng, language)
    mark = rng.choice(language.marks)
    glue = rng.choice(["\n", "\n", "\n\n", language.separator]) if "\n" not in mark else "\n"
    for key in rng.sample(sorted(language.labels), rng.randint(3, 12)):
        head = language.labels[key].name(rng).partition(": ")[0]
        if rng.random() < 0.08:
            built.add(f"{head}{mark}".rstrip() + rng.choice(["", " N/A", " -", " ____"]), glue)
            continue
        built.add(f"{head}{mark}", glue)
        built.value(key, f"{{{key}}}")
    return built.finish("form", contract=False)


# --- Templates -------------------------------------------------------------------------

_TAG = re.compile(r"\{([^{}]{1,60})\}")
_KINDS = (
    (r"email", "email"),
    (r"date", "date"),
    (r"signatory_title|contact_title|_title_display", "jobtitle"),
    (r"signatory_name|contact_name|employee_name|founder_name|candidate", "person"),
    (
        r"signatory_company|company_name|customer_name|provider_name|legal_name|party_\d_name|^party_\d$|partner_name|employer_name|organization",
        "company",
    ),
    (r"governing_law|jurisdiction|state|territory|eu_member", "law"),
    (r"courts|venue|county", "court"),
    (r"address", "address"),
    (r"cap_amount|fee$|^fees$|dollar|salary|price|amount|compensation", "amount"),
    (r"_days$|period$|_term$|nda_term|duration", "duration"),
    (r"percent|multiplier", "percent"),
    (r"phone", "phone"),
    (r"url|page", "url"),
    (r"product_name|cloud_service", "product"),
    (r"project|deal_name", "project"),
)


def template_files(development: bool) -> list[Path]:
    """The docx templates of one side."""
    folder = data_folder() / "documents" / "docx"
    return [p for p in sorted(folder.glob("*.docx")) if held_out(p.stem, 0.2) == development]


def template_text(path: Path) -> str:
    """Paragraphs and table cells in document order (development only; the app has its own reader)."""
    import docx

    document = docx.Document(str(path))
    parts: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells))
                parts.append("\t".join(cells))
        elif block.text.strip():
            parts.append(block.text)
    return "\n".join(parts)


def template(text: str, rng: random.Random) -> SpanExample | None:
    """A window of a template with its blanks filled; a blank's own name is the field's name."""
    tags = [m for m in _TAG.finditer(text) if _kind(m.group(1))]
    if not tags:
        return None
    centre = rng.choice(tags).start()
    start = text.rfind("\n", 0, max(0, centre - rng.randint(0, 600))) + 1
    end = text.find("\n", centre + rng.randint(200, 700))
    part = text[start : end if end > 0 else len(text)][:1600]
    built, last = "", 0
    spans: Spans = {}
    values: dict[str, str] = {}
    for match in _TAG.finditer(part):
        built += part[last : match.start()]
        last = match.end()
        name = match.group(1)
        kind = _kind(name)
        if kind is None:
            continue
        value = values.setdefault(name, fill(kind, rng))
        spans.setdefault(f"={name}", []).append((len(built), len(built) + len(value)))
        built += value
    built += part[last:]
    names = {key: _readable(key[1:]) for key in spans}
    absent = (
        {
            "birth_date",
            "bank_name",
            "account_number",
            "phone",
            "id_number",
            "witness",
            "monthly_rent",
            "loan_amount",
            "quantity",
            "invoice_number",
            "fax",
            "swift",
            "salary",
        }
        if "salary" not in part.lower()
        else set()
    )
    for law in [key for key in spans if key == "=governing_law"]:
        spans["governing_law"] = spans[law]
    return SpanExample(built, spans, absent, "template", names)


def _kind(name: str) -> str | None:
    if re.search(
        r"^(?:IF|FOR|END|\$)|reference|details?$|description|_check$|type$|unit$|_value$", name
    ):
        return None
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name)), None)


def _readable(name: str) -> str:
    return re.sub(r"_display$|^custom_|^key_terms_", "", name).replace("_", " ")


def examples(
    development: bool, rng: random.Random, sentence: int, forms: int, templates: int
) -> Iterator[SpanExample]:
    """The given numbers of examples of each sort."""
    for _ in range(sentence):
        yield sentences(rng, ENGLISH)
    for _ in range(forms):
        yield form(rng, ENGLISH)
    texts = [template_text(path) for path in template_files(development)]
    texts = [t for t in texts if _TAG.search(t)]
    for _ in range(templates):
        made = template(rng.choice(texts), rng)
        if made is not None and made.spans:
            yield made
