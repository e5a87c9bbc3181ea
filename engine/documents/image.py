"""Pictures of documents: png, jpeg, tiff (several pages), bmp; by text recognition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.control import JobControl
from engine.documents import ocr
from engine.documents.draft import Draft, TextBuilder
from engine.documents.options import LIMITS, Limits, ReadOptions
from engine.documents.pdf.assemble import Assembler, PageRows
from engine.documents.pdf.layout import reading_order
from engine.documents.pdf.margins import divide
from engine.errors import UserError
from engine.paths import long_path
from engine.types import Notice

_USUAL_DPI = 150.0
_LONGEST_SIDE = 2600


def read_image(
    path: Path,
    control: JobControl,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    limits: Limits = LIMITS,
) -> Draft:
    """The text of the picture at ``path``, with words and boxes in points.

    Raises ``UserError``: ``image_needs_ocr``, ``image_has_no_text``, ``image_too_large``,
    ``file_damaged``.
    """
    if not options.ocr or not ocr.is_installed():
        raise UserError("image_needs_ocr")
    recogniser = ocr.Recogniser(options.ocr_model)
    pages, ordered = [], []
    for number, (picture, scale) in enumerate(_frames(path, limits), start=1):
        control.checkpoint()
        pieces = recogniser.read(picture, scale)
        height, width = picture.shape[:2]
        pages.append(PageRows(number, width / scale, height / scale))
        ordered.append(reading_order(pieces))
    for page, rows in zip(pages, divide(ordered, [page.height for page in pages]), strict=True):
        page.rows = rows
    builder = TextBuilder(limits.characters)
    Assembler(builder, pages).write()
    if not builder.length:
        raise UserError("image_has_no_text")
    shown = "1" if len(pages) == 1 else f"1–{len(pages)}"
    builder.notice(Notice("ocr_used", (("count", len(pages)), ("pages", shown))))
    return builder.draft()


def _frames(path: Path, limits: Limits) -> Iterator[tuple[Any, float]]:
    """Each frame upright as an RGB array, with its pixels per point."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(long_path(path)) as image:
            if image.width * image.height > limits.image_pixels:
                megapixels = round(image.width * image.height / 1e6)
                allowed = round(limits.image_pixels / 1e6)
                raise UserError("image_too_large", megapixels=megapixels, limit=allowed)
            for frame in ImageSequence.Iterator(image):
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                dots = _dots_per_inch(frame)
                shrink = min(1.0, _LONGEST_SIDE / max(upright.size))
                if shrink < 1.0:
                    size = (round(upright.width * shrink), round(upright.height * shrink))
                    upright = upright.resize(size)
                yield np.asarray(upright), dots / 72 * shrink
    except (UnidentifiedImageError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError("file_damaged") from error
    except OSError as error:
        # Pillow says OSError for a picture that breaks off; the system's own have a number.
        if error.errno is not None:
            raise
        raise UserError("file_damaged") from error


def _dots_per_inch(frame: Any) -> float:
    given = frame.info.get("dpi")
    try:
        dots = float(given[0]) if given else _USUAL_DPI
    except (TypeError, ValueError, ZeroDivisionError):
        return _USUAL_DPI
    return dots if 50 <= dots <= 2400 else _USUAL_DPI
