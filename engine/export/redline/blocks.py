"""Paragraphs and tables of two versions, woven into one with tracked changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from engine.compare.align import Link, align, moves
from engine.compare.likeness import Likeness
from engine.compare.regroup import regroup
from engine.documents.docx.xml import W
from engine.export.redline.emit import Op, Writer
from engine.export.redline.ends import settle_end
from engine.export.redline.marks import (
    CONTENT,
    CONTROL,
    PARAGRAPH,
    ROW,
    SECTION,
    TABLE,
    Element,
    twin,
    word,
)
from engine.export.redline.shapes import (
    BLOCKS,
    cells,
    fits,
    inside_paragraph,
    is_blank,
    parts,
    placed,
    row_parts,
    rows,
    trailing,
)

Written = Callable[[Sequence[Element], Sequence[Element], Sequence[Element]], None]
"""Hears of paragraphs: those of the old file, those of the new one, and what was written."""


@dataclass(frozen=True, slots=True)
class Weaver:
    """Weaves the content of two bodies, cells, headers or notes; see :meth:`weave`.

    ``checkpoint`` is called at each block, and may raise ``Cancelled``.
    """

    writer: Writer
    written: Written
    checkpoint: Callable[[], None] = lambda: None
    whole: list[tuple[Element, str]] = field(default_factory=list)

    def weave(self, old: Element, new: Element) -> None:
        """Make ``old`` hold both versions of its blocks, in place; ``new`` is only read."""
        left = [item for item in old if item.tag in BLOCKS]
        right = [item for item in new if item.tag in BLOCKS]
        after = {id(item): trailing(item) for item in left}
        lead = [item for item in old if item.tag not in BLOCKS and item.tag != SECTION]
        lead = lead[: next((i for i, item in enumerate(old) if item.tag in BLOCKS), len(lead))]
        tail = [item for item in old if item.tag == SECTION]
        made: list[Element] = []
        for olds, block in self._blocks(left, right):
            made += block
            made += [extra for item in olds for extra in after[id(item)]]
        made = self._settled(made)
        for item in list(old):
            old.remove(item)
        old.extend([*lead, *made, *tail])

    def _settled(self, made: list[Element]) -> list[Element]:
        """``made`` with an end that can be: see :mod:`engine.export.redline.ends`."""
        blocks = [item for item in made if item.tag in BLOCKS]
        settle_end(blocks, self.whole, self.writer.marks)
        if not blocks:
            return made
        kept = {id(item) for item in blocks[:-1]}
        others = [i for i in made if i.tag not in BLOCKS or id(i) in kept]
        return [*others, blocks[-1]]

    def _blocks(
        self, left: list[Element], right: list[Element]
    ) -> Iterator[tuple[list[Element], list[Element]]]:
        """The old blocks of each step, and what is written for it."""
        links, moved = self._links(left, right)
        names = {link.old[0]: self.writer.marks.move_name() for link in moved}
        to = {link.new[0]: names[link.old[0]] for link in moved}
        i = j = 0
        for link in [*links, Link((len(left),), (len(right),), 1.0)]:
            ends = link.old[0], link.new[0]
            yield from self._gap(left, right, range(i, ends[0]), range(j, ends[1]), names, to)
            i, j = link.old[-1] + 1, link.new[-1] + 1
            self.checkpoint()
            olds, news = left[ends[0] : i], right[ends[1] : j]
            if olds or news:
                yield olds, self._pair(olds, news)

    def _links(self, left: list[Element], right: list[Element]) -> tuple[list[Link], list[Link]]:
        """What stayed in place, in order, and what moved; indices count all blocks."""
        ours, theirs = parts(left), parts(right)
        likeness = Likeness([p.words for p in ours], [p.words for p in theirs])
        links = align(ours, theirs, likeness, self.checkpoint)
        links = [
            k for k in links if left[ours[k.old[0]].start].tag == right[theirs[k.new[0]].start].tag
        ]
        free_old = set(range(len(ours))) - {k.old[0] for k in links}
        free_new = set(range(len(theirs))) - {k.new[0] for k in links}
        plain_old = {i for i in free_old if left[ours[i].start].tag == PARAGRAPH}
        plain_new = {j for j in free_new if right[theirs[j].start].tag == PARAGRAPH}
        tables = [k for k in links if left[ours[k.old[0]].start].tag != PARAGRAPH]
        links = [k for k in links if k not in tables]
        links = regroup(links, ours, theirs, likeness, plain_old, plain_new)
        moved = [
            placed(k, ours, theirs)
            for k in moves(ours, theirs, likeness, plain_old, plain_new)
            if ours[k.old[0]].text == theirs[k.new[0]].text
        ]
        # The last block's end can only change hands, not places.
        last = len(left) - 1, len(right) - 1
        moved = [k for k in moved if k.old[0] != last[0] and k.new[0] != last[1]]
        kept = [placed(k, ours, theirs) for k in (*links, *tables)]
        return sorted(kept, key=lambda k: k.old), moved

    def _gap(
        self,
        left: list[Element],
        right: list[Element],
        ours: range,
        theirs: range,
        names: dict[int, str],
        to: dict[int, str],
    ) -> Iterator[tuple[list[Element], list[Element]]]:
        """Blocks without a partner: empty paragraphs pair up, the others come and go."""
        blanks_old = [i for i in ours if is_blank(left[i])]
        blanks_new = [j for j in theirs if is_blank(right[j])]
        pairs = list(zip(blanks_old, blanks_new, strict=False))
        i, j = ours.start, theirs.start
        for a, b in [*pairs, (ours.stop, theirs.stop)]:
            for index in range(i, a):
                yield [left[index]], [self._alone(left[index], "-", names.get(index, ""))]
            for index in range(j, b):
                yield [], [self._alone(right[index], "+", to.get(index, ""))]
            if a < ours.stop:
                yield [left[a]], self._pair([left[a]], [right[b]])
            i, j = a + 1, b + 1

    def _pair(self, olds: list[Element], news: list[Element]) -> list[Element]:
        if olds and olds[0].tag == TABLE and news[0].tag == TABLE:
            self._table(olds[0], news[0])
            return olds
        if olds and olds[0].tag == CONTROL and news[0].tag == CONTROL:
            left, right = olds[0].find(CONTENT), news[0].find(CONTENT)
            if left is not None and right is not None:
                self.weave(left, right)
            return olds
        made = self.writer.merged(olds, news)
        self.written(olds, news, made)
        return made

    def _alone(self, block: Element, op: Op, move: str = "") -> Element:
        """A block that came or went as a whole."""
        if block.tag == PARAGRAPH:
            kind: Op = op if not move else ("from" if op == "-" else "to")
            made = self.writer.whole(block, kind, move)
            self.whole.append((made, op))
            olds, news = ([block], []) if op == "-" else ([], [block])
            self.written(olds, news, [made])
            return made
        made = self.writer.adopted(block) if op == "+" else twin(block)
        for row in made.iter(ROW):
            self._mark_row(row, op)
        for paragraph in list(made.iter(PARAGRAPH)):
            parent = paragraph.getparent()
            if parent is None or inside_paragraph(paragraph):
                continue
            parent.replace(paragraph, self._inner(paragraph, op, made.tag == TABLE))
        return made

    def _inner(self, paragraph: Element, op: Op, in_table: bool) -> Element:
        made = self.writer.whole(paragraph, op)
        if in_table:
            # The row's own mark takes its paragraphs along; a cell keeps its last one.
            mark = made.find(f"{W}pPr/{W}rPr")
            if mark is not None and len(mark):
                mark.remove(mark[0])
        olds, news = ([paragraph], []) if op == "-" else ([], [paragraph])
        self.written(olds, news, [made])
        return made

    def _mark_row(self, row: Element, op: Op) -> None:
        holder = row.find(W + "trPr")
        if holder is None:
            holder = word("trPr")
            place = next((i for i, x in enumerate(row) if x.tag not in (W + "tblPrEx",)), len(row))
            row.insert(place, holder)
        for kind in ("ins", "del"):
            for found in holder.findall(W + kind):
                holder.remove(found)
        holder.append(self.writer.marks.element("ins" if op == "+" else "del"))

    def _table(self, old: Element, new: Element) -> None:
        """Rows that match are woven cell by cell; the others come and go whole."""
        ours, theirs = rows(old), rows(new)
        left, right = row_parts(ours), row_parts(theirs)
        likeness = Likeness([p.words for p in left], [p.words for p in right])
        links = align(left, right, likeness, self.checkpoint)
        i = j = 0
        for link in [*links, Link((len(ours),), (len(theirs),), 1.0)]:
            a, b = link.old[0], link.new[0]
            gone, come = ours[i:a], theirs[j:b]
            while gone and come and fits(gone[0], come[0]):
                self._row(gone.pop(0), come.pop(0))
            for row in gone:
                _replace(row, self._whole_row(row, "-"))
            self._insert(old, ours, a, [self._whole_row(row, "+") for row in come])
            if a < len(ours):
                self._either(ours[a], theirs[b])
            i, j = a + 1, b + 1

    def _either(self, old: Element, new: Element) -> None:
        if fits(old, new):
            self._row(old, new)
            return
        gone, come = self._whole_row(old, "-"), self._whole_row(new, "+")
        _replace(old, gone)
        gone.addnext(come)

    def _insert(
        self, table: Element, there: list[Element], place: int, come: list[Element]
    ) -> None:
        if not come:
            return
        if place < len(there) and there[place].getparent() is not None:
            for row in come:
                there[place].addprevious(row)
        else:
            table.extend(come)

    def _row(self, old: Element, new: Element) -> None:
        for left, right in zip(cells(old), cells(new), strict=True):
            self._cell(left, right)

    def _cell(self, old: Element, new: Element) -> None:
        holder = old.find(W + "tcPr")
        if holder is not None:
            old.remove(holder)
        self.weave(old, new)
        if holder is not None:
            old.insert(0, holder)

    def _whole_row(self, row: Element, op: Op) -> Element:
        made = self.writer.adopted(row) if op == "+" else twin(row)
        self._mark_row(made, op)
        for paragraph in list(made.iter(PARAGRAPH)):
            parent = paragraph.getparent()
            if parent is not None and not inside_paragraph(paragraph):
                parent.replace(paragraph, self._inner(paragraph, op, in_table=True))
        return made


def _replace(old: Element, new: Element) -> None:
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
