"""Duplicate rows to xlsx, csv and jsonl."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from engine.dedupe.decisions import EXCLUDED, UNDECIDED, Decisions, JudgedPairs, regroup
from engine.dedupe.survivorship import ColumnRule
from engine.export.about import About
from engine.export.common import add_failures, add_run, csv_value, json_line
from engine.export.files import Target, format_of, text_output
from engine.export.labels import Translate, labels
from engine.export.merged import NO_RULES, MergedRows
from engine.export.originals import originals
from engine.export.replay import replayed
from engine.export.sheets import Book, Sheet, Styled, workbook
from engine.types import Address, Cluster, Pair, Record, cell_text

DUPLICATE_FORMATS = ("xlsx", "jsonl", "csv")

_ADDED = ("Cluster", "Role", "Score", "Decision")
SEPARATOR = " | "
"""Between the columns of a record shown in one cell."""

_DECIDED = ("accepted", "rejected", "edited")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet of the input: ``records`` gives all its rows in order, and may be called more
    than once."""

    path: str
    sheet: str
    header: Sequence[str]
    records: Callable[[], Iterator[Record]]


def write_duplicates(
    target: Target,
    sheets: Sequence[SheetRows],
    pairs: JudgedPairs | Callable[[], JudgedPairs],
    clusters: Iterable[Cluster],
    about: About,
    kind: str = "",
    decisions: Decisions = UNDECIDED,
    rules: Mapping[str, ColumnRule] = NO_RULES,
    aliases: Sequence[Sequence[str]] = (),
) -> None:
    """xlsx: every original row with cluster, role, score and decision, the clean sheet, the pairs
    and the run; csv: every original row with the same columns; jsonl: a line a pair.

    ``pairs`` come with their review states (``proposed`` where nobody looked); what gives them each
    time it is called spares a copy of them. ``clusters`` are those of the search: they are written
    as the decisions on pairs and ``decisions`` leave them, see :func:`engine.dedupe.decisions.regroup`.
    A sheet whose xlsx file is still there keeps its formulas and number formats. ``rules`` by column
    merge the rows of a cluster into the one that stays in the clean sheet; without any it stays as
    it is. ``aliases`` are the names that a column goes by in other sheets, after its own."""
    kind = format_of(target, kind, DUPLICATE_FORMATS)
    with replayed(pairs) as again:

        def records() -> Iterator[Record]:
            return chain.from_iterable(sheet.records() for sheet in sheets)

        decided = regroup(clusters, again, records, decisions)
        places = _Places(decided, decisions.excluded)
        if kind == "jsonl":
            _write_jsonl(target, sheets, again(), places)
        elif kind == "xlsx" and isinstance(target, Path):
            sources = [(sheet.path, sheet.header, sheet.records) for sheet in sheets]
            merged = MergedRows(decided, sources, rules)
            _write_xlsx(target, sheets, again, places, about, merged, aliases)
        else:
            for pair, state in again():
                places.note(pair, state)
            _write_csv(target, sheets, places, about)


@dataclass(slots=True)
class _Place:
    """Where one record stands among the duplicates."""

    cluster: int | None = None
    role: str = "unique"
    score: float | None = None
    decision: str = ""


class _Places:
    """The place of each record that is in a pair or a cluster; all others are unique."""

    def __init__(self, clusters: Iterable[Cluster], excluded: Iterable[str] = ()) -> None:
        self._places = {row: _Place(decision=EXCLUDED) for row in excluded}
        for cluster in clusters:
            for record_id in cluster.record_ids:
                role = "survivor" if record_id == cluster.survivor_id else "duplicate"
                self._places[record_id] = _Place(cluster.number, role)

    def cluster_of(self, pair: Pair, state: str) -> int | None:
        """The cluster that ``pair`` helps to hold together."""
        joins = state != "rejected" and (pair.cluster is not None or state == "accepted")
        left, right = self._places.get(pair.left_id), self._places.get(pair.right_id)
        if not joins or left is None or right is None or left.cluster != right.cluster:
            return None
        return left.cluster

    def note(self, pair: Pair, state: str) -> None:
        """Keep the best score and what was decided for both records of ``pair``."""
        for record_id in (pair.left_id, pair.right_id):
            place = self._places.setdefault(record_id, _Place())
            place.score = max(place.score or 0.0, pair.score)
            if state in _DECIDED and state not in place.decision.split(", "):
                place.decision = f"{place.decision}, {state}".strip(", ")

    def of(self, record: Record) -> _Place:
        """The place of ``record``."""
        return self._places.get(record.id) or _Place()


