"""A workbook that a person edited, read back into the review: what changed, what cannot be told.

>>> found = read_back(project, path)
>>> previous = project.edits.apply_many(edits_of(found.changes))     # undone by apply_many(previous)

Nothing is written here: the caller applies the edits in one step, so that they are undone as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import UserError
from engine.export.identity import ID_HEADING, KEY_HEADING, MARK, MEMORY
from engine.export.watch import UNWATCHED, Watch
from engine.extraction.checks import record_cell
from engine.extraction.relations import PATH
from engine.jobs.cell_text import same_cell, text_of
from engine.store import Project
from engine.tables import workbook
from engine.tables.model import Remarks
from engine.types import Edit, Field, ItemFailure, ReviewState, Scalar, Target, cell_id

_Row = tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that a person changed in the workbook. ``before`` is what was exported, ``after`` what
    stands there now (empty where it was cleared), ``now`` what stands in the project."""

    document_id: str
    document: str
    field: str
    before: str
    after: str
    now: str

    @property
    def cell_id(self) -> str:
        """The id of the cell in the project."""
        return cell_id(self.document_id, self.field)


@dataclass(slots=True)
class ReadBack:
    """What a workbook holds that the project does not. ``changes`` can be applied as they are;
    ``conflicts`` are cells that were changed in the project as well, since the export; ``problems``
    are rows and columns that could not be matched; ``same`` counts the cells left as they were."""

    changes: list[CellChange] = field(default_factory=list)
    conflicts: list[CellChange] = field(default_factory=list)
    problems: list[ItemFailure] = field(default_factory=list)
    same: int = 0


def read_back(project: Project, path: Path, watch: Watch = UNWATCHED) -> ReadBack:
    """Hold the edited workbook at ``path`` against what it was when it was exported, and against
    the project.

    Rows are matched by their hidden ids, so that they may have been sorted, filtered or left out.
    Raises ``UserError``: ``workbook_not_exported`` for one that this program did not export;
    ``table_encrypted``, ``table_damaged``.
    """
    titles = [sheet.name for sheet in workbook.sheets(path)]
    memory = _remembered(path, [t for t in titles if t == MEMORY or t.startswith(f"{MEMORY} (")])
    reader = _Reader(project, memory)
    for title in titles:
        if not title.startswith(MEMORY):
            reader.sheet(title, watch.over(_rows(path, title)))
    return reader.found


def edits_of(changes: Iterable[CellChange], reason: str = "") -> list[Edit]:
    """The decisions that ``changes`` are: a new value, or none where the cell was cleared."""
    return [
        Edit(
            Target.CELL,
            change.cell_id,
            ReviewState.EDITED if change.after else ReviewState.REJECTED,
            change.after or None,
            reason=reason,
        )
        for change in changes
    ]


def _rows(path: Path, title: str) -> Iterator[tuple[int, _Row]]:
    for row in workbook.rows(path, title, Remarks()):
        if not isinstance(row, ItemFailure):
            yield row


def _remembered(path: Path, titles: Sequence[str]) -> dict[tuple[str, str], str]:
    """What stood in each cell when the workbook was written, by document and name."""
    memory: dict[tuple[str, str], str] = {}
    for title in titles:
        rows = _rows(path, title)
        if next(rows, (0, ()))[1][:1] != (MARK,):
            continue
        for _, row in rows:
            if len(row) > 2 and row[2]:
                _, _, document, name, text = (*row, None, None)[:5]
                memory[str(document), str(name)] = "" if text is None else str(text)
    if not memory:
        raise UserError("workbook_not_exported", path=str(path))
    return memory


class _Reader:
    """Goes over the visible sheets of one workbook."""

    def __init__(self, project: Project, memory: Mapping[tuple[str, str], str]) -> None:
        self._project = project
        self._memory = memory
        self._names = {
            document_id: Path(place).name
            for document_id, place in project.documents.paths().items()
        }
        fields = project.lanes.defined().fields
        self._fields = {one.name: one for one in fields}
        self._seen: dict[tuple[str, str], str] = {}
        self.found = ReadBack()

    def sheet(self, title: str, rows: Iterator[tuple[int, _Row]]) -> None:
        """One sheet; sheets without hidden ids hold nothing to read back."""
        header = [str(cell) if cell is not None else "" for cell in next(rows, (0, ()))[1]]
        if ID_HEADING not in header:
            return
        place = header.index(ID_HEADING)
        key = header.index(KEY_HEADING) if KEY_HEADING in header else None
        columns = self._columns(title, header, key is not None)
        for number, row in rows:
            document = _at(row, place)
            if document is None:
                if any(_at(row, at) is not None for at in columns):
                    self._problem(title, number, "row_without_id")
            elif str(document) not in self._names:
                self._problem(title, number, "row_of_other_document")
            else:
                record = str(_at(row, key)) if key is not None else ""
                self._row(title, number, str(document), record, row, columns)

    def _columns(self, title: str, header: Sequence[str], grouped: bool) -> dict[int, Field]:
        """Which columns of the sheet are which fields."""
        known = self._fields
        if grouped:
            group = next((f for f in known.values() if f.columns and _titled(title, f.name)), None)
            known = {column.name: column for column in group.columns} if group else {}
        found: dict[int, Field] = {}
        for at, name in enumerate(header):
            if name in known and not known[name].columns and known[name] not in found.values():
                found[at] = known[name]
        return found

    def _row(
        self,
        title: str,
        number: int,
        document: str,
        record: str,
        row: _Row,
        columns: Mapping[int, Field],
    ) -> None:
        for at, column in columns.items():
            name = column.name
            if record:
                group, key, _ = (*record.split(PATH), "", "")[:3]
                name = record_cell(group, key, column.name)
            place = (document, name)
            if place not in self._memory:
                continue
            before, value = self._memory[place], _at(row, at)
            if same_cell(column, before, value):
                self.found.same += 1
            elif place in self._seen and self._seen[place] != text_of(column, value, before):
                self._problem(title, number, "row_repeated")
            else:
                self._changed(place, before, text_of(column, value, before))

    def _changed(self, place: tuple[str, str], before: str, after: str) -> None:
        if place in self._seen:
            return
        self._seen[place] = after
        document, name = place
        cell = self._project.cells.cell(document, name)
        now = "" if cell.state is ReviewState.REJECTED else cell.value
        change = CellChange(document, self._names[document], name, before, after, now)
        if now == after:
            self.found.same += 1
        elif now == before:
            self.found.changes.append(change)
        else:
            self.found.conflicts.append(change)

    def _problem(self, title: str, number: int, code: str) -> None:
        item = f"{title}, {number}"
        self.found.problems.append(ItemFailure(item, code, (("sheet", title), ("row", number))))


def _titled(title: str, group: str) -> bool:
    """Whether a sheet is a group's own or goes on with it."""
    return title == group or title.split(" (")[0] == group or group.startswith(title)


def _at(row: _Row, at: int | None) -> Scalar:
    return row[at] if at is not None and at < len(row) else None
