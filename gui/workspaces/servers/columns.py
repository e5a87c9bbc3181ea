"""What the list shows of a server, over the rows of the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from engine.remote.spec import Server
from engine.store import Query
from gui.errors import Explainer
from gui.serving import Serving
from gui.tables.column import Column, Look
from gui.workspaces.servers.words import (
    kind_words,
    state_icon,
    state_tone,
    state_words,
    uses_words,
)

translate = QCoreApplication.translate


class ServerRows:
    """The book as a table's source. A handful of rows in memory: nothing is paged or sorted."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def count(self, query: Query) -> int:
        """How many servers there are."""
        return len(self._serving.book.all())

    def page(self, offset: int, limit: int, query: Query) -> Sequence[Server]:
        """Some of them, in the order in which they were added."""
        return self._serving.book.all()[offset : offset + limit]


def server_columns(serving: Serving, explain: Explainer) -> list[Column[Any]]:
    """Name, state, use, address, kind."""

    def state(server: Server) -> str:
        return state_words(serving.tests.get(server.name), explain)

    return [
        Column(translate("Servers", "Name"), lambda server: server.name, width=18),
        Column(
            translate("Servers", "State"),
            state,
            width=44,
            look=Look.STATE,
            tone=lambda server: state_tone(serving.tests.get(server.name)),
            icon=lambda server: state_icon(serving.tests.get(server.name)),
            tooltip=state,
        ),
        Column(translate("Servers", "Used for"), uses_words, width=28, tooltip=uses_words),
        Column(
            translate("Servers", "Address"),
            lambda server: server.url,
            width=30,
            tooltip=lambda server: server.url,
        ),
        Column(translate("Servers", "Kind"), lambda server: kind_words(server.kind), width=24),
    ]