# --- xlsx ----------------------------------------------------------------------------


def _write_xlsx(
    target: Path,
    sheets: Sequence[SheetRows],
    pairs: Callable[[], JudgedPairs],
    places: _Places,
    about: About,
    merged: MergedRows,
    aliases: Sequence[Sequence[str]],
) -> None:
    label = labels(about.language)
    with workbook(target) as book:
        marked = [_marked_sheet(book, sheet, label) for sheet in sheets]
        clean = [_clean_sheet(book, sheet, label, len(sheets) > 1) for sheet in sheets]
        _add_pairs(book, pairs(), _compared(sheets, pairs()), places, sheets, label, aliases)
        for source, all_rows, survivors in zip(sheets, marked, clean, strict=True):
            _add_rows(source, all_rows, survivors, places, label, merged)
        add_failures(book, about)
        add_run(book, about)


def _add_rows(
    source: SheetRows,
    all_rows: Sheet,
    survivors: Sheet,
    places: _Places,
    label: Translate,
    merged: MergedRows,
) -> None:
    """Every row with what was added, formulas where they still stand in their place; then those that
    stay, with what their formulas gave."""
    written = 1
    with originals(source.path, source.sheet, source.header) as file:
        for record in source.records():
            place = places.of(record)
            # Rows without any value are no records: they keep the others in their place.
            while file.in_place and written < record.address.row - 1:
                all_rows.row([])
                written += 1
            written += 1
            values = file.row(record, file.in_place)
            all_rows.row([*_padded(values, source), *_added(place, label)])
            if place.role != "duplicate":
                survivors.row(merged.of(record, source.header, file.row(record, False)))


def _marked_sheet(book: Book, source: SheetRows, label: Translate) -> Sheet:
    title = source.sheet or Path(source.path).stem
    header = [*source.header, *(label(name) for name in _ADDED)]
    return book.sheet(title, header, [18] * len(source.header) + [10] * len(_ADDED))


def _clean_sheet(book: Book, source: SheetRows, label: Translate, several: bool) -> Sheet:
    title = label("Clean")
    if several:
        title = f"{title} {source.sheet or Path(source.path).stem}"
    return book.sheet(title, source.header, [18] * len(source.header))


def _padded(values: Sequence[Any], source: SheetRows) -> list[Any]:
    """A record's values, as many as the header has: a ragged row keeps what it has too many."""
    return [*values, *[None] * (len(source.header) - len(values))]


def _added(place: _Place, label: Translate) -> list[Any]:
    score = None if place.score is None else Styled(round(place.score, 4), number_format="0.000")
    decision = ", ".join(label(part) for part in place.decision.split(", ") if part)
    return [place.cluster, label(place.role), score, decision or None]


def _add_pairs(
    book: Book,
    pairs: JudgedPairs,
    columns: Sequence[str],
    places: _Places,
    sheets: Sequence[SheetRows],
    label: Translate,
    aliases: Sequence[Sequence[str]],
) -> None:
    """The audit sheet: every pair with its parts; notes each pair in ``places`` on the way."""
    several = len({source.path for source in sheets}) > 1
    sheet: Sheet | None = None
    texts: dict[str, str] = {}
    for pair, state in pairs:
        places.note(pair, state)
        if sheet is None:
            texts = _texts(sheets, columns, aliases)
            header = _pairs_header(columns, label)
            sheet = book.sheet(label("Pairs"), header, [20, 9, 46, 20, 9, 46])
        why = dict(pair.why)
        sheet.row(
            [
                *_where(pair.left, several),
                texts.get(pair.left_id),
                *_where(pair.right, several),
                texts.get(pair.right_id),
                Styled(round(pair.score, 4), number_format="0.000"),
                places.cluster_of(pair, state),
                label(state),
                *(why.get(name) for name in columns),
            ]
        )


