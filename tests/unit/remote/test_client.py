"""The client against a real server in another process that misbehaves: nothing lost, nothing mixed up."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from benchmarks.faulty_server import running, score
from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.remote.keys import Keys
from engine.remote.pool import ServerPool
from engine.remote.spec import PlainShape, Server, ServerKind, checked
from engine.types import ItemFailure
from tests.unit.remote.conftest import FAST, Faulty, Leave

PAIRS = [(f"the buyer pays {number} euros", f"payment of {number % 50}") for number in range(1500)]
NLI = ("contradiction", "entailment", "neutral")
FAULTS = ("429", "429-date", "500", "503", "reset", "half", "short", "html", "nan")
HERE = Path(__file__).parent

Failures = dict[int, ItemFailure]


def judge(
    pool: ServerPool, server: Server, pairs: list[tuple[str, str]], task: str = "similarity"
) -> tuple[dict[int, list[float]], Failures]:
    """Every result and every failure, each at most once."""
    model = pool.classifier(server, task, JobControl())
    rows: dict[int, list[float]] = {}
    failures: Failures = {}
    for index, row in model.classify(pairs, JobControl(), failures.__setitem__):
        assert index not in rows
        rows[index] = [float(value) for value in row]
    assert not rows.keys() & failures.keys()
    return rows, failures


def right(rows: dict[int, list[float]], pairs: list[tuple[str, str]]) -> bool:
    """Whether each score is the one of its own pair."""
    return all(abs(row[0] - score(*pairs[index])) < 1e-6 for index, row in rows.items())


@pytest.mark.parametrize(
    "server",
    [
        {"kind": ServerKind.TEI},
        {"kind": ServerKind.VLLM},
        {"kind": ServerKind.PLAIN},
        {"kind": ServerKind.PLAIN, "plain": PlainShape(batch="list")},
        {"kind": ServerKind.PLAIN, "plain": PlainShape(batch="columns")},
    ],
    ids=["tei", "vllm", "single", "list", "columns"],
)
def test_at_five_faults_in_a_hundred_nothing_is_lost(
    faulty: Faulty, pool: ServerPool, server: dict[str, object]
) -> None:
    faulty.behave(faults={fault: 0.05 / len(FAULTS) for fault in FAULTS}, retry_after=0.05)
    single = server["kind"] is ServerKind.PLAIN and "plain" not in server
    pairs = PAIRS[:500] if single else PAIRS
    rows, failures = judge(pool, faulty.server(limits={"batch": 4}, **server), pairs)
    assert not failures
    assert len(rows) == len(pairs)
    assert right(rows, pairs)
    seen = faulty.seen()
    assert sum(count for name, count in seen.items() if name.startswith("fault")) > 10
    assert seen["most_under_way"] <= FAST.concurrency


@pytest.mark.parametrize("fault", [*FAULTS, "slow", "hang"])
def test_each_fault_alone_is_overcome(faulty: Faulty, pool: ServerPool, fault: str) -> None:
    faulty.behave(script=[fault, fault], retry_after=0.05)
    server = faulty.server(ServerKind.PLAIN, limits={"answer_seconds": 0.3})
    rows, failures = judge(pool, server, PAIRS[:3])
    assert (len(rows), failures) == (3, {})
    assert right(rows, PAIRS)


def test_retry_after_is_honoured(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(script=["429"], retry_after=1.2)
    started = time.monotonic()
    judge(pool, faulty.server(), PAIRS[:1])
    assert time.monotonic() - started >= 1.2


@pytest.mark.parametrize("status", [400, 424])
def test_other_refusals_are_not_repeated_and_are_listed(
    faulty: Faulty, pool: ServerPool, status: int
) -> None:
    faulty.behave(status=status)
    rows, failures = judge(pool, faulty.server(limits={"batch": 1}), PAIRS[:5])
    assert not rows
    assert {failure.code for failure in failures.values()} == {"server_refused_item"}
    assert faulty.seen()["/predict"] == 5


@pytest.mark.parametrize(("status", "code"), [(401, "server_key"), (404, "server_path")])
def test_what_no_request_can_mend_stops_the_work(
    faulty: Faulty, pool: ServerPool, status: int, code: str
) -> None:
    faulty.behave(status=status)
    with pytest.raises(UserError) as raised:
        judge(pool, faulty.server(), PAIRS)
    assert raised.value.code == code
    assert faulty.seen()["/predict"] <= 2 * FAST.concurrency


def test_what_failed_can_be_run_again(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(faults={"500": 0.9})
    server = faulty.server(ServerKind.PLAIN, limits={"attempts": 2})
    rows, failures = judge(pool, server, PAIRS[:200])
    assert failures
    assert {failure.code for failure in failures.values()} == {"server_failing"}
    faulty.behave()
    left = sorted(failures)
    again, none = judge(pool, server, [PAIRS[index] for index in left])
    assert not none
    whole = rows | {left[index]: row for index, row in again.items()}
    assert len(whole) == 200
    assert right(whole, PAIRS)


def test_a_batch_too_large_for_the_server_is_halved(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(batch=3)
    server = faulty.server(limits={"batch": 16})
    pool.facts(server, JobControl())
    faulty.behave(batch=2)
    rows, failures = judge(pool, server, PAIRS[:30])
    assert not failures
    assert right(rows, PAIRS)
    assert len(rows) == 30


def test_one_long_text_fails_alone_and_is_not_cut(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(longest=200)
    pairs = [*PAIRS[:40], ("x" * 500, "y")]
    rows, failures = judge(pool, faulty.server(), pairs)
    assert len(rows) == 40
    assert [failure.code for failure in failures.values()] == ["server_text_too_long"]
    assert failures[40].item == "40"


def test_a_long_premise_is_read_in_parts(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(longest=200, labels=NLI)
    premise = " ".join(f"clause {number} of the contract" for number in range(60))
    rows, failures = judge(pool, faulty.server(), [(premise, "it ends")], "nli")
    assert not failures
    assert sum(rows[0]) == pytest.approx(1, abs=1e-5)


def test_labels_are_bound_by_name_and_asked_for_where_they_have_none(
    faulty: Faulty, pool: ServerPool
) -> None:
    faulty.behave(labels=NLI)
    rows, _ = judge(pool, faulty.server(), PAIRS[:20], "nli")
    assert all(row[2] == pytest.approx(score(*PAIRS[i]), abs=1e-6) for i, row in rows.items())
    faulty.behave(labels=["LABEL_0", "LABEL_1", "LABEL_2"])
    server = faulty.server(languages=("en",))
    with pytest.raises(UserError) as raised:
        judge(pool, server, PAIRS[:1], "nli")
    assert (raised.value.code, "LABEL_2" in str(raised.value)) == ("server_labels", True)
    assert pool.probe(server, JobControl()).unbound
    binding = tuple((f"LABEL_{place}", name) for place, name in enumerate(NLI))
    same, _ = judge(pool, replace(server, labels=binding), PAIRS[:20], "nli")
    assert same == rows


def test_vllm_classes_are_bound_by_their_places(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(labels=NLI)
    server = faulty.server(ServerKind.VLLM)
    with pytest.raises(UserError, match="server_labels"):
        judge(pool, server, PAIRS[:1], "nli")
    binding = tuple((str(place), name) for place, name in enumerate(NLI))
    rows, _ = judge(pool, replace(server, labels=binding), PAIRS[:40], "nli")
    assert all(row[2] == pytest.approx(score(*PAIRS[i]), abs=1e-6) for i, row in rows.items())


def test_a_reranker_compares_one_text_with_many(faulty: Faulty, pool: ServerPool) -> None:
    pairs = [("the one text", f"candidate {number}") for number in range(100)]
    rows, failures = judge(pool, faulty.server(), pairs)
    assert (len(rows), failures) == (100, {})
    assert right(rows, pairs)
    assert faulty.seen()["/rerank"] > 0


def test_embeddings_keep_their_order_and_long_texts_are_read_whole(
    faulty: Faulty, pool: ServerPool
) -> None:
    faulty.behave(embeds=True, longest=300, faults={"500": 0.05, "short": 0.05})
    model = pool.embedder(faulty.server(), JobControl())
    texts = [f"clause {number}" for number in range(500)]
    vectors = model.embed([*texts, "x" * 1000, ""], JobControl())
    assert vectors.shape == (502, 8)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = model.embed([texts[123]], JobControl())
    assert np.allclose(vectors[123], alone[0], atol=1e-6)
    similar = pool.classifier(faulty.server(), "similarity", JobControl())
    [(_, row)] = similar.classify([("a", "a")], JobControl())
    assert row[0] == pytest.approx(1.0)


def test_a_server_of_another_task_says_so(faulty: Faulty, pool: ServerPool) -> None:
    for server, task in ((faulty.server(ServerKind.PLAIN), "nli"), (faulty.server(), "extraction")):
        with pytest.raises(UserError, match="server_use"):
            pool.classifier(server, task, JobControl())
    with pytest.raises(UserError, match="server_use"):
        pool.embedder(faulty.server(), JobControl())


@pytest.mark.parametrize(
    ("fault", "code"), [("html", "server_not_json"), ("short", "server_wrong_length")]
)
def test_a_server_that_never_answers_right_is_told_so(
    faulty: Faulty, pool: ServerPool, fault: str, code: str
) -> None:
    faulty.behave(faults={fault: 1.0})
    _, failures = judge(pool, faulty.server(limits={"attempts": 2}), PAIRS[:2])
    assert {failure.code for failure in failures.values()} == {code}


def test_nobody_there_is_told_at_once(pool: ServerPool) -> None:
    server = Server("gone", ServerKind.TEI, "http://127.0.0.1:9", limits=FAST)
    started = time.monotonic()
    with pytest.raises(UserError) as raised:
        pool.classifier(server, "nli", JobControl())
    assert raised.value.code == "server_unreachable"
    assert time.monotonic() - started < 4


def test_a_key_goes_along_and_a_missing_one_is_named(
    faulty: Faulty, pool: ServerPool, keys: Keys
) -> None:
    faulty.behave(key="sesame")
    server = faulty.server()
    with pytest.raises(UserError, match="server_key"):
        pool.facts(server, JobControl())
    keys.put(server.origin, "sesame")
    pool.forget(server)
    assert pool.probe(server, JobControl()).model == "made-up"


def test_the_guard_hears_of_a_host_before_anything_connects(
    faulty: Faulty, pool: ServerPool, allowed: list[tuple[str, int]]
) -> None:
    judge(pool, faulty.server(), PAIRS[:1])
    assert allowed == [("127.0.0.1", faulty.port)]


def test_a_test_or_a_new_key_in_the_middle_of_a_job_disturbs_nothing(
    faulty: Faulty, pool: ServerPool
) -> None:
    faulty.behave(latency=0.02)
    server = faulty.server(ServerKind.PLAIN)
    found: dict[int, list[float]] = {}
    model = pool.classifier(server, "similarity", JobControl())
    for index, row in model.classify(PAIRS[:400], JobControl()):
        found[index] = [float(value) for value in row]
        if len(found) == 100:
            assert pool.probe(server, JobControl()).tasks == ("similarity",)
        if len(found) == 200:
            pool.forget(server)
    assert len(found) == 400
    assert right(found, PAIRS)


def test_an_exchanged_model_is_noticed(
    faulty: Faulty, pool: ServerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.remote.pool.FACTS_SECONDS", 0.0)
    faulty.behave(labels=NLI)
    assert pool.facts(faulty.server(), JobControl()).labels == NLI
    faulty.behave(embeds=True)
    assert pool.facts(faulty.server(), JobControl()).task == "embedding"


def test_a_dismissed_server_gives_its_leave_back(faulty: Faulty, keys: Keys) -> None:
    leaves: list[Leave] = []

    def allow(host: str, _purpose: str, port: int) -> Leave:
        leaves.append(Leave([], (host, port)))
        return leaves[-1]

    pool = ServerPool(keys, allow)
    pool.facts(faulty.server(), JobControl())
    pool.forget(faulty.server())
    assert not leaves[0].revoked
    pool.dismiss(faulty.server())
    assert leaves[0].revoked
    pool.close()


def test_a_cancel_is_felt_while_the_server_is_silent(faulty: Faulty, pool: ServerPool) -> None:
    faulty.behave(latency=5.0)
    server = faulty.server(ServerKind.PLAIN, limits={"answer_seconds": 30.0})
    control = JobControl()
    timer = threading.Timer(0.3, control.cancel)
    timer.start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        list(pool.classifier(server, "similarity", control).classify(PAIRS, control))
    assert time.monotonic() - started < 1.5
    timer.join()


def test_a_pause_stops_the_stream(faulty: Faulty, pool: ServerPool) -> None:
    server = faulty.server(ServerKind.PLAIN, limits={"concurrency": 2})
    control = JobControl()
    results = pool.classifier(server, "similarity", control).classify(PAIRS, control)
    next(results)
    time.sleep(0.5)
    # Nobody takes results: what is under way or waits is bounded.
    assert faulty.seen()["requests"] <= 2 * 2 * 4 + 2
    assert len(list(results)) == len(PAIRS) - 1


def test_memory_does_not_grow_with_the_stream(faulty: Faulty, pool: ServerPool) -> None:
    server = faulty.server(ServerKind.PLAIN, plain=PlainShape(batch="list"))
    model = pool.classifier(server, "similarity", JobControl())
    process = psutil.Process()

    def work(rounds: int) -> int:
        for _ in range(rounds):
            for _index, _row in model.classify(PAIRS * 4, JobControl()):
                pass
        return process.memory_info().rss

    before = work(2)
    assert work(4) - before < 16 * 2**20


def test_certificates_are_verified(keys: Keys) -> None:
    arguments = ("--certificate", str(HERE / "localhost.pem"))
    with running(*arguments, "--private-key", str(HERE / "key.pem")) as port:
        pool = ServerPool(keys, lambda host, _purpose, port: Leave([], (host, port)))
        server = Server("tls", ServerKind.TEI, f"https://localhost:{port}", limits=FAST)
        authority = replace(server, ca_file=str(HERE / "localhost.pem"))
        strange = replace(authority, url=f"https://127.0.0.1:{port}")
        try:
            assert pool.facts(authority, JobControl()).model == "made-up"
            for unsafe in (server, strange):
                with pytest.raises(UserError, match="server_certificate"):
                    pool.facts(unsafe, JobControl())
            with pytest.raises(UserError, match="server_ca_file"):
                pool.facts(replace(server, ca_file=str(HERE / "no.pem")), JobControl())
        finally:
            pool.close()


def test_https_to_a_server_without_it_says_so(faulty: Faulty, pool: ServerPool) -> None:
    server = replace(faulty.server(), url=f"https://127.0.0.1:{faulty.port}")
    with pytest.raises(UserError, match="server_no_tls"):
        pool.facts(server, JobControl())


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".example"])
def test_a_name_that_cannot_be_looked_up_is_said(host: str) -> None:
    pool = ServerPool(Keys(), lambda *where: Leave([], (where[0], where[2])))
    server = checked(Server("office", ServerKind.TEI, f"http://{host}:80"))
    with pytest.raises(UserError) as raised:
        pool.probe(server, JobControl())
    assert raised.value.code == "server_unreachable"
    pool.forget(server)
    pool.close()
    pool.close()
