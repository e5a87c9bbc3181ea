"""Word packages: the parts of a base file to change, and a plain one made from nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

from engine.documents.docx.package import Package
from engine.documents.docx.xml import W
from engine.documents.options import LIMITS
from engine.errors import UserError
from engine.export.redline.marks import Element
from engine.paths import long_path

_TYPES = "[Content_Types].xml"
_TYPE_NAMES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATION_NAMES = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_MAIN_TYPE = _PART_TYPE.format("document.main")
_STYLES_TYPE = _PART_TYPE.format("styles")
_NOTES = ("footnotes", "endnotes")
_DEFAULTS = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
)


@dataclass(slots=True)
class WordFile:
    """A file's parts as trees, and the bytes of all its parts by name where it is a base."""

    main: str
    body: Element
    root: Element
    relations: dict[str, tuple[str, str]]
    trees: dict[str, Element] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)

    def part(self, kind: str) -> tuple[str, Element] | None:
        """The part related to the main one as ``kind``: its name and tree."""
        for relation, target in self.relations.values():
            if relation.endswith(f"/{kind}") and target in self.trees:
                return target, self.trees[target]
        return None

    def margins(self) -> list[tuple[str, Element]]:
        """Headers and footers in the order in which sections refer to them, with their kinds."""
        found: list[tuple[str, Element]] = []
        for section in self.root.iter(W + "sectPr"):
            for name in ("header", "footer"):
                for reference in section.findall(f"{W}{name}Reference"):
                    target = self.relations.get(reference.get(f"{{{_OFFICE}}}id") or "", ("", ""))[
                        1
                    ]
                    kind = f"{name}/{reference.get(W + 'type', 'default')}"
                    if target in self.trees and all(
                        tree is not self.trees[target] for _, tree in found
                    ):
                        found.append((kind, self.trees[target]))
        return found

    def styles(self) -> frozenset[str]:
        """The ids of its styles."""
        part = self.part("styles")
        if part is None:
            return frozenset()
        return frozenset(s.get(W + "styleId") or "" for s in part[1].iter(W + "style"))

    def lists(self) -> dict[str, bytes]:
        """Its lists by number, as their definitions read."""
        part = self.part("numbering")
        if part is None:
            return {}
        definitions = {a.get(W + "abstractNumId"): a for a in part[1].iter(W + "abstractNum")}
        found = {}
        for one in part[1].iter(W + "num"):
            base = one.find(W + "abstractNumId")
            definition = definitions.get(base.get(W + "val") if base is not None else None)
            overrides = b"".join(etree.tostring(x) for x in one.findall(W + "lvlOverride"))
            levels = [] if definition is None else definition.findall(W + "lvl")
            found[one.get(W + "numId") or ""] = b"".join(map(etree.tostring, levels)) + overrides
        return found


def open_word(path: Path, base: bool) -> WordFile:
    """The Word file at ``path``; ``base``: with the bytes of all its parts, to write it anew.

    Raises ``UserError``: ``file_damaged`` and what reading a document raises.
    """
    with open(long_path(path), "rb") as file, Package(file, LIMITS) as package:  # noqa: PTH123
        main = package.main_part()
        root = package.xml(main)
        body = None if root is None else root.find(W + "body")
        if root is None or body is None:
            raise UserError("file_damaged", name=path.name)
        relations = package.relations(main)
        found = WordFile(main, body, root, relations)
        wanted = ("styles", "numbering", "comments", "header", "footer", *_NOTES)
        for kind, target in relations.values():
            tree = package.xml(target) if kind.rsplit("/", 1)[-1] in wanted else None
            if tree is not None:
                found.trees[target] = tree
    if base:
        with zipfile.ZipFile(long_path(path)) as archive:
            # Only what the reader's limits let pass is copied.
            found.raw = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}  # fmt: skip
        found.raw.setdefault(_TYPES, _content_types(found))
    return found


