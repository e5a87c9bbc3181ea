"""Web pages: what a browser would show as text, tables as rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from engine.control import JobControl
from engine.documents.draft import Draft, TextBuilder
from engine.documents.options import LIMITS, Limits
from engine.documents.text import notices_of
from engine.encodings import Decoded, decode
from engine.errors import UserError
from engine.paths import long_path
from engine.types import Block, BlockKind, Notice

_DROPPED = frozenset(
    {"script", "style", "head", "noscript", "template", "svg", "math", "iframe", "object", "select"}
    | {"button", "hidden", "canvas", "audio", "video", "datalist"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"}
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"}
    | {"html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "title", "dir", "menu", "listing", "xmp"}
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)",
    re.I,
)
_WHITE = re.compile(r"[ \t\r\n\x0b\x0c]+")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WIDE = re.compile(r"([\u2e80-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CHINESE_ITEM = re.compile(
    r"(?<!\d)[ \t]*\n\s*(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}、|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]{1,5}[章节条]|(?![^：:\n]*(?:[如以]下|下列|包括))[\u4e00-\u9fff（）()]{2,14}[：:]"
    r"|[二2][\d〇○零一二三四五六七八九]{3}\s*年[^\n，。]{3,10}日\s*(?:\n|$))"
)
"""Chinese authors mean a line break of the source where the next line begins with a list number
or a name and a colon, or is a date alone."""
_GB = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"})
_MAX_DEPTH = 150


def read_html(path: Path, control: JobControl, limits: Limits = LIMITS) -> Draft:
    """The web page at ``path``. Raises ``UserError``: ``file_empty``, ``text_undecodable``,
    ``file_damaged``. Nothing that the page refers to is loaded."""
    with open(long_path(path), "rb") as file:  # noqa: PTH123
        data = file.read(limits.text_bytes + 1)
    control.checkpoint()
    decoded = decode_html(data)
    return draft_of_html(decoded.text, limits, notices_of(decoded))


def decode_html(data: bytes) -> Decoded:
    """``data`` as text: a byte order mark, what the page declares (if it holds), else as text."""
    declared = _DECLARED.search(data[:4096])
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = (declared.group(1) or declared.group(2)).decode("ascii", "ignore").lower()
        encoding = "gb18030" if name in _GB else name
        try:
            return Decoded(data.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            pass  # Pages often declare what they are not.
    return decode(data)


def draft_of_html(markup: str, limits: Limits = LIMITS, notices: tuple[Notice, ...] = ()) -> Draft:
    """The text of ``markup``. Raises ``UserError("file_empty")`` where nothing would show."""
    # A declaration about bytes no longer holds once they are text, and lxml refuses it.
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup).replace("\x00", "")
    if not clean.strip():
        raise UserError("file_empty")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UserError("file_damaged") from error
    builder = TextBuilder(limits.characters)
    builder.notices.extend(notices)
    _Writer(builder).write(root)
    draft = builder.draft()
    if not draft.text.strip():
        raise UserError("file_empty")
    return draft


@dataclass(slots=True)
class _Cell:
    table: int
    row: int
    column: int


@dataclass(slots=True)
class _Writer:
    """Collects inline text until a block ends, then writes it."""

    builder: TextBuilder
    _inline: list[str] = field(default_factory=list)
    _separator: str = "\n"
    _tables: int = 0
    _cell: _Cell | None = None
    _heading: int | None = None
    _item: str | None = None
    _counts: list[int | None] = field(default_factory=list)

    def write(self, root: html.HtmlElement) -> None:
        self._element(root, pre=False, depth=0)
        self._flush()

    def _element(self, element: html.HtmlElement, pre: bool, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag and tag not in _DROPPED and not _is_hidden(element) and depth < _MAX_DEPTH:
            if tag == "br":
                self._inline.append("\x00")
            elif tag == "table":
                self._table(element, depth)
            elif tag in _BLOCKS:
                self._block(element, tag, pre or tag == "pre", depth)
            else:
                self._children(element, pre, depth)
        elif tag and depth >= _MAX_DEPTH:
            self._inline.append(element.text_content())
        if element.tail:
            self._text(element.tail, pre)

    def _children(self, element: html.HtmlElement, pre: bool, depth: int) -> None:
        if element.text:
            self._text(element.text, pre)
        for item in element:
            self._element(item, pre, depth + 1)

    def _block(self, element: html.HtmlElement, tag: str, pre: bool, depth: int) -> None:
        self._flush()
        heading = self._heading
        self._heading = _HEADINGS.get(tag, heading)
        if tag in ("ol", "ul"):
            self._counts.append(_start(element) - 1 if tag == "ol" else None)
        elif tag == "li":
            self._item = self._marker()
        self._children(element, pre, depth)
        self._flush()
        if tag in ("ol", "ul"):
            self._counts.pop()
        self._heading = heading

    def _marker(self) -> str | None:
        """The number that a browser shows before a list item."""
        if not self._counts or self._counts[-1] is None:
            return None
        self._counts[-1] += 1
        return f"{self._counts[-1]}."

    def _text(self, text: str, pre: bool) -> None:
        visible = _ZERO_WIDTH.sub("", text)
        self._inline.append(visible.replace("\n", "\x00") if pre else visible)

    def _flush(self) -> None:
        """Write the inline text as a block; ``\\x00`` marks breaks that show."""
        joined = _CHINESE_ITEM.sub("\x00", "".join(self._inline))
        joined = _WIDE.sub(r"\1", joined)
        self._inline.clear()
        lines = [_WHITE.sub(" ", line).strip(" ") for line in joined.split("\x00")]
        text = "\n".join(lines).strip(" \n\u3000\u00a0")
        if not text:
            return
        label, self._item = self._item, None
        text = f"{label} {text}" if label else text
        if self._separator:
            self.builder.separate(self._separator)
        self._separator = "\n"
        self.builder.add_block(self._block_of(label), text)

    def _block_of(self, label: str | None) -> Block:
        if self._cell is not None:
            place = self._cell
            return Block(
                BlockKind.TABLE_CELL,
                0,
                0,
                label=label,
                table=place.table,
                row=place.row,
                column=place.column,
            )
        if self._heading is not None:
            return Block(BlockKind.HEADING, 0, 0, level=self._heading)
        kind = BlockKind.LIST_ITEM if label else BlockKind.PARAGRAPH
        return Block(kind, 0, 0, label=label, level=len(self._counts) or None)

    def _table(self, element: html.HtmlElement, depth: int) -> None:
        self._flush()
        outer, separator = self._cell, self._separator
        identity = self._tables
        self._tables += 1
        spans: dict[int, int] = {}
        for caption in element.findall("caption"):
            self._element(caption, False, depth + 1)
        for row_index, row in enumerate(_rows(element)):
            column, empty = 0, self.builder.length
            self._separator = "\n" if row_index or outer is None else separator
            for item in [cell for cell in row if cell.tag in ("td", "th")]:
                while spans.get(column, 0) > 0:
                    spans[column] -= 1
                    column += 1
                self._cell = _Cell(identity, row_index, column)
                if self.builder.length > empty:
                    self.builder.write("\t")
                    self._separator = ""
                self._children(item, False, depth + 2)
                self._flush()
                for place in range(column, column + _span(item, "colspan")):
                    spans[place] = _span(item, "rowspan") - 1
                column += _span(item, "colspan")
        self._cell, self._separator = outer, "\n"


def _rows(table: html.HtmlElement) -> list[html.HtmlElement]:
    """The rows of this table, not of tables inside it."""
    found = []
    for item in table:
        if item.tag == "tr":
            found.append(item)
        elif item.tag in ("thead", "tbody", "tfoot"):
            found.extend(row for row in item if row.tag == "tr")
    return found


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1")
    return min(int(text), 1000) if text.isdigit() and int(text) > 0 else 1


def _start(element: html.HtmlElement) -> int:
    text = element.get("start", "1")
    return int(text) if text.lstrip("-").isdigit() else 1


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("type") == "hidden":
        return True
    return _INVISIBLE.search(element.get("style", "")) is not None
