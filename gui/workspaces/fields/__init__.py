"""Fields: what is wanted of each document, what was found, and its review."""

from gui.workspaces.fields.page import FieldsWorkspace

__all__ = ["FieldsWorkspace"]
