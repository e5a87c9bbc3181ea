"""Bytes of a text table to lines of text, line by line where encodings mix."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from engine import encodings
from engine.paths import long_path
from engine.tables.model import Remarks

SAMPLE_BYTES = 256 * 1024
_BLOCK = 1 << 20


def read_lines(path: Path, encoding: str, remarks: Remarks, chosen: bool = False) -> Iterator[str]:
    """Lines with their ends. NULs are dropped and noted; a line in another encoding is decoded by
    the one that fits, and noted. ``chosen``: a person said what the encoding is, which holds for every line
    that it fits."""
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32")):
        with Path(long_path(path)).open(encoding=encoding, errors="replace", newline="") as stream:
            for number, line in enumerate(stream):
                yield (line.removeprefix("\ufeff") if number == 0 else line).replace("\0", "")
        return
    with Path(long_path(path)).open("rb") as binary:
        for number, raw in enumerate(_split(binary)):
            data = raw.removeprefix(codecs.BOM_UTF8) if number == 0 else raw
            if b"\0" in data:
                remarks.add("nul_characters", data.count(b"\0"))
                data = data.replace(b"\0", b"")
            text, other = _decoded(data, encoding, chosen)
            if other:
                remarks.add("mixed_encodings")
            yield text


def _decoded(data: bytes, encoding: str, chosen: bool) -> tuple[str, bool]:
    """A line, and whether it is in another encoding than ``encoding``."""
    if chosen:
        try:
            return data.decode(encoding), False
        except UnicodeDecodeError:
            pass
    return encodings.decode_line(data, encoding)


def _split(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file with their ends; of one that has none but carriage returns, as spreadsheets on
    a Macintosh write it, those."""
    head = stream.read(SAMPLE_BYTES)
    stream.seek(0)
    if b"\n" in head or b"\r" not in head.rstrip():
        yield from stream
        return
    rest = b""
    while block := stream.read(_BLOCK):
        *whole, rest = (rest + block).replace(b"\n", b"\r").split(b"\r")
        yield from (line + b"\r\n" for line in whole)
    if rest:
        yield rest
