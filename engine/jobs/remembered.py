"""An embedder that reads each text once in a run, however many stages ask for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.control import JobControl
from engine.models.protocols import Embedder


class Remembered:
    """Implements :class:`engine.models.protocols.Embedder` over another one.

    Holds 4 bytes a dimension and text until :meth:`forget`. Thread: that of the embedder.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.info = embedder.info
        self.dimension = embedder.dimension
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str], control: JobControl) -> NDArray[np.float32]:
        """Shape ``(len(texts), dimension)``; only texts that are new are given to the model."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            self._known.update(zip(missing, self._embedder.embed(missing, control), strict=True))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._known[text] for text in texts])

    def forget(self) -> None:
        """Let go of what was read."""
        self._known.clear()
