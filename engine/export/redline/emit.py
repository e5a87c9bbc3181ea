"""Atoms of two versions back to paragraphs, with what changed as tracked changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.compare.diff import diff
from engine.compare.tokens import Terms
from engine.documents.docx.xml import W
from engine.export.redline.adopt import Adopter
from engine.export.redline.atoms import Alphabet, Atom, atoms_of, text_of
from engine.export.redline.marks import (
    CONTENT,
    CONTROL,
    PARAGRAPH,
    RUN,
    XML_SPACE,
    Element,
    Marks,
    mark_end,
    properties,
    twin,
    word,
)
from engine.types import DiffOp

Op = Literal["=", "-", "+", "from", "to"]
_TAGS: dict[str, str] = {"-": "del", "+": "ins", "from": "moveFrom", "to": "moveTo"}
_NUMBERING = (W + "pStyle", W + "numPr", W + "outlineLvl", W + "ind")


@dataclass(slots=True)
class Writer:
    """Builds paragraphs; ``terms`` are never cut in a difference."""

    marks: Marks
    terms: Terms
    adopter: Adopter
    alphabet: Alphabet = field(default_factory=Alphabet)

    def merged(self, old: Sequence[Element], new: Sequence[Element]) -> list[Element]:
        """Paragraphs in which ``old`` became ``new``; one that did not change stays as it is."""
        left = [atom for p in old for atom in atoms_of(p, self.alphabet)]
        right = [atom for p in new for atom in atoms_of(p, self.alphabet)]
        same_shape = len(old) == len(new) == 1 and not self._renumbered(old[0], new[0])
        if same_shape and text_of(left) == text_of(right):
            return list(old)
        return list(self._paragraphs(self._steps(left, right)))

    def whole(self, paragraph: Element, op: Op, name: str = "") -> Element:
        """A paragraph that came, went or moved as a whole; ``name`` ties the places of a move."""
        source = self.adopted(paragraph) if op in ("+", "to") else paragraph
        steps = [(op, atom) for atom in atoms_of(source, self.alphabet)]
        made = next(iter(self._paragraphs(steps)))
        if name:
            self._range(made, "moveFrom" if op == "from" else "moveTo", name)
        return made

    def adopted(self, element: Element) -> Element:
        """A copy of something from the new file that the base can hold."""
        return self.adopter.adopted(element)

    def _renumbered(self, old: Element, new: Element) -> bool:
        """Whether the new paragraph has another style or another place in a list."""
        ours, theirs = (_shape(p) for p in (old, self.adopted(new)))
        return ours != theirs

    def _steps(self, left: list[Atom], right: list[Atom]) -> Iterator[tuple[Op, Atom]]:
        # Both end in the end of a paragraph: these two are one.
        i = j = 0
        for part in diff(text_of(left[:-1]), text_of(right[:-1]), self.terms):
            size = len(part.text)
            if part.op is DiffOp.INSERT:
                yield from (("+", atom) for atom in right[j : j + size])
                j += size
            elif part.op is DiffOp.DELETE:
                yield from (("-", atom) for atom in left[i : i + size])
                i += size
            else:
                for atom, other in zip(left[i : i + size], right[j : j + size], strict=True):
                    yield "=", self._restyled(atom, other)
                i, j = i + size, j + size
        yield "=", self._restyled(left[-1], right[-1])

    def _restyled(self, atom: Atom, other: Atom) -> Atom:
        """An end of a paragraph, with the new paragraph's place in style and list noted."""
        if atom.end is None or other.end is None or not self._renumbered(atom.end, other.end):
            return atom
        paragraph = twin(atom.end)
        holder = properties(paragraph)
        before = twin(holder)
        for tag in ("rPr", "sectPr", "pPrChange"):
            for item in before.findall(W + tag):
                before.remove(item)
        after = properties(self.adopted(other.end))
        kept = [item for item in holder if item.tag in (W + "rPr", W + "sectPr")]
        for item in list(holder):
            holder.remove(item)
        for item in after:
            if item.tag not in (W + "rPr", W + "sectPr", W + "pPrChange"):
                holder.append(twin(item))
        for item in kept:
            holder.append(item)
        change = self.marks.element("pPrChange")
        change.append(before)
        holder.append(change)
        return Atom(atom.character, end=paragraph, markers=atom.markers)

    def _paragraphs(
        self, steps: Iterator[tuple[Op, Atom]] | Sequence[tuple[Op, Atom]]
    ) -> Iterator[Element]:
        line: list[tuple[Op, Atom]] = []
        for op, atom in steps:
            if atom.end is None:
                line.append((op, atom))
                continue
            yield self._paragraph(line, op, atom)
            line = []

    def _paragraph(self, line: list[tuple[Op, Atom]], op: Op, end: Atom) -> Element:
        assert end.end is not None
        source = self.adopted(end.end) if op in ("+", "to") else end.end
        made = source.makeelement(PARAGRAPH)
        for key, value in source.attrib.items():
            if op not in ("+", "to"):
                made.set(key, value)
        holder = source.find(W + "pPr")
        if holder is not None:
            made.append(twin(holder))
        _Line(self, made).write(line)
        if op not in ("+", "to"):
            made.extend(twin(marker) for marker in end.markers)
        if op != "=":
            mark_end(made, self.marks.element(_TAGS[op]))
        return made

    def _range(self, paragraph: Element, kind: str, name: str) -> None:
        start = self.marks.element(f"{kind}RangeStart")
        start.set(W + "name", name)
        place = 1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0
        paragraph.insert(place, start)
        paragraph.append(word(f"{kind}RangeEnd", id=start.get(W + "id") or ""))


