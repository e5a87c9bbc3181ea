"""The job that reads documents: paths in, documents out, unchanged files from the cache."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engine.control import JobControl
from engine.documents import READER_VERSION, ReadOptions, from_json, to_json, walk
from engine.documents.bundles import unpack
from engine.documents.paths import is_bundle
from engine.documents.read import at_path, identify, read_opened
from engine.errors import Cancelled, UserError, failure_of
from engine.events import ItemFailed, Noted, Payload, Progress, Results
from engine.jobs.services import Cache, Services
from engine.listing import listed
from engine.paths import unpacked_dir
from engine.types import Document, Notice


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Files and folders to read; folders are walked, archives and messages given by name unpacked."""

    paths: tuple[str, ...]
    options: ReadOptions = ReadOptions()  # noqa: RUF009 - frozen


def read_documents(
    request: ReadRequest, services: Services, control: JobControl
) -> Iterator[Payload]:
    """Each file's document as soon as it is read; a file that cannot be read is ``ItemFailed``.

    What was not opened, and what has the same content as another file of this run or of the project, is
    ``Noted``. Thread: the engine thread. Raises ``Cancelled`` alone.
    """
    yield Progress("finding_documents", 0, None, "documents")
    paths = yield from _found(request.paths, control)
    seen: dict[str, str] = {}
    equal: list[Path] = []
    for done, path in enumerate(paths):
        yield Progress("reading_documents", done, len(paths), "documents", path.name)
        control.checkpoint()
        try:
            document = read_cached(path, services.cache, control, request.options)
        except Cancelled:
            raise
        except Exception as error:
            yield ItemFailed(failure_of(error, str(path)))
            continue
        if document.id in seen:
            notice = Notice("same_content", (("other", seen[document.id]),))
            document = replace(document, notices=(*document.notices, notice))
            equal.append(path)
        else:
            seen[document.id] = document.name
            if services.documents.kept_at(document.id) not in (None, str(path)):
                equal.append(path)
        yield Results((document,))
    yield Progress("reading_documents", len(paths), len(paths), "documents")
    if equal:
        yield _noted("equal_documents", equal)


def _found(given: tuple[str, ...], control: JobControl) -> Generator[Payload, None, list[Path]]:
    """The files to read; what could not be unpacked, and what was passed over, is said."""
    paths: list[Path] = []
    passed: list[Path] = []
    for path in walk(map(Path, given), passed.append):
        control.checkpoint()
        if not is_bundle(path):
            paths.append(path)
            continue
        yield Progress("finding_documents", len(paths), None, "documents", path.name)
        try:
            paths += unpack(path, unpacked_dir(), control, passed_over=passed.append)
        except UserError as error:
            yield ItemFailed(failure_of(error, str(path)))
    if passed:
        yield _noted("bundles_passed_over", passed)
    return paths


def _noted(code: str, paths: list[Path]) -> Noted:
    names = listed([path.name for path in paths])
    return Noted(Notice(code, (("names", names),)), tuple(map(str, paths)))


def read_cached(path: Path, cache: Cache, control: JobControl, options: ReadOptions) -> Document:
    """The document at ``path``; one whose bytes were read before comes out of ``cache``.

    The key holds the content's hash, the reader's version and what of the options shapes the
    text. What an absent recogniser could not read is not kept: it may be installed tomorrow.
    Raises like ``read_document``.
    """
    opened = identify(path, control)
    key = f"document/{READER_VERSION}/{options.signature}/{opened.sha256}"
    stored = cache.get_many([key]).get(key)
    if stored is not None:
        try:
            return at_path(from_json(stored), path)
        except ValueError:
            stored = None  # Written by another version: read anew.
    document = read_opened(opened, control, options)
    if document.readable == 1.0:
        cache.put_many({key: to_json(document)})
    return document
