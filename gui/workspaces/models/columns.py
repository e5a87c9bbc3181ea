"""What the list shows of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from engine.hub.task import readable
from gui.errors import Explainer
from gui.shelf import Shelf
from gui.tables.column import Column, Look
from gui.workspaces.models.words import (
    language_words,
    speed_words,
    state_icon,
    state_tone,
    state_words,
    task_words,
)

if TYPE_CHECKING:
    from engine.models.library import Known

translate = QCoreApplication.translate


def model_columns(shelf: Shelf, explain: Explainer) -> list[Column[Any]]:
    """Name, task, languages, state, speed, size, licence."""

    def state(known: Known) -> str:
        return state_words(known, shelf.trials, explain)

    def used(known: Known) -> str:
        return f"{known.name} ★" if known.name in shelf.preferred().values() else known.name

    return [
        Column(
            translate("Models", "Name"),
            used,
            width=30,
            tooltip=lambda known: known.title or known.name,
        ),
        Column(translate("Models", "Task"), lambda known: task_words(known.task), width=16),
        Column(
            translate("Models", "Languages"),
            lambda known: language_words(known.languages),
            width=16,
            tooltip=lambda known: ", ".join(known.languages),
        ),
        Column(
            translate("Models", "State"),
            state,
            width=38,
            look=Look.STATE,
            tone=lambda known: state_tone(known, shelf.trials),
            icon=lambda known: state_icon(known, shelf.trials),
            tooltip=state,
        ),
        Column(
            translate("Models", "Speed here"),
            lambda known: speed_words(shelf.trials.get(known.name)) or "–",
            width=19,
            right=True,
        ),
        Column(
            translate("Models", "Size"), lambda known: readable(known.size), width=11, right=True
        ),
        Column(
            translate("Models", "Licence"),
            lambda known: known.licence or translate("Models", "Not stated"),
            width=14,
        ),
    ]
