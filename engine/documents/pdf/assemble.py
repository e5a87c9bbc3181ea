"""Pages of rows into canonical text: paragraphs over page breaks, margins out of the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.documents.draft import TextBuilder
from engine.documents.pdf.glyphs import Token
from engine.documents.pdf.layout import Row, row_tokens
from engine.documents.pdf.margins import Divided
from engine.documents.pdf.paragraphs import Vocabulary, continues, join, paragraphs, text_edge
from engine.types import Block, BlockKind, Box, Page, Word

_ALIGNED = 14.0


@dataclass(slots=True)
class PageRows:
    """A page before assembly; ``number`` counts from 1, sizes in points."""

    number: int
    width: float
    height: float
    rows: Divided = field(default_factory=Divided)


class Assembler:
    """Writes pages one after another into a ``TextBuilder``.

    A page's header and footer stand at its edges as blocks of their kinds; where a sentence runs
    over the page break they step aside to the nearest paragraph break of their page, so that the
    sentence stays whole.
    """

    def __init__(self, builder: TextBuilder, pages: Sequence[PageRows]) -> None:
        self._builder = builder
        self._pages = pages
        edge = text_edge([row for page in pages for row in page.rows.body])
        self._bodies = [paragraphs(page.rows.body, page.width, edge) for page in pages]
        self._vocabulary = Vocabulary(row.text for page in pages for row in page.rows.body)
        self._tables = 0
        self._open: tuple[int, Box | None, int] | None = None
        self._last: Token | None = None
        self._runs_on = self._find_runs()

    def write(self) -> None:
        """Write all pages."""
        for index, page in enumerate(self._pages):
            if self._open is None:
                self._builder.separate()
            start = self._write_page(index, page)
            self._builder.pages.append(
                Page(page.number, start, self._builder.length, page.width, page.height)
            )

    def _find_runs(self) -> list[bool]:
        """For each page, whether its last paragraph goes on on the next page."""
        runs = [False] * len(self._pages)
        for index in range(len(self._pages) - 1):
            here, there = self._bodies[index], self._bodies[index + 1]
            if not here or not there:
                continue
            margins = self._pages[index].rows.header or self._pages[index].rows.footer
            if len(here) == 1 and index and runs[index - 1] and margins:
                continue  # The page has no break for its margins to step aside to.
            runs[index] = continues(here[-1], there[0])
        return runs

    def _write_page(self, index: int, page: PageRows) -> int:
        body = self._bodies[index]
        goes_on = self._runs_on[index]
        resumed = self._open is not None
        if resumed:
            # Where the sentence goes on: the joint itself belongs to the page before.
            self._join(body[0][0])
        start = self._builder.length
        first = 0
        if resumed:
            self._rows(body[0], page.number, joined=True)
            first = 1
            if len(body) == 1 and goes_on:
                return start
            self._close()
        self._margin(page.rows.header, BlockKind.HEADER, page.number, start)
        last = len(body) - 1 if goes_on else len(body)
        position = first
        while position < last:
            end = self._table_end(body, position, last)
            if end - position >= 2:
                self._table([group[0] for group in body[position:end]], page.number, start)
                position = end
            else:
                self._paragraph(body[position], page.number, start)
                position += 1
        self._margin(page.rows.footer, BlockKind.FOOTER, page.number, start)
        if goes_on:
            self._begin(body[last], page.number, start)
        return start

    def _separate(self, page_start: int) -> None:
        # The page's own separator was written before its start.
        if self._builder.length > page_start:
            self._builder.write("\n")

    def _begin(self, rows: Sequence[Row], page: int, page_start: int) -> None:
        self._separate(page_start)
        self._open = (self._builder.length, _box_of(rows), page)
        self._rows(rows, page, joined=True)

    def _close(self) -> None:
        if self._open is not None:
            start, box, page = self._open
            block = Block(BlockKind.PARAGRAPH, start, self._builder.length, page=page, box=box)
            self._builder.blocks.append(block)
        self._open = self._last = None

    def _paragraph(self, rows: Sequence[Row], page: int, page_start: int) -> None:
        self._begin(rows, page, page_start)
        self._close()

    def _margin(self, rows: Sequence[Row], kind: BlockKind, page: int, page_start: int) -> None:
        for row in rows:
            self._separate(page_start)
            start = self._builder.length
            self._last = None
            self._rows([row], page, joined=False)
            block = Block(kind, start, self._builder.length, page=page, box=row.box)
            self._builder.blocks.append(block)
            self._last = None

    def _rows(self, rows: Sequence[Row], page: int, joined: bool) -> None:
        for position, row in enumerate(rows):
            if position and joined:
                self._join(row)
            for before, token in row_tokens(row):
                self._builder.write(before)
                self._token(token, page)

    def _join(self, row: Row) -> None:
        """The joint between the last token and ``row``; a hyphen that only broke a word goes."""
        if self._last is None:
            return
        drop, separator = join(self._last.text, row.tokens[0].text, self._vocabulary)
        if drop and self._builder.parts[-1].endswith("-"):
            self._unwrite()
        self._builder.write(separator)

    def _unwrite(self) -> None:
        part = self._builder.parts.pop()
        word = self._builder.words.pop()
        self._builder.length -= 1
        if len(part) > 1:
            self._builder.parts.append(part[:-1])
            self._builder.words.append(Word(word.start, word.end - 1, word.page, word.box))

    def _token(self, token: Token, page: int) -> None:
        start = self._builder.write(token.text)
        self._builder.words.append(Word(start, self._builder.length, page, _rounded(token.box)))
        self._last = token

    def _table_end(self, body: Sequence[Sequence[Row]], start: int, stop: int) -> int:
        """Where the run of table rows that starts at ``start`` ends."""
        end = start
        while end < stop and len(body[end]) == 1 and body[end][0].tabular:
            if end > start and not _aligned(body[end - 1][0], body[end][0]):
                break
            end += 1
        return end

    def _table(self, rows: Sequence[Row], page: int, page_start: int) -> None:
        identity = self._tables
        self._tables += 1
        columns = _columns(rows)
        for line, row in enumerate(rows):
            self._separate(page_start)
            for position, tokens in enumerate(_cells(row)):
                if position:
                    self._builder.write("\t")
                start = self._builder.length
                for index, (before, token) in enumerate(tokens):
                    self._builder.write(before if index else "")
                    self._token(token, page)
                self._builder.blocks.append(
                    Block(
                        BlockKind.TABLE_CELL,
                        start,
                        self._builder.length,
                        page=page,
                        box=_tokens_box([token for _, token in tokens]),
                        table=identity,
                        row=line,
                        column=_nearest(columns, tokens[0][1].box[0]),
                    )
                )
        self._last = None


def _cells(row: Row) -> list[list[tuple[str, Token]]]:
    cells: list[list[tuple[str, Token]]] = []
    for before, token in row_tokens(row):
        if before == "\t" or not cells:
            cells.append([])
        cells[-1].append((before, token))
    return cells


def _columns(rows: Sequence[Row]) -> list[float]:
    """The left edges of a table's columns."""
    edges = sorted(cell[0][1].box[0] for row in rows for cell in _cells(row))
    columns: list[float] = []
    for edge in edges:
        if not columns or edge - columns[-1] > _ALIGNED:
            columns.append(edge)
    return columns


def _nearest(columns: Sequence[float], edge: float) -> int:
    return min(range(len(columns)), key=lambda index: abs(columns[index] - edge))


def _aligned(above: Row, below: Row) -> bool:
    """Whether two rows share at least one column besides the first."""
    upper = [cell[0][1].box[0] for cell in _cells(above)][1:]
    lower = [cell[0][1].box[0] for cell in _cells(below)][1:]
    upper_ends = [cell[-1][1].box[2] for cell in _cells(above)][1:]
    lower_ends = [cell[-1][1].box[2] for cell in _cells(below)][1:]
    return any(abs(a - b) < _ALIGNED for a in upper for b in lower) or any(
        abs(a - b) < _ALIGNED for a in upper_ends for b in lower_ends
    )


def _box_of(rows: Sequence[Row]) -> Box | None:
    return _tokens_box([token for row in rows for token in row.tokens])


def _tokens_box(tokens: Sequence[Token]) -> Box | None:
    if not tokens:
        return None
    boxes = [token.box for token in tokens]
    return _rounded(
        (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
    )


def _rounded(box: Box) -> Box:
    """To a hundredth of a point: finer than any printer, and half the size once stored."""
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
