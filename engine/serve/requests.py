"""Request bodies to work, checked. Pure: no web framework here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from engine.serve.refusals import Refusal, validation


@dataclass(frozen=True, slots=True)
class Work:
    """What a request asks for: pairs to judge or texts to embed. ``single``: the request was one
    item, not a list, and is answered so. ``raw``: log-odds instead of probabilities."""

    items: tuple[Any, ...]
    single: bool = False
    raw: bool = False
    texts: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """How long the items are, nearly: a batch is filled by this."""
        return sum(map(estimated_tokens, self.items))


def predict(body: bytes, most: int) -> Work:
    """``{"inputs": ["a", "b"]}`` is one pair, ``[["a", "b"], …]`` many. Raises :class:`Refusal`."""
    data = _object(body)
    inputs = data.get("inputs")
    if isinstance(inputs, str) or _is_list_of(inputs, str, 1):
        raise validation("`inputs` must be a pair of texts: this model judges pairs")
    if _is_list_of(inputs, str, 2):
        return Work((_pair(inputs),), single=True, raw=_flag(data, "raw_scores"))
    pairs = _list(inputs, "inputs", most)
    return Work(tuple(map(_pair, pairs)), raw=_flag(data, "raw_scores"))


def rerank(body: bytes, most: int) -> Work:
    """``{"query": "a", "texts": [...]}``. Raises :class:`Refusal`."""
    data = _object(body)
    query = data.get("query")
    if not isinstance(query, str):
        raise validation("`query` must be a text")
    texts = tuple(map(_text, _list(data.get("texts"), "texts", most)))
    shown = texts if _flag(data, "return_text") else ()
    pairs = tuple((query, text) for text in texts)
    return Work(pairs, raw=_flag(data, "raw_scores"), texts=shown)


def embed(body: bytes, most: int) -> Work:
    """``{"inputs": "a"}`` or ``[...]``. Raises :class:`Refusal`."""
    data = _object(body)
    inputs = data.get("inputs")
    if data.get("normalize") is False:
        raise validation("`normalize` must be true: vectors have length 1 here")
    if isinstance(inputs, str):
        return Work((_text(inputs),), single=True)
    return Work(tuple(map(_text, _list(inputs, "inputs", most))))


def estimated_tokens(item: Any) -> int:
    """Tokens of a text or a pair, nearly: a Chinese character is one, other letters four to one."""
    if isinstance(item, tuple):
        return sum(map(estimated_tokens, item)) + 1
    size = len(item.encode("utf-8", "replace"))
    wide = (size - len(item)) // 2
    return wide + (len(item) - wide) // 4 + 2


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise validation("the body is no JSON") from error
    if not isinstance(data, dict):
        raise validation("the body must be an object")
    return data


def _list(value: Any, name: str, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise validation(f"`{name}` is missing or no list")
    if not value:
        raise Refusal(400, "Empty", f"`{name}` cannot be empty")
    if len(value) > most:
        words = f"batch size {len(value)} > maximum allowed batch size {most}"
        raise validation(words)
    return value


def _pair(value: Any) -> tuple[str, str]:
    if not _is_list_of(value, str, 2):
        raise validation("each of `inputs` must be a pair of texts")
    return _text(value[0]), _text(value[1])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise validation("each of `inputs` must be a text")
    # JSON can carry half a character; a tokenizer cannot.
    return value.encode("utf-8", "replace").decode("utf-8")


def _flag(data: dict[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise validation(f"`{name}` must be true or false")
    return value


def _is_list_of(value: Any, kind: type, count: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(part, kind) for part in value)
    )
