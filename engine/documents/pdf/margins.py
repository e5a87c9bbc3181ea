"""Page headers, footers and page numbers, told apart by repetition over the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.documents.pdf.layout import Row

_EDGE_ROWS = 4
_EDGE_SHARE = 0.16
_NUMBER = re.compile(
    r"[-–—\s|.(\[]*(?:page|p\.|第|共)?\s*[A-Z]{0,2}-?(\d{1,4}|[ivxlc]{1,6})\s*(?:页)?[\s,，/|]*"
    r"(?:(?:of|/|共)?\s*\d{1,4}\s*页?)?[-–—\s|.)\]]*$",
    re.I,
)
PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s?(\d{1,3})\s?[-–—]|Page\s(\d{1,3})(?:\sof\s\d{1,3})?|(\d{1,3}))$", re.I
)
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Divided:
    """A page's rows by role."""

    header: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    footer: list[Row] = field(default_factory=list)


def divide(pages: Sequence[list[Row]], heights: Sequence[float]) -> list[Divided]:
    """Each page's rows as header, body and footer.

    A row near the top or bottom edge is one if rows of the same form (digits apart) stand at the
    same edge of at least three pages, or of two where there are no more than three; or if it is
    the page's number, alone on its line, on a document of several pages.
    """
    edges = [_edges(rows, height) for rows, height in zip(pages, heights, strict=True)]
    counts: Counter[tuple[str, str]] = Counter()
    for top, bottom in edges:
        for side, group in (("top", top), ("bottom", bottom)):
            counts.update({(side, _form(row)) for row in group})
    needed = 2 if len(pages) <= 3 else max(3, round(len(pages) * 0.25))
    numbered = _numbered(edges)
    divided = [
        _divide_page(rows, top, bottom, counts, needed, number in numbered)
        for number, (rows, (top, bottom)) in enumerate(zip(pages, edges, strict=True))
    ]
    _move_inner_numbers(divided)
    return divided


def _move_inner_numbers(pages: list[Divided]) -> None:
    """Take page numbers of an earlier printing, which stand in mid page, out of the body.

    They count: at least three lone numbers in a row of one each, or two between dashes.
    """
    lone: list[tuple[Divided, Row, int]] = []
    for page in pages:
        for row in page.body:
            match = PAGE_NUMBER.match(row.text.strip())
            if match is not None:
                lone.append((page, row, int(next(filter(None, match.groups())))))
    run: list[tuple[Divided, Row, int]] = []
    for entry in [*lone, None]:
        if entry is not None and (not run or entry[2] == run[-1][2] + 1):
            run.append(entry)
            continue
        dashed = len(run) >= 2 and not run[0][1].text.strip().isdigit()
        if len(run) >= 3 or dashed:
            for page, row, _ in run:
                place = next(i for i, other in enumerate(page.body) if other is row)
                del page.body[place]
                if place < len(page.body):
                    page.body[place].resumes = True
                page.footer.append(row)
        run = [entry] if entry is not None else []


def _edges(rows: list[Row], height: float) -> tuple[list[Row], list[Row]]:
    by_place = sorted(rows, key=lambda row: row.box[1])
    top = [row for row in by_place[:_EDGE_ROWS] if row.box[3] < height * _EDGE_SHARE]
    bottom = [row for row in by_place[-_EDGE_ROWS:] if row.box[1] > height * (1 - _EDGE_SHARE)]
    return top, [row for row in bottom if row not in top]


def _form(row: Row) -> str:
    return _DIGITS.sub("#", _BLANKS.sub(" ", row.text).strip().lower())


def _numbered(edges: Sequence[tuple[list[Row], list[Row]]]) -> set[int]:
    """The pages whose lone number at an edge counts along with the pages."""
    offsets: dict[int, set[int]] = {}
    for index, (top, bottom) in enumerate(edges):
        for row in (*top[:1], *bottom[-1:]):
            match = _NUMBER.match(row.text.strip())
            if match is not None and match.group(1).isdigit():
                offsets.setdefault(int(match.group(1)) - index, set()).add(index)
    return {index for pages in offsets.values() if len(pages) >= 2 for index in pages}


def _divide_page(
    rows: list[Row],
    top: list[Row],
    bottom: list[Row],
    counts: Counter[tuple[str, str]],
    needed: int,
    numbered: bool,
) -> Divided:
    divided = Divided()
    heads = _margin_rows("top", top, counts, needed, numbered)
    feet = _margin_rows("bottom", bottom[::-1], counts, needed, numbered)
    for row in rows:
        # Rows are compared by identity: two of them may hold the same words.
        if any(row is other for other in heads):
            divided.header.append(row)
        elif any(row is other for other in feet):
            divided.footer.append(row)
        else:
            divided.body.append(row)
    return divided


def _margin_rows(
    side: str, inward: list[Row], counts: Counter[tuple[str, str]], needed: int, numbered: bool
) -> list[Row]:
    """The rows from the edge inward, up to the first that belongs to the body."""
    found: list[Row] = []
    for position, row in enumerate(inward):
        form = _form(row)
        is_number = numbered and position == 0 and _NUMBER.match(row.text.strip()) is not None
        repeated = counts[(side, form)] >= needed and form not in ("", "#", "#.", "(#)")
        lone = form in ("#", "- # -", "page #") and counts[(side, form)] >= needed and numbered
        if not (is_number or repeated or lone):
            break
        found.append(row)
    return found
