"""Takes pieces of the new file into the base: their styles and lists come along where the base
lacks them; what leads to other parts of the new file stays behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.documents.docx.xml import MC, R, W
from engine.export.redline.files import WordFile, add_numbering
from engine.export.redline.marks import Element, twin, word

_ANCHORS = tuple(
    W + name
    for name in (
        "commentReference", "commentRangeStart", "commentRangeEnd", "bookmarkStart", "bookmarkEnd",
        "annotationRef", "permStart", "permEnd", "sectPr",
    )
)  # fmt: skip
_NOTES = (W + "footnoteReference", W + "endnoteReference")
_THINGS = (*_NOTES, W + "drawing", W + "pict", W + "object", MC + "AlternateContent")
_STYLED = tuple(W + name for name in ("pStyle", "rStyle", "tblStyle"))
_RELATED = tuple(W + name for name in ("basedOn", "next", "link"))


@dataclass(slots=True)
class Adopter:
    """Copies elements of ``new`` for use in ``base``. ``left_out`` counts pictures and notes that
    did not come along."""

    base: WordFile
    new: WordFile
    left_out: int = 0
    _styles: set[str] = field(default_factory=set)
    _lists: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._styles = set(self.base.styles())
        ours = self.base.lists()
        by_levels = {levels: key for key, levels in ours.items() if levels}
        for key, levels in self.new.lists().items():
            same = key if ours.get(key) == levels else by_levels.get(levels)
            if same is not None:
                self._lists[key] = same

    def adopted(self, element: Element) -> Element:
        """A copy of ``element`` that the base can hold."""
        made = twin(element)
        for item in list(made.iter(*_ANCHORS)):
            _remove(item)
        for item in list(made.iter(*_THINGS)):
            if item.getparent() is not None and _refers(item):
                self.left_out += 1
                _remove(item)
        self._fit(made)
        return made

    def _fit(self, made: Element) -> None:
        """Styles and lists by the names that they have in the base."""
        for item in list(made.iter(*_STYLED)):
            if not self._style(item.get(W + "val") or ""):
                _remove(item)
        for item in list(made.iter(W + "numId")):
            number = item.get(W + "val") or "0"
            if number != "0":
                item.set(W + "val", self._list(number))

    def _style(self, identity: str) -> bool:
        """Whether the base has the style now, after it was taken over where it lacked it."""
        if identity in self._styles:
            return True
        ours, theirs = self.base.part("styles"), self.new.part("styles")
        if ours is None or theirs is None:
            return False
        found = next(
            (s for s in theirs[1].iter(W + "style") if s.get(W + "styleId") == identity), None
        )
        if found is None:
            return False
        self._styles.add(identity)
        made = twin(found)
        if W + "default" in made.attrib:
            del made.attrib[W + "default"]
        for item in list(made.iter(*_RELATED)):
            if not self._style(item.get(W + "val") or ""):
                _remove(item)
        self._fit(made)
        ours[1].append(made)
        return True

    def _list(self, number: str) -> str:
        """The list's number in the base; a list that the base lacks is added to it."""
        if number in self._lists:
            return self._lists[number]
        theirs = self.new.part("numbering")
        num = next((n for n in theirs[1].iter(W + "num") if n.get(W + "numId") == number), None) if theirs else None  # fmt: skip
        base = num.find(W + "abstractNumId") if num is not None else None
        if theirs is None or num is None or base is None:
            return "0"
        definition = next((a for a in theirs[1].iter(W + "abstractNum") if a.get(W + "abstractNumId") == base.get(W + "val")), None)  # fmt: skip
        if definition is None:
            return "0"
        numbering = add_numbering(self.base)
        self._lists[number] = key = _next(numbering, "num", "numId")
        made, shape = twin(num), twin(definition)
        abstract = _next(numbering, "abstractNum", "abstractNumId")
        shape.set(W + "abstractNumId", abstract)
        for item in list(shape.iter(W + "styleLink", W + "numStyleLink", W + "nsid")):
            _remove(item)
        for item in list(shape.iter(W + "pStyle")):
            if not self._style(item.get(W + "val") or ""):
                _remove(item)
        made.set(W + "numId", key)
        for item in made.findall(W + "abstractNumId"):
            made.replace(item, word("abstractNumId", val=abstract))
        first = next((i for i, x in enumerate(numbering) if x.tag == W + "num"), len(numbering))
        numbering.insert(first, shape)
        last = max((i for i, x in enumerate(numbering) if x.tag == W + "num"), default=first)
        numbering.insert(last + 1, made)
        return key


def _next(numbering: Element, name: str, key: str) -> str:
    taken = [int(x.get(W + key) or 0) for x in numbering.iter(W + name) if (x.get(W + key) or "0").isdigit()]  # fmt: skip
    return str(max(taken, default=0) + 1)


def _refers(item: Element) -> bool:
    """Whether something leads to another part of its file: a picture's data, a note's text."""
    if item.tag in _NOTES:
        return True
    return any(str(key).startswith(R) for found in item.iter() for key in found.attrib)


def _remove(item: Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)
