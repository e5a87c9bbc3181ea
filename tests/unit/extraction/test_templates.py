"""The built-in field templates: whole in both languages, loaded by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import UserError
from engine.extraction import FieldSyntaxError, Template, list_templates, load_template
from engine.extraction.grammar import FieldList, format_field_list, parse_field_list
from engine.extraction.templates import TemplateShelf, read_template

KINDS = (
    "construction employment invoice lease loan nda purchase resume service ticket waybill".split()  # noqa: SIM905
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_document_in_two_languages(language: str) -> None:
    assert [template.name for template in list_templates(language)] == KINDS


@pytest.mark.parametrize("template", list_templates(), ids=lambda t: f"{t.name}-{t.language}")
def test_every_template_reads_and_writes(template: Template) -> None:
    assert len(template.fields) >= 7
    asked = FieldList(template.fields, template.rules)
    assert parse_field_list(format_field_list(asked)) == asked
    chinese = any("一" <= character <= "鿿" for character in template.text)
    assert chinese == (template.language == "zh")


def test_a_template_is_found_by_name_language_or_title() -> None:
    assert load_template("lease").language == "en"
    assert load_template("lease", "zh").title == "房屋租赁合同"
    assert load_template("lease-zh") == load_template("房屋租赁合同")
    with pytest.raises(UserError) as caught:
        load_template("divorce")
    assert caught.value.code == "template_unknown"
    assert "nda-en" in str(caught.value.params["known"])


def test_templates_can_live_in_another_folder(tmp_path: Path) -> None:
    for language in ("en", "zh"):
        (tmp_path / language).mkdir()
    (tmp_path / "en" / "own.txt").write_text("# Own list\nParty*\nTerm\n", encoding="utf-8")
    (template,) = list_templates(folder=tmp_path)
    assert (template.title, [field.name for field in template.fields]) == (
        "Own list",
        ["Party", "Term"],
    )


def test_a_saved_template_is_shared_as_a_file_and_imported(tmp_path: Path) -> None:
    mine, theirs = TemplateShelf(tmp_path / "mine"), TemplateShelf(tmp_path / "theirs")
    saved = mine.save("Supply: *my* list", "Party*, Fee(US$) >=0.7\n! Fee <= Fee")
    assert (saved.title, saved.language, saved.own) == ("Supply: *my* list", "en", True)
    mine.share(saved, tmp_path / "shared.txt")
    for title in ("Supply: *my* list", "Supply: *my* list (2)"):
        assert theirs.import_file(tmp_path / "shared.txt").title == title
    (first, _) = theirs.all()
    assert (first.fields, first.rules) == (saved.fields, saved.rules)
    assert load_template("supply: *my* list", shelf=theirs).own
    theirs.remove(first.title)
    assert [one.title for one in theirs.all()] == ["Supply: *my* list (2)"]


def test_a_built_in_template_keeps_its_language_when_it_is_shared(tmp_path: Path) -> None:
    shelf = TemplateShelf(tmp_path / "shelf")
    shelf.share(load_template("nda-zh"), tmp_path / "a.txt")
    assert shelf.import_file(tmp_path / "a.txt").language == "zh"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"# T\nAmount(US$", "field_bracket_unclosed"),
        (b"# T\n", "fields_empty"),
        (b"\x00\x01\xff" * 100_000, "template_too_large"),
    ],
)
def test_a_file_that_is_no_template_is_refused_and_nothing_is_kept(
    tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    shelf = TemplateShelf(tmp_path / "shelf")
    with pytest.raises(UserError) as caught:
        shelf.import_file(tmp_path / "a.txt")
    assert caught.value.code == code
    assert shelf.all() == []


def test_errors_of_a_file_stand_where_the_file_has_them(tmp_path: Path) -> None:
    text = "# Title\n# language: en\nParty\nFee(US$"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(FieldSyntaxError) as caught:
        read_template(tmp_path / "a.txt")
    assert caught.value.position == text.index("(US$")
    with pytest.raises(UserError, match="template_unreadable"):
        read_template(tmp_path / "missing.txt")
    with pytest.raises(UserError, match="template_title_empty"):
        TemplateShelf(tmp_path).save(" ", "Party")


def test_two_titles_that_make_one_file_name_are_two_templates(tmp_path: Path) -> None:
    shelf = TemplateShelf(tmp_path)
    shelf.save("a/b", "Party")
    shelf.save("a:b", "Date")
    assert [(one.title, one.text) for one in shelf.all()] == [("a/b", "Party"), ("a:b", "Date")]
    shelf.save("a:b", "Term")
    shelf.remove("a/b")
    assert [(one.title, one.text) for one in shelf.all()] == [("a:b", "Term")]


def test_a_template_is_found_by_its_title_whatever_its_file_is_called(tmp_path: Path) -> None:
    (tmp_path / "copied.txt").write_text("# Leases\nParty\n", encoding="utf-8")
    shelf = TemplateShelf(tmp_path)
    shelf.save("Leases", "Date")
    assert [one.text for one in shelf.all()] == ["Date"]
    shelf.remove("Leases")
    assert shelf.all() == []
