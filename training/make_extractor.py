"""Make the pack ``clausedesk-extractor``: train, calibrate, quantise, write, check.

python -m training.make_extractor            # resumes where it stopped
python -m training.make_extractor --package  # only calibrate and write, from the last checkpoint
python -m training.make_extractor --package --average runs/extractor/checkpoint-6450.pt
"""

from __future__ import annotations

from training import command_line
from training.extractor_pack import package
from training.extractor_training import Plan, train


def main() -> None:
    """The command line."""
    options = command_line.options(__doc__, Plan().steps)
    if not options.package:
        train(Plan(steps=options.steps))
    package(options.average)


if __name__ == "__main__":
    main()
