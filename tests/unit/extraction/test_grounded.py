"""Every candidate is a stretch of its document, over a sample of real documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import grounded
from engine.extraction import parse_fields
from engine.extraction.mentions import make_mention
from engine.models.registry import ModelRegistry
from engine.types import Extraction, Source
from tests.unit.extraction.documents import document


@pytest.mark.parametrize(
    ("name", "every", "fields"),
    [
        ("documents", 30, grounded.ENGLISH),
        ("kleister_nda", 60, grounded.ENGLISH),
        ("fddc_zh", 120, grounded.CHINESE),
        ("templates_zh", 60, grounded.CHINESE),
    ],
)
def test_every_value_of_the_rules_stands_in_its_document(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch, name: str, every: int, fields: str
) -> None:
    monkeypatch.setenv("CLAUSEDESK_DATA", str(shared_data))
    references, sources = grounded.references_of(name, every)
    count = grounded.Count()
    grounded.checked(references, sources, ModelRegistry([]), parse_fields(fields), None, count)
    assert count.documents == len(references) > 4 and count.failed == 0
    assert count.values > 2 * count.documents
    assert count.ungrounded == []


def test_a_value_that_stands_nowhere_is_found_out() -> None:
    doc = document("The laws of Oregon govern this.")
    (law,) = parse_fields("Governing law")
    right = make_mention(doc, law, 12, 18, 0.9, Source.MODEL)
    wrong = (replace(right, text="Texas"), replace(right, end=99), replace(right, start=18))
    found = grounded.ungrounded(doc, Extraction(doc.id, (right, *wrong), 1.0))
    assert tuple(found) == wrong
