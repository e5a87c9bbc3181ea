"""A hub that misbehaves on request, in a process of its own: ``python -m tests.hub_server FOLDER``.

It speaks Hugging Face's and ModelScope's protocols over the model folders in FOLDER. The owner part of
a model's id says how it behaves: ``good/NAME`` serves it well, the others are in :data:`FAULTS`. It
prints its port, then serves until its standard input closes. ``GET /_log`` lists the requests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import ssl
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

FAULTS = (
    "good",
    "cut",  # every connection breaks after a third of the file
    "stuck",  # breaks at the same byte again and again, without ranges
    "short",  # sends fewer bytes than listed, and says so
    "long",  # sends more bytes than listed
    "corrupt",  # always one wrong byte in the weights
    "once",  # one wrong byte in the weights, the first time
    "norange",  # ignores ranges and cuts the first connection
    "slow",  # a trickle
    "html",  # a sign-in page instead of the weights
    "portal",  # a sign-in page instead of everything
    "s401", "s403", "s404", "s429", "s500",  # these, always
    "busy",  # 429 twice, then well
    "failing",  # 503 twice, then well
    "escape",  # lists a file outside its folder
    "moved",  # redirects the weights to another host name
    "downgrade",  # redirects the weights to a file: address
)  # fmt: skip
PAGE = b"<html><body>Please sign in to the network.</body></html>"
WEIGHTS = (".safetensors", ".bin")


class Hub(BaseHTTPRequestHandler):
    """Serves ``server.folder``; remembers in ``server.requests``."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        parts = [unquote(part) for part in url.path.split("/") if part]
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if parts == ["_log"]:
            self._json(self.server.requests)
            return
        self.server.requests.append([self.path, self.headers.get("Range", "")])
        if parts[:2] == ["api", "models"]:
            self._huggingface(parts[2], parts[3], parts[4])
        elif parts[:3] == ["api", "v1", "models"]:
            self._modelscope(parts[3], parts[4], parts[5:], query)
        elif len(parts) > 4 and parts[2] == "resolve":
            self._file(parts[0], parts[1], "/".join(parts[4:]))
        else:
            self._status(404)

    def log_message(self, format: str, *args: object) -> None:
        pass

    # --- Listings ---

    def _huggingface(self, owner: str, name: str, what: str) -> None:
        if self._refuses(owner):
            return
        if what == "revision":
            self._json({"id": f"{owner}/{name}", "sha": "c0ffee" * 6})
            return
        entries = [{"type": "directory", "path": "1_Pooling", "oid": "0", "size": 0}]
        for path, content in self._files(owner, name):
            entry = {"type": "file", "path": path, "size": len(content)}
            if path.endswith(WEIGHTS):
                entry["oid"] = "of the pointer"
                entry["lfs"] = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content)}
            else:
                head = b"blob %d\0" % len(content)
                entry["oid"] = hashlib.sha1(head + content).hexdigest()
            entries.append(entry)
        second = "cursor=2" in self.path
        half = len(entries) // 2
        link = f'<{self.path}&cursor=2>; rel="next"'
        self._json(entries[half:] if second else entries[:half], {} if second else {"Link": link})

    def _modelscope(self, owner: str, name: str, what: list[str], query: dict[str, str]) -> None:
        if what == ["repo"]:
            self._file(owner, name, query["FilePath"])
            return
        if self._refuses(owner):
            return
        files = [
            {
                "Path": path,
                "Name": Path(path).name,
                "Type": "blob",
                "Size": len(content),
                "Sha256": hashlib.sha256(content).hexdigest(),
            }
            for path, content in self._files(owner, name)
        ]
        files.append({"Path": "1_Pooling", "Name": "1_Pooling", "Type": "tree", "Size": 0})
        self._json({"Code": 200, "Success": True, "Data": {"Files": files}})

    def _files(self, owner: str, name: str) -> list[tuple[str, bytes]]:
        folder = self.server.folder / name
        found = [
            (path.relative_to(folder).as_posix(), path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ]
        return [*found, ("../../evil.json", b"{}")] if owner == "escape" else found

    # --- Files ---

    def _file(self, owner: str, name: str, path: str) -> None:
        if self._refuses(owner):
            return
        file = self.server.folder / name / path
        if not file.is_file():
            self._status(404)
            return
        content = file.read_bytes()
        weights = path.endswith(WEIGHTS)
        first = self.server.seen[self.path] == 0
        self.server.seen[self.path] += 1
        if weights and owner in ("moved", "downgrade"):
            port = self.server.server_address[1]
            where = f"http://localhost:{port}/good/{name}/resolve/main/{path}"
            self._redirect(where if owner == "moved" else f"file://{file}")
        elif weights and owner == "html":
            self._send(PAGE, 200, {"Content-Type": "text/html; charset=utf-8"})
        else:
            if weights and (owner == "corrupt" or (owner == "once" and first)):
                content = content[:-1] + bytes([content[-1] ^ 1])
            self._range(content, owner if weights else "good", first)

    def _range(self, content: bytes, fault: str, first: bool) -> None:
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if fault in ("norange", "stuck"):
            start = 0
        if start >= len(content) and start:
            self._status(416)
            return
        body = content[start:]
        body = {"short": body[:-7], "long": body + b"more"}.get(fault, body)
        headers = {"Content-Type": "application/octet-stream"}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        broken = fault in ("cut", "stuck") or (fault == "norange" and first)
        most = len(content) // 3 + 1 if broken else len(body)
        self.send_response(206 if start else 200)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._write(body[:most], slow=fault == "slow")
        if most < len(body):
            self.close_connection = True

    def _write(self, body: bytes, slow: bool) -> None:
        step = 4096 if slow else len(body) or 1
        try:
            for place in range(0, len(body), step):
                self.wfile.write(body[place : place + step])
                if slow:
                    time.sleep(0.04)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    # --- Answers ---

    def _refuses(self, owner: str) -> bool:
        if owner == "portal":
            self._send(PAGE, 200, {"Content-Type": "text/html"})
        elif owner.startswith("s") and owner[1:].isdecimal():
            self._status(int(owner[1:]))
        elif owner in ("busy", "failing") and self.server.seen[self._key(owner)] < 2:
            self.server.seen[self._key(owner)] += 1
            self._status(429 if owner == "busy" else 503)
        else:
            return False
        return True

    def _key(self, owner: str) -> str:
        return f"{owner} {self.path.startswith('/api/v1')}"

    def _redirect(self, where: str) -> None:
        self._send(b"", 302, {"Location": where})

    def _status(self, status: int) -> None:
        self._send(b"{}", status, {"Retry-After": "0"} if status in (429, 503) else {})

    def _json(self, value: object, headers: dict[str, str] | None = None) -> None:
        kind = {"Content-Type": "application/json"}
        self._send(json.dumps(value).encode(), 200, {**kind, **(headers or {})})

    def _send(self, body: bytes, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Hub)
        self.folder = folder
        self.requests: list[list[str]] = []
        self.seen: Counter[str] = Counter()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what the tests are about."""


def main() -> None:
    """Serve until standard input closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    given = parser.parse_args()
    server = _Server(given.folder)
    if given.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given.certificate, given.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
