"""Redlines: accepting gives the new text, rejecting the old one; the file is what Word expects."""

from __future__ import annotations

import copy
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.compare import compare_parts, parts_of
from engine.compare.changes import change_of, edit_of
from engine.compare.meaning import conclude
from engine.compare.tokens import Terms
from engine.consistency.reading import party_pattern
from engine.control import JobControl
from engine.documents import ReadOptions, paste, read_document
from engine.documents.convert import find_office
from engine.errors import Cancelled
from engine.export import About, ComparisonReport, JudgedChange, Watch
from engine.export.redline import write_redline
from engine.export.redline.files import open_word, write_word
from engine.export.redline.resolve import State, resolve
from engine.types import Comparison, ComparisonMode, Document, comparison_id
from tests.unit.documents.builders import level, numbered, numbering, paragraph, write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LISTS = numbering(level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2"))
LINES = (
    "The Supplier shall deliver the goods within thirty (30) days.",
    "The Buyer shall pay each invoice in full.",
    "Each party keeps the information secret for five years.",
    "甲方应在收到发票后三十日内支付货款。",
    "Notices are sent by courier. They take effect on receipt.",
)


def read(path: Path) -> Document:
    """The document at ``path`` with its changes accepted."""
    return read_document(path, JobControl())


def report(old: Document, new: Document, mode: ComparisonMode = ComparisonMode.VERSIONS) -> ComparisonReport:  # fmt: skip
    """The comparison of two documents, meanings by rule."""
    pairs = compare_parts(parts_of(old), parts_of(new))
    parties = party_pattern(old.text)
    terms = Terms((old.text,))
    changes = []
    for position, pair in enumerate(pairs):
        edit = edit_of(pair, parties, {}) if pair.edited else None
        meaning = edit.placed(conclude(edit.reading, {})) if edit else None
        changes.append(JudgedChange(change_of("c", position, pair, terms, meaning)))
    comparison = Comparison(comparison_id(old.id, new.id), old.id, new.id, mode, 0, 0)
    return ComparisonReport(comparison, old, new, changes)


def redline(old: Path, new: Path, target: Path) -> Path:
    """The redline of two files."""
    write_redline(target, report(read(old), read(new)), About())
    return target


def state(path: Path, which: State) -> Document:
    """A redline with all its changes accepted, or all rejected, read anew."""
    file = open_word(path, base=True)
    for tree in (file.root, *file.trees.values()):
        resolve(tree, which)
    plain = path.with_name(f"{which}.docx")
    for _ in write_word(plain, file):
        pass
    return read(plain)


def shown(text: str) -> list[str]:
    """The lines of a text that show anything."""
    return [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n") if line.strip()]


def check_both_states(path: Path, old: Document, new: Document) -> None:
    """The promise of a redline, by our own resolver and by the reader's two ways of reading."""
    assert shown(state(path, "original").text) == shown(old.text)
    assert shown(state(path, "accepted").text) == shown(new.text)
    assert shown(read(path).text) == shown(new.text)
    check_schema(path)


def check_schema(path: Path) -> None:
    """The order of elements that Word insists on, and marks that are complete and unlike."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("word/document.xml"))
        names = set(archive.namelist())
        comments = (
            etree.fromstring(archive.read("word/comments.xml"))
            if "word/comments.xml" in names
            else None
        )
    seen: list[str] = []
    for mark in root.iter(*(W + n for n in ("ins", "del", "moveFrom", "moveTo", "pPrChange"))):
        assert mark.get(W + "author") and re.fullmatch(r"\d{4}-.*Z", mark.get(W + "date") or "")
        seen.append(mark.get(W + "id") or "")
    assert len(seen) == len(set(seen))
    for holder in root.iter(W + "pPr"):
        tags = [item.tag.removeprefix(W) for item in holder]
        late = [tag for tag in tags if tag in ("rPr", "sectPr", "pPrChange")]
        assert tags[len(tags) - len(late) :] == late == sorted(late, key=["rPr", "sectPr", "pPrChange"].index)  # fmt: skip
        assert "pStyle" not in tags[1:]
        assert holder.getparent() is not None and holder.getparent().index(holder) == 0
    for deleted in root.iter(W + "del"):
        assert not list(deleted.iter(W + "t"))
    for text in root.iter(W + "delText"):
        assert any(above.tag == W + "del" for above in text.iterancestors())
    starts = [mark.get(W + "name") for mark in root.iter(W + "moveFromRangeStart")]
    assert sorted(starts) == sorted(m.get(W + "name") for m in root.iter(W + "moveToRangeStart"))
    body = root.find(W + "body")
    assert body is not None and all(child.tag != W + "sectPr" for child in body[:-1])
    known = {c.get(W + "id") for c in comments} if comments is not None else set()
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert {mark.get(W + "id") for mark in root.iter(W + name)} == known
    docx.Document(str(path))


# --- The promise -----------------------------------------------------------------------

_PIECES = st.lists(st.sampled_from([*LINES, "", "Omitted."]), min_size=1, max_size=7)


def build(path: Path, lines: list[str], rng: random.Random) -> Path:
    """A Word file of these lines: some in lists, some with several runs, tabs, links and fields."""
    body = []
    for line in lines:
        text = line.replace("&", "&amp;")
        cut = rng.randrange(len(text) + 1)
        run = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'.format
        link = f'<w:hyperlink w:anchor="a">{run(text[cut:])}</w:hyperlink>'
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(text[cut:])}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        rest = rng.choice([run(text[cut:]), link, field, "<w:r><w:tab/></w:r>" + run(text[cut:])])
        inner = f'<w:bookmarkStart w:id="1" w:name="a"/>{run(text[:cut])}{rest}<w:bookmarkEnd w:id="1"/>'
        listed = (
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            if rng.random() < 0.4
            else ""
        )
        body.append(f"<w:p><w:pPr>{listed}</w:pPr>{inner}</w:p>")
    if rng.random() < 0.5:
        cells = "".join(f"<w:tc><w:tcPr/>{paragraph(rng.choice(LINES))}</w:tc>" for _ in range(2))
        rows = "".join(f"<w:tr>{cells}</w:tr>" for _ in range(rng.randrange(1, 4)))
        body.insert(
            rng.randrange(len(body) + 1), f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl><w:p/>"
        )
    return write_docx(path, "".join(body) + "<w:sectPr/>", numbering=LISTS)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(old=_PIECES, new=_PIECES, seed=st.integers(0, 999))
def test_accepting_gives_the_new_text_and_rejecting_the_old(
    tmp_path: Path, old: list[str], new: list[str], seed: int
) -> None:
    rng = random.Random(seed)
    if not "".join(old).strip() or not "".join(new).strip():
        return
    paths = build(tmp_path / "old.docx", old, rng), build(tmp_path / "new.docx", new, rng)
    made = redline(*paths, tmp_path / "redline.docx")
    check_both_states(made, read(paths[0]), read(paths[1]))


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(old=_PIECES, new=_PIECES)
def test_texts_make_a_plain_file_with_the_same_promise(
    tmp_path: Path, old: list[str], new: list[str]
) -> None:
    if not "".join(old).strip() or not "".join(new).strip():
        return
    documents = [paste("\n\n".join(side), "text") for side in (old, new)]
    path = tmp_path / "redline.docx"
    write_redline(path, report(*documents), About())
    check_both_states(path, *documents)


# --- What stays and what changes ---------------------------------------------------------


def test_only_what_differs_is_touched(tmp_path: Path) -> None:
    body = [numbered(line) for line in LINES]
    old = write_docx(tmp_path / "old.docx", "".join(body), numbering=LISTS)
    body[0] = body[0].replace("thirty (30)", "ten (10)")
    new = write_docx(tmp_path / "new.docx", "".join(body), numbering=LISTS)
    made = redline(old, new, tmp_path / "redline.docx")
    root = etree.fromstring(zipfile.ZipFile(made).read("word/document.xml"))
    assert ["".join(d.itertext()) for d in root.iter(W + "del")] == ["thirty (30) days"]
    assert ["".join(i.itertext()) for i in root.iter(W + "ins")] == ["ten (10) days"]
    before = etree.fromstring(zipfile.ZipFile(old).read("word/document.xml"))
    same = [etree.tostring(p) for p in before.iter(W + "p")][1:]
    assert [etree.tostring(p) for p in root.iter(W + "p")][1:] == same
    comments = etree.fromstring(zipfile.ZipFile(made).read("word/comments.xml"))
    said = "".join(comments.itertext())
    assert "Stricter" in said and "Supplier" in said and "thirty (30) days → ten (10) days" in said


def test_a_move_is_marked_as_a_move(tmp_path: Path) -> None:
    old = write_docx(tmp_path / "old.docx", "".join(paragraph(line) for line in LINES))
    order = (*LINES[1:4], LINES[0], LINES[4])
    new = write_docx(tmp_path / "new.docx", "".join(paragraph(line) for line in order))
    made = redline(old, new, tmp_path / "redline.docx")
    root = etree.fromstring(zipfile.ZipFile(made).read("word/document.xml"))
    (gone,) = root.iter(W + "moveFromRangeStart")
    assert "".join(gone.getparent().itertext()) == LINES[0]
    assert not list(root.iter(W + "delText"))
    check_both_states(made, read(old), read(new))


def test_a_paragraph_split_in_two_keeps_its_words(tmp_path: Path) -> None:
    old = write_docx(tmp_path / "old.docx", "".join(paragraph(line) for line in LINES))
    first, second = LINES[4].split(". ")
    lines = (*LINES[:4], f"{first}.", second)
    new = write_docx(tmp_path / "new.docx", "".join(paragraph(line) for line in lines))
    made = redline(old, new, tmp_path / "redline.docx")
    root = etree.fromstring(zipfile.ZipFile(made).read("word/document.xml"))
    assert "".join(text for d in root.iter(W + "delText") for text in d.itertext()).strip() == ""
    check_both_states(made, read(old), read(new))


def test_lists_and_styles_that_the_base_lacks_come_along(tmp_path: Path) -> None:
    old = write_docx(tmp_path / "old.docx", "".join(paragraph(line) for line in LINES[:2]))
    listed = "".join(numbered(line) for line in LINES[2:])
    new = write_docx(tmp_path / "new.docx", paragraph(LINES[0]) + listed, numbering=LISTS)
    made = redline(old, new, tmp_path / "redline.docx")
    check_both_states(made, read(old), read(new))
    assert "1. Each party" in read(made).text


def test_what_cannot_be_taken_over_is_said(tmp_path: Path) -> None:
    old = write_docx(tmp_path / "old.docx", "".join(paragraph(line) for line in LINES))
    note = '<w:p><w:r><w:t>With a note.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    new = write_docx(tmp_path / "new.docx", "".join(paragraph(line) for line in LINES) + note)
    made = redline(old, new, tmp_path / "redline.docx")
    comments = zipfile.ZipFile(made).read("word/comments.xml").decode("utf-8")
    assert "not shown here: 1" in comments
    check_schema(made)


def test_the_states_of_a_file_with_tracked_changes(tmp_path: Path) -> None:
    who = 'w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"'
    body = paragraph(LINES[1]) + f'<w:p><w:ins {who}><w:r><w:t>Added line of text.</w:t></w:r></w:ins></w:p>'  # fmt: skip
    path = write_docx(tmp_path / "a.docx", body)
    old = read_document(path, JobControl(), ReadOptions(tracked_changes="original"))
    made = tmp_path / "redline.docx"
    write_redline(made, report(old, read(path), ComparisonMode.TRACKED), About())
    check_both_states(made, old, read(path))


def test_a_cancelled_redline_leaves_nothing_behind(tmp_path: Path) -> None:
    old = write_docx(tmp_path / "old.docx", "".join(paragraph(line) for line in LINES))
    new = write_docx(tmp_path / "new.docx", "".join(paragraph(line) for line in LINES[1:]))
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        write_redline(tmp_path / "r.docx", report(read(old), read(new)), About(), Watch(control))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new.docx", "old.docx"]


def test_real_contracts_keep_the_promise(shared_data: Path, tmp_path: Path) -> None:
    names = ("common-paper-mutual-nda", "openagreements-employment-offer-letter", "bonterms-mutual-nda")  # fmt: skip
    for name in names:
        path = shared_data / "documents" / "docx" / f"{name}.docx"
        changed = docx.Document(str(path))
        rng = random.Random(name)
        texts = [t for t in changed.element.body.iter(W + "t") if len(t.text or "") > 30]
        for text in rng.sample(texts, min(6, len(texts))):
            words = text.text.split(" ")
            words[rng.randrange(len(words))] = "ninety (90) days"
            text.text = " ".join(words)
        found = [p for p in changed.element.body if p.tag == W + "p" and len("".join(p.itertext())) > 40]  # fmt: skip
        if found:
            found[-1].addnext(copy.deepcopy(found[0]))
        new = tmp_path / f"{name}.docx"
        changed.save(str(new))
        made = redline(path, new, tmp_path / "redline.docx")
        check_both_states(made, read(path), read(new))


@pytest.mark.slow
def test_libreoffice_opens_a_redline(tmp_path: Path) -> None:
    office = find_office()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    old = write_docx(tmp_path / "old.docx", "".join(numbered(line) for line in LINES), numbering=LISTS)  # fmt: skip
    lines = (LINES[4], LINES[0].replace("thirty (30)", "ten (10)"), *LINES[2:4])
    new = write_docx(tmp_path / "new.docx", "".join(numbered(line) for line in lines), numbering=LISTS)  # fmt: skip
    made = redline(old, new, tmp_path / "redline.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "out"
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", str(out), str(made)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = out / "redline.docx"
    assert shown(read(again).text) == shown(read(new).text)
    original = read_document(again, JobControl(), ReadOptions(tracked_changes="original"))
    assert shown(original.text) == shown(read(old).text)
    shutil.rmtree(out)
