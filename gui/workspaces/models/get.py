"""Which model to fetch, and from where: the suggestions, any other by its name, a mirror, a proxy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from engine import settings as options
from engine.errors import UserError
from engine.hub.task import (
    ENDPOINTS,
    HUGGINGFACE,
    MODELSCOPE,
    Task,
    folder_name,
    parse_reference,
    readable,
)
from engine.settings import Settings
from gui import theme
from gui.errors import Explainer
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, framed
from gui.workspaces.models.words import language_words, task_words

if TYPE_CHECKING:
    from engine.models.catalogue import Offer

MIRRORS = ("https://hf-mirror.com",)


class GetDialog(QDialog):
    """``chosen`` gets the task; how hubs are reached is remembered through ``keep``."""

    def __init__(
        self,
        offers: tuple[Offer, ...],
        folder: Path,
        settings: Settings,
        explain: Explainer,
        chosen: Callable[[Task], object],
        keep: Callable[[str, str, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Get a model"))
        self.resize(680, 620)
        self._offers = offers
        self._folder = folder
        self._explain = explain
        self._chosen = chosen
        self._keep = keep
        self.offers = QListWidget()
        self.offers.setAccessibleName(self.tr("Suggested models"))
        self.offers.setSpacing(theme.TIGHT // 2)
        for offer in offers:
            self.offers.addItem(self._item(offer))
        self.reference = QLineEdit()
        self.reference.setPlaceholderText(self.tr("owner/name, or the address of its page"))
        self.source = QComboBox()
        self.source.addItem("Hugging Face", HUGGINGFACE)
        self.source.addItem("ModelScope", MODELSCOPE)
        self.mirror = QComboBox()
        self.mirror.setEditable(True)
        self.mirror.addItems(["", *MIRRORS])
        self.mirror.setCurrentText(settings.get(options.HUB_MIRROR))
        self.mirror.lineEdit().setPlaceholderText(self.tr("None: the hub itself"))
        self.proxy = QComboBox()
        self.proxy.setEditable(True)
        self.proxy.addItems(["", "system"])
        self.proxy.setCurrentText(settings.get(options.HUB_PROXY))
        self.proxy.lineEdit().setPlaceholderText(
            self.tr("None; “system”, or an address such as http://proxy:8080")
        )
        self.certificates = QLineEdit(settings.get(options.HUB_CERTIFICATES))
        self.certificates.setPlaceholderText(self.tr("The system’s; or a file of certificates"))
        self._where = QuietLabel()
        self._where.setWordWrap(True)
        self._wrong = Note()
        self._build()
        self.offers.currentRowChanged.connect(self._on_offer)
        self.source.currentIndexChanged.connect(self._on_source)
        for box in (self.mirror, self.proxy):
            box.currentTextChanged.connect(self._look)
        self.reference.textChanged.connect(self._look)
        self._look()

    def accept(self) -> None:
        try:
            task = self.task()
        except UserError as error:
            self._wrong.say(str(self._explain.error(error)), Tone.BAD)
            return
        self._keep(self._mirror(), self.proxy.currentText().strip(), task.authorities)
        super().accept()
        self._chosen(task)

    def task(self) -> Task:
        """What was chosen. Raises ``UserError``."""
        source, reference = parse_reference(self.reference.text(), self.source.currentData())
        mirror = self._mirror() if source == HUGGINGFACE else ""
        if mirror and urlsplit(mirror).scheme not in ("http", "https"):
            raise UserError("download_listing", host=mirror)
        return Task(
            source,
            reference,
            self._folder,
            folder_name(reference),
            endpoint=mirror,
            proxy=self.proxy.currentText().strip(),
            authorities=self.certificates.text().strip(),
        )

    def _mirror(self) -> str:
        return self.mirror.currentText().strip().rstrip("/")

    def _item(self, offer: Offer) -> QListWidgetItem:
        words = self.tr("{name} · {task} · {languages} · about {size}").format(
            name=offer.name,
            task=task_words(offer.task),
            languages=language_words(offer.languages),
            size=readable(offer.download * 10**6),
        )
        licence = offer.licence or self.tr("licence on its page")
        item = QListWidgetItem(f"{words}\n{offer.words(self._explain.language)} · {licence}")
        memory = self.tr("Needs about {memory} of memory.").format(
            memory=readable(offer.memory * 10**6)
        )
        item.setToolTip(memory)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, memory)
        return item

    def _build(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (self.tr("&Model"), self.reference),
            (self.tr("&From"), self.source),
            (self.tr("M&irror"), self.mirror),
            (self.tr("&Proxy"), self.proxy),
            (self.tr("&Certificates"), self.certificates),
        ):
            field.setAccessibleName(words.replace("&", ""))
            form.addRow(words, field)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._go = self._buttons.addButton(
            self.tr("Download"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        title = QLabel(self.tr("Suggested"))
        theme.heading(title)
        layout = framed(self, theme.SMALL)
        layout.addWidget(title)
        layout.addWidget(self.offers, 1)
        layout.addSpacing(theme.SMALL)
        layout.addLayout(form)
        layout.addWidget(self._where)
        layout.addWidget(self._wrong)
        layout.addWidget(self._buttons)

    def _on_offer(self, row: int) -> None:
        if 0 <= row < len(self._offers):
            self._fill(self._offers[row])

    def _on_source(self) -> None:
        row = self.offers.currentRow()
        if 0 <= row < len(self._offers):
            offer = self._offers[row]
            known = {HUGGINGFACE: offer.huggingface, MODELSCOPE: offer.modelscope}
            if self.reference.text() in known.values():
                self.reference.setText(known[self.source.currentData()])
        self._look()

    def _fill(self, offer: Offer) -> None:
        """The hub that is chosen, where the model is there; else the other."""
        source = self.source.currentData()
        known = {HUGGINGFACE: offer.huggingface, MODELSCOPE: offer.modelscope}
        if not known[source]:
            source = MODELSCOPE if source == HUGGINGFACE else HUGGINGFACE
            self.source.setCurrentIndex(self.source.findData(source))
        self.reference.setText(known[source])

    def _look(self) -> None:
        """Say where the program will connect to; nothing is connected to before."""
        self._wrong.say("")
        source = self.source.currentData()
        self.mirror.setEnabled(source == HUGGINGFACE)
        address = (self._mirror() if source == HUGGINGFACE else "") or ENDPOINTS[source]
        host = urlsplit(address).hostname or address
        self._where.setText(
            self.tr(
                "ClauseDesk will connect to {host} and to where it keeps its files, for this download "
                "alone; the log names each connection. Nothing of your documents is sent."
            ).format(host=host)
        )
        self._go.setEnabled(bool(self.reference.text().strip()))
