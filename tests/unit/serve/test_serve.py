"""Our own server: the interface of text-embeddings-inference, its limits, and its way to end."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.control import JobControl
from engine.errors import UserError
from engine.models.protocols import OnFailure, PairClassifier
from engine.models.registry import ModelRegistry
from engine.remote.keys import Keys
from engine.remote.pool import ServerPool
from engine.remote.spec import Limits, Server, ServerKind
from engine.serve import requests
from engine.serve.app import ServeLimits
from engine.serve.batches import Models
from engine.serve.models import open_models
from engine.serve.refusals import Refusal
from engine.serve.server import ModelServer, ServeOptions
from tests.unit.remote.conftest import Leave, MemoryChain
from tests.unit.serve.conftest import TOKEN, served

PAIRS = [(f"The fee is {number} euros.", f"The buyer pays {number * 3}.") for number in range(300)]
NLI = {"entailment", "neutral", "contradiction"}


def test_it_answers_as_the_engine_does(client: httpx.Client, registry: ModelRegistry) -> None:
    answer = client.post("/predict", json={"inputs": [list(pair) for pair in PAIRS[:20]]}).json()
    local = dict(registry.classifier("nli", "nli").classify(PAIRS[:20], JobControl()))
    for place, parts in enumerate(answer):
        scores = {part["label"]: part["score"] for part in parts}
        assert scores.keys() == NLI
        assert parts == sorted(parts, key=lambda part: -part["score"])
        wanted = dict(zip(("entailment", "neutral", "contradiction"), local[place], strict=True))
        assert scores == pytest.approx(wanted, abs=2e-3)


def test_a_pair_alone_is_answered_alone_and_raw_scores_are_log_odds(client: httpx.Client) -> None:
    one = client.post("/predict", json={"inputs": ["a", "b"]}).json()
    assert {part["label"] for part in one} == NLI
    raw = client.post("/predict", json={"inputs": ["a", "b"], "raw_scores": True}).json()
    powers = np.exp([part["score"] for part in raw])
    assert powers / powers.sum() == pytest.approx([part["score"] for part in one], abs=2e-3)


def test_texts_get_vectors_of_length_one(client: httpx.Client) -> None:
    vectors = client.post("/embed", json={"inputs": ["one", "two", "合同"]}).json()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(
        client.post("/embed", json={"inputs": "one"}).json()[0], vectors[0], atol=1e-5
    )


def test_it_says_what_it_is(client: httpx.Client) -> None:
    info = client.get("/info").json()
    assert set(info["model_type"]["classifier"]["id2label"].values()) == NLI
    assert (info["max_client_batch_size"], info["auto_truncate"]) == (32, False)
    assert info["max_input_length"] > 0
    assert client.get("/health").status_code == 200
    figures = client.get("/metrics").text
    assert "te_request_duration_count" in figures
    assert 'te_request_count{method="/info"}' in figures


@pytest.mark.parametrize(
    ("path", "body", "status", "kind"),
    [
        ("/predict", b"{", 422, "Validation"),
        ("/predict", b"[1]", 422, "Validation"),
        ("/predict", b"{}", 422, "Validation"),
        ("/predict", b'{"inputs": "one text"}', 422, "Validation"),
        ("/predict", b'{"inputs": [["a"]]}', 422, "Validation"),
        ("/predict", b'{"inputs": [["a", 5]]}', 422, "Validation"),
        ("/predict", b'{"inputs": []}', 400, "Empty"),
        ("/predict", b'{"inputs": ["a","b"], "raw_scores": 3}', 422, "Validation"),
        ("/embed", b'{"inputs": ["a"], "normalize": false}', 422, "Validation"),
        ("/embed", b'{"inputs": "a", "normalize": false}', 422, "Validation"),
        ("/rerank", b'{"query": "a", "texts": ["b"]}', 424, "Backend"),
        ("/predict", b"[" * 100_000, 422, "Validation"),
        ("/predict", b" " * 2_000_001, 413, "Validation"),
    ],
)
def test_bad_requests_are_structured_errors(
    client: httpx.Client, path: str, body: bytes, status: int, kind: str
) -> None:
    answer = client.post(path, content=body)
    assert answer.status_code == status
    assert answer.json()["error_type"] == kind
    assert answer.json()["error"]


def test_a_batch_too_large_is_refused(client: httpx.Client) -> None:
    answer = client.post("/predict", json={"inputs": [["a", "b"]] * 33})
    assert (answer.status_code, answer.json()["error_type"]) == (422, "Validation")


def test_half_a_character_does_no_harm(client: httpx.Client) -> None:
    body = b'{"inputs": [["\\ud83d", "b"]]}'
    assert client.post("/predict", content=body).status_code == 200


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["inputs", "query", "texts", "raw_scores"]), inner)))  # fmt: skip
def test_any_json_is_work_or_a_refusal(value: Any) -> None:
    import json

    for parse in (requests.predict, requests.rerank, requests.embed):
        try:
            work = parse(json.dumps(value).encode(), 32)
        except Refusal as refusal:
            assert refusal.status in (400, 422)
        else:
            assert work.items
            assert work.tokens > 0


def test_our_client_against_our_server(nli: ModelServer, registry: ModelRegistry) -> None:
    pool = ServerPool(Keys(MemoryChain()), lambda host, _purpose, port: Leave([], (host, port)))
    server = Server("own", ServerKind.TEI, nli.url, limits=Limits(concurrency=8, batch=16))
    try:
        model = pool.classifier(server, "nli", JobControl())
        failures: dict[int, Any] = {}
        rows = dict(model.classify(PAIRS, JobControl(), failures.__setitem__))
        assert (len(rows), failures) == (300, {})
        local = dict(registry.classifier("nli", "nli").classify(PAIRS, JobControl()))
        assert all(np.allclose(rows[index], local[index], atol=2e-3) for index in rows)
        assert model.info.labels == ("entailment", "neutral", "contradiction")
        # One server does both: it judges pairs and embeds.
        texts = [left for left, _ in PAIRS[:40]]
        local_vectors = registry.embedder("vectors").embed(texts, JobControl())
        served_vectors = pool.embedder(server, JobControl()).embed(texts, JobControl())
        assert np.allclose(served_vectors, local_vectors, atol=2e-3)
    finally:
        pool.close()


def test_a_reranker_answers_both_ways(registry: ModelRegistry) -> None:
    with served(lambda: open_models(registry, "similarity", "similar")) as server:
        texts = ["b", "c", "a longer text"]
        ranked = httpx.post(
            f"{server.url}/rerank", json={"query": "a", "texts": texts, "return_text": True}
        ).json()
        pairs = [["a", text] for text in texts]
        predicted = httpx.post(f"{server.url}/predict", json={"inputs": pairs}).json()
    assert [part["text"] for part in ranked] == [texts[part["index"]] for part in ranked]
    for part in ranked:
        assert predicted[part["index"]][0]["score"] == pytest.approx(part["score"], abs=2e-3)


class Slowed:
    """A real tiny classifier that takes its time: load shows only where answers take a while."""

    def __init__(self, model: PairClassifier, seconds: float) -> None:
        self.info = model.info
        self.seconds = seconds
        self.batches: list[int] = []
        self.threads: set[int] = set()
        self._model = model

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, Any]]:
        self.batches.append(len(pairs))
        self.threads.add(threading.get_ident())
        time.sleep(self.seconds)
        if any(left == "breaks" for left, _right in pairs):
            raise ValueError("no")
        yield from self._model.classify(pairs, control, failed)


@pytest.fixture
def slowed(registry: ModelRegistry) -> Callable[[float], Slowed]:
    model = registry.classifier("similarity", "similar")
    return lambda seconds: Slowed(model, seconds)


def ask_many(url: str, bodies: Sequence[Any]) -> list[httpx.Response]:
    """All at once."""

    async def ask() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:
            return list(await asyncio.gather(*(client.post("/predict", json=b) for b in bodies)))

    return asyncio.run(ask())


def test_requests_that_wait_together_go_together_in_one_thread(
    slowed: Callable[[float], Slowed],
) -> None:
    model = slowed(0.1)
    with served(lambda: Models(model, None)) as server:
        answers = ask_many(server.url, [{"inputs": list(pair)} for pair in PAIRS[:60]])
    local = dict(slowed(0).classify(PAIRS[:60], JobControl()))
    assert [answer.json()[0]["score"] for answer in answers] == pytest.approx(
        [local[index][0] for index in range(60)], abs=2e-3
    )
    assert max(model.batches) > 20
    assert len(model.threads) == 1


def test_one_broken_text_fails_alone(slowed: Callable[[float], Slowed]) -> None:
    with served(lambda: Models(slowed(0.05), None)) as server:
        bodies = [{"inputs": ["breaks" if number == 7 else "fine", "y"]} for number in range(20)]
        answers = ask_many(server.url, bodies)
    assert [answer.status_code for answer in answers].count(200) == 19
    assert answers[7].status_code == 424
    assert answers[7].json()["error_type"] == "Backend"


def test_more_than_the_permits_is_429_with_a_wait_and_nothing_else(
    slowed: Callable[[float], Slowed],
) -> None:
    with served(lambda: Models(slowed(0.3), None), ServeLimits(permits=8)) as server:
        answers = ask_many(server.url, [{"inputs": ["a", "b"]}] * 30)
        statuses = [answer.status_code for answer in answers]
        assert set(statuses) == {200, 429}
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.json()["error_type"] == "Overloaded"
        assert ask_many(server.url, [{"inputs": ["a", "b"]}])[0].status_code == 200


def test_an_answer_that_takes_too_long_is_504(slowed: Callable[[float], Slowed]) -> None:
    limits = ServeLimits(answer_seconds=0.2)
    with served(lambda: Models(slowed(0.6), None), limits) as server:
        answer = httpx.post(f"{server.url}/predict", json={"inputs": ["a", "b"]})
        assert (answer.status_code, answer.json()["error_type"]) == (504, "Timeout")


def test_a_request_that_dribbles_in_is_408(slowed: Callable[[float], Slowed]) -> None:
    limits = ServeLimits(body_seconds=0.3)
    with (
        served(lambda: Models(slowed(0), None), limits) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as line,
    ):
        line.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
        assert line.recv(4000).startswith(b"HTTP/1.1 408")


def test_a_stop_lets_what_is_under_way_finish(slowed: Callable[[float], Slowed]) -> None:
    answers: list[int] = []
    with served(lambda: Models(slowed(0.5), None)) as server:
        url = f"{server.url}/predict"

        def ask() -> None:
            answers.append(httpx.post(url, json={"inputs": ["a", "b"]}).status_code)

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.25)
    thread.join(10)
    assert answers == [200]


def test_other_addresses_need_a_token_and_it_is_checked(slowed: Callable[[float], Slowed]) -> None:
    with pytest.raises(UserError) as raised:
        ModelServer(lambda: Models(None, None), ServeOptions(host="0.0.0.0", port=0))
    assert raised.value.code == "serve_token"
    assert TOKEN not in repr(ServeOptions(token=TOKEN))
    with served(lambda: Models(slowed(0), None), token=TOKEN) as server:
        body = {"inputs": ["a", "b"]}
        assert httpx.post(f"{server.url}/predict", json=body).status_code == 401
        for token, status in (("wrong", 401), (TOKEN, 200)):
            headers = {"Authorization": f"Bearer {token}"}
            answer = httpx.post(f"{server.url}/predict", json=body, headers=headers)
            assert answer.status_code == status
        assert httpx.get(f"{server.url}/metrics").status_code == 401
        assert httpx.get(f"{server.url}/health").status_code == 200


def test_a_port_that_is_taken_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError) as raised:
            ModelServer(lambda: Models(None, None), ServeOptions(port=port))
    assert raised.value.code == "port_taken"


def test_an_address_that_is_not_here_is_said() -> None:
    # 203.0.113.0/24 is for documentation: no machine has it.
    options = ServeOptions(host="203.0.113.7", port=0, token=TOKEN)
    with pytest.raises(UserError) as raised:
        ModelServer(lambda: Models(None, None), options)
    assert raised.value.code == "serve_address"


def test_a_bad_certificate_is_said_before_the_models_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "words.pem").write_text("no certificate", encoding="utf-8")
    for certificate, key in (("missing.pem", "missing.pem"), ("words.pem", ""), ("", "words.pem")):
        options = ServeOptions(
            port=0,
            certificate=str(tmp_path / certificate) if certificate else "",
            private_key=str(tmp_path / key) if key else "",
        )
        with pytest.raises(UserError) as raised:
            ModelServer(lambda: Models(None, None), options)
        assert raised.value.code == "serve_certificate"


def test_a_client_that_hangs_up_is_no_fault_of_ours(slowed: Callable[[float], Slowed]) -> None:
    with served(lambda: Models(slowed(0), None)) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
            line.sendall(b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{")
            time.sleep(0.2)
        outcome = 'te_request_outcome{method="/predict",outcome="Disconnected"} 1'
        until = time.monotonic() + 10
        while outcome not in (told := httpx.get(f"{server.url}/metrics").text):
            assert time.monotonic() < until, told
            time.sleep(0.05)


def test_a_model_that_cannot_be_opened_ends_it() -> None:
    def refuse() -> Models:
        raise UserError("model_missing", name="nothing")

    server = ModelServer(refuse, ServeOptions(port=0))
    with pytest.raises(UserError, match="model_missing"):
        server.run()
