"""What a person says of a server: where it is, what it speaks, what it may be asked for.

Keys are not here: they are kept in the system's keychain (``engine.remote.keys``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from ipaddress import ip_address
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from engine.errors import UserError

Task = Literal["similarity", "nli", "embedding", "extraction"]
TASKS: tuple[Task, ...] = ("similarity", "nli", "embedding", "extraction")


PREFIX = "server:"
"""A model's name that begins so is a server's: ``server:office``."""


class ServerKind(StrEnum):
    """The language a server speaks."""

    TEI = "tei"
    """text-embeddings-inference, or ``clausedesk serve``."""
    VLLM = "vllm"
    PLAIN = "plain"
    """``POST {text1, text2}`` → ``{similarity_score}``."""


CAN: Mapping[ServerKind, tuple[Task, ...]] = {
    ServerKind.TEI: ("similarity", "nli", "embedding"),
    ServerKind.VLLM: ("similarity", "nli", "extraction"),
    ServerKind.PLAIN: ("similarity",),
}
"""What each kind of server can be used for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How hard a server may be worked.

    ``concurrency`` is the most requests at a time (the client finds the right number below it);
    ``per_second`` the most requests a second (0: no limit); ``batch`` the most items in a request.
    Seconds: to connect; for one answer, from the request to its last byte; for an item with all its
    ``attempts``.
    """

    concurrency: int = 64
    per_second: float = 0.0
    batch: int = 32
    connect_seconds: float = 5.0
    answer_seconds: float = 30.0
    item_seconds: float = 180.0
    attempts: int = 8


_RANGES: Mapping[str, tuple[float, float]] = {
    "concurrency": (1, 1024),
    "per_second": (0, 100_000),
    "batch": (1, 4096),
    "connect_seconds": (0.1, 300),
    "answer_seconds": (0.1, 3600),
    "item_seconds": (0.1, 86_400),
    "attempts": (1, 50),
}


@dataclass(frozen=True, slots=True)
class PlainShape:
    """The names of a plain endpoint. ``batch``: ``single`` is an object a request; ``list`` a list of
    such objects, answered by a list; ``columns`` one object of two lists, answered by a list under
    ``score``. ``score`` may lead inwards with dots (``data.score``)."""

    path: str = "/similarity"
    left: str = "text1"
    right: str = "text2"
    score: str = "similarity_score"
    batch: str = "single"


BATCH_FORMS = ("single", "list", "columns")


@dataclass(frozen=True, slots=True)
class Server:
    """One server. ``uses`` are the tasks for which jobs take it by themselves; ``languages`` those
    that its model knows. ``labels`` bind the model's own labels (or, where it has no names, their
    places: ``"0"``) to entailment, neutral, contradiction. ``template`` makes one text of a pair
    where a server takes none. ``ca_file`` is a certificate authority of one's own."""

    name: str
    kind: ServerKind
    url: str
    model: str = ""
    uses: tuple[Task, ...] = ()
    languages: tuple[str, ...] = ("en", "zh")
    labels: tuple[tuple[str, str], ...] = ()
    template: str = "{left}</s></s>{right}"
    ca_file: str = ""
    limits: Limits = field(default_factory=Limits)
    plain: PlainShape = field(default_factory=PlainShape)

    @property
    def host(self) -> str:
        """The name or address that is connected to."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port that is connected to."""
        parts = urlsplit(self.url)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a key belongs to, so that it goes nowhere else."""
        return f"{urlsplit(self.url).scheme}://{self.host}:{self.port}"

    @property
    def in_the_clear(self) -> bool:
        """Whether texts and key travel unencrypted to another machine."""
        return urlsplit(self.url).scheme == "http" and not is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def checked(server: Server) -> Server:
    """``server`` with its address in one form.

    Raises ``UserError``: ``server_name``, ``server_url``, ``server_url_key``, ``server_use``,
    ``server_limit``, ``server_template``.
    """
    name = server.name.strip()
    if not name or any(character in name for character in ":/\\\n"):
        raise UserError("server_name", name=name)
    url = _checked_url(server.url)
    unfit = [task for task in server.uses if task not in CAN[server.kind]]
    if unfit:
        raise UserError("server_use", name=name, task=unfit[0])
    for limit, (low, high) in _RANGES.items():
        value = getattr(server.limits, limit)
        if not (math.isfinite(value) and low <= value <= high):
            raise UserError("server_limit", limit=limit, low=low, high=high)
    if "{left}" not in server.template or "{right}" not in server.template:
        raise UserError("server_template", template=server.template)
    values = {one.name: getattr(server, one.name) for one in fields(server)}
    return Server(**{**values, "name": name, "url": url})


def _checked_url(text: str) -> str:
    text = text.strip()
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise UserError("server_url", url=text) from error
    if parts.scheme not in ("http", "https") or not host or " " in text:
        raise UserError("server_url", url=text)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UserError("server_url_key")
    return text.rstrip("/")


def to_json(server: Server) -> dict[str, Any]:
    """``server`` as JSON objects."""
    return asdict(server)


def from_json(data: Mapping[str, Any]) -> Server:
    """A server as it was kept; what this version does not know is left out.

    Raises ``UserError("server_settings")`` or as :func:`checked`.
    """
    name = str(data.get("name", ""))
    try:
        known = {one.name for one in fields(Server)}
        values = {key: value for key, value in data.items() if key in known}
        values["kind"] = ServerKind(values["kind"])
        values["uses"] = tuple(cast(Task, task) for task in values.get("uses", ()) if task in TASKS)
        values["languages"] = tuple(map(str, values.get("languages", ("en", "zh"))))
        values["labels"] = tuple((str(a), str(b)) for a, b in values.get("labels", ()))
        values["limits"] = _part(Limits, values.get("limits", {}))
        values["plain"] = _part(PlainShape, values.get("plain", {}))
        server = Server(**values)
        if server.plain.batch not in BATCH_FORMS:
            raise ValueError(server.plain.batch)
        return checked(server)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError("server_settings", name=name, detail=str(error)[:100]) from error


def _part(kind: type[Any], data: Mapping[str, Any]) -> Any:
    """A nested part; numbers and texts must be of their own type."""
    made = {}
    for one in fields(kind):
        if one.name in data:
            wanted: type[Any] = type(one.default)
            value = data[one.name]
            if isinstance(value, bool) or not isinstance(
                value, int | float if wanted is float else wanted
            ):
                raise TypeError(one.name)
            made[one.name] = wanted(value)
    return kind(**made)
