"""Contradictions: which clauses cannot both hold, and their review."""

from gui.workspaces.contradictions.page import ContradictionsWorkspace

__all__ = ["ContradictionsWorkspace"]
