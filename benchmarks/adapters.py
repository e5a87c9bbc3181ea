"""What the built-in extractor learns from 20 corrected contracts: before and after, on others.

    python -m benchmarks.adapters [--corrected 20] [--held-out 20] [--minutes 10] [--threads 1]

Contracts of Kleister NDA, on which no pack was trained. A person's corrections are played by the
labels: every cell of the corrected contracts (train part) is edited to its right value, at the place
where that stands in the text; a value that cannot be found there is left alone. Then the program's own
job learns, checks, and adopts or refuses; what it adopts is measured on contracts of the dev-0 part,
through the program's own extraction, the model alone.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality_extraction import (
    KLEISTER_FIELDS,
    Memory,
    kleister_cases,
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
from training.data import read

_FACTS = {"Effective date": FactKind.DATE, "Term": FactKind.DURATION}
_NEAR = {
    "Term": re.compile(r"term|period|expire|terminat|year|remain", re.IGNORECASE),
    "Governing law": re.compile(r"laws? of|govern", re.IGNORECASE),
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corrected", type=int, default=20)
    parser.add_argument("--held-out", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    texts = _Texts(options.corrected)
    corrections = tuple(c for record in texts.records.items() for c in corrected(*record, texts))
    print(f"{options.corrected} corrected contracts, {len(corrections)} cells", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        personal = Personal(Path(folder))
        packs = [resource_path("models")]
        models = ModelRegistry(packs, "cpu", options.threads, personal=personal)
        name = models.extractor(None, "en").info.name
        measured(models, options.held_out, "as shipped")
        services = Services(models, texts, NoCache(), models)
        started, spent = time.monotonic(), time.process_time()
        try:
            for _ in adapt(
                AdaptRequest(corrections, name, options.minutes), services, JobControl()
            ):
                pass
        except UserError as error:
            print(f"not adopted: {error}")
            return
        seconds = time.monotonic() - started
        print(f"learned in {seconds:.0f} s ({time.process_time() - spent:.0f} s of processor time)")
        version = personal.adapters.active(name)
        assert version is not None
        print(
            f"on the contracts kept back {version.before:.3f} -> {version.after:.3f}, on the fixed "
            f"test {version.retained_before:.3f} -> {version.retained_after:.3f}",
            flush=True,
        )
        measured(models, options.held_out, "after learning")


def measured(models: ModelRegistry, limit: int, title: str) -> None:
    """Print the figures on held-out contracts."""
    cases = kleister_cases(limit)
    found = report(run_cases(cases, list(KLEISTER_FIELDS), models, False, Memory()))
    total = sum(found.by_field.values(), Counts())
    print(f"\nmicro F1 {total.f1:.3f} (precision {total.precision:.3f}, recall {total.recall:.3f})")
    for line in found.lines(f"Kleister NDA dev-0, {title}"):
        print(line, flush=True)


class _Texts:
    """The corrected contracts. Implements ``DocumentSource``."""

    def __init__(self, count: int) -> None:
        records = [r for r in read("kleister_nda") if r["split"] == "train"][:count]
        self.records: dict[str, dict[str, Any]] = {r["id"]: r["fields"] for r in records}
        self._documents = {r["id"]: paste(r["text"], r["id"]) for r in records}

    def load(self, reference: str, control: JobControl) -> Document:
        """The contract of that name."""
        return self._documents[reference]


def corrected(reference: str, labels: dict[str, Any], texts: _Texts) -> list[Correction]:
    """Every cell of a contract as a person would have left it."""
    text = texts.load(reference, JobControl()).text
    found = []
    for field in parse_fields("Party*, Effective date, Governing law, Term"):
        value = labels[KLEISTER_FIELDS[field.name]]
        values = value if isinstance(value, list) else [value] if value else []
        spans = [span for v in values for span in places(text, field, v)[:1]]
        if len(spans) == len(values):
            words = tuple(text[start:end] for start, end in spans)
            found.append(Correction(reference, field, ReviewState.EDITED, words, tuple(spans)))
    return found


def places(text: str, field: Field, value: str) -> Sequence[tuple[int, int]]:
    """Where a value stands, first the places whose surroundings speak of the field."""
    kind = _FACTS.get(field.name)
    if kind is not None:
        wanted = {value, normal(field.name, value)}
        hits = [(f.start, f.end) for f in find_facts(text, {kind}) if f.value in wanted]
    elif field.name == "Governing law":
        hits = [match.span() for match in re.finditer(re.escape(value), text)]
    else:
        words = [re.escape(word) for word in re.split(r"\W+", value) if word]
        pattern = r"\W+".join(words) + r"\.?"
        hits = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    near = _NEAR.get(field.name)
    if near is None:
        return hits
    return sorted(hits, key=lambda hit: not near.search(text[max(0, hit[0] - 100) : hit[1] + 50]))


if __name__ == "__main__":
    main()
