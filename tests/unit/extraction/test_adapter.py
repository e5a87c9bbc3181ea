"""Corrections as lessons, and the job that learns from them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.control import JobControl
from engine.documents import paste
from engine.errors import UserError
from engine.events import Progress
from engine.extraction import parse_fields
from engine.extraction.adapter import (
    FAINT_WINDOWS,
    Correction,
    agreement,
    f1,
    lessons,
    taught,
    value_key,
)
from engine.jobs import adapt as job
from engine.jobs.adapt import LEAST, AdaptRequest, adapt, corrections_of
from engine.jobs.adapt_material import reading, rehearsals
from engine.jobs.services import NoCache, Services
from engine.models.adapters.lessons import rehearsal
from engine.models.adapters.store import AdapterStore
from engine.models.personal import Personal
from engine.models.protocols import SpanScore
from engine.models.registry import ModelRegistry
from engine.store import Project
from engine.types import (
    Document,
    Edit,
    Extraction,
    Mention,
    ReviewState,
    Source,
    Target,
    Window,
    cell_id,
)
from tests.tiny_families import span_extractor

PARTY, TERM, LAW = parse_fields("Party*, Term, Governing law")
TEXT = (
    "Agreement between Acme Corp. and Globex Inc.\nThe term is two (2) years, that is 2 years. "
    "Acme Corp. pays. The laws of Oregon govern this Agreement."
)
DOCUMENT = paste(TEXT, "a")


def at(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


def right(field: object, *words: str) -> Correction:
    spans = tuple(at(word) for word in words)
    return Correction(DOCUMENT.id, field, ReviewState.EDITED, words, spans)  # type: ignore[arg-type]


def test_a_value_teaches_its_place_and_nothing_of_its_repetitions() -> None:
    (one,) = taught(DOCUMENT, [right(PARTY, "Acme Corp.", "Globex Inc.")])
    assert one.right == (at("Acme Corp."), at("Globex Inc."))
    assert one.silent == (at("Acme Corp.", 30),)


def test_a_typed_value_is_looked_for_and_teaches_nothing_where_it_is_not() -> None:
    typed = Correction(DOCUMENT.id, LAW, ReviewState.EDITED, ("oregon",))
    assert taught(DOCUMENT, [typed])[0].right == (at("Oregon"),)
    missing = Correction(DOCUMENT.id, LAW, ReviewState.EDITED, ("Texas",))
    assert taught(DOCUMENT, [missing]) == []
    none = Correction(DOCUMENT.id, LAW, ReviewState.EDITED)
    (one,) = taught(DOCUMENT, [none])
    assert one.right == () == one.silent


def test_a_rejected_value_says_only_what_is_wrong() -> None:
    wrong = Correction(DOCUMENT.id, LAW, ReviewState.REJECTED, ("Acme",), (at("Acme Corp."),))
    (one,) = taught(DOCUMENT, [wrong])
    assert one.right == ()
    start, end = at("Acme Corp.")
    assert one.silent == ((0, start), (end, len(TEXT)))


def test_wrong_values_are_known_as_such() -> None:
    whole = Window(0, len(TEXT))
    rejected = Correction(DOCUMENT.id, LAW, ReviewState.REJECTED, ("Acme",), (at("Acme Corp."),))
    (lesson,) = lessons(DOCUMENT, taught(DOCUMENT, [rejected]), [whole], [[]])
    assert lesson.wrong == ((at("Acme Corp."),),)
    known = taught(DOCUMENT, [right(LAW, "Oregon")])
    seen = [SpanScore(0, *at("Globex"), 0.6), SpanScore(0, *at("of Oregon"), 0.5)]
    (lesson,) = lessons(DOCUMENT, known, [whole], [seen])
    assert lesson.wrong == ((at("Globex"),),)


def test_windows_with_values_teach_and_a_few_without() -> None:
    known = taught(DOCUMENT, [right(TERM, "2 years"), right(LAW, "Oregon")])
    windows = [Window(n, n + 30) for n in range(0, len(TEXT) - 30, 12)]
    seen = [[] for _ in windows]
    seen[0] = [SpanScore(1, 2, 8, 0.9)]
    made = lessons(DOCUMENT, known, windows, seen)
    full = [lesson for lesson in made if any(lesson.right)]
    assert len(made) == len(full) + FAINT_WINDOWS
    for lesson in full:
        for spans, word in zip(lesson.right, ("2 years", "Oregon"), strict=True):
            assert all(lesson.text[start:end] == word for start, end in spans)
    # The window in which the extractor was most clearly wrong comes first among the empty ones.
    assert made[len(full)].text == TEXT[:30]


def test_the_same_value_in_other_words_is_not_taught_to_be_wrong() -> None:
    known = taught(DOCUMENT, [right(TERM, "2 years")])
    whole = Window(0, len(TEXT))
    (plain,) = lessons(DOCUMENT, known, [whole], [[]])
    assert plain.silent == ((),)
    (wise,) = lessons(DOCUMENT, known, [whole], [[SpanScore(0, *at("two (2) years"), 0.8)]])
    assert wise.silent == ((at("two (2) years"),),)


def test_agreement_counts_values_as_people_compare_them() -> None:
    judged = [right(PARTY, "Acme Corp.", "Globex Inc."), right(TERM, "2 years"), right(LAW)]
    spans = [
        SpanScore(0, *at("Acme Corp."), 0.9),
        SpanScore(0, *at("Globex"), 0.8),
        SpanScore(1, *at("two (2) years"), 0.7),
        SpanScore(2, *at("Oregon"), 0.4),
    ]
    assert agreement(DOCUMENT, judged, spans) == (3, 2, 3)
    wrong = Correction(DOCUMENT.id, LAW, ReviewState.REJECTED, ("Oregon",), (at("Oregon"),))
    assert agreement(DOCUMENT, [wrong], [SpanScore(0, *at("Oregon"), 0.9)]) == (1, 0, 0)
    assert f1((0, 0, 0)) == 1.0 and f1((3, 2, 3)) == pytest.approx(2 / 3)
    assert value_key(TERM, "two (2) years") == value_key(TERM, "2 years")


# --- The project and the job -----------------------------------------------------------


def mention(field: str, words: str, chosen: bool = True) -> Mention:
    start, end = at(words)
    return Mention(
        f"{field}{start}", DOCUMENT.id, field, start, end, words, 0.9, Source.MODEL, chosen=chosen
    )


def test_judged_cells_of_a_project_become_corrections(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.cdesk") as project:
        project.documents.append([DOCUMENT])
        found = [
            mention("Party", "Acme Corp."),
            mention("Party", "Globex Inc."),
            mention("Governing law", "Oregon"),
            mention("Term", "two (2) years"),
        ]
        project.cells.append([Extraction(DOCUMENT.id, tuple(found), 1.0)])
        for field, state, value, span in (
            ("Party", ReviewState.ACCEPTED, None, (-1, -1)),
            ("Governing law", ReviewState.REJECTED, None, (-1, -1)),
            ("Term", ReviewState.EDITED, "2 years", at("2 years")),
        ):
            target = cell_id(DOCUMENT.id, field)
            project.edits.apply(Edit(Target.CELL, target, state, value, *span))
        party, term, law = corrections_of(project, (PARTY, TERM, LAW))
        assert party.values == ("Acme Corp.", "Globex Inc.") and len(party.spans) == 2
        assert (term.state, term.spans) == (ReviewState.EDITED, (at("2 years"),))
        assert (law.state, law.values) == (ReviewState.REJECTED, ("Oregon",))
        assert corrections_of(project, parse_fields("Address")) == ()


class Texts:
    """Documents by number."""

    def __init__(self) -> None:
        self.documents = {
            str(n): paste(f"No. {n}. The laws of Delaware govern this; the Buyer pays {n}.", str(n))
            for n in range(8)
        }

    def load(self, reference: str, control: JobControl) -> Document:
        if reference not in self.documents:
            raise UserError("file_missing", path=reference)
        return self.documents[reference]


def services(tmp_path: Path) -> Services:
    span_extractor(tmp_path / "models" / "tiny")
    models = ModelRegistry([tmp_path / "models"], "cpu", 1, personal=Personal(tmp_path / "data"))
    return Services(models, Texts(), NoCache(), models)


def corrections(count: int) -> tuple[Correction, ...]:
    return tuple(Correction(str(n), LAW, ReviewState.EDITED, ("Delaware",)) for n in range(count))


def test_the_job_learns_and_the_next_run_uses_it(tmp_path: Path) -> None:
    outside = services(tmp_path)
    before = outside.models.extractor("tiny").info.digest
    request = AdaptRequest((*corrections(8), *corrections(9)[8:]), "tiny", minutes=1)
    said = list(adapt(request, outside, JobControl()))
    assert all(isinstance(payload, Progress) for payload in said)
    assert [p.stage for p in said if isinstance(p, Progress)][-1] == job.CHECKING
    store = AdapterStore(tmp_path / "data" / "adapters")
    (version,) = store.versions("tiny")
    assert version.documents == 8 and version.cells == 8
    assert version.after >= version.before
    assert outside.models.extractor("tiny").info.digest != before


def test_too_little_to_learn_from_is_said(tmp_path: Path) -> None:
    outside = services(tmp_path)
    for given in (corrections(LEAST - 1), corrections(0)):
        with pytest.raises(UserError, match="adapter_too_few"):
            list(adapt(AdaptRequest(given, "tiny"), outside, JobControl()))
    nowhere = tuple(Correction(str(n), LAW, ReviewState.EDITED, ()) for n in range(LEAST + 1))
    with pytest.raises(UserError, match="adapter_too_few"):
        list(adapt(AdaptRequest(nowhere, "tiny"), outside, JobControl()))


def test_what_is_worse_is_not_adopted() -> None:
    assert job._no_worse((0.5, 0.9), (0.5, 0.9))
    assert not job._no_worse((0.5, 0.9), (0.49, 0.9))
    assert not job._no_worse((0.5, 0.9), (0.9, 0.85))


class Figures:
    """A test whose outcome follows from how much of what was learned is in use."""

    def __init__(self, forgets_above: float) -> None:
        self.forgets_above = forgets_above

    def extractor(self, tensors: dict[str, torch.Tensor]) -> float:
        return float(tensors["v.add"][0])

    def both(self, share: float, kept: list[object]) -> tuple[float, float]:
        return 0.5 + share / 10, 0.9 if share <= self.forgets_above else 0.5


def looks(*reached: tuple[float, float]) -> list[job._Look]:
    return [
        job._Look({"v.add": torch.full((2,), 1.0 + n)}, figures)
        for n, figures in enumerate(reached)
    ]


def adoptable(found: list[job._Look], test: Figures, before: tuple[float, float]) -> job._Look:
    return job._adoptable(found, [], test, before)  # type: ignore[arg-type]


def test_what_did_best_and_forgot_nothing_is_adopted() -> None:
    found = looks((0.6, 0.9), (0.8, 0.9), (0.8, 0.9), (0.7, 0.9))
    assert adoptable(found, Figures(9), (0.5, 0.9)) is found[2]


def test_less_is_tried_where_something_is_forgotten() -> None:
    found = looks((0.52, 0.9), (0.8, 0.5))
    less = adoptable(found, Figures(1.3), (0.5, 0.9))
    assert float(less.tensors["v.add"][0]) == pytest.approx(2 * 0.6) and less.reached[1] == 0.9
    # Of less, none is good enough: the earlier step is.
    assert adoptable(found, Figures(0.0), (0.5, 0.9)) is found[0]
    with pytest.raises(UserError, match="adapter_not_better") as caught:
        adoptable(found[1:], Figures(0.0), (0.5, 0.9))
    assert caught.value.params["after"] == 0.8 and caught.value.params["retained_after"] == 0.5


def test_of_very_many_lessons_some_are_learned_from() -> None:
    few = [rehearsal(str(n), ()) for n in range(job._MOST_LESSONS)]
    assert job._some(few) is few
    some = job._some([rehearsal(str(n), ()) for n in range(2 * job._MOST_LESSONS)])
    numbers = [int(lesson.text) for lesson in some]
    assert len(numbers) == job._MOST_LESSONS and numbers == sorted(set(numbers))


def test_what_is_kept_back_stays_so_when_more_is_corrected() -> None:
    few = [f"document {n}" for n in range(20)]
    back = job._kept_back(few)
    later = job._kept_back([*few, *(f"more {n}" for n in range(4))])
    assert len(back) == 5 and len(later) == 6 and len(back & later) >= 4
    assert len(job._kept_back(few[:LEAST])) == 1


def test_what_is_corrected_is_not_rehearsed(tmp_path: Path) -> None:
    extractor = services(tmp_path).models.extractor("tiny")
    asked = [
        {f.name for lesson in rehearsals(one, extractor) for f in lesson.fields}
        for one in (
            reading(DOCUMENT, [right(PARTY, "Acme Corp.")], extractor),
            reading(DOCUMENT, [right(LAW, "Oregon")], extractor),
        )
    ]
    assert not asked[0] & {"Party", "甲方", "乙方"} and "Governing law" in asked[0]
    assert "Governing law" not in asked[1] and "Party" in asked[1]