def _compared(sheets: Sequence[SheetRows], pairs: JudgedPairs) -> list[str]:
    """The columns that any pair was compared by, in the order of the sheets: a pair says nothing of
    those that are blank on one side."""
    met = {name for pair, _ in pairs for name, _ in pair.why}
    ordered = dict.fromkeys(name for sheet in sheets for name in sheet.header if name in met)
    return [*ordered, *sorted(met - ordered.keys())]


def _pairs_header(columns: Sequence[str], label: Translate) -> list[str]:
    left, right = ("Left sheet", "Left row", "Left"), ("Right sheet", "Right row", "Right")
    names = (*left, *right, "Score", "Cluster", "Decision")
    return [*(label(name) for name in names), *columns]


def _where(address: Address, several: bool) -> list[Any]:
    file = Path(address.path)
    sheet = address.sheet or file.name
    if several:
        # A csv file's one sheet is called as the file is.
        sheet = file.name if sheet in (file.stem, file.name) else f"{file.name} › {sheet}"
    return [sheet, address.row]


def _texts(
    sheets: Sequence[SheetRows], columns: Sequence[str], aliases: Sequence[Sequence[str]]
) -> dict[str, str]:
    """What each record has in ``columns``, for a reader to compare."""
    named = {names[0]: names for names in aliases if names}
    texts = {}
    for source in sheets:
        header = list(source.header)
        there = [
            next((name for name in named.get(column, (column,)) if name in header), None)
            for column in columns
        ]
        places = [header.index(name) for name in there if name is not None]
        for record in source.records():
            values = (record.values[place] for place in places if place < len(record.values))
            texts[record.id] = SEPARATOR.join(
                cell_text(value) for value in values if value is not None
            )
    return texts


# --- csv and jsonl -------------------------------------------------------------------


def _write_csv(target: Target, sheets: Sequence[SheetRows], places: _Places, about: About) -> None:
    label = labels(about.language)
    with text_output(target, "utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        header: list[str] = []
        for source in sheets:
            if list(source.header) != header:
                header = list(source.header)
                names = [label(name) for name in ("File", "Sheet", "Row", *_ADDED)]
                writer.writerow([csv_value(name) for name in (*names, *header)])
            for record in source.records():
                place = places.of(record)
                score = "" if place.score is None else f"{place.score:.4f}"
                added = [place.cluster, label(place.role), score, place.decision]
                where = [source.path, source.sheet, record.address.row]
                writer.writerow(
                    [csv_value(v) for v in (*where, *added, *_padded(record.values, source))]
                )


def _write_jsonl(
    target: Target, sheets: Sequence[SheetRows], pairs: JudgedPairs, places: _Places
) -> None:
    several = len({source.path for source in sheets}) > 1
    with text_output(target) as stream:
        for pair, state in pairs:
            line: dict[str, Any] = {
                "left": _address_json(pair.left, several),
                "right": _address_json(pair.right, several),
                "score": round(pair.score, 6),
                "cluster": places.cluster_of(pair, state),
                "why": {name: round(value, 6) for name, value in pair.why},
            }
            if state in _DECIDED:
                line["decision"] = state
            stream.write(json_line(line))


def _address_json(address: Address, several: bool) -> dict[str, Any]:
    """Sheet and row; the file too where there are several."""
    place: dict[str, Any] = {"file": address.path} if several else {}
    return {**place, "sheet": address.sheet, "row": address.row}
