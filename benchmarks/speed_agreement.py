"""Whether a pair model in integers says what it says in full precision, on pairs of a data set.

    python -m benchmarks.speed_agreement [--pairs 2000] [--model FOLDER]

The model (the built-in NLI pack) judges pairs of SNLI's test part and of ContractNLI's dev part (on neither
of which it was trained) in fp32, bf16 and int8: labels that change, probabilities that move, and the share of right labels. ``alone``: int8
without judging again what is in doubt; ``again``: the share of pairs that are.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.control import JobControl
from engine.models import devices
from engine.models.families import sequence_classification
from engine.models.packs import Pack, load_pack
from engine.models.quantise import find_scales
from engine.models.runtimes.doubtful import margins
from engine.paths import resource_path
from training import nli_data

Rows = NDArray[np.float32]


def main() -> int:
    """Print a table for each data set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--model", type=Path, default=resource_path("models") / "clausedesk-nli")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pack = load_pack(arguments.model)
    scales = find_scales(pack, JobControl())
    exact = replace(devices.choose("cpu", 1, "fp32"), integers=True)
    places = {
        "fp32": exact,
        "bf16": replace(exact, precision="bf16"),
        "int8 alone": replace(exact, precision="int8", scales=replace(scales, margin=0.0)),
        "int8": replace(exact, precision="int8", scales=scales),
    }
    print(f"{pack.name}; doubtful within {scales.margin:.3f}")
    held = {
        "SNLI, test part": nli_data.snli_test(),
        "ContractNLI, dev part": nli_data.contract_nli("dev", random.Random(0)),
    }
    for name, judged in held.items():
        _table(name, pack, places, judged[: arguments.pairs], scales.margin)
    return 0


def _table(
    name: str,
    pack: Pack,
    places: dict[str, devices.Compute],
    judged: Sequence[nli_data.NliPair],
    margin: float,
) -> None:
    print(f"\n{name}, {len(judged)} pairs")
    print("| precision | pairs/s | labels of fp32 | mean difference | largest | right |")
    print("|---|---|---|---|---|---|")
    reference: Rows | None = None
    for title, place in places.items():
        classifier = sequence_classification.load(pack, place)
        names = classifier.info.labels
        started = time.process_time()
        found = dict(classifier.classify([(p.premise, p.hypothesis) for p in judged], JobControl()))
        rate = len(judged) / (time.process_time() - started)
        rows = np.stack([found[index] for index in range(len(judged))])
        reference = rows if reference is None else reference
        said = [names[place] for place in rows.argmax(1)]
        right = np.mean([a == nli_data.LABELS[p.label] for a, p in zip(said, judged, strict=True)])
        moved = np.abs(rows - reference)
        same = (rows.argmax(1) == reference.argmax(1)).mean()
        print(
            f"| {title} | {rate:.0f} | {same:.2%} | {moved.mean():.4f} | {moved.max():.3f} | {right:.2%} |",
            flush=True,
        )
        if title == "int8 alone":
            doubtful = margins(np.log(rows) * pack.temperature) < margin
            print(f"| again | | {doubtful.mean():.1%} | | | |")


if __name__ == "__main__":
    sys.exit(main())
