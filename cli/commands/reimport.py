"""``extract --import-review``: what was edited in an exported workbook goes into the project's review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.output import UsageError, same_file
from cli.session import Session

if TYPE_CHECKING:
    from engine.jobs.reimport import ReadBack


def import_review(session: Session, kind: str) -> int:
    """Apply the changes, tell of what could not be, and write the project's values to ``--out``.

    A cell that was changed in the project as well, since the export, stays as it is there.
    """
    from engine.jobs.export import export_fields
    from engine.jobs.reimport import edits_of, read_back

    options = session.options
    if options.paths or not options.project:
        raise UsageError("--import-review needs --project and takes no PATH")
    book = options.import_review
    if not book.is_file():
        raise UsageError(f"--import-review {book}: there is no such file")
    if options.out != "-" and same_file(Path(options.out), book):
        raise UsageError(f"--out and --import-review both name {book}; write to another file")
    found = read_back(session.project, book)
    session.project.edits.apply_many(edits_of(found.changes, reason=book.name))
    _tell(session, found)
    export_fields(
        session.project,
        session.target(),
        language=session.language,
        say=lambda failure: session.explain(failure.code, dict(failure.params)),
        kind=kind,
    )
    return exit_codes.SOME_FAILED if found.conflicts or found.problems else exit_codes.DONE


def _tell(session: Session, found: ReadBack) -> None:
    params = {
        "changed": len(found.changes),
        "conflicts": len(found.conflicts),
        "problems": len(found.problems),
        "same": found.same,
    }
    session.say(session.explain("review_read_back", params))
    for one in found.conflicts:
        shown = {"document": one.document, "field": one.field, "after": one.after, "now": one.now}
        session.say(session.explain("review_conflict", shown))
    for problem in found.problems:
        session.say(session.explain(problem.code, dict(problem.params)))
