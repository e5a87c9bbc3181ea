"""What every test gets: no surprise in logs, and ../shared where it is at hand."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# No test may reach for a network, not even to ask a hub for a newer file.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

# An example's time tells of the machine, not of the code: what must be fast has tests and benchmarks of its own.
settings.register_profile(
    "any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any_machine")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The data sets beside the project; a test that asks for them skips where they are absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the data sets are not at {folder}")
    return folder


class _ErrorCollector(logging.Handler):
    """Keeps what was logged at ERROR or above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def fail_on_error_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """An error in the log fails the test, unless it is marked ``expects_error_log``."""
    collector = _ErrorCollector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if request.node.get_closest_marker("expects_error_log") is None and collector.records:
        lines = [record.getMessage() for record in collector.records]
        pytest.fail("logged as error: " + "; ".join(lines))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: settings, logs and autosaved projects of a test touch nobody's files."""
    folder = tmp_path / "clausedesk-home"
    folder.mkdir()
    monkeypatch.setenv("CLAUSEDESK_HOME", str(folder))
    return folder


_STATUS = pytest.StashKey[int]()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how the session ended, for :func:`pytest_unconfigure`."""
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave at once, with the session's status, when everything is reported.

    One process that has had some hundred windows, three model runtimes and OCR was seen to crash while
    the interpreter took itself down after the last test; the program's own exit is tested as a process
    of its own (``tests/e2e``).
    """
    if _STATUS in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_STATUS])
