"""Duplicates: which rows of which tables are the same thing, and its review."""

from gui.workspaces.duplicates.page import DuplicatesWorkspace

__all__ = ["DuplicatesWorkspace"]
