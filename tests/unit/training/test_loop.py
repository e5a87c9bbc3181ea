"""The training loop: a run that is stopped and resumed sees the batches of one that was not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from training.loop import Rates, Trainer, averaged


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


def test_the_mean_lies_between_two_checkpoints(tmp_path: Path) -> None:
    for name, value, step in (("earlier.pt", 1.0, 4), ("checkpoint.pt", 3.0, 9)):
        torch.save({"step": step, "model": {"weight": torch.tensor([value])}}, tmp_path / name)
    weights, steps = averaged(tmp_path, tmp_path / "earlier.pt")
    assert weights["weight"].tolist() == [2.0]
    assert "4 and 9" in steps
    assert averaged(tmp_path, None)[0]["weight"].tolist() == [3.0]
