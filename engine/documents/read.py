"""The front door: a path in, a :class:`Document` out, or a coded error."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from engine.control import JobControl
from engine.documents.draft import Draft
from engine.documents.language import detect_language
from engine.documents.options import LIMITS, MEGABYTE, Limits, ReadOptions
from engine.documents.sniff import KINDS, FileType, contradicts, sniff
from engine.errors import UserError
from engine.paths import long_path
from engine.types import Document, DocumentKind, Notice, stable_id

_CHUNK = 4 * MEGABYTE
_WINDOWS_SHARING_VIOLATIONS = (32, 33)
_REFUSED = {
    FileType.EMPTY: "file_empty",
    FileType.BROKEN_ZIP: "file_damaged",
    FileType.DOCX_ENCRYPTED: "docx_encrypted",
    FileType.SPREADSHEET: "file_is_spreadsheet",
    FileType.PRESENTATION: "file_is_presentation",
    FileType.ARCHIVE: "file_is_archive",
    FileType.ZIP: "file_is_archive",
    FileType.OLE: "file_type_unknown",
    FileType.BINARY: "file_type_unknown",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose bytes were identified: its type and the hash of its content."""

    path: Path
    type: FileType
    sha256: str
    size: int


def read_document(
    path: Path,
    control: JobControl,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    limits: Limits = LIMITS,
) -> Document:
    """The document at ``path``, its type told by content.

    Raises ``UserError`` with a code and at least the parameter ``name``: ``file_missing``,
    ``file_encrypted``, ``file_damaged`` … ; ``Cancelled`` between pages once ``control`` says so.
    """
    return read_opened(identify(path, control, limits), control, options, limits)


def identify(path: Path, control: JobControl, limits: Limits = LIMITS) -> Opened:
    """The type and the hash of the file at ``path``, without reading its text.

    Raises ``UserError`` where the file cannot be opened, is too large or is no document.
    """
    with named_errors(path), _open(path) as file:
        found = sniff(file)
        size = file.seek(0, 2)
        file.seek(0)
        if found in _REFUSED:
            raise UserError(_REFUSED[found])
        _check_size(found, size, limits)
        return Opened(path, found, _hash(file, control), size)


def read_opened(
    opened: Opened,
    control: JobControl,
    options: ReadOptions = ReadOptions(),  # noqa: B008 - frozen
    limits: Limits = LIMITS,
) -> Document:
    """The document of an identified file. Raises like :func:`read_document`."""
    with named_errors(opened.path):
        if opened.type in (FileType.DOC, FileType.RTF):
            return _read_converted(opened, control, options, limits)
        kind = KINDS[opened.type]
        draft = _draft(opened.path, kind, control, options, limits)
    document_id = opened.sha256[:20]
    if kind is DocumentKind.DOCX and options.tracked_changes != "accepted":
        # Another state of the same file has another text, so its offsets belong to another document.
        document_id = stable_id(opened.sha256, options.tracked_changes)
    document = _document(draft, document_id, opened.sha256, kind)
    return at_path(document, opened.path)


def at_path(document: Document, path: Path) -> Document:
    """``document`` as found at ``path``: the same content may lie at several places."""
    notices = tuple(n for n in document.notices if n.code != "extension_mismatch")
    if contradicts(path, document.kind) and not any(n.code == "converted" for n in notices):
        suffix = path.suffix.lower()
        params = (("extension", suffix), ("kind", document.kind.value))
        notices = (Notice("extension_mismatch", params), *notices)
    return replace(document, path=str(path), name=path.name, notices=notices)


def paste(text: str, name: str) -> Document:
    """A document of pasted text. Raises ``UserError("file_empty")`` if there is nothing in it."""
    from engine.documents.text import draft_of_text

    if not text.strip():
        raise UserError("file_empty", name=name)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document = _document(draft_of_text(text), digest[:20], digest, DocumentKind.TEXT)
    return replace(document, name=name)


class PathSource:
    """Documents by path, read anew each time; a ``DocumentSource`` for runs without a project."""

    def __init__(self, options: ReadOptions = ReadOptions()) -> None:  # noqa: B008 - frozen
        self._options = options

    def load(self, reference: str, control: JobControl) -> Document:
        """The document at the path ``reference``. Raises like :func:`read_document`."""
        return read_document(Path(reference), control, self._options)

    def kept_at(self, document_id: str) -> str | None:
        """Nothing is kept."""
        return None


