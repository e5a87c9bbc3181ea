"""The engine's codes as sentences in the window's language."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

import wording
from engine.errors import UserError
from engine.types import ItemFailure, Notice


class Explainer:
    """Turns codes into sentences. ``language`` is ``"en"`` or ``"zh"``."""

    def __init__(self, language: str) -> None:
        self.language = language

    def code(self, code: str, params: dict[str, object] | None = None) -> wording.Sentence:
        """The sentence for a code."""
        return wording.sentence(code, params, self.language)

    def error(self, error: UserError) -> wording.Sentence:
        """The sentence for an error."""
        return self.code(error.code, dict(error.params))

    def failure(self, failure: ItemFailure) -> wording.Sentence:
        """The sentence for an item that failed."""
        return self.code(failure.code, {"path": failure.item, **dict(failure.params)})

    def notice(self, notice: Notice) -> wording.Sentence:
        """The sentence for a notice."""
        return self.code(notice.code, dict(notice.params))


def show_error(parent: QWidget | None, sentence: wording.Sentence) -> QMessageBox:
    """Tell what happened and what to do next, without stopping anything else."""
    box = QMessageBox(QMessageBox.Icon.Warning, "ClauseDesk", sentence.what, parent=parent)
    box.setInformativeText(sentence.next)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()
    return box
