"""Activity: what runs, how well it goes, what failed and what can be done about it."""

from gui.workspaces.activity.page import ActivityWorkspace

__all__ = ["ActivityWorkspace"]
