"""One request, one answer: verified TLS, bounded in time and size, judged by its content.

The system's own trust store decides about certificates, beside a certificate authority that the
person named. Neither proxies nor ``.netrc`` of the environment are used: texts go to the server that
was named, and to nobody else. Redirects are not followed, for the same reason.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from engine.errors import UserError
from engine.remote.http1 import Answer, AnswerTooLarge, BrokenAnswer, Connections
from engine.remote.retry import Remedy, Trouble, trouble_of_status
from engine.remote.spec import Server
from engine.version import version

LARGEST_ANSWER = 64 * 2**20
_DETAIL = 200


class Transport:
    """Sends requests to one server. Thread: the loop's, from the first request to :meth:`close`.

    Raises ``UserError``: ``server_ca_file``, ``server_key_characters``.
    """

    def __init__(self, server: Server, key: str | None) -> None:
        self._host = f"{server.host}:{server.port}"
        self._limits = server.limits
        self._prefix = urlsplit(server.url).path.rstrip("/")
        self._headers = _headers(server, key)
        context = _context(server) if server.url.startswith("https:") else None
        self._connections = Connections(
            server.host, server.port, context, server.limits.connect_seconds
        )

    async def send(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """The JSON answer to ``body`` at ``path`` (a GET where the method says so).

        Raises :class:`Trouble`; ``UserError`` where the offline guard refuses.
        """
        content = b"" if body is None else _encoded(body)
        try:
            async with asyncio.timeout(self._limits.answer_seconds + self._limits.connect_seconds):
                answer = await self._connections.exchange(
                    self._head(method, path, len(content)), content, LARGEST_ANSWER
                )
        except TimeoutError as error:
            seconds = self._limits.answer_seconds
            raise self._trouble(Remedy.RETRY, "server_timeout", seconds=seconds) from error
        except AnswerTooLarge as error:
            raise self._trouble(Remedy.GIVE_UP, "server_answer_large") from error
        except UserError:
            raise
        except UnicodeError as error:
            # Before anything is asked for, names are encoded: a part may be empty or too long.
            detail = str(error)[:_DETAIL]
            raise self._trouble(Remedy.STOP, "server_unreachable", detail=detail) from error
        except OSError as error:
            raise self._broken(error) from error
        return self._judged(answer)

    async def close(self) -> None:
        """Close every connection."""
        await self._connections.close()

    def _head(self, method: str, path: str, size: int) -> bytes:
        target = quote(f"{self._prefix}{path}", safe="/%:@!$&'()*+,;=~-._")
        return (
            f"{method} {target} HTTP/1.1\r\n{self._headers}Content-Length: {size}\r\n\r\n".encode()
        )

    def _judged(self, answer: Answer) -> Any:
        if not 200 <= answer.status < 300:
            asked = answer.headers.get("retry-after")
            detail = _detail(answer.body)
            raise trouble_of_status(answer.status, asked, detail, self._host)
        return self._parsed(answer.body, answer.headers)

    def _parsed(self, data: bytes, headers: Mapping[str, str]) -> Any:
        if not data.strip():
            return None
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            kind = headers.get("content-type", "").partition(";")[0] or "?"
            # It may be a proxy's page of a moment, so it is tried again before it is believed.
            raise self._trouble(Remedy.RETRY, "server_not_json", kind=kind) from error

    def _broken(self, error: OSError) -> Trouble:
        if isinstance(error, ssl.SSLCertVerificationError):
            detail = (error.verify_message or str(error))[:_DETAIL]
            return self._trouble(Remedy.STOP, "server_certificate", detail=detail)
        if isinstance(error, ssl.SSLError) and "WRONG_VERSION" in str(error.reason):
            return self._trouble(Remedy.STOP, "server_no_tls", detail=str(error.reason)[:_DETAIL])
        detail = _said(error)
        began = isinstance(error, BrokenAnswer | ConnectionResetError | ConnectionAbortedError)
        if began or isinstance(error, BrokenPipeError | ssl.SSLError):
            return self._trouble(Remedy.RETRY, "server_broke_off", detail=detail)
        # No connection came about: nobody listens, or there is no way to the host.
        return self._trouble(Remedy.RETRY, "server_unreachable", detail=detail)

    def _trouble(self, remedy: Remedy, code: str, **params: Any) -> Trouble:
        return Trouble(remedy, code, host=self._host, **params)


def _headers(server: Server, key: str | None) -> str:
    """What every request carries. Raises ``UserError("server_key_characters")``."""
    if key and not (key.isascii() and key.isprintable()):
        # A line break in it would begin a header of its own.
        raise UserError("server_key_characters", name=server.name)
    host = f"[{server.host}]" if ":" in server.host else server.host
    lines = {
        "Host": f"{host}:{server.port}",
        "User-Agent": f"ClauseDesk/{version()}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
    }
    if key:
        lines["Authorization"] = f"Bearer {key}"
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items())


def _context(server: Server) -> ssl.SSLContext:
    """The system's trust store, and the person's own certificate authority.

    Raises ``UserError("server_ca_file")``.
    """
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if server.ca_file:
        try:
            context.load_verify_locations(cafile=server.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise UserError("server_ca_file", path=server.ca_file) from error
    return context


def _encoded(body: Any) -> bytes:
    # A lone surrogate, as broken documents hold them, has no UTF-8: sent escaped, it does no harm.
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(body, separators=(",", ":")).encode("ascii")


def _said(error: OSError) -> str:
    """The system's own words; asyncio's repeat the address."""
    number = error.errno
    if isinstance(error, socket.gaierror) or not number or number < 0:
        return (error.strerror or str(error) or type(error).__name__)[:_DETAIL]
    return os.strerror(number)


def _detail(data: bytes) -> str:
    """What the server says went wrong: its ``error`` or ``message``, else the start of its answer."""
    text = data[:4000].decode("utf-8", "replace").strip()
    try:
        value = json.loads(data)
        for name in ("error", "message", "detail"):
            found = value.get(name)
            text = str(found.get("message", found) if isinstance(found, dict) else found or text)
            if found:
                break
    except (ValueError, AttributeError, RecursionError):
        text = "" if text.startswith("<") else text
    return " ".join(text.split())[:_DETAIL]