def _document(draft: Draft, document_id: str, sha256: str, kind: DocumentKind) -> Document:
    return Document(
        id=document_id,
        path="",
        name="",
        sha256=sha256,
        kind=kind,
        text=draft.text,
        language=detect_language(draft.text),
        pages=draft.pages,
        blocks=draft.blocks,
        words=draft.words,
        readable=draft.readable,
        notices=draft.notices,
    )


def _draft(
    path: Path, kind: DocumentKind, control: JobControl, options: ReadOptions, limits: Limits
) -> Draft:
    if kind is DocumentKind.DOCX:
        from engine.documents.docx.reader import read_docx

        return read_docx(path, control, options, limits)
    if kind is DocumentKind.PDF:
        from engine.documents.pdf.reader import read_pdf

        return read_pdf(path, control, options, limits)
    if kind is DocumentKind.IMAGE:
        from engine.documents.image import read_image

        return read_image(path, control, options, limits)
    if kind is DocumentKind.HTML:
        from engine.documents.html import read_html

        return read_html(path, control, limits)
    from engine.documents.text import read_text

    return read_text(path, control, limits)


def _read_converted(
    opened: Opened, control: JobControl, options: ReadOptions, limits: Limits
) -> Document:
    """Old Word files and RTF, through an office program on this machine."""
    from engine.documents.convert import converted_to_docx

    with converted_to_docx(opened.path, opened.type, control) as result:
        draft = _draft(result.path, DocumentKind.DOCX, control, options, limits)
    notice = Notice("converted", (("program", result.program), ("kind", opened.type.value)))
    document = _document(draft, opened.sha256[:20], opened.sha256, DocumentKind.DOCX)
    document = replace(document, notices=(notice, *document.notices))
    return at_path(document, opened.path)


def _check_size(found: FileType, size: int, limits: Limits) -> None:
    limit = {
        FileType.PDF: limits.pdf_bytes,
        FileType.DOCX: limits.docx_bytes,
        FileType.IMAGE: limits.image_bytes,
    }.get(found, limits.text_bytes)
    if size > limit:
        megabytes = {"size": round(size / MEGABYTE), "limit": round(limit / MEGABYTE)}
        raise UserError("file_too_large", **megabytes)


def _hash(file: BinaryIO, control: JobControl) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        control.checkpoint()
        digest.update(chunk)
    return digest.hexdigest()


def _open(path: Path) -> BinaryIO:
    if Path(long_path(path)).is_dir():
        raise UserError("file_is_folder" if _can_list(path) else "folder_no_permission")
    return open(long_path(path), "rb")  # noqa: PTH123 - the caller closes


def _can_list(path: Path) -> bool:
    try:
        next(Path(long_path(path)).iterdir(), None)
    except OSError:
        return False
    return True


class named_errors:  # noqa: N801 - reads as a word in a with statement
    """Gives every error that leaves the block a code and the file's name."""

    def __init__(self, path: Path) -> None:
        self._name = path.name or str(path)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, UserError):
            error.params.setdefault("name", self._name)
        elif isinstance(error, OSError):
            raise _os_error(error, self._name) from error
        elif isinstance(error, RecursionError):
            raise UserError("file_damaged", name=self._name) from error


def _os_error(error: OSError, name: str) -> UserError:
    if getattr(error, "winerror", None) in _WINDOWS_SHARING_VIOLATIONS:
        return UserError("file_locked", name=name)
    codes = {
        errno.ENOENT: "file_missing",
        errno.ENOTDIR: "file_missing",
        errno.EACCES: "file_no_permission",
        errno.EPERM: "file_no_permission",
        errno.EBUSY: "file_locked",
        errno.ETXTBSY: "file_locked",
        errno.EAGAIN: "file_locked",
        errno.EISDIR: "file_is_folder",
        errno.ENAMETOOLONG: "path_too_long",
    }
    code = codes.get(error.errno or 0)
    if code is not None:
        return UserError(code, name=name)
    return UserError("file_unreadable", name=name, detail=error.strerror or str(error))
