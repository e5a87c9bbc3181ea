"""The Models page: what is installed, what each job uses, and bringing another model in."""

from gui.workspaces.models.page import ModelsWorkspace

__all__ = ["ModelsWorkspace"]
