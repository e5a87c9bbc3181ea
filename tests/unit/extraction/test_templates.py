"""The built-in field templates: whole in both languages, loaded by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import UserError
from engine.extraction import format_fields, list_templates, load_template, parse_fields


def test_six_kinds_of_contract_in_two_languages() -> None:
    names = {"purchase", "lease", "employment", "nda", "loan", "service"}
    for language in ("en", "zh"):
        assert {template.name for template in list_templates(language)} == names


@pytest.mark.parametrize("template", list_templates(), ids=lambda t: f"{t.name}-{t.language}")
def test_every_template_reads_and_writes(template: object) -> None:
    fields = template.fields  # type: ignore[attr-defined]
    assert len(fields) >= 7
    assert parse_fields(format_fields(fields)) == fields


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
