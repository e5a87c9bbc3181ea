"""What weighing candidates by the whole document is worth: ``python -m benchmarks.priors [--limit N] [--skip N]``.

Runs the extraction job with model and rules twice over the same answers of the model, without and with
``engine.extraction.priors``, on the sets of ``benchmarks.quality``. Prints Markdown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

from benchmarks import quality_extraction as quality
from engine.extraction import gather
from engine.extraction.rules.reading import Reading
from engine.models.registry import ModelRegistry
from engine.types import Field, Mention

PACKS = Path(__file__).resolve().parent.parent / "resources" / "models"


def unweighed(
    _reading: Reading, _fields: Sequence[Field], mentions: Sequence[Mention]
) -> list[Mention]:
    """The candidates as the model and the rules gave them."""
    return list(mentions)


def lines(models: ModelRegistry, limit: int, skip: int) -> Iterator[str]:
    """A table a set, without and with the document's word."""
    sets = (
        ("Kleister NDA dev-0", quality.kleister_cases, quality.KLEISTER_FIELDS),
        ("CUAD, held-out companies", quality.cuad_cases, quality.CUAD_FIELDS),
    )
    for title, make, fields in sets:
        cases = make(skip + limit)[skip:]
        cache = quality.Memory()
        for how, weigh in (("without", unweighed), ("with", gather.weigh)):
            with patch.object(gather, "weigh", weigh):
                judged = quality.run_cases(cases, list(fields), models, True, cache)
            yield from quality.report(judged).lines(f"{title}, {how}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=30, help="contracts of each set")
    parser.add_argument("--skip", type=int, default=0, help="contracts that are left out before")
    parser.add_argument("--packs", type=Path, default=PACKS)
    options = parser.parse_args()
    for line in lines(ModelRegistry([options.packs]), options.limit, options.skip):
        print(line, flush=True)


if __name__ == "__main__":
    main()
