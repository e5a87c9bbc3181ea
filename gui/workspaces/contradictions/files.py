"""Asks for the file that a playbook is read from or written to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.consistency.playbook_file import PLAYBOOK_SUFFIXES

translate = QCoreApplication.translate


def ask_in(parent: QWidget, then: Callable[[Path], object]) -> None:
    """Which playbook to take in?"""
    patterns = " ".join(f"*{suffix}" for suffix in PLAYBOOK_SUFFIXES)
    dialog = QFileDialog(parent, translate("PlaybookEditor", "Import a playbook"))
    dialog.setNameFilters([f"{translate('PlaybookEditor', 'Playbooks')} ({patterns})"])
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def ask_out(parent: QWidget, name: str, then: Callable[[Path], object]) -> None:
    """Where is the playbook called ``name`` to be written?"""
    dialog = QFileDialog(parent, translate("PlaybookEditor", "Export the playbook"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"{translate('PlaybookEditor', 'Playbooks')} (*.yaml)"])
    dialog.setDefaultSuffix("yaml")
    dialog.selectFile(f"{name}.yaml")
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
