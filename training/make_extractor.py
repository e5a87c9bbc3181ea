"""Make the pack ``clausedesk-extractor``: train, calibrate, quantise, write, check.

python -m training.make_extractor            # resumes where it stopped
python -m training.make_extractor --package  # only calibrate and write, from the last checkpoint
python -m training.make_extractor --package --average runs/extractor/checkpoint-6450.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.extractor_pack import package
from training.extractor_training import Plan, train


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--threads", type=int, default=2, help="1 on a busy machine")
    parser.add_argument("--package", action="store_true", help="skip training")
    parser.add_argument("--average", type=Path, help="an earlier checkpoint: pack the mean of both")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if not options.package:
        train(Plan(steps=options.steps))
    package(options.average)


if __name__ == "__main__":
    main()
