"""A PDF page as a picture, for the page view."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from engine.documents.pdf.pdfium import opened, page_of
from engine.errors import UserError

_MAX_PIXELS = 60_000_000


def render_page(
    path: Path, page_number: int, scale: float, password: str | None = None
) -> tuple[int, int, bytes]:
    """Page ``page_number`` (from 1) of the PDF at ``path`` at ``scale`` pixels per point.

    Returns width, height and the pixels as rows of RGB bytes without padding. A word's box times
    ``scale`` is its place in the picture. Raises ``UserError``: ``page_missing``,
    ``file_encrypted``, ``password_wrong``, ``file_damaged``; ``OSError`` when the file is gone.

    Thread: any; calls into PDFium take turns, so keep it off the window's own thread.
    """
    with opened(path, password) as document:
        count = len(document)
        if not 1 <= page_number <= count:
            raise UserError("page_missing", name=path.name, page=page_number, pages=count)
        try:
            with page_of(document, page_number - 1) as page:
                width, height = page.get_size()
                most = (_MAX_PIXELS / max(width * height, 1.0)) ** 0.5
                return _pixels(page, min(scale, most))
        except pypdfium2.PdfiumError as error:
            raise UserError("file_damaged", name=path.name) from error


def _pixels(page: pypdfium2.PdfPage, scale: float) -> tuple[int, int, bytes]:
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    try:
        array = bitmap.to_numpy()
        rgb = array[:, :, :3] if array.ndim == 3 else array[:, :, None].repeat(3, axis=2)
        return bitmap.width, bitmap.height, rgb.tobytes()
    finally:
        bitmap.close()
