"""What is to be brought in, and what is known of its files. Plain data: it crosses processes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import UserError

HUGGINGFACE, MODELSCOPE, FOLDER = "huggingface", "modelscope", "folder"
ENDPOINTS = {HUGGINGFACE: "https://huggingface.co", MODELSCOPE: "https://www.modelscope.cn"}
BRANCHES = {HUGGINGFACE: "main", MODELSCOPE: "master"}
PARTS = ".parts"
"""The folder, inside the models folder, of what is not complete yet."""

_PART_OF_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
_ID = re.compile(rf"{_PART_OF_ID}/{_PART_OF_ID}")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as its hub describes it: ``path`` inside the repository, ``size`` in bytes, and its
    ``sha256`` or the ``git`` SHA-1 of its blob (empty where the hub does not say)."""

    path: str
    size: int
    sha256: str = ""
    git: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the client is: seconds to connect, to wait for the next byte, before the first
    retry (doubled each time), at most between two tries; and how often without progress."""

    connect: float = 15.0
    silence: float = 30.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    tries: int = 6


@dataclass(frozen=True, slots=True)
class Task:
    """One model to bring in, to ``models / name``.

    ``source`` is one of the three above; ``reference`` an id such as ``owner/name``, or a path.
    ``endpoint`` is the hub's address or a mirror's; ``proxy`` an address, or ``system`` for the
    system's own setting; ``authorities`` a file with certificates to trust beside the system's.
    ``token`` is sent to the endpoint's host alone, and stands in no log.
    """

    source: str
    reference: str
    models: Path
    name: str
    endpoint: str = ""
    revision: str = ""
    proxy: str = ""
    authorities: str = ""
    token: str = field(default="", repr=False)
    pace: Pace = field(default_factory=Pace)

    @property
    def staging(self) -> Path:
        """Where its files are until all of them are whole."""
        return self.models / PARTS / self.name

    @property
    def target(self) -> Path:
        """Where the model will be."""
        return self.models / self.name

    @property
    def address(self) -> str:
        """The endpoint, the hub's own where none is given."""
        return (self.endpoint or ENDPOINTS.get(self.source, "")).rstrip("/")

    @property
    def origin(self) -> str:
        """Scheme, host and port of the endpoint: what a token belongs to, so that it goes nowhere
        else. Empty for a folder."""
        return origin_of(self.address)

    @property
    def branch(self) -> str:
        """The revision asked for."""
        return self.revision or BRANCHES.get(self.source, "")


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; empty where it has none.

    >>> origin_of("https://hf-mirror.com/owner/name")
    'https://hf-mirror.com:443'
    """
    try:
        url = urlsplit(address)
        port = url.port or {"https": 443, "http": 80}.get(url.scheme)
    except ValueError:
        return ""
    return f"{url.scheme}://{url.hostname}:{port}" if url.hostname and port else ""


def parse_reference(text: str, source: str = HUGGINGFACE) -> tuple[str, str]:
    """``(source, id)`` of what a person typed or pasted: an id, or the address of a model's page.

    >>> parse_reference("https://huggingface.co/cross-encoder/nli-distilroberta-base/tree/main")
    ('huggingface', 'cross-encoder/nli-distilroberta-base')

    Raises ``UserError("download_reference")``.
    """
    words = text.strip()
    if "://" in words:
        url = urlsplit(words)
        parts = [part for part in url.path.split("/") if part]
        if "modelscope" in (url.hostname or ""):
            source = MODELSCOPE
        if parts[:1] == ["models"]:
            parts = parts[1:]
        words = "/".join(parts[:2])
    if not _ID.fullmatch(words):
        raise UserError("download_reference", reference=text.strip()[:200])
    return source, words


def readable(size: float) -> str:
    """Bytes as people write them.

    >>> readable(3_200_000_000)
    '3.2 GB'
    """
    if size >= 1e9:
        return f"{size / 1e9:,.1f} GB"
    if size >= 1e8:
        return f"{size / 1e6:,.0f} MB"
    return f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size / 1e3:,.1f} kB"


def folder_name(reference: str) -> str:
    """The name of the model's folder: the last part of its id, safe on every system.

    >>> folder_name("iic/nlp_structbert_sentence-similarity_chinese-base")
    'nlp_structbert_sentence-similarity_chinese-base'
    """
    last = Path(reference).name if "\\" in reference else reference.rstrip("/").rpartition("/")[2]
    plain = re.sub(r"[^\w.-]+", "-", last).strip(".-")
    return plain or "model"
