"""Compare: what became of each clause between two documents, and its review."""

from gui.workspaces.compare.page import CompareWorkspace

__all__ = ["CompareWorkspace"]