def plain_file(body: Element) -> WordFile:
    """A Word file with ``body`` and nothing but a few styles."""
    root = etree.Element(W + "document", nsmap={"w": W[1:-1], "r": _OFFICE})
    root.append(body)
    raw = {
        _TYPES: _xml(
            f'<Types xmlns="{_TYPE_NAMES}">{_DEFAULTS}'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{_STYLES_TYPE}"/></Types>'
        ),
        "_rels/.rels": _relations(("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(("rId1", "styles", "styles.xml")),
        "word/styles.xml": _xml(_STYLES),
    }
    relations = {"rId1": (f"{_OFFICE}/styles", "word/styles.xml")}
    made = WordFile("word/document.xml", body, root, relations, raw=raw)
    made.trees["word/styles.xml"] = etree.fromstring(raw["word/styles.xml"])
    return made


def write_word(path: Path, file: WordFile) -> Iterator[int]:
    """Write ``file`` to ``path``, yielding after each part."""
    trees = {file.main: file.root, **file.trees}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        names = sorted({*file.raw, *trees}, key=lambda name: (name != _TYPES, name))
        for count, name in enumerate(names, 1):
            tree = trees.get(name)
            data = file.raw.get(name, b"") if tree is None else _bytes(tree)
            archive.writestr(name, data)
            yield count


def add_comments(file: WordFile, comments: Element) -> None:
    """Make ``comments`` the file's part for comments, known to the package."""
    known = file.part("comments")
    if known is not None:
        file.trees[known[0]] = comments
    else:
        _add_part(file, "comments", comments)


def add_numbering(file: WordFile) -> Element:
    """The file's definitions of lists, an empty part of them where it has none."""
    known = file.part("numbering")
    if known is not None:
        return known[1]
    made = etree.Element(W + "numbering", nsmap={"w": W[1:-1]})
    _add_part(file, "numbering", made)
    return made


def _add_part(file: WordFile, kind: str, tree: Element) -> None:
    name = str(PurePosixPath(file.main).with_name(f"{kind}.xml"))
    file.trees[name] = tree
    types = etree.fromstring(file.raw[_TYPES])
    override = etree.SubElement(types, f"{{{_TYPE_NAMES}}}Override")
    override.set("PartName", f"/{name}")
    override.set("ContentType", _PART_TYPE.format(kind))
    file.raw[_TYPES] = _bytes(types)
    place = PurePosixPath(file.main)
    where = str(place.parent / "_rels" / f"{place.name}.rels")
    raw = file.raw.get(where)
    relations = (
        etree.fromstring(raw) if raw else etree.Element(f"{{{_RELATION_NAMES}}}Relationships")
    )
    relation = etree.SubElement(relations, f"{{{_RELATION_NAMES}}}Relationship")
    identity = _free({item.get("Id") or "" for item in relations})
    relation.set("Id", identity)
    relation.set("Type", f"{_OFFICE}/{kind}")
    relation.set("Target", f"{kind}.xml")
    file.raw[where] = _bytes(relations)
    file.relations[identity] = (f"{_OFFICE}/{kind}", name)


def _content_types(file: WordFile) -> bytes:
    """What each part is, for a file that does not say: Word wants to know."""
    kinds = {target: kind.rsplit("/", 1)[-1] for kind, target in file.relations.values()}
    kinds = {target: kind for target, kind in kinds.items() if target in file.trees}
    lines = "".join(
        f'<Override PartName="/{target}" ContentType="{_PART_TYPE.format(kind)}"/>'
        for target, kind in {file.main: "document.main", **kinds}.items()
    )
    return _xml(f'<Types xmlns="{_TYPE_NAMES}">{_DEFAULTS}{lines}</Types>')


def _free(taken: set[str]) -> str:
    return next(f"rIdC{n}" for n in range(1, len(taken) + 2) if f"rIdC{n}" not in taken)


def _relations(*found: tuple[str, str, str]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in found
    )
    return _xml(f'<Relationships xmlns="{_RELATION_NAMES}">{lines}</Relationships>')


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def _bytes(tree: Element) -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _style(identity: str, name: str, extra: str, kind: str = "paragraph", default: str = "") -> str:
    based = "" if default or kind != "paragraph" else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="{kind}" {default} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f"{based}{extra}</w:style>"
    )


_STYLES = (
    f'<w:styles xmlns:w="{W[1:-1]}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:eastAsia="Microsoft YaHei" w:hAnsi="Calibri" w:cs="Calibri"/>'
    '<w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    + _style("Normal", "Normal", "", default='w:default="1"')
    + _style("Heading1", "heading 1", '<w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>')
    + _style("CommentText", "annotation text", '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>')
    + "</w:styles>"
)  # fmt: skip
