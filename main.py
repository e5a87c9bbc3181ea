"""ClauseDesk: without arguments (or with files) the window, with a subcommand the same engine headless."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status. Only what the call needs is imported: no Qt for a subcommand."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    from engine.guard import stay_offline

    stay_offline()
    from cli.main import COMMANDS

    if given and (given[0] in COMMANDS or given[0].startswith("-")):
        from cli.main import main as run_command

        return run_command(given)
    if given and given[0] == "demo":
        from cli.demo import main as show

        return show(given[1:])
    from gui.start import run as open_window

    return open_window(given)


if __name__ == "__main__":
    import multiprocessing

    # A frozen program starts its download process as itself.
    multiprocessing.freeze_support()
    sys.exit(main())
