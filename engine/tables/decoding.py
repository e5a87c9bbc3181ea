"""Bytes of a text table to lines of text, whatever wrote them; line by line where encodings mix."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

import charset_normalizer

from engine.paths import long_path
from engine.tables.model import Remarks

SAMPLE_BYTES = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_USUAL = frozenset(map(chr, range(32, 0x250))) | frozenset("\t\r\n")
_FALLBACKS = ("utf-8", "gb18030", "cp1252", "latin-1")


def detect_encoding(sample: bytes) -> str:
    """The encoding of a file that starts with ``sample``: BOM, UTF-8, UTF-16 without BOM, GB18030,
    then what charset-normalizer says."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    if _decodes(sample, "utf-8"):
        return _wide(sample) or "utf-8"
    wide = _wide(sample)
    if wide:
        return wide
    # A few bad bytes in a UTF-8 file are mended line by line; only mostly bad ones are another code.
    damage = sample.decode("utf-8", "replace").count("�")
    if damage and _decodes(sample, "gb18030") and damage > sample.count(b"\n") // 4:
        return "gb18030"
    if damage * 200 < len(sample):
        return "utf-8"
    best = charset_normalizer.from_bytes(sample[:65536]).best()
    return best.encoding if best else "latin-1"


def read_lines(path: Path, encoding: str, remarks: Remarks) -> Iterator[str]:
    """Lines with their ends. NULs are dropped and noted; a line in another encoding is decoded by
    the first that fits, and noted."""
    if encoding.startswith(("utf-16", "utf-32")):
        with Path(long_path(path)).open(encoding=encoding, errors="replace", newline="") as stream:
            yield from (line.replace("\0", "") for line in stream)
        return
    decoder = "utf-8" if encoding == "utf-8-sig" else encoding
    with Path(long_path(path)).open("rb") as stream:
        for number, raw in enumerate(stream):
            line = raw.removeprefix(codecs.BOM_UTF8) if number == 0 else raw
            if b"\0" in line:
                remarks.add("nul_characters", line.count(b"\0"))
                line = line.replace(b"\0", b"")
            yield _decoded(line, decoder, remarks)


def _decoded(line: bytes, encoding: str, remarks: Remarks) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        remarks.add("mixed_encodings")
    for other in _FALLBACKS:
        try:
            return line.decode(other)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _decodes(sample: bytes, encoding: str) -> bool:
    """Whether ``sample``, perhaps cut inside its last character, is valid."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes) -> str:
    """UTF-16 without a BOM: NULs stand on one side of the pairs of bytes, and the pairs make text.

    Delimiters and line ends are what a Chinese table has of NULs; a byte of damage makes none.
    """
    head = sample[: min(len(sample), 4096) // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if (even + odd) * 50 < len(head) or min(even, odd) * 9 > max(even, odd):
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(name, "replace")
    plain = sum(c in _USUAL or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in text)
    marked = any(mark in text for mark in "\n\r\t,;|")
    return name if marked and plain > 0.9 * len(text) else ""
