"""What each kind of server is sent for a batch, and how its answer is read. Pure: no connection here.

Sources: text-embeddings-inference 1.9's and vLLM's HTTP interfaces.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.errors import UserError
from engine.models import labels
from engine.remote.retry import Remedy, Trouble
from engine.remote.spec import PlainShape, Server, ServerKind

Texts = tuple[str, str]
Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a server says of itself. ``labels`` are its model's, by place; ``identity`` tells two
    states of a model apart where the server does; 0 where it names no number."""

    model: str = ""
    identity: str = ""
    labels: tuple[str, ...] = ()
    task: str = ""
    batch: int = 0
    max_tokens: int = 0
    concurrency: int = 0
    precision: str = ""
    languages: tuple[str, ...] = ()
    embeds: bool = False


class PairCodec(Protocol):
    """Pairs to a request, and its answer to rows of probabilities over the bound labels."""

    path: str
    batch: int

    def body(self, pairs: Sequence[Texts]) -> Any:
        """What is sent."""

    def rows(self, answer: Any, count: int) -> list[Row]:
        """A row a pair. Raises ``ValueError`` and the like, or :class:`Trouble`, for no answer."""


def tei_facts(info: Any) -> Facts:
    """``GET /info`` of text-embeddings-inference."""
    kind = info.get("model_type") or {}
    classifier = kind.get("classifier") or kind.get("reranker") or {}
    named = labels.in_order(classifier.get("id2label") or {})
    task = "embedding" if "embedding" in kind else "classifier" if classifier else ""
    return Facts(
        model=str(info["model_id"]),
        identity=str(info.get("model_sha") or ""),
        labels=named,
        task=task,
        batch=int(info.get("max_client_batch_size") or 32),
        max_tokens=int(info.get("max_input_length") or 0),
        concurrency=int(info.get("max_concurrent_requests") or 0),
        precision=str(info.get("model_dtype") or ""),
        # Only ``clausedesk serve`` says it.
        languages=tuple(map(str, info.get("languages") or ())),
        embeds=task == "embedding" or info.get("embeds") is True,
    )


def vllm_facts(models: Any, wanted: str) -> Facts:
    """``GET /v1/models`` of vLLM: the model called ``wanted``, or the only one.

    Raises ``UserError("server_no_model")``.
    """
    found = {str(entry["id"]): entry for entry in models["data"]}
    if wanted not in found and (wanted or len(found) != 1):
        raise UserError("server_no_model", model=wanted, known=", ".join(found))
    name = wanted or next(iter(found))
    return Facts(model=name, max_tokens=int(found[name].get("max_model_len") or 0))


def bound(server: Server, named: Sequence[str], task: str) -> tuple[str, ...]:
    """The server's own label for each of the task's, in the task's order.

    By the person's binding first, else by the names. Raises ``UserError("server_labels")``.
    """
    own = {ours: theirs for theirs, ours in server.labels}
    wanted = labels.NLI if task == "nli" else (labels.SCORE,)
    if all(label in own for label in wanted):
        return tuple(own[label] for label in wanted)
    try:
        if task == "nli":
            return tuple(named[column] for column in labels.nli_columns(named, server.name))
        return (named[labels.similar_column(named, server.name)],)
    except UserError as error:
        if _is_for_other_work(named, server.name):
            raise UserError("server_use", name=server.name, task=task) from error
        known = ", ".join(named) or "?"
        raise UserError("server_labels", name=server.name, labels=known) from error


def _is_for_other_work(named: Sequence[str], name: str) -> bool:
    """Whether the labels are well understood, and those of another task."""
    try:
        return bool(labels.task_of(named, name))
    except UserError:
        return False


class TeiPairs:
    """``POST /predict`` with raw pairs; texts are never cut (``truncate: false``)."""

    path = "/predict"

    def __init__(self, names: Sequence[str], batch: int) -> None:
        self._names = tuple(names)
        self.batch = batch

    def body(self, pairs: Sequence[Texts]) -> Any:
        # A list of lists, for one pair too: ["a", "b"] would be one pair, ["a"] a single text.
        return {"inputs": [list(pair) for pair in pairs], "truncate": False, "raw_scores": False}

    def rows(self, answer: Any, count: int) -> list[Row]:
        _check_length(answer, count)
        rows = []
        for entry in answer:
            # The answer is sorted by score: only the names say which is which.
            scores = {str(part["label"]): part["score"] for part in entry}
            rows.append(_probabilities([scores[name] for name in self._names]))
        return rows


class TeiRerank:
    """``POST /rerank``: one query, many texts; for reranker models, pairs that share their left."""

    path = "/rerank"

    def __init__(self, batch: int) -> None:
        self.batch = batch

    def body(self, pairs: Sequence[Texts]) -> Any:
        texts = [right for _, right in pairs]
        return {"query": pairs[0][0], "texts": texts, "truncate": False, "raw_scores": False}

    def rows(self, answer: Any, count: int) -> list[Row]:
        _check_length(answer, count)
        scores = {int(part["index"]): part["score"] for part in answer}
        return [_probabilities([scores[place]]) for place in range(count)]


