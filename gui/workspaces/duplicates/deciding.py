"""What people decide about clusters, as undoable edits that any later search follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from engine.dedupe.decisions import SPLIT_LIMIT, crossing, exclude, merge, pin, split
from engine.dedupe.merging import META, rules_of, rules_text
from engine.dedupe.survivorship import ColumnRule
from engine.errors import UserError
from engine.store import Project
from engine.types import Edit, ReviewState, Target
from gui.review import Review
from gui.undo import ListCommand


class Deciding(QObject):
    """Decides on clusters by the ids of their records. ``rules_changed`` says that the merged row is
    made otherwise. Thread: GUI."""

    rules_changed = Signal()
    failed = Signal(object)

    def __init__(self, project: Project, review: Review, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._review = review

    def exclude(self, ids: Sequence[str]) -> bool:
        """These rows belong to no cluster."""
        text = self.tr("Take %n row(s) out of the cluster", "", len(ids))
        return self._apply(text, lambda: [exclude(one) for one in ids])

    def split(self, part: Sequence[str], rest: Sequence[str]) -> bool:
        """``part`` is one thing, ``rest`` another."""
        text = self.tr("Split %n row(s) off the cluster", "", len(part))
        return self._apply(text, lambda: split(part, rest))

    def merge(self, clusters: Sequence[Sequence[str]]) -> bool:
        """All these clusters are one thing."""
        text = self.tr("Merge %n cluster(s)", "", len(clusters))

        def edits() -> list[Edit]:
            found: dict[str, Edit] = {}
            first = clusters[0]
            for other in clusters[1:]:
                if len(first) * len(other) > SPLIT_LIMIT:
                    raise UserError("split_too_large", rows=len(first) + len(other))
                for edit in merge(first, other, self._standing(first, other)):
                    found[edit.target_id] = edit
            return list(found.values())

        return self._apply(text, edits)

    def pin(self, record_id: str, others: Sequence[str]) -> bool:
        """This row stays, whichever of the others did."""
        return self._apply(
            self.tr("Pin the row that stays"),
            lambda: [*self._unpinned([one for one in others if one != record_id]), pin(record_id)],
        )

    def free(self, ids: Sequence[str]) -> bool:
        """Take back whatever was decided about these rows and the pairs among them."""

        def edits() -> list[Edit]:
            if len(ids) ** 2 > SPLIT_LIMIT:
                raise UserError("split_too_large", rows=len(ids))
            store = self._project.edits
            pairs = store.get_many(Target.PAIR, crossing(ids, ids))
            rows = store.get_many(Target.RECORD, ids)
            return [
                Edit(edit.target, edit.target_id, ReviewState.PROPOSED)
                for edit in (*pairs.values(), *rows.values())
            ]

        return self._apply(self.tr("Take decisions on %n row(s) back", "", len(ids)), edits)

    def excluded(self) -> list[str]:
        """The rows that were taken out of all clusters."""
        return [
            edit.target_id
            for edit in self._project.edits.all(Target.RECORD)
            if edit.state is ReviewState.REJECTED
        ]

    def rules(self) -> dict[str, ColumnRule]:
        """How each column of the merged row is chosen."""
        return rules_of(self._project.get_meta(META))

    def set_rules(self, rules: Mapping[str, ColumnRule]) -> None:
        """Choose the cells of merged rows otherwise."""
        before = self._project.get_meta(META)
        after = rules_text(rules)
        if before == after:
            return

        def put(kept: Sequence[object]) -> None:
            self._project.set_meta(META, str(kept[0]))
            self.rules_changed.emit()

        try:
            command = ListCommand(
                self.tr("Rules for the merged row"), [before], [after], put, self.failed.emit
            )
        except UserError as error:
            self.failed.emit(error)
        else:
            self._review.push(command)

    def _standing(self, first: Sequence[str], second: Sequence[str]) -> list[Edit]:
        """What stands on the pairs between two clusters and on their rows."""
        store = self._project.edits
        pairs = store.get_many(Target.PAIR, crossing(first, second))
        rows = store.get_many(Target.RECORD, [*first, *second])
        return [*pairs.values(), *rows.values()]

    def _unpinned(self, ids: Sequence[str]) -> list[Edit]:
        # There are few pins, and a cluster may have a million rows.
        own = set(ids)
        return [
            Edit(Target.RECORD, edit.target_id, ReviewState.PROPOSED)
            for edit in self._project.edits.all(Target.RECORD)
            if edit.state is ReviewState.ACCEPTED and edit.target_id in own
        ]

    def _apply(self, text: str, edits: Callable[[], Sequence[Edit]]) -> bool:
        try:
            made = edits()
        except UserError as error:
            self.failed.emit(error)
            return False
        return self._review.apply_edits(text, made)
