"""A PDF's canonical text, with pages, words and boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from engine.control import JobControl
from engine.documents import ocr
from engine.documents.draft import Draft, TextBuilder
from engine.documents.options import LIMITS, Limits, ReadOptions
from engine.documents.pdf.assemble import Assembler, PageRows
from engine.documents.pdf.glyphs import PageGlyphs, Piece, read_glyphs
from engine.documents.pdf.layout import Row, reading_order
from engine.documents.pdf.margins import divide
from engine.documents.pdf.pdfium import Geometry, geometry_of, opened, page_of
from engine.errors import UserError
from engine.types import Notice

_FEW_CHARACTERS = 150
_NO_TEXT = 8
_PICTURE_SHARE = 0.5
_EDGE = 0.1
_PATHS_OF_OUTLINED_TEXT = 40
_GARBLED_SHARE = 0.25
_OCR_SCALE = 150 / 72
_OCR_PIXELS = 2600


@dataclass(slots=True)
class _Pages:
    """Page numbers by what became of them."""

    scanned: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)

    @property
    def unread(self) -> int:
        return len(self.scanned) + len(self.garbled) + len(self.damaged)


def read_pdf(
    path: Path,
    control: JobControl,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    limits: Limits = LIMITS,
) -> Draft:
    """The PDF at ``path``: text in reading order, each word with its page and box.

    Pages that are pictures are read by recognition where it is installed and ``options.ocr`` says
    so; else the document loads with a notice and ``readable`` below 1. Checks ``control`` between
    pages. Raises ``UserError``: ``file_encrypted``, ``password_wrong``, ``file_damaged``,
    ``pdf_no_pages``, ``document_too_long``.
    """
    recogniser = ocr.Recogniser(options.ocr_model) if options.ocr and ocr.is_installed() else None
    fate = _Pages()
    pages: list[PageRows] = []
    ordered: list[list[Row]] = []
    characters = 0
    with opened(path, options.password) as document:
        for index in range(len(document)):
            control.checkpoint()
            geometry, pieces = _read_page(document, index, recogniser, fate)
            pages.append(PageRows(index + 1, geometry.width, geometry.height))
            ordered.append(reading_order(pieces))
            characters += sum(len(token.text) for piece in pieces for token in piece.tokens)
            if characters > limits.characters:
                raise UserError("document_too_long", limit=limits.characters)
    return _draft(pages, ordered, fate, limits)


def _draft(pages: list[PageRows], ordered: list[list[Row]], fate: _Pages, limits: Limits) -> Draft:
    for page, rows in zip(pages, divide(ordered, [page.height for page in pages]), strict=True):
        page.rows = rows
    if len(fate.damaged) == len(pages):
        raise UserError("file_damaged")
    builder = TextBuilder(limits.characters)
    Assembler(builder, pages).write()
    for code, numbers in (
        ("scan_needs_ocr", fate.scanned),
        ("ocr_used", fate.recognised),
        ("ocr_found_nothing", fate.silent),
        ("text_layer_garbled", fate.garbled),
        ("pages_damaged", fate.damaged),
    ):
        if numbers:
            params = (("count", len(numbers)), ("pages", page_list(numbers)))
            builder.notice(Notice(code, params))
    return builder.draft(readable=1.0 - fate.unread / len(pages))


def page_list(numbers: list[int]) -> str:
    """``[1, 2, 3, 7]`` → ``"1–3, 7"``."""
    parts: list[str] = []
    start = previous = numbers[0]
    for number in [*numbers[1:], -1]:
        if number == previous + 1:
            previous = number
            continue
        parts.append(str(start) if start == previous else f"{start}–{previous}")
        start = previous = number
    return ", ".join(parts)


def _read_page(
    document: Any, index: int, recogniser: ocr.Recogniser | None, fate: _Pages
) -> tuple[Geometry, list[Piece]]:
    number = index + 1
    try:
        with page_of(document, index) as page:
            geometry = geometry_of(page)
            glyphs = _glyphs(page, geometry)
            is_scan = _is_scan(page, glyphs, geometry)
            is_garbled = glyphs.garbled > max(glyphs.characters, 1) * _GARBLED_SHARE
            wanted = recogniser is not None and (is_scan or is_garbled)
            picture, scale = _picture(page, geometry) if wanted else (None, 1.0)
    except pypdfium2.PdfiumError:
        fate.damaged.append(number)
        return Geometry(0, 0, 612, 792, 0), []
    if recogniser is not None and picture is not None:
        # Outside the lock: recognition takes seconds, and the window may want to draw a page.
        pieces = recogniser.read(picture, scale)
        (fate.recognised if pieces else fate.silent).append(number)
        return geometry, pieces or glyphs.pieces
    if is_scan:
        fate.scanned.append(number)
    elif is_garbled:
        fate.garbled.append(number)
    return geometry, glyphs.pieces


def _glyphs(page: Any, geometry: Geometry) -> PageGlyphs:
    text_page = page.get_textpage()
    try:
        return read_glyphs(text_page, geometry)
    finally:
        text_page.close()


def _is_scan(page: Any, glyphs: PageGlyphs, geometry: Geometry) -> bool:
    """A page whose content is a picture: hardly any text over a large image, or outlines alone."""
    if glyphs.characters >= _FEW_CHARACTERS:
        return False
    area, paths = 0.0, 0
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            area += max(right - left, 0.0) * max(top - bottom, 0.0)
        elif item.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif item.type == pdfium_c.FPDF_PAGEOBJ_TEXT and _is_invisible(item):
            return False  # Somebody's recognition has put its text behind the picture already.
    if area > _PICTURE_SHARE * geometry.width * geometry.height:
        # A few words across the page are what recognition found; at its edge, a stamp on a scan.
        return all(_at_edge(piece, geometry.height) for piece in glyphs.pieces)
    if glyphs.characters >= _NO_TEXT:
        return False
    return area > 0.02 * geometry.width * geometry.height or paths >= _PATHS_OF_OUTLINED_TEXT


def _at_edge(piece: Piece, height: float) -> bool:
    return piece.box[3] < _EDGE * height or piece.box[1] > (1 - _EDGE) * height


def _is_invisible(item: Any) -> bool:
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw)
    return bool(mode == pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)


def _picture(page: Any, geometry: Geometry) -> tuple[Any, float]:
    """The page as an RGB array for recognition, and its pixels per point."""
    scale = min(_OCR_SCALE, _OCR_PIXELS / max(geometry.width, geometry.height))
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
    try:
        array = bitmap.to_numpy()
        rgb = array[:, :, :3] if array.ndim == 3 else array[:, :, None].repeat(3, axis=2)
        return rgb.copy(), scale
    finally:
        bitmap.close()
