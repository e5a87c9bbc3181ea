"""The web application: routes, limits, and what a request is answered.

Interface: text-embeddings-inference 1.9. ``truncate`` is accepted and never needed: a long premise or
text is read in windows, a similarity pair that is too long is refused; nothing is cut.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from engine.serve import requests
from engine.serve.batches import Answer, BatchWorker, Kind
from engine.serve.figures import CONTENT_TYPE, Figures
from engine.serve.refusals import Refusal, of_failure
from engine.serve.requests import Work
from engine.telemetry import logger
from engine.types import ItemFailure
from engine.version import version

_log = logger(__name__)
_PROBABLE = 1e-7


@dataclass(frozen=True, slots=True)
class ServeLimits:
    """``permits`` items at a time in all requests, ``batch`` items and ``body_bytes`` a request;
    ``body_seconds`` for a request to arrive, ``answer_seconds`` for its answer; ``batch_tokens`` and
    ``wait_seconds`` for a batch across requests."""

    permits: int = 512
    batch: int = 32
    body_bytes: int = 2_000_000
    body_seconds: float = 30.0
    answer_seconds: float = 60.0
    batch_tokens: int = 16384
    wait_seconds: float = 0.004


class Permits:
    """How many items may be under way; taken and given back in the loop's thread."""

    def __init__(self, count: int, figures: Figures) -> None:
        self.count = self.free = count
        self._figures = figures
        figures.permits(count)

    def take(self, items: int) -> None:
        """Raises :class:`Refusal` (429) where there are not so many."""
        if items > self.free:
            words = f"{items} permits wanted, {self.free} of {self.count} free"
            raise Refusal(429, "Overloaded", words, retry_after=1.0)
        self._change(-items)

    def give(self, items: int) -> None:
        """The items are answered."""
        self._change(items)

    def _change(self, items: int) -> None:
        self.free += items
        self._figures.permits(self.free)


class Service:
    """The requests' life: read, check, take permits, wait for the models, answer."""

    def __init__(
        self,
        worker: BatchWorker,
        figures: Figures,
        limits: ServeLimits,
        token: str = "",
    ) -> None:
        self._worker = worker
        self._figures = figures
        self._limits = limits
        self._token = token
        self._permits = Permits(limits.permits, figures)

    async def handle(
        self, request: Request, kind: Kind, parse: Callable[[bytes, int], Work]
    ) -> tuple[Work, list[list[float]]]:
        """A request's work and its answers. Raises :class:`Refusal`."""
        if not self._worker.healthy:
            raise Refusal(503, "Unhealthy", "the models are not ready", retry_after=2.0)
        models = self._worker.models
        if models is None or (models.embedder if kind == "embed" else models.classifier) is None:
            raise Refusal(424, "Backend", f"no model for /{kind} is served here")
        work = parse(await self._body(request), self._limits.batch)
        self._permits.take(len(work.items))
        try:
            answers = await self._answers(kind, work)
        finally:
            self._permits.give(len(work.items))
        failed = next((answer for answer in answers if isinstance(answer, ItemFailure)), None)
        if failed is not None:
            raise of_failure(failed)
        return work, [answer for answer in answers if not isinstance(answer, ItemFailure)]

    def authorise(self, request: Request) -> None:
        """Raises :class:`Refusal` (401) without the token."""
        if not self._token:
            return
        given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
        if not hmac.compare_digest(given, self._token.encode()):
            raise Refusal(401, "Unauthorized", "a token is needed")

    def named(self, rows: list[list[float]], raw: bool) -> list[list[dict[str, Any]]]:
        """Scores with their labels, the highest first."""
        labels = self._labels()
        named = []
        for row in rows:
            values = _log_odds(row) if raw else row
            parts = [{"score": v, "label": n} for n, v in zip(labels, values, strict=True)]
            named.append(sorted(parts, key=lambda part: -float(str(part["score"]))))
        return named

    def info(self) -> dict[str, Any]:
        """``GET /info``."""
        models, limits = self._worker.models, self._limits
        if models is None:
            raise Refusal(503, "Unhealthy", "the models are not ready", retry_after=2.0)
        model = models.classifier or models.embedder
        assert model is not None
        return {
            "model_id": model.info.name,
            "model_sha": model.info.digest,
            "model_dtype": model.info.precision,
            "model_type": self._model_type(),
            "languages": list(model.info.languages),
            "embeds": models.embedder is not None,
            "max_concurrent_requests": limits.permits,
            "max_input_length": models.max_tokens,
            "max_batch_tokens": limits.batch_tokens,
            "max_client_batch_size": limits.batch,
            "auto_truncate": False,
            "version": version(),
            "docker_label": None,
        }

    def health(self) -> None:
        """Raises :class:`Refusal` (503) where nothing can be answered."""
        if not self._worker.healthy:
            raise Refusal(503, "Unhealthy", "the models are not ready", retry_after=2.0)

    def exposition(self) -> str:
        """``GET /metrics``."""
        return self._figures.text()

    def ended(self, path: str, outcome: str, started: float) -> None:
        """Count a request."""
        self._figures.request(path, outcome, time.monotonic() - started)

    def _labels(self) -> tuple[str, ...]:
        models = self._worker.models
        assert models is not None and models.classifier is not None
        return models.classifier.info.labels

    def _model_type(self) -> dict[str, Any]:
        models = self._worker.models
        assert models is not None
        if models.classifier is None:
            return {"embedding": {"pooling": "mean"}}
        labels = self._labels()
        by_place = {str(place): label for place, label in enumerate(labels)}
        by_label = {label: place for place, label in enumerate(labels)}
        kind = "reranker" if len(labels) == 1 else "classifier"
        return {kind: {"id2label": by_place, "label2id": by_label}}

    async def _answers(self, kind: Kind, work: Work) -> list[Answer]:
        ticket = self._worker.submit(kind, work.items)
        try:
            async with asyncio.timeout(self._limits.answer_seconds):
                return await ticket.done
        except TimeoutError as error:
            words = f"no answer within {self._limits.answer_seconds:g} seconds"
            raise Refusal(504, "Timeout", words, retry_after=1.0) from error
        finally:
            self._worker.abandon(ticket)

    async def _body(self, request: Request) -> bytes:
        most = self._limits.body_bytes
        parts, size = [], 0
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                async for part in request.stream():
                    size += len(part)
                    if size > most:
                        raise Refusal(413, "Validation", f"the body is larger than {most} bytes")
                    parts.append(part)
        except ClientDisconnect as error:
            raise Refusal(408, "Disconnected", "the client has gone") from error
        except TimeoutError as error:
            words = f"the request did not arrive within {self._limits.body_seconds:g} seconds"
            raise Refusal(408, "Timeout", words) from error
        return b"".join(parts)


