"""Opens servers: asks them what they serve, and makes the models that the jobs see."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from engine.control import JobControl
from engine.errors import UserError
from engine.models import labels
from engine.models.families.embedding_similarity import EmbeddingSimilarity
from engine.models.protocols import Embedder, Extractor, ModelInfo, PairClassifier
from engine.remote.client import Client
from engine.remote.codecs import (
    Facts,
    TeiRerank,
    bound,
    pair_codec,
    tei_embed_body,
    tei_facts,
    tei_vectors,
    vllm_facts,
)
from engine.remote.completions import RemoteExtractor
from engine.remote.keys import Keys
from engine.remote.loop import LoopThread
from engine.remote.meter import Meter, Reading
from engine.remote.pace import Priority
from engine.remote.pairs import RemoteEmbedder, RemotePairs
from engine.remote.retry import Trouble
from engine.remote.spec import CAN, PREFIX, Server, ServerKind, Task

OPENING_ATTEMPTS = 3
FACTS_SECONDS = 30.0

T = TypeVar("T")
PURPOSE = "server"
"""What the offline guard's log says of a connection to a server."""


class Leave(Protocol):
    """The offline guard's leave to reach one host."""

    def revoke(self) -> None:
        """Reach it no more."""


Allow = Callable[[str, str, int], Leave]
"""``Guard.allow``: host, purpose and port of a server that the person has added."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a test of a server found. ``seconds`` is how long one small request took; ``tasks`` what
    it can do as it is; ``unbound`` the labels that have to be bound before it can judge."""

    model: str
    tasks: tuple[Task, ...]
    labels: tuple[str, ...]
    unbound: bool
    seconds: float
    example: tuple[tuple[str, float], ...] = ()


