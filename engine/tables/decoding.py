"""Bytes of a text table to lines of text, line by line where encodings mix."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from engine import encodings
from engine.paths import long_path
from engine.tables.model import Remarks

SAMPLE_BYTES = 256 * 1024


def read_lines(path: Path, encoding: str, remarks: Remarks) -> Iterator[str]:
    """Lines with their ends. NULs are dropped and noted; a line in another encoding is decoded by
    the one that fits, and noted."""
    if encoding.startswith(("utf-16", "utf-32")):
        with Path(long_path(path)).open(encoding=encoding, errors="replace", newline="") as stream:
            for number, line in enumerate(stream):
                yield (line.removeprefix("\ufeff") if number == 0 else line).replace("\0", "")
        return
    with Path(long_path(path)).open("rb") as binary:
        for number, raw in enumerate(binary):
            data = raw.removeprefix(codecs.BOM_UTF8) if number == 0 else raw
            if b"\0" in data:
                remarks.add("nul_characters", data.count(b"\0"))
                data = data.replace(b"\0", b"")
            text, other = encodings.decode_line(data, encoding)
            if other:
                remarks.add("mixed_encodings")
            yield text
