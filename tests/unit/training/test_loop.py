"""The training loop: a run that is stopped and resumed sees the batches of one that was not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from training.loop import Rates, Trainer


def _run(folder: Path, steps: int, until: int | None = None) -> tuple[list[int], list[int]]:
    """(batches seen, epochs made) by a run of ``steps``, cut off after ``until`` batches."""
    model = nn.Linear(1, 1)
    trainer = Trainer(folder, model, [], Rates(1e-3, 1e-3), steps, 2)
    seen: list[int] = []
    made: list[int] = []

    def epoch(number: int) -> Iterator[int]:
        made.append(number)
        return iter(range(number * 100, number * 100 + 3 + number))

    def loss(batch: int) -> Tensor:
        if until is not None and len(seen) == until:
            trainer._save()
            raise KeyboardInterrupt
        seen.append(batch)
        return model(torch.ones(1, 1)).sum()

    with contextlib.suppress(KeyboardInterrupt):
        trainer.run_epochs(epoch, loss)
    return seen, made


def test_a_resumed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    whole, _ = _run(tmp_path / "whole", 11)
    first, _ = _run(tmp_path / "cut", 11, until=5)
    rest, made = _run(tmp_path / "cut", 11)
    assert first + rest == whole == [0, 1, 2, 100, 101, 102, 103, 200, 201, 202, 203]
    assert made[0] == 1, "the first epoch is past and is not made again"


def test_a_finished_run_takes_no_batch(tmp_path: Path) -> None:
    _run(tmp_path, 4)
    assert _run(tmp_path, 4)[0] == []
