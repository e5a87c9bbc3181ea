"""Make the pack ``clausedesk-nli``: train, calibrate, quantise, write, check.

python -m training.make_nli            # resumes where it stopped
python -m training.make_nli --package  # only calibrate and write, from the last checkpoint
python -m training.make_nli --package --average runs/nli/checkpoint-4000.pt
"""

from __future__ import annotations

from training import command_line
from training.nli_pack import package
from training.nli_training import Plan, train


def main() -> None:
    """The command line."""
    options = command_line.options(__doc__, Plan().steps)
    if not options.package:
        train(Plan(steps=options.steps))
    package(options.average)


if __name__ == "__main__":
    main()
