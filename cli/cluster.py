"""Leave to talk to the Ray cluster that the person named."""

from __future__ import annotations

from urllib.parse import urlsplit

from cli.session import Session

PURPOSE = "cluster"
_HERE = ("127.0.0.1", "localhost", "::1")


def join_cluster(session: Session) -> str:
    """``--ray``'s address, with leave to reach it and, since a part of Ray runs on every machine, this
    one. Raises ``UserError("offline_chosen")`` later, where the person wants to stay offline."""
    address = str(session.options.ray)
    hosts = list(_HERE)
    named = urlsplit(address if "//" in address else f"//{address}").hostname
    if named and named not in ("local", "auto"):
        hosts.append(named)
    for host in hosts:
        session.guard.allow(host, PURPOSE)
    return address
