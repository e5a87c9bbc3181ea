"""Documents: what a file is, its canonical text with exact offsets, its clauses and windows.

The readers (docx, PDF, html, text, image) are loaded when a file of their kind is read.
"""

from __future__ import annotations

from engine.documents.options import READER_VERSION, Limits, ReadOptions
from engine.documents.paths import walk
from engine.documents.read import PathSource, paste, read_document
from engine.documents.segment import segment
from engine.documents.sentences import sentences
from engine.documents.serialise import from_json, to_json
from engine.documents.windows import windows
from engine.paths import long_path

__all__ = [
    "READER_VERSION",
    "Limits",
    "PathSource",
    "ReadOptions",
    "from_json",
    "long_path",
    "paste",
    "read_document",
    "segment",
    "sentences",
    "to_json",
    "walk",
    "windows",
]
