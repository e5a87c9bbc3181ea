"""The bytes that each token of a byte-level BPE stands for, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_LONGEST = 48
"""Tokens of more bytes (long runs of spaces, dashes) are left out: shorter ones spell the same."""


class ByteVocabulary:
    """Tokens by their bytes.

    ``tokens`` are the vocabulary as published (a byte is written as the character that GPT-2's table
    gives it); ``special`` ids stand for no text and are left out, as is every token that is not
    written in that table.
    """

    def __init__(self, tokens: Mapping[str, int], special: frozenset[int] = frozenset()) -> None:
        table = byte_of_character()
        self._ids: dict[bytes, int] = {}
        for token, number in sorted(tokens.items(), key=lambda entry: entry[1]):
            if number in special:
                continue
            try:
                spelt = bytes(table[character] for character in token)
            except KeyError:
                continue
            if 0 < len(spelt) <= _LONGEST:
                self._ids.setdefault(spelt, number)
        self._bytes = {number: spelt for spelt, number in self._ids.items()}
        self._longest = max(map(len, self._ids), default=0)

    def spelt(self, token: int) -> bytes:
        """The bytes of ``token``; empty for one that stands for no text."""
        return self._bytes.get(token, b"")

    def prefixes(
        self, text: bytes, start: int, end: int, before: bytes = b""
    ) -> Iterator[tuple[int, int]]:
        """``(token, place after it)`` of every token that spells ``before`` and then some of
        ``text[start:end]``, the shortest first."""
        highest = min(end, start + self._longest - len(before))
        for last in range(start + 1, highest + 1):
            token = self._ids.get(before + text[start:last])
            if token is not None:
                yield token, last

    def token(self, spelt: bytes) -> int | None:
        """The token with exactly these bytes."""
        return self._ids.get(spelt)


def byte_of_character() -> dict[str, int]:
    """GPT-2's table, character to byte: printable bytes stand for themselves, the others for
    characters from U+0100 on, in order (Radford et al., 2019)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {chr(byte): byte for byte in printable}
    others = [byte for byte in range(256) if byte not in set(printable)]
    table.update({chr(256 + place): byte for place, byte in enumerate(others)})
    return table
