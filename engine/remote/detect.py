"""A server from an address alone: what it speaks is found out by asking."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from engine.control import JobControl
from engine.errors import UserError
from engine.remote.pool import ServerPool
from engine.remote.spec import PlainShape, Server, ServerKind, checked

_ELSEWHERE = ("server_path", "server_refused_item", "server_answer", "server_not_json")
"""What a server says to a question that is not its language."""


def server_at(address: str, kind: ServerKind | None = None, name: str = "") -> Server:
    """A server at ``address``, of ``kind`` where that is known. A path in the address is a plain
    endpoint's. Raises ``UserError`` as :func:`checked`."""
    made = checked(Server(name or "server", kind or ServerKind.TEI, address))
    parts = urlsplit(made.url)
    named = checked(replace(made, name=name or made.host.replace(":", ".")))
    if parts.path.strip("/") and kind in (None, ServerKind.PLAIN):
        root = made.url[: len(made.url) - len(parts.path)]
        return replace(named, kind=ServerKind.PLAIN, url=root, plain=PlainShape(path=parts.path))
    return named


def detected(server: Server, pool: ServerPool, control: JobControl) -> Server:
    """``server`` with the kind that its answers show: ``/info`` is text-embeddings-inference's,
    ``/v1/models`` vLLM's, and what answers neither is a plain endpoint.

    Raises ``UserError`` where nothing answers, or the key is refused.
    """
    for kind in (ServerKind.TEI, ServerKind.VLLM):
        asked = replace(server, kind=kind)
        try:
            pool.facts(asked, control)
        except UserError as error:
            pool.forget(asked)
            if error.code not in _ELSEWHERE:
                raise
        else:
            return asked
    return replace(server, kind=ServerKind.PLAIN)
