"""Text recognition for scans and pictures, where the optional recogniser is installed."""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import Any

from engine.documents.pdf.glyphs import Piece, Token, is_wide
from engine.errors import UserError
from engine.types import Box

_MIN_SCORE = 0.5
_LOGGER = "RapidOCR"
_CHARACTERS = "character"
"""The entry of an ONNX file's metadata that lists what it can read."""


def is_installed() -> bool:
    """Whether the ``ocr`` extra is there."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


class Recogniser:
    """Reads pictures with RapidOCR (PP-OCR models that its wheel carries; nothing is downloaded).

    ``model`` is a recognition model of one's own, with its characters in its metadata as PaddleOCR's
    ONNX files have them. Made per document: the models load on the first page, in under a second.
    Thread: one at a time.
    """

    def __init__(self, model: str = "") -> None:
        self._model = model
        self._engine: Any = None

    def read(self, picture: Any, scale: float) -> list[Piece]:
        """The lines of ``picture`` (an RGB array, height × width × 3) with their words.

        ``scale`` is the number of pixels per point: boxes come back in points. Raises
        ``UserError("ocr_model_unreadable")``.
        """
        if self._engine is None:
            self._engine = self._made()
        # The models were trained on BGR.
        found = self._engine(picture[:, :, ::-1], return_word_box=True)
        lines = getattr(found, "word_results", None) or ()
        # A picture without text comes back as one flat tuple instead of as no line.
        words = [line for line in lines if line and not isinstance(line[0], str)]
        return [piece for line in words if (piece := _piece(line, scale)) is not None]

    def _made(self) -> Any:
        from rapidocr import RapidOCR

        logging.getLogger(_LOGGER).setLevel(logging.CRITICAL)
        params = {"Global.log_level": "critical"}
        if not self._model:
            return RapidOCR(params=params)
        try:
            _check_model(self._model)
            return RapidOCR(params={**params, "Rec.model_path": self._model})
        except Exception as error:
            # The recogniser and its runtime raise errors of their own kinds for a wrong file.
            raise UserError("ocr_model_unreadable", path=self._model) from error


def _check_model(path: str) -> None:
    """Raises for what is no recognition model: the library opens it only when a line is read, and
    looks for one on the network where the path is no file."""
    import onnxruntime

    if not Path(path).is_file():
        raise FileNotFoundError(path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    if _CHARACTERS not in session.get_modelmeta().custom_metadata_map:
        raise ValueError("the model does not say which characters it knows")


def _piece(line: Any, scale: float) -> Piece | None:
    tokens: list[Token] = []
    for text, score, corners in line:
        if not text or corners is None or score < _MIN_SCORE:
            continue
        box = _box(corners, scale)
        last = tokens[-1] if tokens else None
        for position, part in enumerate(_parts(str(text))):
            space = last is not None and position == 0 and _is_apart(last, part, box)
            tokens.append(Token(part, _share(box, str(text), part, position), space))
    if not tokens:
        return None
    boxes = [token.box for token in tokens]
    whole = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return Piece(tokens, whole)


def _parts(text: str) -> list[str]:
    """A recognised word as tokens: Chinese character by character."""
    words = text.split()
    parts: list[str] = []
    for word in words:
        run = ""
        for character in word:
            if is_wide(character):
                parts.extend([run] if run else [])
                parts.append(character)
                run = ""
            else:
                run += character
        parts.extend([run] if run else [])
    return parts


def _share(box: Box, text: str, part: str, position: int) -> Box:
    """A part's share of its word's box, by characters."""
    parts = _parts(text)
    if len(parts) == 1:
        return box
    total = sum(len(other) for other in parts)
    before = sum(len(other) for other in parts[:position])
    width = box[2] - box[0]
    left = box[0] + width * before / total
    return (left, box[1], left + width * len(part) / total, box[3])


def _is_apart(last: Token, text: str, box: Box) -> bool:
    if is_wide(last.text[-1]) or is_wide(text[0]):
        return box[0] - last.box[2] > (box[3] - box[1]) * 0.6
    return True


def _box(corners: Any, scale: float) -> Box:
    xs = [float(corner[0]) / scale for corner in corners]
    ys = [float(corner[1]) / scale for corner in corners]
    return (min(xs), min(ys), max(xs), max(ys))
