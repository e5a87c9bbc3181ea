"""HTTP as careful as a download needs it: one host at a time through the guard, errors in plain words.

Certificates are judged by the system's own trust store, beside a file that the person named. Neither
proxies nor ``.netrc`` of the environment are used unless the person said so. A redirect is followed by
hand: never from https to http, and each new host is told to the guard, so that the log names it.
"""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import truststore

from engine.errors import UserError
from engine.guard import Guard
from engine.hub.task import Task

PURPOSE = "download"
_REDIRECTS = 6
_REDIRECTING = (301, 302, 303, 307, 308)
_AGENT = "ClauseDesk (model download)"


class TryAgain(Exception):
    """Something that passes: a cut connection, a busy server. ``error`` is what to tell if it does
    not; ``wait`` the seconds that the server asked for."""

    def __init__(self, error: UserError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class Web:
    """A client for one task; a context manager. Thread: one at a time."""

    def __init__(self, task: Task, guard: Guard) -> None:
        self._task = task
        self._guard = guard
        self._home = urlsplit(task.address)
        self._resources = ExitStack()
        self._allowed: set[tuple[str, int | None]] = set()
        self._proxy = _proxy_of(task)
        if self._proxy:
            self._allow(self._proxy)
        self._client = httpx.Client(
            verify=_trust(task.authorities),
            trust_env=False,
            proxy=self._proxy or None,
            timeout=httpx.Timeout(task.pace.silence, connect=task.pace.connect),
            headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"},
            follow_redirects=False,
        )
        self._resources.callback(self._client.close)

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def json(self, address: str) -> tuple[Any, str]:
        """The JSON at ``address``, and the address of its next page (empty at the last).

        Raises ``UserError``, ``TryAgain``.
        """
        with self.stream(address, {}) as response:
            body = response.read()
            following = response.links.get("next", {}).get("url", "")
        try:
            answer = response.json() if body else None
            return answer, urljoin(address, following) if following else ""
        except ValueError as error:
            raise UserError("download_listing", host=_host(address)) from error

    @contextmanager
    def stream(self, address: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """An answer with status 200, 206 or 416, its body unread.

        Raises ``UserError``: ``download_sign_in``, ``download_forbidden``, ``download_missing``,
        ``download_refused`` (another status), ``download_certificate``, ``download_redirect``,
        ``download_proxy``; ``TryAgain`` for what may pass.
        """
        with ExitStack() as open_answers, _explained(address, self._proxy):
            for _ in range(_REDIRECTS):
                response = open_answers.enter_context(self._open(address, headers))
                if response.status_code not in _REDIRECTING:
                    _judge(response, address, self._task)
                    yield response
                    return
                address = self._next(address, response.headers.get("location", ""))
            raise UserError("download_redirect", host=_host(address))

    def _open(self, address: str, headers: Mapping[str, str]) -> Any:
        self._allow(address)
        sent = dict(headers)
        target = urlsplit(address)
        if self._task.token and (target.scheme, target.netloc) == self._home[:2]:
            sent["Authorization"] = f"Bearer {self._task.token}"
        return self._client.stream("GET", address, headers=sent)

    def _next(self, address: str, location: str) -> str:
        following = urljoin(address, location)
        secure, then = urlsplit(address).scheme == "https", urlsplit(following).scheme
        if not location or then not in ("http", "https") or (secure and then != "https"):
            raise UserError("download_redirect", host=_host(address))
        return following

    def _allow(self, address: str) -> None:
        if self._proxy and address != self._proxy:
            return  # The proxy is what is connected to; it looks the host up.
        url = urlsplit(address)
        port = url.port or {"https": 443, "http": 80}.get(url.scheme)
        if url.hostname and (url.hostname, port) not in self._allowed:
            self._allowed.add((url.hostname, port))
            self._resources.enter_context(self._guard.allow(url.hostname, PURPOSE, port))


def _judge(response: httpx.Response, address: str, task: Task) -> None:
    status = response.status_code
    if status in (200, 206, 416):
        return
    host, reference = _host(address), task.reference
    refusals = {
        401: UserError("download_sign_in", reference=reference, host=host),
        403: UserError("download_forbidden", reference=reference, host=host),
        404: UserError("download_missing", reference=reference, host=host),
        407: UserError("download_proxy", proxy=_host(_proxy_of(task))),
    }
    if status in refusals:
        raise refusals[status]
    if status == 429:
        raise TryAgain(UserError("download_busy", host=host), _retry_after(response))
    error = UserError("download_refused", host=host, status=status)
    if status >= 500 or status == 408:
        raise TryAgain(error, _retry_after(response))
    raise error


def _retry_after(response: httpx.Response) -> float | None:
    try:
        return max(0.0, float(response.headers["retry-after"]))
    except (KeyError, ValueError):
        return None


@contextmanager
def _explained(address: str, proxy: str) -> Iterator[None]:
    """httpx's errors as ours."""
    host = _host(address)
    try:
        yield
    except httpx.ProxyError as error:
        raise UserError("download_proxy", proxy=_host(proxy)) from error
    except httpx.TimeoutException as error:
        raise TryAgain(UserError("download_silent", host=host)) from error
    except httpx.TransportError as error:
        if _about_certificates(error):
            raise UserError("download_certificate", host=host) from error
        if proxy and isinstance(error, httpx.ConnectError):
            raise UserError("download_proxy", proxy=_host(proxy)) from error
        if isinstance(error, httpx.UnsupportedProtocol):
            raise UserError("download_listing", host=host) from error
        raise TryAgain(UserError("download_no_connection", host=host)) from error
    except (httpx.InvalidURL, httpx.DecodingError, UnicodeError) as error:
        raise UserError("download_listing", host=host) from error


def _about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _trust(authorities: str) -> ssl.SSLContext:
    """The system's trust store; with a file of certificates, those instead."""
    if authorities:
        try:
            return ssl.create_default_context(cafile=authorities)
        except (OSError, ssl.SSLError) as error:
            raise UserError("download_authorities", path=authorities) from error
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _proxy_of(task: Task) -> str:
    """The proxy's address; empty for none. Raises ``UserError("download_proxy")`` for one that is no
    HTTP proxy's."""
    proxy = _system_proxy(task) if task.proxy == "system" else task.proxy
    # People write host and port alone, as systems do.
    address = proxy if not proxy or "://" in proxy else f"http://{proxy}"
    try:
        url = urlsplit(address)
        usable = not address or (url.scheme in ("http", "https") and url.hostname and url.port != 0)
    except ValueError:
        usable = False
    if not usable:
        # A password may stand in front of the host.
        raise UserError("download_proxy", proxy=proxy.rpartition("@")[2])
    return address


def _system_proxy(task: Task) -> str:
    scheme = urlsplit(task.address).scheme
    found = urllib.request.getproxies()
    host = _host(task.address)
    if urllib.request.proxy_bypass(host):
        return ""
    return found.get(scheme, found.get("all", ""))


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