class _Line:
    """Writes one paragraph's atoms: runs of one format together, marks around what changed."""

    def __init__(self, writer: Writer, paragraph: Element) -> None:
        self._writer = writer
        self._paragraph = paragraph
        self._wrap: Element | None = None
        self._holder = paragraph

    def write(self, line: Sequence[tuple[Op, Atom]]) -> None:
        """Append ``line`` to the paragraph."""
        for op, wrap, group in _grouped(line):
            self._enter(wrap)
            if op not in ("+", "to"):
                self._holder.extend(twin(marker) for atom in group for marker in atom.markers)
            target = self._holder
            if op != "=":
                target = self._writer.marks.element(_TAGS[op])
                self._holder.append(target)
            for run in _runs(group, deleted=op == "-"):
                target.append(self._writer.adopted(run) if op in ("+", "to") else run)

    def _enter(self, wrap: Element | None) -> None:
        """Open the link or control that the next atoms stand in, or leave it."""
        if wrap is self._wrap:
            return
        self._wrap = wrap
        self._holder = self._paragraph
        if wrap is None:
            return
        shell = wrap.makeelement(wrap.tag)
        for key, value in wrap.attrib.items():
            shell.set(key, value)
        self._paragraph.append(shell)
        self._holder = shell
        for item in wrap:
            if item.tag in (W + "sdtPr", W + "sdtEndPr", W + "smartTagPr", W + "customXmlPr"):
                shell.append(twin(item))
        if wrap.tag == CONTROL:
            self._holder = wrap.makeelement(CONTENT)
            shell.append(self._holder)


def _grouped(
    line: Sequence[tuple[Op, Atom]],
) -> Iterator[tuple[Op, Element | None, list[Atom]]]:
    """Stretches of one kind inside one link or control; what came stays outside of either."""
    group: list[Atom] = []
    current: tuple[Op, Element | None] | None = None
    for op, atom in line:
        wrap = None if op in ("+", "to") else atom.wrap
        starts = current is None or current[0] != op or current[1] is not wrap
        if group and (starts or (atom.markers and op not in ("+", "to"))):
            assert current is not None
            yield *current, group
            group = []
        current = (op, wrap)
        group.append(atom)
    if group and current is not None:
        yield *current, group


def _runs(group: Sequence[Atom], deleted: bool) -> Iterator[Element]:
    run: Element | None = None
    source: Element | None = None
    text: Element | None = None
    for atom in group:
        if atom.runs or atom.run is None:
            if run is not None:
                yield run
            run = text = source = None
            for item in atom.whole:
                yield _deleted(twin(item)) if deleted else twin(item)
            continue
        if run is None or atom.run is not source:
            if run is not None:
                yield run
            run, source, text = _shell(atom.run), atom.run, None
        if atom.whole:
            run.extend(_deleted(twin(item)) if deleted else twin(item) for item in atom.whole)
            text = None
        else:
            if text is None:
                text = run.makeelement(W + ("delText" if deleted else "t"))
                text.set(XML_SPACE, "preserve")
                text.text = ""
                run.append(text)
            text.text = (text.text or "") + atom.character
    if run is not None:
        yield run


def _shell(run: Element) -> Element:
    made = run.makeelement(RUN)
    style = run.find(W + "rPr")
    if style is not None:
        made.append(twin(style))
    return made


def _deleted(element: Element) -> Element:
    """Text inside a deletion has names of its own (17.3.3.7, 17.16.13)."""
    for item in element.iter(W + "t"):
        item.tag = W + "delText"
    for item in element.iter(W + "instrText"):
        item.tag = W + "delInstrText"
    return element


def _shape(paragraph: Element) -> list[tuple[str, str]]:
    """What of a paragraph's properties decides about its style and its place in a list."""
    holder = paragraph.find(W + "pPr")
    found = []
    for item in holder if holder is not None else ():
        if item.tag in _NUMBERING:
            values = "|".join(f"{e.tag}={sorted(e.attrib.items())}" for e in item.iter())
            found.append((str(item.tag), values))
    return sorted(found)
