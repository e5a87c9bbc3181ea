"""A server from its address, the command line's options, and the models that jobs are given."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.faulty_server import score
from cli.output import UsageError
from cli.servers import KEY, Servers
from engine.control import JobControl
from engine.errors import UserError
from engine.guard import Guard
from engine.remote.book import ServerBook
from engine.remote.detect import detected, server_at
from engine.remote.pool import ServerPool
from engine.remote.provider import ServedModels
from engine.remote.spec import Server, ServerKind
from tests.unit.remote.conftest import Faulty


class Local:
    """The models of this machine: here, none."""

    def __getattr__(self, kind: str) -> Any:
        def refuse(*_given: object) -> None:
            raise UserError("model_none_for_task", task=kind)

        return refuse


def test_a_path_in_the_address_is_a_plain_endpoint() -> None:
    server = server_at("http://10.0.0.5:9000/api/similar")
    assert (server.kind, server.url, server.plain.path) == (
        ServerKind.PLAIN,
        "http://10.0.0.5:9000",
        "/api/similar",
    )
    assert server_at("localhost:8080").name == "localhost"
    assert server_at("https://host/prefix", ServerKind.TEI).url == "https://host/prefix"


def test_what_a_server_speaks_is_found_out(faulty: Faulty, pool: ServerPool) -> None:
    found = detected(server_at(faulty.url), pool, JobControl())
    assert found.kind is ServerKind.TEI
    with pytest.raises(UserError, match="server_unreachable"):
        detected(server_at("http://127.0.0.1:9"), pool, JobControl())


def test_jobs_get_a_server_by_name_by_task_or_not_at_all(faulty: Faulty, pool: ServerPool) -> None:
    server = faulty.server(uses=("similarity",))
    book = ServerBook(servers=[server])
    models = ServedModels(Local(), lambda: pool, book)
    assert models.classifier("similarity").info.name == "server:office"
    assert models.classifier("similarity", "server:office").info.family == "tei"
    with pytest.raises(UserError, match="model_none_for_task"):
        models.classifier("nli")
    with pytest.raises(UserError, match="model_none_for_task"):
        models.classifier("similarity", "a local one")
    with pytest.raises(UserError, match="server_unknown"):
        models.embedder("server:cellar")
    offline = ServedModels(Local(), lambda: pool, book, offline=lambda: True)
    with pytest.raises(UserError, match="model_none_for_task"):
        offline.classifier("similarity")
    chosen = ServedModels(Local(), lambda: pool, ServerBook(), {"similarity": server})
    assert chosen.classifier("similarity", "whatever").info.name == "server:office"


def test_another_model_or_address_is_another_place_in_the_cache(
    faulty: Faulty, pool: ServerPool
) -> None:
    def digest(server: Server) -> str:
        return pool.classifier(server, "similarity", JobControl()).info.digest

    first = faulty.server()
    assert digest(first) == digest(faulty.server(limits={"batch": 4}))
    assert digest(first) != digest(faulty.server(ServerKind.PLAIN))


def options(**values: Any) -> argparse.Namespace:
    given = {
        "server": None,
        "server_tasks": ("similarity", "nli"),
        "server_kind": None,
        "server_labels": None,
        "server_ca_file": "",
        "save_server": None,
        "model": None,
    }
    return argparse.Namespace(**{**given, **values})


def test_the_command_line_keeps_a_server_without_its_key(
    faulty: Faulty, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty.behave(key="sesame")
    monkeypatch.setenv(KEY, "sesame")
    with Guard() as guard:
        given = options(server=faulty.url, save_server="office")
        servers = Servers(given, guard, JobControl())
        try:
            model = servers.models(Local()).classifier("similarity")
            [(_, row)] = model.classify([("a", "b")], JobControl())
            assert row[0] == pytest.approx(score("a", "b"))
        finally:
            servers.close()
        assert {attempt.host for attempt in guard.attempts()} == {"127.0.0.1"}
        assert all(attempt.purpose == "server" for attempt in guard.attempts())
    kept = (home / "servers.json").read_text(encoding="utf-8")
    assert "office" in kept
    assert "sesame" not in kept


def test_a_server_that_is_not_named_is_not_reached(faulty: Faulty, home: Path) -> None:
    """The guard is on, and nothing was switched on."""
    with Guard() as guard:
        pool = ServerPool(Servers(options(), guard, JobControl())._keys, _no_leave)
        with pytest.raises(UserError, match="network_refused"):
            pool.facts(faulty.server(), JobControl())
        pool.close()


class _NoLeave:
    def revoke(self) -> None:
        """Nothing was given."""


def _no_leave(_host: str, _purpose: str, _port: int) -> _NoLeave:
    return _NoLeave()


@pytest.mark.parametrize("text", ["LABEL_0", "=neutral", "LABEL_0=maybe"])
def test_bindings_are_checked(home: Path, text: str) -> None:
    with Guard() as guard, pytest.raises(UsageError):
        given = options(server="127.0.0.1:9", server_labels=text)
        Servers(given, guard, JobControl()).models(Local())


def test_pairs_are_scored_by_a_server_in_order(faulty: Faulty, tmp_path: Path, root: Path) -> None:
    faults = {"500": 0.02, "reset": 0.02, "short": 0.01}
    faulty.behave(faults=faults, labels=["contradiction", "neutral", "entailment"])
    lines = [{"n": n, "text1": f"premise {n}", "text2": f"claim {n}"} for n in range(400)]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, "main.py", "pairs", str(source), "--task", "nli", "--quiet"]
    command += ["--server", faulty.url, "--out", str(target)]
    environment = {**os.environ, "CLAUSEDESK_HOME": str(tmp_path / "home")}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    out = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [line["n"] for line in out] == list(range(400))
    for line in out:
        wanted = score(line["text1"], line["text2"])
        assert line["contradiction"] == pytest.approx(wanted, abs=1e-5)
