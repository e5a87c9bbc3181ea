"""PDFium, held safely: one caller at a time, every handle closed by hand."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium_c

from engine.errors import UserError
from engine.paths import long_path
from engine.types import Box

_NO_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]{0,400}/Count\s+0\b")
_SEARCHED_FOR_PAGES = 1024 * 1024

LOCK = threading.RLock()
"""PDFium is not thread-safe, so the whole process takes turns: the engine thread that reads and
the window's thread that renders. The library's state is global, hence so is its lock."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page as it is displayed: size in points, and the way from PDF space to it.

    PDF space has its origin at the bottom left, before cropping and turning; ours at the top left
    of what is seen (ISO 32000-1, 8.3.2.3 and 14.11.2).
    """

    left: float
    bottom: float
    inner_width: float
    inner_height: float
    rotation: int

    @property
    def width(self) -> float:
        """The displayed width."""
        return self.inner_height if self.rotation in (90, 270) else self.inner_width

    @property
    def height(self) -> float:
        """The displayed height."""
        return self.inner_width if self.rotation in (90, 270) else self.inner_height

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of PDF space on the displayed page."""
        x0, y0 = self._point(left, bottom)
        x1, y1 = self._point(right, top)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.inner_width - x, y
        if self.rotation == 270:
            return self.inner_height - y, self.inner_width - x
        return x, self.inner_height - y


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[Any]:
    """The ``pypdfium2.PdfDocument`` at ``path``, closed at the end.

    The lock is held only while opening and closing: take it for each use of the document. Raises
    ``UserError``: ``file_encrypted``, ``password_wrong``, ``file_damaged``, ``pdf_no_pages``.
    """
    with open(long_path(path), "rb") as file:  # noqa: PTH123
        with LOCK:
            document = _open(file, password)
            pages = len(document)
        try:
            if pages < 1:
                raise UserError("pdf_no_pages")
            yield document
        finally:
            with LOCK:
                document.close()


def _open(file: BinaryIO, password: str | None) -> Any:
    try:
        return pypdfium2.PdfDocument(file, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise UserError("password_wrong" if password else "file_encrypted") from error
        if error.err_code == pdfium_c.FPDF_ERR_SECURITY:
            raise UserError("file_encrypted") from error
        raise UserError("pdf_no_pages" if _says_no_pages(file) else "file_damaged") from error


def _says_no_pages(file: BinaryIO) -> bool:
    """Whether the page tree itself counts none: PDFium's error does not tell that from damage."""
    file.seek(0)
    return _NO_PAGES.search(file.read(_SEARCHED_FOR_PAGES)) is not None


@contextmanager
def page_of(document: Any, index: int) -> Iterator[Any]:
    """The page at ``index`` with its filled form fields and notes drawn in; under the lock.

    Raises ``pypdfium2.PdfiumError`` for a page that cannot be loaded.
    """
    with LOCK:
        page = document[index]
        try:
            if pdfium_c.FPDFPage_GetAnnotCount(page.raw) > 0:
                # What people typed into form fields is no part of a page's text until flattened;
                # this happens in memory, the file stays as it is.
                flat = pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
                if flat == pdfium_c.FLATTEN_SUCCESS:
                    page.close()
                    page = document[index]
            yield page
        finally:
            page.close()


def geometry_of(page: Any) -> Geometry:
    """How ``page`` is displayed."""
    left, bottom, right, top = page.get_bbox() if hasattr(page, "get_bbox") else page.get_cropbox()
    rotation = int(page.get_rotation())
    return Geometry(left, bottom, max(right - left, 1.0), max(top - bottom, 1.0), rotation)
