"""The scoring head of the span extractor: dot products between tokens and fields."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.errors import UserError
from engine.models.lazy import lazy

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import functional
else:
    functional = lazy("torch.nn.functional")

HEAD_PREFIX = "head."
"""What the head's tensors are called in a pack: ``head.token.weight`` and so on."""

TENSORS = (
    "token.weight",
    "token.bias",
    "field_in.weight",
    "field_in.bias",
    "field_out.weight",
    "field_out.bias",
    "bias",
)


def head_tensors(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The head's tensors out of a pack's, float32; raises ``UserError("pack_weights")``."""
    found: dict[str, Tensor] = {}
    for name in TENSORS:
        tensor = state.get(HEAD_PREFIX + name)
        if tensor is None:
            raise UserError("pack_weights", missing=HEAD_PREFIX + name)
        found[name] = tensor.float()
    return found


def span_scores(head: Mapping[str, Tensor], tokens: Tensor, fields: Tensor) -> Tensor:
    """Logits of (start, end, inside) for every field and token.

    ``tokens`` (…, n, hidden), ``fields`` (…, k, hidden) → (…, 3, k, n)::

        score_c(k, t) = <W_c token_t, V_c gelu(U field_k)> / sqrt(size) + bias_c

    Training calls this with its parameters, inference with a pack's tensors.
    """
    size = head["token.weight"].shape[0] // 3
    left = _three(functional.linear(tokens, head["token.weight"], head["token.bias"]), size)
    inner = functional.linear(fields, head["field_in.weight"], head["field_in.bias"])
    inner = functional.gelu(inner)
    right = _three(functional.linear(inner, head["field_out.weight"], head["field_out.bias"]), size)
    scores = right @ left.transpose(-1, -2) / math.sqrt(size)
    return scores + head["bias"][:, None, None].to(scores.dtype)


def _three(projected: Tensor, size: int) -> Tensor:
    return projected.reshape(*projected.shape[:-1], 3, size).movedim(-2, -3)
