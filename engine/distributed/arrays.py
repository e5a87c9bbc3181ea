"""Arrays as text, for the questions and answers of parts."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray


def array_text(numbers: NDArray[Any], kind: str) -> str:
    """The bytes of ``numbers`` as ``kind`` (NumPy's name, with its byte order), as text."""
    return base64.b64encode(np.ascontiguousarray(numbers, dtype=kind).tobytes()).decode("ascii")


def text_array(text: str, kind: str) -> NDArray[Any]:
    """The array that :func:`array_text` made a text of, in one dimension."""
    return np.frombuffer(base64.b64decode(text), dtype=kind)
