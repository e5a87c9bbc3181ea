"""What an edit means, as Word comments at the paragraphs that it is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from engine.documents.docx.xml import W
from engine.export.labels import Translate
from engine.export.redline.files import WordFile, add_comments
from engine.export.redline.marks import PARAGRAPH, RUN, XML_SPACE, Element, Marks, word
from engine.export.redline.shapes import shown
from engine.export.sheets import clean
from engine.types import Bearing, ClauseChange, ClauseRef, Meaning, Reason, Verdict

_BLANKS = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")
_LEAD = re.compile(r"^[.．、:：)）]*")
_INITIALS = "CD"
_CHANGED = (W + "ins", W + "del", W + "moveFrom", W + "moveTo")


@dataclass(slots=True)
class Places:
    """Where the paragraphs of both files stand in the redline, found by what they show."""

    new: dict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))
    old: dict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))

    def note(
        self, olds: Sequence[Element], news: Sequence[Element], made: Sequence[Element]
    ) -> None:
        """Paragraphs of the old and the new file, and what was written for them."""
        for side, found in ((self.old, olds), (self.new, news)):
            for place, paragraph in enumerate(found):
                side[_key(shown(paragraph))].append(made[min(place, len(made) - 1)])

    def of(self, refs: Sequence[ClauseRef], old: bool) -> Element | None:
        """The paragraph of a clause that something was changed in, or else its first one."""
        side = self.old if old else self.new
        first = None
        for ref in refs:
            for line in re.split(r"[\n\t]", ref.text):
                found = side.get(_key(line)) or side.get(_key(_bare(line, ref.clause)))
                for paragraph in found or ():
                    if paragraph.find(f".//{_CHANGED[0]}") is not None or (
                        paragraph.find(f".//{_CHANGED[1]}") is not None
                    ):
                        return paragraph
                    first = paragraph if first is None else first
        return first if first is not None else self._around(refs, side)

    def _around(self, refs: Sequence[ClauseRef], side: dict[str, list[Element]]) -> Element | None:
        """The paragraph that a sentence stands in."""
        for ref in refs:
            key = _key(ref.text)
            found = [p for text, there in side.items() if key and key in text for p in there]
            if found:
                return found[0]
        return None


def comment_on(
    file: WordFile,
    places: Places,
    changes: Sequence[tuple[ClauseChange, str]],
    verdicts: Sequence[Verdict],
    marks: Marks,
    label: Translate,
    missing: Sequence[str] = (),
) -> int:
    """Write a comment for each change with a meaning worth telling (the text beside it is a
    person's remark), for each contradiction inside the new document, and on what is ``missing``
    from the redline; how many there are."""
    known = file.part("comments")
    comments = known[1] if known else etree.Element(W + "comments", nsmap={"w": W[1:-1]})
    taken = [int(c.get(W + "id") or 0) for c in comments if (c.get(W + "id") or "0").isdigit()]
    number = max(taken, default=-1) + 1
    styled = "CommentText" in file.styles()
    count = 0
    first = next(file.body.iter(PARAGRAPH), None)
    wanted = [(places.of(r, old), lines) for r, old, lines in _all(changes, verdicts, label)]
    for paragraph, lines in [(first, list(missing)), *wanted]:
        if paragraph is None or not lines or not _stands_in(paragraph, file.root):
            continue
        _anchor(paragraph, str(number + count))
        comments.append(_comment(str(number + count), lines, marks, styled))
        count += 1
    if count:
        add_comments(file, comments)
    return count


def _all(
    changes: Sequence[tuple[ClauseChange, str]], verdicts: Sequence[Verdict], label: Translate
) -> Iterator[tuple[Sequence[ClauseRef], bool, list[str]]]:
    for change, remark in changes:
        lines = _meaning(change.meaning, label) if change.meaning else []
        if remark:
            lines.append(remark)
        yield (change.new, False, lines) if change.new else (change.old, True, lines)
    for verdict in verdicts:
        head = f"{label('Contradiction')}: {verdict.premise.clause} ↔ {verdict.hypothesis.clause}"
        lines = [head, verdict.hypothesis.text, *(_words(r, label, "↔") for r in verdict.reasons)]
        yield [verdict.premise], False, lines


def _meaning(meaning: Meaning, label: Translate) -> list[str]:
    if meaning.bearing in (Bearing.SAME_MEANING, Bearing.UNCLEAR):
        return []
    head = label(meaning.bearing.value).capitalize()
    if meaning.party:
        head += f" · {label('For')}: {meaning.party}"
    return [head, *(_words(reason, label, "→") for reason in meaning.reasons)]


def _words(reason: Reason, label: Translate, sign: str) -> str:
    return f"{label(reason.kind.value)}: {reason.left or '∅'} {sign} {reason.right or '∅'}"


def _comment(number: str, lines: Sequence[str], marks: Marks, styled: bool) -> Element:
    made = word("comment", id=number, author=marks.author, date=marks.date, initials=_INITIALS)
    for line in lines:
        paragraph = etree.SubElement(made, PARAGRAPH)
        if styled:
            holder = etree.SubElement(paragraph, W + "pPr")
            holder.append(word("pStyle", val="CommentText"))
        text = etree.SubElement(etree.SubElement(paragraph, RUN), W + "t")
        text.text = clean(line)
        text.set(XML_SPACE, "preserve")
    return made


def _stands_in(paragraph: Element, root: Element) -> bool:
    """Whether the paragraph is still there, and in the body: headers and notes take no comments."""
    return any(above is root for above in paragraph.iterancestors())


def _anchor(paragraph: Element, number: str) -> None:
    """The comment's range over the whole paragraph, and its mark at the end (17.13.4)."""
    place = 1 if len(paragraph) and paragraph[0].tag == W + "pPr" else 0
    paragraph.insert(place, word("commentRangeStart", id=number))
    paragraph.append(word("commentRangeEnd", id=number))
    run = etree.SubElement(paragraph, RUN)
    run.append(word("commentReference", id=number))


def _key(text: str) -> str:
    return _BLANKS.sub("", text)


def _bare(line: str, number: str) -> str:
    """A clause's line without the number that Word computes and does not store."""
    if not number or not line.startswith(number):
        return line
    return _LEAD.sub("", line.removeprefix(number).lstrip())
