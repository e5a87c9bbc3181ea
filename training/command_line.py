"""What the commands that train a pack take; see ``training/README.md``."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def options(description: str | None, steps: int) -> argparse.Namespace:
    """``steps``, ``package`` and ``average`` as given; the number of threads is set at once."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--threads", type=int, default=2, help="1 on a busy machine")
    parser.add_argument("--package", action="store_true", help="skip training")
    parser.add_argument("--average", type=Path, help="an earlier checkpoint: pack the mean of both")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    return given
