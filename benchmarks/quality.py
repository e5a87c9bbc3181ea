"""How good models are: ``python -m benchmarks.quality [PART ...] [--model NAME|FOLDER] [--limit N]``.

Parts: ``extraction`` (contracts), ``names`` (sentences), ``nli``, ``similarity`` (pairs of sentences and of records;
an embedder is measured by its cosine); without one, all that the model can do. Any model that the program can load is measured
by the same code: a built-in pack by its name, any other by its folder. Prints Markdown, with the speed on
this machine. Only held-out parts are read: see ``training/README.md`` for the splits; what another
model was trained on is not known. ``--packs`` is the folder that holds the packs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import quality_extraction as extraction
from benchmarks import quality_headers, quality_similarity, quality_spans
from benchmarks import quality_pairs as pairs
from engine.models.packs import load_pack
from engine.models.registry import ModelRegistry

PARTS = ("extraction", "names", "nli", "similarity")
_TASKS = {
    "extraction": ("extraction", "names"),
    "nli": ("nli",),
    "similarity": ("similarity",),
    "embedding": ("similarity",),
}
PACKS = Path(__file__).resolve().parent.parent / "resources" / "models"


def extraction_lines(models: ModelRegistry, name: str | None, limit: int) -> Iterator[str]:
    """Whole contracts, with the model alone and with rules."""
    sets = (
        ("CUAD, held-out companies", extraction.cuad_cases(limit), extraction.CUAD_FIELDS),
        ("Kleister NDA dev-0", extraction.kleister_cases(limit), extraction.KLEISTER_FIELDS),
        (
            "fddc_zh, held-out companies",
            extraction.filing_cases(limit * 3),
            extraction.FILING_FIELDS,
        ),
        *(
            (
                f"What announcements print, {names} names",
                quality_headers.cases(limit * 2, fields),
                fields,
            )
            for names, fields in (
                ("usual", quality_headers.USUAL),
                ("unseen", quality_headers.UNSEEN),
            )
        ),
    )
    for title, cases, fields in sets:
        cache = extraction.Memory()
        for rules in (False, True):
            began = time.perf_counter()
            judged = extraction.run_cases(cases, list(fields), models, rules, cache, name)
            seconds = time.perf_counter() - began
            how = "model and rules" if rules else "model alone"
            yield from extraction.report(judged).lines(f"{title}, {how}")
            if not rules:
                size = sum(len(case.text) for case in cases)
                yield f"{len(cases) / seconds * 60:.0f} documents/min, {size / seconds:,.0f} characters/s."
                yield ""


def names_lines(models: ModelRegistry, name: str | None, limit: int) -> Iterator[str]:
    """Names in sentences and blanks of templates, exact spans."""
    extractor = models.extractor(name)
    f1, counts = extraction.sentences(extractor, limit)
    yield f"**Names in sentences (WNUT17 dev, wikigold and FIN5 held out)**: micro F1 {f1}"
    yield ""
    yield "| field | precision | recall | F1 | mentions |"
    yield "|---|---|---|---|---|"
    for field, c in counts.items():
        yield f"| {field} | {c.precision:.2f} | {c.recall:.2f} | {c.f1:.2f} | {c.wanted} |"
    yield ""
    yield from quality_spans.lines(extractor, limit)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--model", help="a pack's name or any model folder")
    parser.add_argument("--limit", type=int, default=0, help="documents or pairs of each set")
    parser.add_argument("--packs", type=Path, default=PACKS)
    options = parser.parse_args()
    models, name, limit = ModelRegistry([options.packs]), options.model, options.limit
    parts = options.part or _parts(models, name)
    if "extraction" in parts:
        _print("Field extraction", extraction_lines(models, name, limit or 60))
    if "names" in parts:
        _print("Names and blanks", names_lines(models, name, limit or 600))
    if "nli" in parts:
        classifier = models.classifier("nli", name)
        _print("Natural language inference", pairs.nli_lines(classifier, limit or 3000))
    if "similarity" in parts:
        judge = models.classifier("similarity", name)
        _print("Pair similarity", quality_similarity.lines(judge, limit or 3000))


def _parts(models: ModelRegistry, name: str | None) -> tuple[str, ...]:
    """What can be asked of the model ``name``; all parts for the built-in packs."""
    if name is None:
        return PARTS
    packs = [entry.pack for entry in models.entries() if entry.name == name and entry.pack]
    return _TASKS[(packs[0] if packs else load_pack(Path(name), verify=False)).task]


def _print(title: str, lines: Iterator[str]) -> None:
    print(f"### {title}\n")
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
