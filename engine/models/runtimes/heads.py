"""Classification heads over an encoder: the published layers after the last hidden state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.models.lazy import lazy
from engine.models.runtimes.base import Encoder, TokenIds
from engine.models.runtimes.layout import Affine, prefix_of

if TYPE_CHECKING:
    import torch
    from torch import Tensor
    from torch.nn import functional
else:
    torch = lazy("torch")
    functional = lazy("torch.nn.functional")


class SequenceModel(Protocol):
    """One row of logits an input."""

    precision: str
    padded: bool

    def logits(self, inputs: Sequence[TokenIds]) -> NDArray[np.float32]:
        """Shape (inputs, labels), in the caller's order."""


class TokenModel(Protocol):
    """One row of logits a token."""

    precision: str
    padded: bool

    def logits(self, inputs: Sequence[TokenIds]) -> list[NDArray[np.float32]]:
        """For each input an array (tokens, labels)."""


class SequenceHead:
    """A sequence classifier: BERT's pooler and classifier, RoBERTa's or DistilBERT's own head.

    Raises ``UserError("pack_weights")`` where the checkpoint has no such head.
    """

    def __init__(
        self, config: Mapping[str, Any], state: Mapping[str, Tensor], encoder: Encoder
    ) -> None:
        self.precision = encoder.precision
        self.padded = encoder.padded
        self._encoder = encoder
        self._steps = _steps(config, state)

    def logits(self, inputs: Sequence[TokenIds]) -> NDArray[np.float32]:
        """Shape (inputs, labels), in the caller's order."""
        with torch.inference_mode():
            states = self._encoder.first(inputs).cpu()
            for affine, activation in self._steps:
                states = activation(functional.linear(states, affine.weight, affine.bias))
        return np.asarray(states.numpy(), dtype=np.float32)


class TokenHead:
    """A token classifier: one linear layer, called ``layer``, on every hidden state."""

    def __init__(
        self,
        config: Mapping[str, Any],
        state: Mapping[str, Tensor],
        encoder: Encoder,
        layer: str = "classifier",
    ) -> None:
        self.precision = encoder.precision
        self.padded = encoder.padded
        self._encoder = encoder
        self._classifier = _linear(state, layer)

    def logits(self, inputs: Sequence[TokenIds]) -> list[NDArray[np.float32]]:
        """For each input an array (tokens, labels)."""
        weight, bias = self._classifier.weight, self._classifier.bias
        with torch.inference_mode():
            states = [part.cpu() for part in self._encoder.tokens(inputs)]
            return [functional.linear(part, weight, bias).numpy() for part in states]


Step = tuple[Affine, "Callable[[Tensor], Tensor]"]


def _steps(config: Mapping[str, Any], state: Mapping[str, Tensor]) -> tuple[Step, ...]:
    if config.get("model_type") == "distilbert":
        first = _linear(state, "pre_classifier")
        return (first, functional.relu), (_linear(state, "classifier"), _same)
    if "classifier.out_proj.weight" in state:
        first = _linear(state, "classifier.dense")
        return (first, torch.tanh), (_linear(state, "classifier.out_proj"), _same)
    pooler = _linear(state, f"{prefix_of(state)}pooler.dense")
    return (pooler, torch.tanh), (_linear(state, "classifier"), _same)


def _same(states: Tensor) -> Tensor:
    return states


def _linear(state: Mapping[str, Tensor], name: str) -> Affine:
    for part in ("weight", "bias"):
        if f"{name}.{part}" not in state:
            raise UserError("pack_weights", missing=f"{name}.{part}")
    return Affine(state[f"{name}.weight"].float(), state[f"{name}.bias"].float())
