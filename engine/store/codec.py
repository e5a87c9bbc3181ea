"""Small records to and from the text and bytes of a column."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from typing import Any

from engine.types import (
    ClauseRef,
    Evidence,
    EvidenceRole,
    Expectation,
    ItemFailure,
    Label,
    Notice,
    Reason,
    ReasonKind,
    Scalar,
    Severity,
)

_ESCAPED = "\x00"
"""Marks a text that UTF-8 cannot hold (a file name with undecodable bytes), kept as JSON."""


_DATED = "\ue000"
"""The only key of an object that stands for a date or a time: a private character that nobody
types, so that no search for a word meets it."""


def pack_text(text: str) -> str:
    """``text`` as SQLite can hold it; :func:`unpack_text` gives the same back."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _ESCAPED + json.dumps(text)
    return _ESCAPED + json.dumps(text) if text.startswith(_ESCAPED) else text


def unpack_text(text: str) -> str:
    """What :func:`pack_text` was given."""
    return str(json.loads(text[1:])) if text.startswith(_ESCAPED) else text


def pack_optional(text: str | None) -> str | None:
    """:func:`pack_text`, where there is a text."""
    return None if text is None else pack_text(text)


def unpack_optional(text: str | None) -> str | None:
    """:func:`unpack_text`, where there is a text."""
    return None if text is None else unpack_text(text)


def dump(value: Any) -> str:
    """Plain values, dates and times as JSON text that can be searched for the words in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_tagged)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), default=_tagged)
    return text


def load(text: str | None) -> Any:
    """What :func:`dump` was given, with lists for tuples; ``None`` for no text."""
    return None if text is None else _DECODER.decode(text)


def _tagged(value: Any) -> dict[str, str]:
    """A date or a time, which JSON lacks."""
    if isinstance(value, dt.date | dt.time):
        return {_DATED: value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def _untagged(value: dict[str, Any]) -> Any:
    """What :func:`_tagged` was given; other objects as they are."""
    text = value.get(_DATED)
    if len(value) != 1 or not isinstance(text, str):
        return value
    kind = dt.datetime if "T" in text else dt.date if "-" in text else dt.time
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return value


_DECODER = json.JSONDecoder(object_hook=_untagged)


def compress(data: bytes) -> bytes:
    """Smaller; level 3 costs a third of level 6 and gives nearly its size."""
    return zlib.compress(data, 3)


def decompress(data: bytes) -> bytes:
    """What :func:`compress` was given."""
    return zlib.decompress(data)


def params_text(params: tuple[tuple[str, Scalar], ...]) -> str:
    """The parameters of a failure or a notice."""
    return dump([list(pair) for pair in params])


def params(text: str | None) -> tuple[tuple[str, Scalar], ...]:
    """What :func:`params_text` was given."""
    return _pairs(load(text) or [])


def failure(item: str, code: str, params: str | None) -> ItemFailure:
    """A failure from its columns."""
    return ItemFailure(unpack_text(item), code, _pairs(load(params) or []))


def notices_text(notices: tuple[Notice, ...]) -> str:
    """Notices as JSON."""
    return dump([[notice.code, [list(pair) for pair in notice.params]] for notice in notices])


def notices(text: str | None) -> tuple[Notice, ...]:
    """Notices from :func:`notices_text`."""
    return tuple(Notice(code, _pairs(params)) for code, params in load(text) or [])


def reference_text(reference: ClauseRef) -> str:
    """A verdict's side as JSON."""
    return dump(_place(reference))


def _place(place: ClauseRef) -> list[str | int]:
    return [place.document_id, place.clause, place.start, place.end, place.text]


def reference(text: str) -> ClauseRef:
    """A verdict's side from :func:`reference_text`."""
    return ClauseRef(*load(text))


def reasons_text(reasons: tuple[Reason, ...]) -> str:
    """The words that clash, as JSON."""
    return dump(
        [
            [r.kind.value, r.left, r.right, r.left_start, r.left_end, r.right_start, r.right_end]
            for r in reasons
        ]
    )


def reasons(text: str) -> tuple[Reason, ...]:
    """The words that clash, from :func:`reasons_text`."""
    return tuple(Reason(ReasonKind(kind), *rest) for kind, *rest in load(text))


def evidence_text(evidence: tuple[Evidence, ...]) -> str:
    """The further places of a verdict, as JSON."""
    return dump(
        [
            [e.role.value, _place(e.place), e.label.value if e.label else None, e.score]
            for e in evidence
        ]
    )


def evidence(text: str) -> tuple[Evidence, ...]:
    """The further places of a verdict, from :func:`evidence_text`."""
    return tuple(
        Evidence(EvidenceRole(role), ClauseRef(*place), Label(label) if label else None, score)
        for role, place, label, score in load(text)
    )


def expectation_text(expectation: Expectation | None) -> str | None:
    """The playbook's statement of a verdict, as JSON."""
    if expectation is None:
        return None
    allowed = [label.value for label in expectation.allowed]
    told = (expectation.severity.value, expectation.advice)
    return dump([expectation.playbook, expectation.statement, allowed, *told])


def expectation(text: str | None) -> Expectation | None:
    """The playbook's statement of a verdict, from :func:`expectation_text`."""
    if text is None:
        return None
    playbook, statement, allowed, severity, advice = load(text)
    labels = tuple(Label(label) for label in allowed)
    return Expectation(playbook, statement, labels, Severity(severity), advice)


def _pairs(values: list[list[Any]]) -> tuple[tuple[str, Scalar], ...]:
    return tuple((name, value) for name, value in values)
