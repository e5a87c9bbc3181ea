"""Reading order: pieces into rows, rows into columns where a page has columns."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from engine.documents.markers import readings
from engine.documents.pdf.glyphs import Piece, Token, is_wide
from engine.types import Box

_SAME_ROW = 0.5
_MIN_COLUMN_ROWS = 5
_GRID = 4.0
_MOST_STEPS = 200
_TEXT_FILL = 0.55
_WORDS_PER_LINE = 3.5
_TAB_GAP = 2.2
_BULLETS = frozenset("•●▪◦·-–—*o➢✓")


@dataclass(slots=True)
class Row:
    """Pieces side by side, as one line is read; ``left`` and ``right`` bound its column.

    ``resumes``: what comes before it in reading order stands elsewhere on the page, so that the
    distance between the two says nothing.
    """

    pieces: list[Piece]
    box: Box
    left: float = 0.0
    right: float = 0.0
    resumes: bool = False

    @property
    def height(self) -> float:
        """The height of its tallest piece."""
        return max(piece.height for piece in self.pieces)

    @property
    def tokens(self) -> list[Token]:
        """All tokens from left to right."""
        return [token for piece in self.pieces for token in piece.tokens]

    @property
    def text(self) -> str:
        """The row as text; wide gaps between its pieces as tabs."""
        return "".join(before + token.text for before, token in row_tokens(self))

    @property
    def tabular(self) -> bool:
        """Whether wide gaps part its pieces."""
        return any(before == "\t" for before, _ in row_tokens(self))


def row_tokens(row: Row) -> list[tuple[str, Token]]:
    """The row's tokens, each with what stands before it: nothing, a space, or a tab."""
    found: list[tuple[str, Token]] = []
    for index, piece in enumerate(row.pieces):
        for position, token in enumerate(piece.tokens):
            before = " " if token.space_before and found else ""
            if position == 0 and index:
                before = _between(row.pieces[index - 1], piece)
                if before == "\t" and index == 1 and _is_marker(row.pieces[0]):
                    before = " "  # A list number and its text: no table.
            found.append((before, token))
    return found


def _is_rule(piece: Piece) -> bool:
    """A line drawn with hyphens or equals signs; one of underscores is a blank to fill in."""
    text = "".join(token.text for token in piece.tokens)
    return len(text) >= 3 and not text.strip("-–—=")


def _is_marker(piece: Piece) -> bool:
    text = "".join((" " if token.space_before else "") + token.text for token in piece.tokens)
    if len(text) > 14:
        return False
    return text in _BULLETS or any(mark.length >= len(text) - 1 for mark in readings(text + " "))


def _between(left: Piece, right: Piece) -> str:
    gap = right.box[0] - left.box[2]
    size = min(left.height, right.height)
    if gap > size * _TAB_GAP:
        return "\t"
    both_wide = is_wide(left.tokens[-1].text[-1]) and is_wide(right.tokens[0].text[0])
    return "" if both_wide and gap < size * 0.6 else " "


def rows_of(pieces: list[Piece]) -> list[Row]:
    """Pieces that overlap vertically by half, as rows from top to bottom."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda item: (item.middle, item.box[0])):
        home = next((row for row in reversed(rows[-4:]) if _shares_line(row, piece)), None)
        if home is None:
            rows.append(Row([piece], piece.box))
        else:
            home.pieces.append(piece)
            home.box = _union(home.box, piece.box)
    for row in rows:
        row.pieces.sort(key=lambda item: item.box[0])
    rows.sort(key=lambda row: row.box[1])
    return rows


def reading_order(pieces: list[Piece]) -> list[Row]:
    """The rows of a page in the order in which a person reads them.

    Own method: the gutter is the vertical line that the most rows leave free with text on both
    sides; where flowing text stands left and right of it over several rows, the left column is read
    first. Tables and signature blocks, whose cells are short, stay row by row.
    """
    rows = rows_of([piece for piece in pieces if not _is_rule(piece)])
    return _split(rows, depth=0)


def _split(rows: list[Row], depth: int) -> list[Row]:
    if not rows:
        return []
    left = min(row.box[0] for row in rows)
    right = max(row.box[2] for row in rows)
    gutter = _gutter(rows, left, right) if depth < 2 else None
    if gutter is None:
        for row in rows:
            row.left, row.right = left, right
        return rows
    ordered: list[Row] = []
    for band, free in _bands(rows, gutter):
        sides = _sides(band, gutter) if free else None
        if sides is None or not all(_flows(side) for side in sides):
            for row in band:
                row.left, row.right = left, right
            ordered.extend(band)
            continue
        for side in sides:
            part = _split(side, depth + 1)
            part[0].resumes = True
            ordered.extend(part)
    return ordered


def _gutter(rows: list[Row], left: float, right: float) -> float | None:
    """The x that the most rows leave free with text on both sides, if they are enough."""
    width = right - left
    best, best_count, run = None, 0, 0
    x = left + width * 0.2
    step = max(_GRID, width / _MOST_STEPS)
    while x < right - width * 0.2:
        count = sum(_is_free(row, x) and _on_both_sides(row, x) for row in rows)
        if count > best_count:
            best, best_count, run = x, count, 0
        elif count == best_count and best is not None and x - best <= (run + 1) * step * 1.01:
            run += 1
        x += step
    if best is None or best_count < _MIN_COLUMN_ROWS:
        return None
    return best + run * step / 2


def _bands(rows: list[Row], gutter: float) -> list[tuple[list[Row], bool]]:
    """Runs of rows that leave the gutter free, and runs that do not."""
    bands: list[tuple[list[Row], bool]] = []
    for row in rows:
        free = _is_free(row, gutter)
        if bands and bands[-1][1] is free:
            bands[-1][0].append(row)
        else:
            bands.append(([row], free))
    return bands


def _sides(band: list[Row], gutter: float) -> tuple[list[Row], list[Row]] | None:
    pieces = [piece for row in band for piece in row.pieces]
    left = rows_of([piece for piece in pieces if piece.box[2] <= gutter])
    right = rows_of([piece for piece in pieces if piece.box[0] >= gutter])
    return (left, right) if left and right else None


def _flows(side: list[Row]) -> bool:
    """Whether rows look like running text rather than like the cells of a table."""
    if len(side) < _MIN_COLUMN_ROWS:
        return False
    width = max(row.box[2] for row in side) - min(row.box[0] for row in side)
    fill = median((row.box[2] - row.box[0]) / max(width, 1.0) for row in side)
    words = sum(_word_count(row) for row in side) / len(side)
    return fill >= _TEXT_FILL and words >= _WORDS_PER_LINE


def _word_count(row: Row) -> float:
    return sum(0.6 if is_wide(token.text[0]) else 1.0 for token in row.tokens)


def _is_free(row: Row, x: float) -> bool:
    return all(piece.box[2] <= x or piece.box[0] >= x for piece in row.pieces)


def _on_both_sides(row: Row, x: float) -> bool:
    return row.box[0] < x < row.box[2]


def _shares_line(row: Row, piece: Piece) -> bool:
    overlap = min(row.box[3], piece.box[3]) - max(row.box[1], piece.box[1])
    if overlap < _SAME_ROW * min(row.box[3] - row.box[1], piece.height):
        return False
    # Two pieces over one another (a shadow, a stamp) are no neighbours.
    return all(
        min(other.box[2], piece.box[2]) - max(other.box[0], piece.box[0])
        < 0.5 * min(other.box[2] - other.box[0], piece.box[2] - piece.box[0]) + 0.5
        for other in row.pieces
    )


def _union(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
