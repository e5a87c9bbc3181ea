"""How a file is read, and how much of it the reader takes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TrackedChanges = Literal["accepted", "original", "both"]
"""Which state of a document with tracked changes is read."""

READER_VERSION = "1"
"""Part of every cache key: raised whenever the canonical text of any file may come out differently."""

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reader refuses, so that one file can take neither all memory nor all time.

    A PDF is read page by page from disk and may be large; text and html are held in memory as a
    whole. The text limit holds for every kind: 20 million characters are some 8,000 dense pages.
    """

    pdf_bytes: int = 1024 * MEGABYTE
    docx_bytes: int = 512 * MEGABYTE
    text_bytes: int = 64 * MEGABYTE
    image_bytes: int = 128 * MEGABYTE
    characters: int = 20_000_000
    zip_entries: int = 10_000
    zip_part_bytes: int = 128 * MEGABYTE
    zip_total_bytes: int = 512 * MEGABYTE
    zip_ratio: int = 250
    bundle_bytes: int = 2048 * MEGABYTE
    image_pixels: int = 120_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may choose about reading.

    ``ocr``: read pages without text by optical recognition where it is installed; ``ocr_model`` is a
    recognition model (``.onnx``) for other scripts than Chinese and English. ``password`` opens protected PDFs. Nothing here is a secret once read: ``signature`` leaves the password out.
    """

    tracked_changes: TrackedChanges = "accepted"
    ocr: bool = True
    password: str | None = None
    ocr_model: str = ""

    @property
    def signature(self) -> str:
        """What of the options shapes the text; for cache keys."""
        read = f"ocr {self.ocr_model}".rstrip() if self.ocr else "plain"
        return f"{self.tracked_changes}/{read}"
