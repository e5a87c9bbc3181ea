"""How much memory models may take, and how much one takes."""

from __future__ import annotations

from engine.errors import UserError
from engine.models.hf_folder import headers_of
from engine.models.packs import Pack

_SHARE = 0.6
_LEAST = 2 * 10**9
_BYTES = {"fp32": 4, "bf16": 2, "fp16": 2, "int8": 5}
"""A model in integers keeps the full numbers too, for what it is not sure of."""


def memory_budget(available: int | None = None) -> int:
    """Bytes that loaded models may take together: three fifths of what is free at the start, so that
    documents, the window and other programs keep the rest; never less than one model needs."""
    if available is None:
        import psutil

        available = int(psutil.virtual_memory().available)
    return max(_LEAST, int(available * _SHARE))


def memory_needed(pack: Pack, precision: str) -> int:
    """Bytes of the pack's weights when loaded; what only torch can count is taken from the file."""
    try:
        headers = headers_of(pack.folder)
        neighbours = {pack.folder.parent / shared.pack / shared.file for shared in pack.shared}
        shared = sum(file.stat().st_size for file in neighbours if file.is_file())
    except (OSError, UserError):
        return 0
    numbers = sum(header.count for header in headers.values())
    if not numbers:
        numbers = sum(f.stat().st_size for f in pack.folder.glob("*.bin")) // 2
    # Neighbours hold int8 rows: a byte a number.
    return (numbers + shared) * _BYTES.get(precision, 4)
