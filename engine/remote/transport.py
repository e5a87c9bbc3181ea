"""One request, one answer: HTTP with verified TLS, bounded in time and size, judged by its content.

The system's own trust store decides about certificates, beside a certificate authority that the
person named. Neither proxies nor ``.netrc`` of the environment are used: texts go to the server that
was named, and to nobody else. Redirects are not followed, for the same reason.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from engine.errors import UserError
from engine.remote.retry import Remedy, Trouble, trouble_of_status
from engine.remote.spec import Server

LARGEST_ANSWER = 64 * 2**20
_DETAIL = 200


class Transport:
    """Sends requests to one server. Thread: the loop's, from the first request to :meth:`close`."""

    def __init__(self, server: Server, key: str | None) -> None:
        # Each request's address would stand in the log at every request.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._server = server
        self._limits = server.limits
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        most = server.limits.concurrency + 8
        self._client = httpx.AsyncClient(
            base_url=server.url,
            headers={"User-Agent": "ClauseDesk", **headers},
            verify=_context(server) if server.url.startswith("https:") else False,
            timeout=httpx.Timeout(
                server.limits.answer_seconds, connect=server.limits.connect_seconds, pool=None
            ),
            limits=httpx.Limits(max_connections=most, max_keepalive_connections=most),
            trust_env=False,
            follow_redirects=False,
        )

    async def send(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """The JSON answer to ``body`` at ``path`` (a GET where the method says so).

        Raises :class:`Trouble`.
        """
        content = None if body is None else _encoded(body)
        try:
            async with asyncio.timeout(self._limits.answer_seconds + self._limits.connect_seconds):
                return await self._exchange(method, path, content)
        except (TimeoutError, httpx.TimeoutException) as error:
            seconds = self._limits.answer_seconds
            raise Trouble(
                Remedy.RETRY, "server_timeout", host=self._host(), seconds=seconds
            ) from error
        except httpx.ConnectError as error:
            raise self._unconnected(error) from error
        except httpx.TransportError as error:
            raise Trouble(
                Remedy.RETRY, "server_broke_off", host=self._host(), detail=_said(error)
            ) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _exchange(self, method: str, path: str, content: bytes | None) -> Any:
        headers = {"Content-Type": "application/json"} if content is not None else {}
        request = self._client.build_request(method, path, content=content, headers=headers)
        response = await self._client.send(request, stream=True)
        try:
            data = await self._read(response)
        finally:
            await response.aclose()
        if not response.is_success:
            asked = response.headers.get("Retry-After")
            raise trouble_of_status(response.status_code, asked, _detail(data), self._host())
        return self._parsed(data, response.headers)

    async def _read(self, response: httpx.Response) -> bytes:
        parts, size = [], 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > LARGEST_ANSWER:
                raise Trouble(Remedy.GIVE_UP, "server_answer_large", host=self._host())
            parts.append(part)
        return b"".join(parts)

    def _parsed(self, data: bytes, headers: Mapping[str, str]) -> Any:
        if not data.strip():
            return None
        try:
            return json.loads(data)
        except ValueError as error:
            kind = headers.get("content-type", "").partition(";")[0] or "?"
            # It may be a proxy's page of a moment, so it is tried again before it is believed.
            raise Trouble(Remedy.RETRY, "server_not_json", host=self._host(), kind=kind) from error

    def _unconnected(self, error: httpx.ConnectError) -> Trouble:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ssl.SSLError | UserError):
            cause = cause.__cause__ or cause.__context__
        if isinstance(cause, UserError):
            # The offline guard's word: it stands as it is.
            raise cause
        if isinstance(cause, ssl.SSLCertVerificationError):
            detail = str(getattr(cause, "verify_message", "") or cause)[:_DETAIL]
            return Trouble(Remedy.STOP, "server_certificate", host=self._host(), detail=detail)
        if isinstance(cause, ssl.SSLError):
            detail = (cause.reason or str(cause))[:_DETAIL]
            return Trouble(Remedy.STOP, "server_no_tls", host=self._host(), detail=detail)
        return Trouble(Remedy.RETRY, "server_unreachable", host=self._host(), detail=_said(error))

    def _host(self) -> str:
        return f"{self._server.host}:{self._server.port}"


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
    except (ValueError, AttributeError):
        text = "" if text.startswith("<") else text
    return " ".join(text.split())[:_DETAIL]


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:_DETAIL]
