"""The servers page: where they are, how they do, what failed there."""

from gui.workspaces.servers.page import ServersWorkspace

__all__ = ["ServersWorkspace"]
