"""``bench modes``: three ways to have pairs scored, side by side, with a chart."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.columns import padded, width
from cli.session import Session

if TYPE_CHECKING:
    from engine.jobs.modes import ModeFigures

MEGABYTE = 1e6
_COLUMNS = ("bench_mode", "bench_rate", "bench_first", "bench_memory", "bench_lost")


def run_modes(session: Session, pairs: list[tuple[str, str]]) -> int:
    """Measure the modes on ``pairs``, print a table and write the chart."""
    from engine.jobs.modes import measure_modes

    options = session.options
    models = session.services().models
    figures: list[ModeFigures] = []
    with tempfile.TemporaryDirectory(prefix="clausedesk-bench-") as folder:
        measured = measure_modes(
            models, options.task, options.model, pairs, Path(folder), session.control
        )
        for one in measured:
            figures.append(one)
            session.say(f"{_word(session, f'bench_{one.mode}')}: {one.rate:,.1f}")
    header = [_word(session, code) for code in _COLUMNS]
    rows = [_row(session, one) for one in figures]
    print(_table([header, *rows]))
    if options.chart:
        _write_chart(session, Path(options.chart), figures, header, rows)
    return exit_codes.DONE


def _write_chart(
    session: Session,
    target: Path,
    figures: list[ModeFigures],
    header: list[str],
    rows: list[list[str]],
) -> None:
    from engine.export.modes_chart import Bars, ChartPage, write_chart_page

    options = session.options
    names = [_word(session, f"bench_{one.mode}") for one in figures]
    where = {"place": options.server} if options.server else {}
    about = session.explain("bench_on_server" if where else "bench_on_this_machine", where)
    count = session.explain("bench_pairs", {"count": max(one.pairs for one in figures)})
    speed = [(name, one.rate, f"{one.rate:,.1f}") for name, one in zip(names, figures, strict=True)]
    first = [
        (name, one.first, f"{one.first:,.2f} s") for name, one in zip(names, figures, strict=True)
    ]
    page = ChartPage(
        language=session.language,
        title=_word(session, "bench_title"),
        about=[about, count],
        charts=[
            Bars(_word(session, "bench_rate"), speed),
            Bars(_word(session, "bench_first"), first),
        ],
        header=header,
        rows=rows,
    )
    write_chart_page(target, page)


def _row(session: Session, one: ModeFigures) -> list[str]:
    return [
        _word(session, f"bench_{one.mode}"),
        f"{one.rate:,.1f}",
        f"{one.first:,.2f}",
        f"{one.memory / MEGABYTE:,.0f}",
        f"{one.lost:,}",
    ]


def _word(session: Session, code: str) -> str:
    return session.explain(code, {})


def _table(rows: list[list[str]]) -> str:
    """Columns of equal width; a Chinese character takes two places of a terminal."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [padded(first, widths[0])]
        cells += [
            " " * (wide - width(cell)) + cell for cell, wide in zip(others, widths[1:], strict=True)
        ]
        lines.append("  ".join(cells))
    return "\n".join(lines)
