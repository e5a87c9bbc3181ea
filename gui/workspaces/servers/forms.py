"""The three parts of a server's settings, each a form that reads itself into a ``Server``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine.models import labels
from engine.remote.spec import BATCH_FORMS, CAN, TASKS, Server, ServerKind, Task
from gui import theme
from gui.translation import LANGUAGES
from gui.widgets import QuietLabel, button
from gui.workspaces.servers.words import kind_words, task_words


class Form(QWidget):
    """Rows of settings."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        self.rows.setHorizontalSpacing(theme.LARGE)
        self.rows.setVerticalSpacing(theme.SMALL)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)

    def read(self, server: Server) -> Server:
        """``server`` with what stands here."""
        raise NotImplementedError

    def follow(self, kind: ServerKind) -> None:
        """Show what matters for ``kind``."""

    def line(self, title: str, text: str, hint: str = "") -> QLineEdit:
        """A row with a line of text."""
        made = QLineEdit(text)
        made.setPlaceholderText(hint)
        self.add(title, made)
        return made

    def add(self, title: str, widget: QWidget) -> None:
        """A row."""
        widget.setAccessibleName(title)
        self.rows.addRow(title, widget)

    def say(self, words: str) -> QuietLabel:
        """A quiet line under what it explains."""
        made = QuietLabel(words)
        made.setWordWrap(True)
        # Left to itself a wrapped label takes a narrow column, and is cut below. The policy is
        # changed, not replaced: it holds that the height follows the width.
        policy = made.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        made.setSizePolicy(policy)
        made.setMinimumWidth(theme.character(self.fontMetrics()) * 50)
        self.rows.addRow("", made)
        return made


class PlaceForm(Form):
    """Name, kind, address, key, and what jobs take it for by themselves."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.name = self.line(self.tr("Name"), server.name, self.tr("such as office"))
        self.kind = QComboBox()
        for kind in ServerKind:
            self.kind.addItem(kind_words(kind), kind)
        self.kind.setCurrentIndex(self.kind.findData(server.kind))
        self.add(self.tr("Kind"), self.kind)
        self.address = self.line(self.tr("Address"), server.url, "http://192.168.1.20:8080")
        self._key_touched = False
        kept = self.tr("unchanged") if server.name else self.tr("none")
        self._key = self.line(self.tr("Key"), "", kept)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.textEdited.connect(self._on_key)
        self._no_key = QCheckBox(self.tr("Forget the key that is kept"))
        self._no_key.setVisible(bool(server.name))
        self.rows.addRow("", self._no_key)
        self.say(self.tr("Keys are kept in the system's keychain, never in a project or a file."))
        self.uses = self._boxes(
            self.tr("Jobs take it for"), [(task, task_words(task)) for task in TASKS], server.uses
        )
        self.languages = self._boxes(
            self.tr("Its model knows"), list(LANGUAGES.items()), server.languages
        )

    def chosen_kind(self) -> ServerKind:
        """The kind that is picked."""
        return ServerKind(self.kind.currentData())

    def new_key(self) -> str | None:
        """The key, where one was typed or is to be forgotten; ``None``: as it was."""
        if self._no_key.isChecked():
            return ""
        return self._key.text().strip() or None

    def type_key(self, text: str) -> None:
        """Type a key, as the user would."""
        self._key.setText(text)
        self._on_key()

    def read(self, server: Server) -> Server:
        uses = tuple(cast(Task, task) for task, box in self.uses.items() if box.isChecked())
        languages = tuple(code for code, box in self.languages.items() if box.isChecked())
        return replace(
            server,
            name=self.name.text(),
            url=self.address.text(),
            uses=uses,
            languages=languages or server.languages,
        )

    def follow(self, kind: ServerKind) -> None:
        for task, box in self.uses.items():
            box.setVisible(task in CAN[kind])

    def _on_key(self) -> None:
        self._no_key.setChecked(False)

    def _boxes(
        self, title: str, choices: list[tuple[Any, str]], ticked: tuple[str, ...]
    ) -> dict[str, QCheckBox]:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        made = {}
        for key, words in choices:
            box = made[key] = QCheckBox(words)
            box.setChecked(key in ticked)
            box.setAccessibleName(f"{title}: {words}")
            layout.addWidget(box)
        self.rows.addRow(title, holder)
        return made


class ModelForm(Form):
    """The model's name, what its labels mean; for a plain endpoint its path and names."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        theirs = {ours: their for their, ours in server.labels}
        self.model = self.line(
            self.tr("Model"), server.model, self.tr("the only one that is served")
        )
        words = {
            "entailment": self.tr("“Follows” is called"),
            "neutral": self.tr("“Neutral” is called"),
            "contradiction": self.tr("“Contradicts” is called"),
            labels.SCORE: self.tr("“Similar” is called"),
        }
        by_name = self.tr("by its own name")
        self.labels = {
            ours: self.line(title, theirs.get(ours, ""), by_name) for ours, title in words.items()
        }
        self._hint = self.say(
            self.tr(
                "Needed only where a model's labels say nothing (LABEL_0 …). vLLM's labels have no "
                "names: give their places, the first is 0."
            )
        )
        self.template = self.line(self.tr("A pair as one text"), server.template)
        plain = server.plain
        self.path = self.line(self.tr("Path"), plain.path)
        self.left = self.line(self.tr("The first text is called"), plain.left)
        self.right = self.line(self.tr("The second text is called"), plain.right)
        self.score = self.line(self.tr("The score is called"), plain.score)
        self.batch = QComboBox()
        forms = (
            self.tr("One pair a request"),
            self.tr("A list of pairs"),
            self.tr("Two lists of texts"),
        )
        for form, title in zip(BATCH_FORMS, forms, strict=True):
            self.batch.addItem(title, form)
        self.batch.setCurrentIndex(max(self.batch.findData(plain.batch), 0))
        self.add(self.tr("A request holds"), self.batch)

    def read(self, server: Server) -> Server:
        bound = tuple((line.text().strip(), ours) for ours, line in self.labels.items())
        plain = replace(
            server.plain,
            path=self.path.text().strip(),
            left=self.left.text().strip(),
            right=self.right.text().strip(),
            score=self.score.text().strip(),
            batch=self.batch.currentData(),
        )
        return replace(
            server,
            model=self.model.text().strip(),
            labels=tuple((theirs, ours) for theirs, ours in bound if theirs),
            template=self.template.text(),
            plain=plain,
        )

    def follow(self, kind: ServerKind) -> None:
        plain, vllm = kind is ServerKind.PLAIN, kind is ServerKind.VLLM
        for line in (*self.labels.values(), self._hint):
            self.rows.setRowVisible(line, not plain)
        for line in (self.model, self.template):
            self.rows.setRowVisible(line, vllm)
        for widget in (self.path, self.left, self.right, self.score, self.batch):
            self.rows.setRowVisible(widget, plain)

    def suggest(self, found: tuple[str, ...]) -> None:
        """Show the labels that a test has found, where they are to be typed."""
        if len(found) > 1:
            for line in self.labels.values():
                line.setPlaceholderText(", ".join(found))