class VllmScores:
    """``POST /score``: cross-encoders of one label."""

    path = "/score"

    def __init__(self, model: str, batch: int) -> None:
        self._model = model
        self.batch = batch

    def body(self, pairs: Sequence[Texts]) -> Any:
        left, right = (list(side) for side in zip(*pairs, strict=True))
        return {"model": self._model, "text_1": left, "text_2": right}

    def rows(self, answer: Any, count: int) -> list[Row]:
        return [_probabilities([entry["score"]]) for entry in _in_order(answer, count)]


class VllmClasses:
    """``POST /classify``: probabilities without names, for texts, not pairs; ``template`` makes one
    text of a pair, and ``places`` say which probability is which."""

    path = "/classify"

    def __init__(self, model: str, template: str, places: Sequence[int], batch: int) -> None:
        self._model, self._template = model, template
        self._places = tuple(places)
        self.batch = batch

    def body(self, pairs: Sequence[Texts]) -> Any:
        texts = [joined(self._template, *pair) for pair in pairs]
        return {"model": self._model, "input": texts}

    def rows(self, answer: Any, count: int) -> list[Row]:
        rows = []
        for entry in _in_order(answer, count):
            rows.append(_probabilities([entry["probs"][place] for place in self._places]))
        return rows


class PlainPairs:
    """The plain endpoint, one pair or many at a time, by its own names."""

    def __init__(self, shape: PlainShape, batch: int) -> None:
        self._shape = shape
        self.path = f"/{shape.path.lstrip('/')}"
        self.batch = 1 if shape.batch == "single" else batch

    def body(self, pairs: Sequence[Texts]) -> Any:
        shape = self._shape
        if shape.batch == "columns":
            left, right = (list(side) for side in zip(*pairs, strict=True))
            return {shape.left: left, shape.right: right}
        objects = [{shape.left: left, shape.right: right} for left, right in pairs]
        return objects if shape.batch == "list" else objects[0]

    def rows(self, answer: Any, count: int) -> list[Row]:
        if self._shape.batch == "single":
            return [_probabilities([self._score(answer)])]
        if self._shape.batch == "list":
            _check_length(answer, count)
            return [_probabilities([self._score(entry)]) for entry in answer]
        scores = self._score(answer)
        _check_length(scores, count)
        return [_probabilities([score]) for score in scores]

    def _score(self, answer: Any) -> Any:
        for name in self._shape.score.split("."):
            answer = answer[name]
        return answer


def pair_codec(server: Server, facts: Facts, task: str) -> PairCodec:
    """The codec for ``task`` at ``server``. Raises ``UserError``: ``server_labels``."""
    most = min(server.limits.batch, facts.batch or server.limits.batch)
    if server.kind is ServerKind.PLAIN:
        return PlainPairs(server.plain, most)
    if server.kind is ServerKind.TEI:
        return TeiPairs(bound(server, facts.labels, task), most)
    if task == "similarity":
        return VllmScores(facts.model, most)
    names = bound(server, facts.labels, task)
    if not all(name.isdecimal() for name in names):
        raise UserError("server_labels", name=server.name, labels="0, 1, 2")
    return VllmClasses(facts.model, server.template, [int(name) for name in names], most)


def tei_embed_body(texts: Sequence[str]) -> Any:
    """``POST /embed``."""
    return {"inputs": list(texts), "truncate": False, "normalize": True}


def tei_vectors(answer: Any, count: int) -> list[list[float]]:
    """A vector a text, all of one length."""
    _check_length(answer, count)
    size = len(answer[0])
    if not size or any(len(vector) != size for vector in answer):
        raise ValueError("vectors of several lengths")
    return list(answer)


def joined(template: str, left: str, right: str) -> str:
    """A pair as one text; braces in the texts stay as they are."""
    head, _, rest = template.partition("{left}")
    if "{right}" in head:
        before, _, between = head.partition("{right}")
        return before + right + between + left + rest
    between, _, tail = rest.partition("{right}")
    return head + left + between + right + tail


def _in_order(answer: Any, count: int) -> list[Mapping[str, Any]]:
    """vLLM's ``data`` by index."""
    data = answer["data"]
    _check_length(data, count)
    by_place = {int(entry["index"]): entry for entry in data}
    return [by_place[place] for place in range(count)]


def _check_length(answer: Any, count: int) -> None:
    if not isinstance(answer, list):
        raise ValueError(f"{type(answer).__name__} instead of a list")
    if len(answer) != count:
        raise Trouble(Remedy.RETRY, "server_wrong_length", wanted=count, got=len(answer))


def _probabilities(values: Sequence[Any]) -> Row:
    """Raises :class:`Trouble` where one is no number from 0 to 1 (but for rounding)."""
    row = []
    for value in values:
        number = float(value) if not isinstance(value, bool) else math.nan
        if not -1e-3 <= number <= 1 + 1e-3:
            raise Trouble(Remedy.RETRY, "server_no_probability", value=str(value)[:40])
        row.append(min(1.0, max(0.0, number)))
    return tuple(row)
