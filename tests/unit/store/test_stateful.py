"""Any order of runs, edits, undo, redo, removal, saving and reopening keeps what people decided."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.store import Project
from engine.types import Edit, ReviewState, Target, cell_id
from tests.unit.store.records import document, extraction, mention, pair

DOCUMENTS = [document(number) for number in range(3)]
FIELDS = ("Fee", "Term")
OFFERS = ("30,000 USD", "30 days", "30", "")
PAIRS = [pair(2, 3, 0.9), pair(4, 5, 0.8)]
CELLS = [(doc.id, field) for doc in DOCUMENTS for field in FIELDS]
STATES = [ReviewState.ACCEPTED, ReviewState.REJECTED]


class Review(RuleBasedStateMachine):
    """A model of what the project should show: the last run's offers, and decisions over them."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clausedesk-test-"))
        self.project = Project.create(self.folder / "a.cdesk")
        self.project.documents.append(DOCUMENTS)
        self.offers = dict.fromkeys(CELLS, "")
        self.decided: dict[tuple[str, str], tuple[ReviewState, str]] = {}
        self.pair_states: dict[str, ReviewState] = {}
        self.done: list[list[Edit]] = []
        self.undone: list[list[Edit]] = []
        self.past: list[tuple[dict, dict]] = []
        self.future: list[tuple[dict, dict]] = []
        self.removed: set[str] = set()

    @rule(offer=st.sampled_from(OFFERS), field=st.sampled_from(FIELDS), which=st.integers(0, 2))
    def run_again(self, offer: str, field: str, which: int) -> None:
        doc = DOCUMENTS[which]
        found = [mention(doc, field, offer)] if offer else []
        self.project.cells.append([extraction(doc, *found)], "run", [field])
        self.offers[doc.id, field] = offer

    @rule()
    def search_again(self) -> None:
        self.project.pairs.append(PAIRS, "run")

    @rule(place=st.sampled_from(CELLS), value=st.text(max_size=5))
    def type_a_value(self, place: tuple[str, str], value: str) -> None:
        self._apply(Edit(Target.CELL, cell_id(*place), ReviewState.EDITED, value))
        self.decided[place] = (ReviewState.EDITED, value)

    @rule(
        places=st.lists(st.sampled_from(CELLS), min_size=1, unique=True),
        state=st.sampled_from(STATES),
    )
    def judge(self, places: list[tuple[str, str]], state: ReviewState) -> None:
        fresh = [place for place in places if place not in self.decided]
        edits = [Edit(Target.CELL, cell_id(*place), state) for place in fresh]
        self._apply(*edits)
        for place in fresh:
            self.decided[place] = (state, self.offers[place])

    @rule(item=st.sampled_from(PAIRS), state=st.sampled_from(STATES))
    def judge_a_pair(self, item: object, state: ReviewState) -> None:
        self._apply(Edit(Target.PAIR, item.id, state))  # type: ignore[attr-defined]
        self.pair_states[item.id] = state  # type: ignore[attr-defined]

    @rule(place=st.sampled_from(CELLS))
    def take_back(self, place: tuple[str, str]) -> None:
        self._apply(Edit(Target.CELL, cell_id(*place), ReviewState.PROPOSED))
        self.decided.pop(place, None)

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.undone.append(self.project.edits.apply_many(self.done.pop()))
        self.future.append(self._state())
        self._restore(self.past.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.done.append(self.project.edits.apply_many(self.undone.pop()))
        self.past.append(self._state())
        self._restore(self.future.pop())

    @rule(which=st.integers(0, 2))
    def remove_or_restore(self, which: int) -> None:
        key = DOCUMENTS[which].id
        if key in self.removed:
            self.project.documents.restore([key])
        else:
            self.project.documents.remove([key])
        self.removed ^= {key}

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.folder / "a.cdesk")
        for key in self.removed:
            for field in FIELDS:
                self.offers[key, field] = ""
        self.project.documents.append(DOCUMENTS)
        self.removed.clear()

    @rule()
    def save_a_copy(self) -> None:
        copy = self.folder / "copy.cdesk"
        self.project.save_copy(copy)
        with Project.open(copy) as copied:
            assert sorted(edit.target_id for edit in copied.edits.all()) == sorted(
                edit.target_id for edit in self.project.edits.all()
            )

    @invariant()
    def every_cell_shows_what_it_should(self) -> None:
        for place in CELLS:
            cell = self.project.cells.cell(*place)
            state, value = self.decided.get(place, (ReviewState.PROPOSED, self.offers[place]))
            assert (cell.state, cell.value) == (state, value), place

    @invariant()
    def rows_and_pairs_agree(self) -> None:
        rows = self.project.cells.page(0, 10, fields=FIELDS)
        assert {row.document_id for row in rows} == {d.id for d in DOCUMENTS} - self.removed
        for row in self.project.pairs.page(0, 10):
            assert row.state is self.pair_states.get(row.id, ReviewState.PROPOSED)

    def teardown(self) -> None:
        if hasattr(self, "project"):
            self.project.close()
            shutil.rmtree(self.folder)

    def _apply(self, *edits: Edit) -> None:
        self.past.append(self._state())
        self.done.append(self.project.edits.apply_many(edits))
        self.undone.clear()
        self.future.clear()

    def _state(self) -> tuple[dict, dict]:
        return dict(self.decided), dict(self.pair_states)

    def _restore(self, state: tuple[dict, dict]) -> None:
        self.decided, self.pair_states = dict(state[0]), dict(state[1])


TestReview = Review.TestCase
TestReview.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
