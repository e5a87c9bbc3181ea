"""A paragraph as a row of atoms, each one character of a plain string: letters, tabs, breaks, and
whole things (a field, a picture, a note's mark) that cannot be cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.documents.docx.xml import W
from engine.export.redline.marks import CONTENT, CONTROL, RUN, XML_SPACE, Element, twin

_WRAPPERS = frozenset(
    W + name for name in ("hyperlink", "smartTag", "sdt", "customXml", "bdo", "dir", "fldSimple")
)
_NOWHERE = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "proofErr", "lastRenderedPageBreak", "sdtPr", "sdtEndPr", "smartTagPr",
        "customXmlPr",
    )
)  # fmt: skip
_FIRST = 0xE000
_LAST = 0xF8FF
END = "¶"


@dataclass(slots=True)
class Atom:
    """One character. ``run`` holds its format; ``whole`` the elements of a thing that is not text
    (children of a run, or runs of a field where ``runs``); ``wrap`` the link or control around it.
    ``markers`` are what stands in front and takes no room (bookmarks, ranges of comments). ``end``
    is the paragraph whose end this is."""

    character: str
    run: Element | None = None
    whole: tuple[Element, ...] = ()
    runs: bool = False
    wrap: Element | None = None
    markers: list[Element] = field(default_factory=list)
    end: Element | None = None


class Alphabet:
    """Gives each thing that is not text a character of its own: equal things, equal characters."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def of(self, kind: str, content: str = "") -> str:
        """The character for a thing; beyond some six thousand things they share the last one."""
        key = (kind, content)
        if key not in self._known:
            self._known[key] = chr(min(_FIRST + len(self._known), _LAST))
        return self._known[key]

    def safe(self, character: str) -> str:
        """A character of the text; one that could be taken for a thing becomes a thing."""
        return self.of("character", character) if _FIRST <= ord(character) <= _LAST else character


def atoms_of(paragraph: Element, alphabet: Alphabet) -> list[Atom]:
    """The atoms of ``paragraph``, its end last."""
    reader = _Reader(alphabet)
    reader.read(paragraph, None)
    reader.close()
    end = Atom(alphabet.of(END), end=paragraph, markers=reader.markers)
    return [*reader.atoms, end]


def text_of(atoms: Sequence[Atom]) -> str:
    """The atoms' characters; one each."""
    return "".join(atom.character for atom in atoms)


@dataclass(slots=True)
class _Field:
    """A field under way: its runs, how deep it is nested, and what it shows so far."""

    runs: list[Element] = field(default_factory=list)
    depth: int = 0
    shown: list[str] = field(default_factory=list)
    result: bool = False
    wrap: Element | None = None
    pieces: list[Atom] = field(default_factory=list)


class _Reader:
    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self.atoms: list[Atom] = []
        self.markers: list[Element] = []
        self._field: _Field | None = None

    def read(self, parent: Element, wrap: Element | None) -> None:
        for item in parent:
            if not isinstance(item.tag, str) or item.tag in _NOWHERE:
                continue
            if item.tag == RUN:
                self._run(item, wrap)
            elif item.tag in _WRAPPERS:
                inner = item.find(CONTENT) if item.tag == CONTROL else item
                self.read(inner if inner is not None else item, wrap if wrap is not None else item)
            elif _takes_room(item):
                self._add(Atom(self._alphabet.of(item.tag, "".join(map(str, item.itertext()))), None, (item,), True, wrap))  # fmt: skip
            else:
                self.markers.append(item)

    def close(self) -> None:
        """A field that goes on in the next paragraph: its pieces stand one by one."""
        if self._field is not None:
            pieces, self._field = self._field.pieces, None
            for piece in pieces:
                self._add(piece)

    def _run(self, run: Element, wrap: Element | None) -> None:
        for item in run:
            if not isinstance(item.tag, str) or item.tag in _NOWHERE:
                continue
            if item.tag == W + "fldChar":
                self._mark(run, item, wrap)
                continue
            for atom in self._item(run, item, wrap):
                self._add(atom)

    def _item(self, run: Element, item: Element, wrap: Element | None) -> Iterator[Atom]:
        name = str(item.tag).removeprefix(W)
        if name == "t":
            text = item.text or ""
            if item.get(XML_SPACE) != "preserve":
                text = text.strip(" \t\r\n")
            for character in text.replace("\n", " ").replace("\r", " ").replace("\t", " "):
                whole = (_letter(item, character),) if _FIRST <= ord(character) <= _LAST else ()
                yield Atom(self._alphabet.safe(character), run, whole, False, wrap)
        elif name == "tab":
            yield Atom("\t", run, (item,), False, wrap)
        elif name in ("br", "cr") and item.get(W + "type") in (None, "textWrapping"):
            yield Atom("\n", run, (item,), False, wrap)
        elif name == "noBreakHyphen":
            yield Atom(self._alphabet.of("hyphen"), run, (item,), False, wrap)
        else:
            yield Atom(self._alphabet.of(name, _content(item)), run, (item,), False, wrap)

    def _mark(self, run: Element, item: Element, wrap: Element | None) -> None:
        """The beginning, middle or end of a field: the whole of it becomes one atom."""
        kind = item.get(W + "fldCharType")
        piece = Atom(self._alphabet.of("fldChar", kind or ""), run, (item,), False, wrap)
        if self._field is None:
            if kind != "begin":
                self._add(piece)
                return
            self._field = _Field(wrap=wrap)
        current = self._field
        current.pieces.append(piece)
        current.runs.append(_single(run, item))
        current.depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        current.result = current.result or (kind == "separate" and current.depth == 1)
        if current.depth == 0:
            self._field = None
            character = self._alphabet.of("field", "".join(current.shown))
            self._add(Atom(character, None, tuple(current.runs), True, current.wrap))

    def _add(self, atom: Atom) -> None:
        if self._field is not None:
            self._field.pieces.append(atom)
            if atom.runs:
                self._field.runs += atom.whole
            elif atom.run is not None:
                self._field.runs.append(_single(atom.run, *atom.whole, text=atom.character))
            if self._field.result and not atom.whole:
                self._field.shown.append(atom.character)
            return
        atom.markers, self.markers = self.markers, []
        self.atoms.append(atom)


def _single(run: Element, *content: Element, text: str = "") -> Element:
    """A run of the same format with just this in it."""
    made = run.makeelement(RUN)
    style = run.find(W + "rPr")
    if style is not None:
        made.append(twin(style))
    for item in content:
        made.append(twin(item))
    if not content:
        piece = made.makeelement(W + "t")
        piece.text = text
        piece.set(XML_SPACE, "preserve")
        made.append(piece)
    return made


def _letter(item: Element, character: str) -> Element:
    """A character from where the alphabet takes its own, as a thing."""
    made = item.makeelement(W + "t")
    made.text = character
    made.set(XML_SPACE, "preserve")
    return made


def _takes_room(item: Element) -> bool:
    """Formulas and the like; bookmarks and ranges take none."""
    return any(child.text for child in item.iter() if isinstance(child.tag, str))


def _content(item: Element) -> str:
    """What tells one thing from another: its words, the name of a picture, a symbol's code."""
    words = "".join(str(text) for text in item.itertext() if text.strip())
    names = [
        found.get(key) or ""
        for found in item.iter()
        if isinstance(found.tag, str)
        for key in ("name", "descr", W + "char", W + "type")
        if found.get(key)
    ]
    return "|".join([words, *names])
