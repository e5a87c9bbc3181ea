"""What a rule's word should count for beside a model's: ``python -m benchmarks.rule_weight
[--limit N] [--skip N] [--shares 1,0.25] [--longest 30000]``.

Runs the extraction job with model and rules over the same answers of the model, with rules' scores
counting for each of the shares (``engine.extraction.choose.rule_share``; 1: for what they are), and with
the model alone, on the sets of ``benchmarks.quality``. Prints
Markdown: micro F1, precision, recall and calibration error.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from unittest.mock import patch

from benchmarks import quality_extraction as quality
from benchmarks.quality_statistics import Counts
from engine.extraction import gather
from engine.models.registry import ModelRegistry
from engine.paths import resource_path

SETS = {
    "Kleister NDA dev-0": (quality.kleister_cases, quality.KLEISTER_FIELDS, 1),
    "CUAD, held-out companies": (quality.cuad_cases, quality.CUAD_FIELDS, 1),
    "announcements, held-out companies": (quality.filing_cases, quality.FILING_FIELDS, 3),
}
"""Title → how its cases are made, its fields, and how many times as many documents are read."""


def lines(
    models: ModelRegistry, limit: int, skip: int, longest: int, shares: Sequence[float]
) -> Iterator[str]:
    """A line a set and share."""
    yield "| set | documents | rules count for | micro F1 | precision | recall | ECE |"
    yield "|---|---|---|---|---|---|---|"
    for title, (make, fields, times) in SETS.items():
        cases = [case for case in make(10_000)[skip * times :] if len(case.text) <= longest]
        cases = cases[: limit * times]
        cache = quality.Memory()
        for share in (None, *shares):
            with patch.object(gather, "rule_share", lambda _language, share=share: share or 1.0):
                judged = quality.run_cases(cases, list(fields), models, share is not None, cache)
            found = quality.report(judged)
            total = sum(found.by_field.values(), Counts())
            yield (
                f"| {title} | {len(cases)} | {'model alone' if share is None else share} | "
                f"{total.f1:.3f} | {total.precision:.3f} | {total.recall:.3f} | "
                f"{found.calibration:.3f} |"
            )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--limit", type=int, default=20, help="contracts of each set")
    parser.add_argument("--skip", type=int, default=40, help="contracts that are left out before")
    parser.add_argument("--longest", type=int, default=30_000, help="characters of a document")
    parser.add_argument("--shares", default="1,0.25")
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    shares = [float(part) for part in options.shares.split(",")]
    models = ModelRegistry([resource_path("models")], "cpu", options.threads)
    for line in lines(models, options.limit, options.skip, options.longest, shares):
        print(line, flush=True)


if __name__ == "__main__":
    main()