def make_app(service: Service) -> FastAPI:
    """The routes over ``service``."""
    app = FastAPI(title="ClauseDesk", docs_url=None, redoc_url=None, openapi_url=None)

    async def predict(request: Request) -> Any:
        work, rows = await service.handle(request, "predict", requests.predict)
        named = service.named(rows, work.raw)
        return named[0] if work.single else named

    async def rerank(request: Request) -> Any:
        work, rows = await service.handle(request, "predict", requests.rerank)
        if len(rows[0]) != 1:
            raise Refusal(424, "Backend", "the model served here is no reranker")
        scores = [_log_odds(row)[0] if work.raw else row[0] for row in rows]
        parts: list[dict[str, Any]] = [
            {"index": place, "score": score} for place, score in enumerate(scores)
        ]
        for part, text in zip(parts, work.texts, strict=False):
            part["text"] = text
        return sorted(parts, key=lambda part: -float(part["score"]))

    async def embed(request: Request) -> Any:
        _work, rows = await service.handle(request, "embed", requests.embed)
        return rows

    async def info(_request: Request) -> Any:
        return service.info()

    async def health(_request: Request) -> Any:
        service.health()
        return None

    for path, answer, methods in (
        ("/predict", predict, ["POST"]),
        ("/rerank", rerank, ["POST"]),
        ("/embed", embed, ["POST"]),
        ("/info", info, ["GET"]),
        ("/health", health, ["GET"]),
    ):
        app.add_route(path, _guarded(service, path, answer), methods=methods)
    app.add_route("/metrics", _metrics(service), methods=["GET"])
    return app


Answerer = Callable[[Request], Awaitable[Any]]


def _guarded(
    service: Service, path: str, answer: Answerer
) -> Callable[[Request], Awaitable[Response]]:
    """``answer`` with its refusals as structured errors, counted."""

    async def respond(request: Request) -> Response:
        started = time.monotonic()
        try:
            if path != "/health":
                service.authorise(request)
            value = await answer(request)
        except Refusal as refusal:
            service.ended(path, refusal.kind, started)
            return _refused(refusal)
        except Exception as error:
            _log.error("serving_broke", path=path, exc_info=error)
            service.ended(path, "Internal", started)
            return _refused(Refusal(500, "Internal", type(error).__name__))
        service.ended(path, "success", started)
        if value is None:
            return Response()
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return Response(text, media_type="application/json")

    return respond


def _metrics(service: Service) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            service.authorise(request)
        except Refusal as refusal:
            return _refused(refusal)
        return Response(service.exposition(), media_type=CONTENT_TYPE)

    return respond


def _refused(refusal: Refusal) -> Response:
    headers = {}
    if refusal.retry_after is not None:
        headers["Retry-After"] = f"{max(1, math.ceil(refusal.retry_after))}"
    # What was not read of the body would be taken for the next request.
    if refusal.status in (408, 413):
        headers["Connection"] = "close"
    return JSONResponse(refusal.body, refusal.status, headers)


def _log_odds(row: list[float]) -> list[float]:
    """Logits, but for a constant that softmax forgets: of one probability its odds', of several
    their logarithms."""
    safe = [min(max(value, _PROBABLE), 1 - _PROBABLE) for value in row]
    if len(safe) == 1:
        return [math.log(safe[0] / (1 - safe[0]))]
    return [math.log(value) for value in safe]
