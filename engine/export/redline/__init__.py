"""A redline: a Word file with real tracked changes and comments, which Word and LibreOffice open.

Where both documents are Word files, the old one is the base: its formatting, styles, tables,
headers, footers and numbering stay, and only runs that differ change. Else a plain file is made.
Accepting all changes gives the new text, rejecting all the old one. What cannot be taken over (a
picture or a note that only the new file has, headers and footers of another layout) is told in a
comment on the first paragraph.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

from engine.compare.tokens import Terms
from engine.documents.docx.xml import W
from engine.export.about import About
from engine.export.comparison_rows import ComparisonReport
from engine.export.files import replacing
from engine.export.labels import Translate, labels
from engine.export.redline.adopt import Adopter
from engine.export.redline.blocks import Weaver
from engine.export.redline.comments import Places, comment_on
from engine.export.redline.emit import Writer
from engine.export.redline.files import WordFile, open_word, plain_file, write_word
from engine.export.redline.marks import Element, Marks
from engine.export.redline.plain import body_of
from engine.export.redline.resolve import resolve
from engine.export.watch import UNWATCHED, Watch
from engine.paths import long_path
from engine.types import ComparisonMode, Document, DocumentKind

__all__ = ["write_redline"]


def write_redline(
    target: Path, report: ComparisonReport, about: About, watch: Watch = UNWATCHED
) -> None:
    """Write the redline of ``report`` to ``target``, comments in the language of ``about``.

    Raises ``UserError`` like every export and like reading a Word file; ``Cancelled``.
    """
    old, new = _sources(report)
    marks = Marks()
    places = Places()
    writer = Writer(marks, Terms((report.old.text, report.new.text)), Adopter(old, new))
    weaver = Weaver(writer, places.note, watch.checkpoint)
    watch.tell(0, None)
    weaver.weave(old.body, new.body)
    for ours, theirs in _others(old, new):
        weaver.weave(ours, theirs)
    remarks = [
        (judged.change, judged.edit.reason if judged.edit else "")
        for judged in watch.over(report.changes, len(report.changes))
    ]
    label = labels(about.language)
    missing = _missing(old, new, writer.adopter, label)
    comment_on(old, places, remarks, report.verdicts, marks, label, missing)
    with replacing(target) as part:
        for _ in write_word(part, old):
            watch.checkpoint()


def _sources(report: ComparisonReport) -> tuple[WordFile, WordFile]:
    """The base and the other version, each in its state without tracked changes."""
    paths = [_word_path(document) for document in (report.old, report.new)]
    if paths[0] is None or paths[1] is None:
        return plain_file(body_of(report.old)), plain_file(body_of(report.new))
    old, new = open_word(paths[0], base=True), open_word(paths[1], base=False)
    tracked = report.comparison.mode is ComparisonMode.TRACKED
    for tree in (old.root, *old.trees.values()):
        resolve(tree, "original" if tracked else "accepted")
    for tree in (new.root, *new.trees.values()):
        resolve(tree, "accepted")
    return old, new


def _word_path(document: Document) -> Path | None:
    """The Word file of a document, where it still is what was compared."""
    path = Path(document.path)
    if document.kind is not DocumentKind.DOCX or not document.path:
        return None
    try:
        if not zipfile.is_zipfile(long_path(path)):
            return None
        return path if _digest(path) == document.sha256 else None
    except OSError:
        return None


def _digest(path: Path) -> str:
    with open(long_path(path), "rb") as file:  # noqa: PTH123
        return hashlib.file_digest(file, "sha256").hexdigest()


def _missing(old: WordFile, new: WordFile, adopter: Adopter, label: Translate) -> list[str]:
    """What of the new file the redline does not show, for people."""
    said = []
    if adopter.left_out:
        count = adopter.left_out
        said.append(
            f"{label('Pictures and notes of the new version that are not shown here')}: {count}"
        )
    ours, theirs = ([kind for kind, _ in file.margins()] for file in (old, new))
    if ours != theirs:
        said.append(label("Headers and footers are those of the old version."))
    return said


def _others(old: WordFile, new: WordFile) -> Sequence[tuple[Element, Element]]:
    """Headers, footers and notes that both files have, in pairs."""
    pairs: list[tuple[Element, Element]] = []
    ours, theirs = old.margins(), new.margins()
    if [kind for kind, _ in ours] == [kind for kind, _ in theirs]:
        pairs += [(a, b) for (_, a), (_, b) in zip(ours, theirs, strict=True)]
    for kind, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        left, right = old.part(kind), new.part(kind)
        if left is None or right is None:
            continue
        notes = {note.get(W + "id"): note for note in right[1].iter(W + name)}
        pairs += [
            (note, notes[note.get(W + "id")])
            for note in left[1].iter(W + name)
            if note.get(W + "id") in notes and note.get(W + "type", "normal") == "normal"
        ]
    return pairs
