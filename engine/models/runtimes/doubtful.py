"""A fast classifier, and an exact one for the answers of which the fast one is not sure.

Rounding changes a label only where two labels are nearly as likely. Those inputs are few, and are judged
again; which they are depends on an input's own numbers alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.heads import SequenceModel


class SureSequence:
    """``fast``'s logits where they differ by ``margin`` or more, elsewhere ``exact``'s."""

    padded = False

    def __init__(self, fast: SequenceModel, exact: SequenceModel, margin: float) -> None:
        self.precision = fast.precision
        self._fast = fast
        self._exact = exact
        self._margin = margin

    def logits(self, inputs: Sequence[TokenIds]) -> NDArray[np.float32]:
        """Shape (inputs, labels), in the caller's order."""
        found = self._fast.logits(inputs)
        # A margin that is no number is doubtful too.
        doubtful = np.flatnonzero(~(margins(found) >= self._margin))
        if len(doubtful):
            found[doubtful] = self._exact.logits([inputs[place] for place in doubtful.tolist()])
        return found


def margins(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far the best label is before the second; of one logit, how far it is from even. Shape (n,)."""
    if logits.shape[1] == 1:
        return np.asarray(np.abs(logits[:, 0]), dtype=np.float32)
    ranked = np.sort(logits, axis=1)
    return np.asarray(ranked[:, -1] - ranked[:, -2], dtype=np.float32)
