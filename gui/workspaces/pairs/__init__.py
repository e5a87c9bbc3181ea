"""Pairs of texts: a file of them, a score for each."""

from gui.workspaces.pairs.page import PairsWorkspace

__all__ = ["PairsWorkspace"]
