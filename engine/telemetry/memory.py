"""How much memory this process and this machine have. psutil is imported when first asked."""

from __future__ import annotations


def memory_bytes() -> int:
    """The resident memory of this process."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def machine_bytes() -> int:
    """The memory of this machine."""
    import psutil

    return int(psutil.virtual_memory().total)