class LimitsForm(Form):
    """How hard a server may be worked, and whose certificates are believed."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        limits = server.limits
        self.concurrency = self._whole(self.tr("Most requests at a time"), limits.concurrency, 1024)
        self.say(self.tr("The program finds the right number below it by itself."))
        self.per_second = self._number(self.tr("Most requests a second"), limits.per_second, 0)
        self.per_second.setSpecialValueText(self.tr("No limit"))
        self.batch = self._whole(self.tr("Most items in a request"), limits.batch, 4096)
        self.answer = self._seconds(self.tr("Wait for an answer"), limits.answer_seconds)
        self.connect_ = self._seconds(self.tr("Wait for a connection"), limits.connect_seconds)
        self.item = self._seconds(self.tr("Try an item for"), limits.item_seconds)
        self.attempts = self._whole(self.tr("Attempts at most"), limits.attempts, 50)
        self.ca_file = QLineEdit(server.ca_file)
        self.ca_file.setPlaceholderText(self.tr("the system's certificates alone"))
        self.ca_file.setAccessibleName(self.tr("Own certificate authority"))
        row = QHBoxLayout()
        row.addWidget(self.ca_file, 1)
        row.addWidget(button(self.tr("Browse…"), self._browse, "open"))
        self.rows.addRow(self.tr("Own certificate authority"), row)

    def read(self, server: Server) -> Server:
        limits = replace(
            server.limits,
            concurrency=self.concurrency.value(),
            per_second=self.per_second.value(),
            batch=self.batch.value(),
            answer_seconds=self.answer.value(),
            connect_seconds=self.connect_.value(),
            item_seconds=self.item.value(),
            attempts=self.attempts.value(),
        )
        return replace(server, limits=limits, ca_file=self.ca_file.text().strip())

    def _whole(self, title: str, value: int, most: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, most)
        made.setValue(value)
        made.setMinimumWidth(self._width())
        self.add(title, made)
        return made

    def _number(self, title: str, value: float, least: float) -> QDoubleSpinBox:
        made = QDoubleSpinBox()
        made.setDecimals(1)
        made.setRange(least, 86_400)
        made.setValue(value)
        made.setMinimumWidth(self._width())
        self.add(title, made)
        return made

    def _seconds(self, title: str, value: float) -> QDoubleSpinBox:
        made = self._number(title, value, 0.1)
        made.setSuffix(" s")
        return made

    def _width(self) -> int:
        return theme.character(self.fontMetrics()) * 16

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Certificate authority"))
        dialog.setNameFilters(["PEM (*.pem *.crt *.cer)", f"{self.tr('All files')} (*)"])
        dialog.fileSelected.connect(self.ca_file.setText)
        dialog.open()
