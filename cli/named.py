"""The documents that a command line names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cli.session import Session
from engine.errors import UserError
from engine.listing import listed


def named_documents(session: Session, given: Iterable[Path]) -> tuple[str, ...]:
    """Files as they are, folders walked; of an archive or a message that is named, what is in it.

    A bundle that cannot be unpacked stays as it is: the job says what is wrong with it, and counts it. The
    person hears of those inside folders, which stay closed.
    Raises ``Cancelled``.
    """
    from engine.documents import walk
    from engine.documents.bundles import unpack
    from engine.documents.paths import is_bundle
    from engine.paths import unpacked_dir

    found: dict[str, None] = {}
    passed: list[Path] = []
    for path in walk(given, passed.append):
        inside: tuple[Path, ...] = (path,)
        if is_bundle(path):
            try:
                inside = unpack(path, unpacked_dir(), session.control, passed_over=passed.append)
            except UserError as error:
                session.say(f"{path}: {session.explain(error.code, error.params)}")
        found.update(dict.fromkeys(map(str, inside)))
    if passed:
        names = listed([str(path) for path in passed])
        session.say(session.explain("bundles_passed_over", {"names": names}))
    return tuple(found)
