"""One training loop for every pack: AdamW, warm-up and linear decay, checkpoints, a log of the curve."""

from __future__ import annotations

import csv
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

T = TypeVar("T")
CHECKPOINT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates of the backbone and of the new head."""

    body: float
    head: float


class Trainer:
    """Trains ``model`` for ``steps`` steps in ``folder``, from the last checkpoint where there is one.

    ``head`` holds the parameters that start from nothing. The same seed, data and thread count give
    the same run; a resumed run sees the same batches as one that was never stopped.
    """

    def __init__(
        self,
        folder: Path,
        model: nn.Module,
        head: Sequence[nn.Parameter],
        rates: Rates,
        steps: int,
        warmup: int,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.model = model
        self.steps = steps
        self._folder = folder
        known = {id(parameter) for parameter in head}
        body = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
        groups: list[dict[str, Any]] = [
            {"params": body, "lr": rates.body},
            {"params": list(head), "lr": rates.head},
        ]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser,
            lambda step: min((step + 1) / warmup, max(0.0, (steps - step) / (steps - warmup))),
        )
        self.step = 0
        if self.checkpoint.exists():
            self._load()

    @property
    def checkpoint(self) -> Path:
        """The file of the last checkpoint."""
        return self._folder / "checkpoint.pt"

    def run_epochs(self, epoch: Callable[[int], Iterable[T]], loss: Callable[[T], Tensor]) -> None:
        """Take the batches of ``epoch(0)``, ``epoch(1)`` and so on, from where the last run stopped.

        ``epochs.csv`` in the run's folder holds the step at which each began, so that epochs that are past
        need not be made again.
        """
        self.run(self._epochs(epoch), loss)

    def _epochs(self, epoch: Callable[[int], Iterable[T]]) -> Iterator[T]:
        file = self._folder / "epochs.csv"
        rows = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        begun = [tuple(map(int, row.split(","))) for row in rows]
        number, first = max((row for row in begun if row[1] <= self.step), default=(0, 0))
        skip = self.step - first
        while True:
            if (number, first) not in begun:
                begun.append((number, first))
                with file.open("a", encoding="utf-8") as log:
                    log.write(f"{number},{first}\n")
            for batch in epoch(number):
                first += 1
                if skip:
                    skip -= 1
                else:
                    yield batch
            number += 1

    def run(self, feed: Iterable[T], loss: Callable[[T], Tensor]) -> None:
        """Take the batches of ``feed``, which begins at this step, until ``steps`` are done; ``loss``
        runs under bfloat16 autocast."""
        self.model.train()
        began = saved = time.monotonic()
        smooth = 0.0
        with (self._folder / "log.csv").open("a", newline="", encoding="utf-8") as file:
            log = csv.writer(file)
            for batch in itertools.islice(feed, max(0, self.steps - self.step)):
                value = self._update(loss(batch))
                smooth = value if not smooth else 0.95 * smooth + 0.05 * value
                if self.step % 20 == 0:
                    log.writerow([self.step, f"{smooth:.4f}", f"{time.monotonic() - began:.0f}"])
                    file.flush()
                if time.monotonic() - saved > CHECKPOINT_SECONDS or self.step == self.steps:
                    self._save()
                    saved = time.monotonic()

    def _update(self, loss: Tensor) -> float:
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        self.step += 1
        return float(loss.detach())

    def _save(self) -> None:
        state = {
            "step": self.step,
            "model": self.model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def _load(self) -> None:
        state = torch.load(self.checkpoint, weights_only=True)
        self.model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self.step = int(state["step"])


def averaged(folder: Path, earlier: Path | None) -> tuple[dict[str, Tensor], str]:
    """(weights of the run's last checkpoint, or their mean with those of an ``earlier`` one; the steps).

    What the last steps gained on one kind of text and lost on another mostly lies between (Wortsman et al.
    2022, model soups).
    """
    last = torch.load(folder / "checkpoint.pt", weights_only=True)
    weights: dict[str, Tensor] = last["model"]
    if earlier is None:
        return weights, f"{last['step']} steps"
    other = torch.load(earlier, weights_only=True)
    mean = {
        name: (tensor + other["model"][name]) / 2 if tensor.is_floating_point() else tensor
        for name, tensor in weights.items()
    }
    return mean, f"mean of the weights after {other['step']} and {last['step']} steps"
