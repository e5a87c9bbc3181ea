"""Whose decisions are made: a chosen name, or that of the account."""

from __future__ import annotations

import getpass

LONGEST = 100


def reviewer_name(chosen: str) -> str:
    """``chosen`` on one line, or the name of the account that the program runs under; empty where
    that has none."""
    name = " ".join(chosen.split())
    if not name:
        try:
            name = getpass.getuser()
        except (OSError, KeyError, ImportError):
            return ""
    return name[:LONGEST]
