"""Pair classifiers and embedders at a server: the Protocols of ``engine.models``, over a client.

Order and failures are as with local models: every index is answered once, or told to ``failed``.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.control import JobControl
from engine.errors import UserError
from engine.models.protocols import ModelInfo, OnFailure
from engine.remote.client import Client
from engine.remote.codecs import PairCodec, Row, TeiRerank, Texts, tei_embed_body, tei_vectors
from engine.remote.loop import LoopThread, stream
from engine.remote.pace import Priority
from engine.remote.retry import Remedy, Trouble
from engine.types import ItemFailure

LARGEST_BODY = 1_200_000
"""Bytes of text in a request; text-embeddings-inference takes 2 MB with everything around it."""

FEW = 8
"""So few items are somebody waiting, not a file being worked through."""

_DEEPEST = 6
_LONG = re.compile(r"token|too long|length|maximum|context", re.IGNORECASE)

Outcome = Row | ItemFailure


def batches(sizes: Sequence[int], most: int, largest: int = LARGEST_BODY) -> list[list[int]]:
    """Places in ``sizes`` (bytes), items of like size together, at most ``most`` and ``largest``
    bytes a batch; a larger item stands alone."""
    made: list[list[int]] = []
    filled = 0
    for place in sorted(range(len(sizes)), key=sizes.__getitem__):
        if made and len(made[-1]) < most and filled + sizes[place] <= largest:
            made[-1].append(place)
            filled += sizes[place]
        else:
            made.append([place])
            filled = sizes[place]
    # In the order of their size each would take longer than the last, as under a growing load.
    random.Random(len(sizes)).shuffle(made)
    return made


def workers(client: Client) -> int:
    """Batches to keep under way: those in flight, and as many that wait for another attempt."""
    return client.server.limits.concurrency * 2


def failure(trouble: Trouble, index: int) -> ItemFailure:
    """What the failures list says."""
    if trouble.remedy is Remedy.HALVE and _LONG.search(str(trouble.params.get("detail", ""))):
        return UserError("server_text_too_long", **trouble.params).as_failure(str(index))
    return trouble.error().as_failure(str(index))


class RemotePairs:
    """Implements ``PairClassifier``. Similarity has the one label ``score``, NLI its three.

    A premise too long for the server's model is read in overlapping parts, as local models read it;
    a similarity pair that is too long fails. Thread: one at a time.
    """

    def __init__(
        self,
        info: ModelInfo,
        client: Client,
        codec: PairCodec,
        loop: LoopThread,
        rerank: TeiRerank | None = None,
    ) -> None:
        self.info = info
        self._client = client
        self._codec = codec
        self._loop = loop
        self._rerank = rerank

    def classify(
        self,
        pairs: Sequence[tuple[str, str]],
        control: JobControl,
        failed: OnFailure | None = None,
    ) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Yield ``(index, probabilities over info.labels)`` as answers come, each index once.

        Raises ``UserError`` where no request can succeed (``server_down``, ``server_key`` …) and,
        without ``failed``, for a pair that cannot be judged.
        """
        priority = Priority.INTERACTIVE if len(pairs) <= FEW else Priority.BULK

        async def judge(batch: list[int]) -> list[tuple[int, Outcome]]:
            found = await self._judge([pairs[index] for index in batch], priority)
            return list(zip(batch, found, strict=True))

        work = self._batches(pairs)
        for judged in stream(self._loop, work, judge, workers(self._client), control):
            for index, outcome in judged:
                if not isinstance(outcome, ItemFailure):
                    yield index, np.array(outcome, dtype=np.float32)
                elif failed is None:
                    raise UserError(outcome.code, **dict(outcome.params))
                else:
                    failed(index, ItemFailure(str(index), outcome.code, outcome.params))

    def at_once(self, pairs: Sequence[Texts], control: JobControl) -> list[Row | None]:
        """Each pair in a request of its own, all in the same moment and once, as a client does it that
        knows no bounds: for comparison only. ``None`` where no answer came."""

        async def one(pair: Texts) -> Row | None:
            try:
                body = self._codec.body([pair])
                return (await self._client.bare(self._codec.path, body, self._one_row))[0]
            except Trouble:
                return None

        async def every() -> list[Row | None]:
            return list(await asyncio.gather(*map(one, pairs)))

        return self._loop.call(every(), control)

    def _one_row(self, answer: Any) -> list[Row]:
        return self._codec.rows(answer, 1)

    def _batches(self, pairs: Sequence[Texts]) -> list[list[int]]:
        sizes = [size(left) + size(right) for left, right in pairs]
        return batches(sizes, self._codec.batch)

    async def _judge(self, pairs: Sequence[Texts], priority: Priority) -> list[Outcome]:
        """An outcome a pair; a batch that is refused for its size is halved."""
        codec = self._fitting(pairs)
        try:
            return list(
                await self._client.call(
                    codec.path,
                    codec.body(pairs),
                    lambda answer: codec.rows(answer, len(pairs)),
                    priority,
                    len(pairs),
                )
            )
        except Trouble as trouble:
            if trouble.remedy is Remedy.STOP:
                raise trouble.error() from trouble
            if trouble.remedy is not Remedy.HALVE:
                return [failure(trouble, index) for index in range(len(pairs))]
            if len(pairs) > 1:
                middle = len(pairs) // 2
                first = await self._judge(pairs[:middle], priority)
                return first + await self._judge(pairs[middle:], priority)
            return [await self._in_parts(pairs[0], trouble, priority)]

    async def _in_parts(self, pair: Texts, trouble: Trouble, priority: Priority) -> Outcome:
        """A premise in two overlapping halves, and those again; the least neutral part speaks."""
        refused = failure(trouble, 0)
        premise, statement = pair
        if (
            self.info.task != "nli"
            or refused.code != "server_text_too_long"
            or len(premise) < max(len(statement) // 4, 64)
        ):
            return refused
        parts = await self._judge([(half, statement) for half in halves(premise)], priority)
        rows = [part for part in parts if not isinstance(part, ItemFailure)]
        if len(rows) < len(parts):
            return next(part for part in parts if isinstance(part, ItemFailure))
        return min(rows, key=lambda row: row[1])

    def _fitting(self, pairs: Sequence[Texts]) -> PairCodec:
        """A reranker compares one text with many in one request; other pairs go one by one."""
        same = len(pairs) > 1 and sum(1 for _ in groupby(left for left, _ in pairs)) == 1
        return self._rerank if self._rerank is not None and same else self._codec


class RemoteEmbedder:
    """Implements ``Embedder``. A text too long for the server's model is read in overlapping parts,
    and its vector is their mean, weighted by length. Thread: one at a time."""

    def __init__(
        self, info: ModelInfo, client: Client, dimension: int, batch: int, loop: LoopThread
    ) -> None:
        self.info = info
        self.dimension = dimension
        self._client = client
        self._batch = batch
        self._loop = loop

    def embed(self, texts: Sequence[str], control: JobControl) -> NDArray[np.float32]:
        """Shape ``(len(texts), dimension)``, rows of length 1, in the caller's order."""
        priority = Priority.INTERACTIVE if len(texts) <= FEW else Priority.BULK
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)

        async def embed(batch: list[int]) -> tuple[list[int], list[NDArray[np.float32]]]:
            found = await self._embed([texts[index] for index in batch], priority, 0)
            return batch, found

        work = batches([size(text) for text in texts], self._batch)
        for places, vectors in stream(self._loop, work, embed, workers(self._client), control):
            for place, vector in zip(places, vectors, strict=True):
                rows[place] = vector
        norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return np.asarray(rows / norms, dtype=np.float32)

    async def _embed(
        self, texts: Sequence[str], priority: Priority, depth: int
    ) -> list[NDArray[np.float32]]:
        try:
            answer = await self._client.call(
                "/embed",
                # An empty text has no vector at a server; a blank one has.
                tei_embed_body([text or " " for text in texts]),
                lambda answer: tei_vectors(answer, len(texts)),
                priority,
                len(texts),
            )
            return [self._checked(vector) for vector in answer]
        except Trouble as trouble:
            if trouble.remedy is not Remedy.HALVE or (len(texts) == 1 and depth >= _DEEPEST):
                raise trouble.error() from trouble
        if len(texts) > 1:
            middle = len(texts) // 2
            first = await self._embed(texts[:middle], priority, depth)
            return first + await self._embed(texts[middle:], priority, depth)
        parts = halves(texts[0])
        vectors = await self._embed(parts, priority, depth + 1)
        total = vectors[0] * len(parts[0]) + vectors[1] * len(parts[1])
        return [np.asarray(total / max(len(parts[0]) + len(parts[1]), 1), dtype=np.float32)]

    def _checked(self, vector: Sequence[float]) -> NDArray[np.float32]:
        row = np.asarray(vector, dtype=np.float32)
        if row.shape != (self.dimension,) or not np.isfinite(row).all():
            raise UserError("server_vectors", name=self._client.server.name)
        return row


def halves(text: str) -> tuple[str, str]:
    """The text in two parts that share an eighth of it in the middle, cut at spaces where there
    are any nearby."""
    middle, lap = len(text) // 2, max(len(text) // 16, 1)
    end = text.find(" ", middle + lap, middle + 2 * lap)
    start = text.rfind(" ", middle - 2 * lap, middle - lap)
    return text[: end if end > 0 else middle + lap], text[
        start + 1 if start > 0 else middle - lap :
    ]


def size(text: str) -> int:
    """Bytes of a text in a request, nearly."""
    return len(text.encode("utf-8", "replace")) + 8
