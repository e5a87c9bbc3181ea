"""Make the bilingual encoder that the packs start from.

    python -m training.make_encoder [--steps N] [--threads N] [--measure]

Checkpoints stand in ``runs/encoder``; ``--measure`` prints figures of the last one.
"""

from __future__ import annotations

import argparse

import torch

from training import bilingual_vocabulary, encoder_measures
from training.encoder_training import Plan, train


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=Plan.steps)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    made = bilingual_vocabulary.tokenizer()
    if options.measure:
        encoder_measures.report(made)
    else:
        train(made, Plan(steps=options.steps))


if __name__ == "__main__":
    main()
