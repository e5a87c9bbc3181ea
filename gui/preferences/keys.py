"""Where keys and tokens are typed. They go to the system's keychain, never to a file, and come back
to no screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from engine.hub.task import ENDPOINTS, HUGGINGFACE, MODELSCOPE, origin_of
from engine.remote.keys import Keys
from gui import theme
from gui.background import Background
from gui.preferences.editors import WIDE
from gui.theme import Tone
from gui.widgets import Note, QuietLabel, button, row


@dataclass(frozen=True, slots=True)
class Place:
    """What a key opens: its scheme, host and port, and its name for people."""

    origin: str
    name: str

    @property
    def shown(self) -> str:
        """The origin as people write it: without the port that goes without saying."""
        usual = ":443" if self.origin.startswith("https:") else ":80"
        return self.origin.removesuffix(usual)


def hub_places(mirror: str) -> list[Place]:
    """The hubs that models come from; a mirror has a key of its own."""
    places = [
        Place(origin_of(ENDPOINTS[HUGGINGFACE]), "Hugging Face"),
        Place(origin_of(ENDPOINTS[MODELSCOPE]), "ModelScope"),
    ]
    own = origin_of(mirror)
    if own and own not in [place.origin for place in places]:
        places.append(Place(own, mirror))
    return places


class KeyRow(QWidget):
    """One key. Nothing typed means: leave it as it is."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.forgotten = False
        title = QLabel(self.tr("Key or token for {name}").format(name=place.name))
        theme.heading(title)
        self.box = QLineEdit()
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.box.setAccessibleName(title.text())
        self.box.setMinimumWidth(theme.character(self.fontMetrics()) * WIDE)
        self.box.setPlaceholderText(self.tr("Looking in the keychain…"))
        title.setBuddy(self.box)
        self.forget = button(self.tr("Forget"), self._on_forget)
        self.forget.setAccessibleName(self.tr("Forget the key for {name}").format(name=place.name))
        self.forget.setEnabled(False)
        says = QuietLabel(
            self.tr("Sent to {origin} alone. Takes effect at once.").format(origin=place.shown)
        )
        says.setWordWrap(True)
        self.box.setAccessibleDescription(says.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.TIGHT, 0, theme.SMALL)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(title)
        layout.addWidget(says)
        layout.addLayout(row(self.box, self.forget, None))

    def show_kept(self, kept: bool) -> None:
        """Say whether there is a key already."""
        words = self.tr("A key is kept; type another to replace it")
        self.box.setPlaceholderText(words if kept else self.tr("None is kept"))
        self.forget.setEnabled(kept)

    def pending(self) -> str | None:
        """What is to be kept instead; empty to forget it, ``None`` to leave it."""
        typed = self.box.text().strip()
        if typed:
            return typed
        return "" if self.forgotten else None

    def _on_forget(self) -> None:
        self.forgotten = True
        self.forget.setEnabled(False)
        self.box.clear()
        self.box.setPlaceholderText(self.tr("Will be forgotten with OK"))


class KeysForm(QWidget):
    """A row a key. ``keep`` is given origin, key and name when the dialog is accepted."""

    def __init__(
        self,
        places: Sequence[Place],
        keys: Keys,
        background: Background,
        keep: Callable[[str, str, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keep = keep
        self.rows = [KeyRow(place) for place in places]
        self._note = Note()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._note)
        for one in self.rows:
            layout.addWidget(one)
        origins = [place.origin for place in places]
        # A keychain may ask the person for leave: never on the main thread.
        background.run(
            lambda: (keys.lasting, [bool(keys.get(origin)) for origin in origins]), self._show
        )

    def matches(self, words: str) -> bool:
        """Whether a search means this part."""
        text = " ".join(one.box.accessibleName() for one in self.rows).casefold()
        return all(word in text for word in words.casefold().split())

    def apply(self) -> None:
        """Keep what was typed and forget what was to be forgotten."""
        for one in self.rows:
            pending = one.pending()
            if pending is not None:
                self._keep(one.place.origin, pending, one.place.name)
                one.box.clear()
                one.forgotten = False
                one.show_kept(bool(pending))

    def _show(self, found: tuple[bool, list[bool]]) -> None:
        lasting, kept = found
        for one, there in zip(self.rows, kept, strict=True):
            one.show_kept(there)
        if not lasting:
            self._note.say(
                self.tr(
                    "This system has no keychain that ClauseDesk can use: what you type here is "
                    "forgotten when the program ends."
                ),
                Tone.CAUTION,
            )
