"""The zip around a Word document, opened with suspicion."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from types import TracebackType
from typing import BinaryIO

from lxml import etree

from engine.documents.options import MEGABYTE, Limits
from engine.errors import UserError

Element = etree._Element

_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)
_SMALL = MEGABYTE


class Package:
    """The parts of a docx file as XML trees; a context manager.

    No entity is resolved, nothing is loaded from elsewhere, and nothing is unpacked beyond
    ``limits``: neither what the archive's directory promises nor what a part turns out to hold.
    Raises ``UserError``: ``docx_zip_bomb``, ``file_damaged``.
    """

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self._read = 0
        self.has_entities = False
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise UserError("file_damaged") from error
        self._check()

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def main_part(self) -> str:
        """The name of the part that holds the document's body."""
        for kind, target in self.relations("").values():
            if kind.endswith("/officeDocument"):
                return target
        return "word/document.xml"

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """``part``'s relationships: id → (type, name of the target part); external ones left out."""
        folder, name = posixpath.split(part)
        tree = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in tree.iter(_RELATION) if tree is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = relation.get("Type", "")
            found[relation.get("Id", "")] = (kind, posixpath.normpath(whole))
        return found

    def xml(self, name: str) -> Element | None:
        """The part ``name`` as a tree; ``None`` if there is no such part."""
        if name not in self._zip.NameToInfo:
            return None
        data = self._bytes(name)
        if _STRICT in data[:4096]:
            for strict, transitional in _STRICT_NAMES:
                data = data.replace(_STRICT + strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            tree = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UserError("file_damaged") from error
        if b"<!DOCTYPE" in data[:65_536]:
            # OOXML knows no document type: whoever declares one wants entities resolved.
            self.has_entities = True
        return tree

    def _check(self) -> None:
        entries = self._zip.infolist()
        parts = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
        if len(entries) > self._limits.zip_entries:
            raise UserError("docx_zip_bomb")
        if sum(entry.file_size for entry in parts) > self._limits.zip_total_bytes:
            raise UserError("docx_zip_bomb")
        for entry in parts:
            ratio = entry.file_size / max(entry.compress_size, 1)
            if entry.file_size > 8 * _SMALL and ratio > self._limits.zip_ratio:
                raise UserError("docx_zip_bomb")
            if entry.file_size > self._limits.zip_part_bytes:
                raise UserError("docx_zip_bomb")

    def _bytes(self, name: str) -> bytes:
        limit = min(self._limits.zip_part_bytes, self._limits.zip_total_bytes - self._read)
        try:
            with self._zip.open(name) as part:
                data = part.read(limit + 1)
        except RuntimeError as error:  # zipfile's word for an encrypted entry
            raise UserError("docx_encrypted") from error
        except _DAMAGE as error:
            raise UserError("file_damaged") from error
        self._read += len(data)
        if len(data) > limit:
            raise UserError("docx_zip_bomb")
        return data