class ServerPool:
    """One client a server, for as long as its description stays the same.

    ``allow`` is the offline guard's: leave is asked for before anything connects to a server, and
    given back when the person is done with it.
    Thread: any; closes with :meth:`close`.
    """

    def __init__(self, keys: Keys, allow: Allow) -> None:
        self._allow = allow
        self._keys = keys
        self._loop = LoopThread()
        self._guard = threading.Lock()
        self._clients: dict[Server, Client] = {}
        self._retired: list[Client] = []
        self._leaves: dict[Server, Leave] = {}
        self._meters: dict[str, Meter] = {}
        self._facts: dict[Server, tuple[float, Facts]] = {}

    def classifier(self, server: Server, task: Task, control: JobControl) -> PairClassifier:
        """The server's pair classifier for ``task``; for similarity an embedding server's cosine.

        Raises ``UserError``: ``server_use``, ``server_labels``, ``server_unreachable`` …
        """
        _check_use(server, task)
        facts = self.facts(server, control)
        if task == "similarity" and facts.task == "embedding":
            return EmbeddingSimilarity(self.embedder(server, control))
        names = labels.NLI if task == "nli" else (labels.SCORE,)
        codec = pair_codec(server, facts, task)
        reranks = server.kind is ServerKind.TEI and len(facts.labels) == 1
        rerank = TeiRerank(codec.batch) if reranks and task == "similarity" else None
        info = _info(server, facts, task, names)
        return RemotePairs(info, self._client(server), codec, self._loop, rerank)

    def embedder(self, server: Server, control: JobControl) -> Embedder:
        """The server's sentence encoder."""
        _check_use(server, "embedding")
        facts = self.facts(server, control)
        if not facts.embeds:
            raise UserError("server_use", name=server.name, task="embedding")
        client = self._client(server)
        vectors = self._ask(
            client, "/embed", tei_embed_body(["a"]), lambda got: tei_vectors(got, 1), control
        )
        batch = min(server.limits.batch, facts.batch or server.limits.batch)
        info = _info(server, facts, "embedding", ())
        return RemoteEmbedder(info, client, len(vectors[0]), batch, self._loop)

    def extractor(self, server: Server, control: JobControl) -> Extractor:
        """The server's field extractor: a generative model behind completions."""
        _check_use(server, "extraction")
        facts = self.facts(server, control)
        info = _info(server, facts, "extraction", ())
        client = self._client(server)
        return RemoteExtractor(info, client, facts.model, facts.max_tokens, self._loop)

    def facts(self, server: Server, control: JobControl) -> Facts:
        """What the server says of itself, asked anew now and then: its model may be exchanged, and
        answers are cached under what it is. Raises ``UserError``."""
        asked, facts = self._facts.get(server, (-FACTS_SECONDS, Facts()))
        if time.monotonic() - asked >= FACTS_SECONDS:
            facts = self._read_facts(server, control)
            self._facts[server] = time.monotonic(), facts
        return facts

    def probe(self, server: Server, control: JobControl) -> Probe:
        """Test a server: reach it, read what it serves, judge one pair. Raises ``UserError``."""
        self._facts.pop(server, None)
        facts = self.facts(server, control)
        tasks = tuple(task for task in CAN[server.kind] if _fits(server, facts, task))
        unbound = bool(facts.labels) and not tasks
        started = time.monotonic()
        example: tuple[tuple[str, float], ...] = ()
        task = next((task for task in ("nli", "similarity") if task in tasks), None)
        if task is not None:
            model = self.classifier(server, task, control)
            pair = ("Payment is due within 30 days.", "Payment is due within 30 days.")
            started = time.monotonic()
            for _, row in model.classify([pair], control):
                example = tuple(zip(model.info.labels, map(float, row), strict=True))
        return Probe(facts.model, tasks, facts.labels, unbound, time.monotonic() - started, example)

    def reading(self, name: str) -> Reading | None:
        """How the server called ``name`` stands; ``None`` where it was not used yet."""
        meter = self._meters.get(name)
        return meter.read() if meter else None

    def forget(self, server: Server) -> None:
        """Ask the server anew at its next use, with the key of then. A job that uses it goes on."""
        with self._guard:
            self._facts.pop(server, None)
            client = self._clients.pop(server, None)
        if client is not None:
            # A job may have it still, and connect again.
            self._retired.append(client)
            self._close(client)

    def dismiss(self, server: Server) -> None:
        """The person has no use for the server any more: it is not connected to again."""
        self.forget(server)
        with self._guard:
            leave = self._leaves.pop(server, None)
        if leave is not None:
            leave.revoke()

    def close(self) -> None:
        """Close every connection, and the thread."""
        for server in list(self._leaves):
            self.dismiss(server)
        while self._retired:
            self._close(self._retired.pop())
        self._loop.close()

    def _close(self, client: Client) -> None:
        with contextlib.suppress(TimeoutError):
            self._loop.submit(client.close()).result(5.0)

    def _client(self, server: Server) -> Client:
        with self._guard:
            if server in self._clients:
                return self._clients[server]
        # A keychain may ask the person: not while others wait for the lock.
        key = self._keys.get(server.origin)
        with self._guard:
            if server not in self._clients:
                meter = self._meters.setdefault(server.name, Meter())
                self._clients[server] = Client(server, key, meter)
                if server not in self._leaves:
                    self._leaves[server] = self._allow(server.host, PURPOSE, server.port)
            return self._clients[server]

    def _read_facts(self, server: Server, control: JobControl) -> Facts:
        client = self._client(server)
        if server.kind is ServerKind.TEI:
            return self._ask(client, "/info", None, tei_facts, control)
        if server.kind is ServerKind.VLLM:
            return self._ask(
                client, "/v1/models", None, lambda got: vllm_facts(got, server.model), control
            )
        return Facts(model=server.model or server.host, task="classifier", labels=(labels.SCORE,))

    def _ask(
        self,
        client: Client,
        path: str,
        body: Any,
        decode: Callable[[Any], T],
        control: JobControl,
    ) -> T:
        """One request that somebody waits for."""
        method = "GET" if body is None else "POST"
        asked = client.call(
            path,
            body,
            decode,
            Priority.INTERACTIVE,
            method=method,
            attempts=OPENING_ATTEMPTS,
        )
        try:
            return self._loop.call(asked, control)
        except Trouble as trouble:
            raise trouble.error() from trouble


def _check_use(server: Server, task: Task) -> None:
    if task not in CAN[server.kind]:
        raise UserError("server_use", name=server.name, task=task)


def _fits(server: Server, facts: Facts, task: Task) -> bool:
    """Whether what the server serves can do ``task``."""
    if server.kind is ServerKind.PLAIN:
        return True
    if server.kind is ServerKind.VLLM:
        # Its classes have no names: they are of use once the person has bound them.
        return task != "nli" or set(labels.NLI) <= {ours for _, ours in server.labels}
    if facts.task == "embedding":
        return task in ("embedding", "similarity")
    if task == "embedding":
        return facts.embeds
    try:
        bound(server, facts.labels, task)
    except UserError:
        return False
    return True


def _info(server: Server, facts: Facts, task: str, names: tuple[str, ...]) -> ModelInfo:
    return ModelInfo(
        name=f"{PREFIX}{server.name}",
        task=task,
        family=server.kind.value,
        digest=_digest(server, facts, task),
        languages=facts.languages or server.languages,
        labels=names,
        device="server",
        precision=facts.precision or "?",
    )


def _digest(server: Server, facts: Facts, task: str) -> str:
    """Under this, answers are cached: the model's own identity where the server tells it, else its
    address and name; and everything of ours that changes an answer."""
    where: Mapping[str, Any] = {
        "identity": facts.identity or f"{server.url} {facts.model}",
        "model": facts.model,
        "precision": facts.precision,
        "task": task,
        "labels": server.labels,
        "template": server.template if server.kind is ServerKind.VLLM else "",
        "plain": repr(server.plain) if server.kind is ServerKind.PLAIN else "",
    }
    text = json.dumps(where, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
