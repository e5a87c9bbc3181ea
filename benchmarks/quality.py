"""How good the packs are: ``python -m benchmarks.quality [extraction|nli|embeddings] [--limit N]``.

Prints Markdown. Only held-out parts are read: see ``training/README.md`` for the splits. Without a
part, all three are measured. ``--packs`` is the folder that holds the packs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks import quality_extraction as extraction
from benchmarks import quality_pairs as pairs
from benchmarks import quality_spans
from engine.models.registry import ModelRegistry

PARTS = ("extraction", "nli", "embeddings")
PACKS = Path(__file__).resolve().parent.parent / "resources" / "models"


def extraction_lines(models: ModelRegistry, limit: int) -> Iterator[str]:
    """Contracts with the model alone and with rules, then sentences."""
    sets = (
        ("CUAD, held-out companies", extraction.cuad_cases(limit), extraction.CUAD_FIELDS),
        ("Kleister NDA dev-0", extraction.kleister_cases(limit), extraction.KLEISTER_FIELDS),
        (
            "fddc_zh, held-out companies",
            extraction.filing_cases(limit * 3),
            extraction.FILING_FIELDS,
        ),
    )
    for title, cases, fields in sets:
        cache = extraction.Memory()
        for rules in (False, True):
            judged = extraction.run_cases(cases, list(fields), models, rules, cache)
            how = "model and rules" if rules else "model alone"
            yield from extraction.report(judged).lines(f"{title}, {how}")
    f1, counts = extraction.sentences(models.extractor(), limit * 10)
    yield f"**Names in sentences (WNUT17 dev, wikigold and FIN5 held out)**: micro F1 {f1}"
    yield ""
    yield "| field | precision | recall | F1 | mentions |"
    yield "|---|---|---|---|---|"
    for name, c in counts.items():
        yield f"| {name} | {c.precision:.2f} | {c.recall:.2f} | {c.f1:.2f} | {c.wanted} |"
    yield ""
    yield from quality_spans.lines(models.extractor(), limit * 10)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--limit", type=int, default=0, help="documents or pairs of each set")
    parser.add_argument("--packs", type=Path, default=PACKS)
    options = parser.parse_args()
    models = ModelRegistry([options.packs])
    if "extraction" in options.part:
        _print("Field extraction", extraction_lines(models, options.limit or 60))
    if "nli" in options.part:
        classifier = models.classifier("nli")
        _print("Natural language inference", pairs.nli_lines(classifier, options.limit or 3000))
    if "embeddings" in options.part:
        embedder = models.embedder()
        _print("Embeddings", pairs.embedding_lines(embedder, options.limit or 1500))


def _print(title: str, lines: Iterator[str]) -> None:
    print(f"### {title}\n")
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
