"""Duplicate rows to xlsx, csv and jsonl."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from engine.dedupe.decisions import UNDECIDED, Decisions, JudgedPairs, regroup
from engine.dedupe.survivorship import ColumnRule
from engine.export.about import About
from engine.export.common import add_failures, add_run, csv_value, json_line
from engine.export.files import Target, format_of, text_output
from engine.export.labels import Translate, labels
from engine.export.merged import NO_RULES, MergedRows
from engine.export.originals import originals
from engine.export.places import DECIDED, Place, Places
from engine.export.replay import replayed
from engine.export.sheets import Book, Sheet, Styled, workbook
from engine.export.words import RecordWords
from engine.types import Address, Cluster, Record, cell_text

DUPLICATE_FORMATS = ("xlsx", "jsonl", "csv")

_ADDED = ("Cluster", "Role", "Score", "Decision")
SEPARATOR = " | "
"""Between the columns of a record shown in one cell."""

_PAIRS_AT_ONCE = 250


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
    and the run; csv: every original row with the same columns, and with what the clean sheet says in
    those that ``rules`` merge; jsonl: a line a pair.

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
        places = Places(decided, decisions.excluded)
        if kind == "jsonl":
            _write_jsonl(target, sheets, again(), places)
            return
        sources = [(sheet.path, sheet.header, sheet.records) for sheet in sheets]
        merged = MergedRows(decided, sources, rules)
        if kind == "xlsx" and isinstance(target, Path):
            _write_xlsx(target, sheets, again, places, about, merged, aliases)
        else:
            for pair, state in again():
                places.note(pair, state)
            _write_csv(target, sheets, places, about, merged, list(rules))


# --- xlsx ----------------------------------------------------------------------------


def _write_xlsx(
    target: Path,
    sheets: Sequence[SheetRows],
    pairs: Callable[[], JudgedPairs],
    places: Places,
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
    places: Places,
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


def _added(place: Place, label: Translate) -> list[Any]:
    score = None if place.score is None else Styled(round(place.score, 4), number_format="0.000")
    decision = ", ".join(label(part) for part in place.decision.split(", ") if part)
    return [place.cluster, label(place.role), score, decision or None]


def _add_pairs(
    book: Book,
    pairs: JudgedPairs,
    columns: Sequence[str],
    places: Places,
    sheets: Sequence[SheetRows],
    label: Translate,
    aliases: Sequence[Sequence[str]],
) -> None:
    """The audit sheet: every pair with its parts; notes each pair in ``places`` on the way."""
    several = len({source.path for source in sheets}) > 1
    waiting = iter(pairs)
    batch = list(islice(waiting, _PAIRS_AT_ONCE))
    if not batch:
        return
    sheet = book.sheet(label("Pairs"), _pairs_header(columns, label), [20, 9, 46, 20, 9, 46])
    with RecordWords() as words:
        words.add(_words(sheets, columns, aliases))
        while batch:
            texts = words.of({row for pair, _ in batch for row in (pair.left_id, pair.right_id)})
            for pair, state in batch:
                places.note(pair, state)
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
            batch = list(islice(waiting, _PAIRS_AT_ONCE))


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


def _words(
    sheets: Sequence[SheetRows], columns: Sequence[str], aliases: Sequence[Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """What each record has in ``columns``, for a reader to compare."""
    named = {names[0]: names for names in aliases if names}
    for source in sheets:
        header = list(source.header)
        there = [
            next((name for name in named.get(column, (column,)) if name in header), None)
            for column in columns
        ]
        places = [header.index(name) for name in there if name is not None]
        for record in source.records():
            values = (record.values[place] for place in places if place < len(record.values))
            told = (cell_text(value) for value in values if value is not None)
            yield record.id, SEPARATOR.join(told)


# --- csv and jsonl -------------------------------------------------------------------


def _write_csv(
    target: Target,
    sheets: Sequence[SheetRows],
    places: Places,
    about: About,
    merged: MergedRows,
    ruled: Sequence[str],
) -> None:
    label = labels(about.language)
    with text_output(target, "utf-8-sig") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        header: list[str] = []
        for source in sheets:
            if list(source.header) != header:
                header = list(source.header)
                names = [label(name) for name in ("File", "Sheet", "Row", *_ADDED)]
                clean = [f"{label('Clean')} {name}" for name in header if name in ruled]
                writer.writerow([csv_value(name) for name in (*names, *clean, *header)])
            for record in source.records():
                place = places.of(record)
                score = "" if place.score is None else f"{place.score:.4f}"
                added = [place.cluster, label(place.role), score, place.decision]
                where = [source.path, source.sheet, record.address.row]
                stays = place.role != "duplicate"
                new = merged.of(record, header, record.values) if ruled and stays else []
                said = dict(zip(header, new, strict=False))
                values = [said.get(name) for name in header if name in ruled]
                cells = (*where, *added, *values, *_padded(record.values, source))
                writer.writerow([csv_value(cell) for cell in cells])


def _write_jsonl(
    target: Target, sheets: Sequence[SheetRows], pairs: JudgedPairs, places: Places
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
            if state in DECIDED:
                line["decision"] = state
            stream.write(json_line(line))


def _address_json(address: Address, several: bool) -> dict[str, Any]:
    """Sheet and row; the file too where there are several."""
    place: dict[str, Any] = {"file": address.path} if several else {}
    return {**place, "sheet": address.sheet, "row": address.row}
