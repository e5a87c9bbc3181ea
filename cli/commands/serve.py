"""``serve``: this machine's models for other machines, as text-embeddings-inference serves them."""

from __future__ import annotations

import argparse
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from cli import exit_codes
from cli.options import common_options, positive
from cli.session import Session
from engine.errors import UserError

if TYPE_CHECKING:
    from engine.serve.server import ModelServer

TOKEN = "CLAUSEDESK_SERVE_TOKEN"

KERNELS = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "128", "LRU_CACHE_CAPACITY": "128"}
"""How many compiled kernels oneDNN keeps, one a size of batch. Its own thousand take 300 MB in the
course of an hour, since batches across requests have every size; with these, memory stays flat."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of ``serve``."""
    parser = subparsers.add_parser(
        "serve",
        help="serve the local models over HTTP",
        description="Serves /predict, /rerank, /embed, /info, /health and /metrics as "
        "text-embeddings-inference does. On any other address than loopback every request needs "
        f"the token in {TOKEN} or --token-file.",
        parents=[common_options()],
    )
    parser.add_argument("--task", choices=("nli", "similarity", "embedding"), default="nli")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=port, default=8080, help="0 takes a free one")
    parser.add_argument("--token-file", metavar="F", type=Path, help="a file with the token")
    parser.add_argument("--certificate", metavar="F", default="", help="PEM file, for https")
    parser.add_argument("--private-key", metavar="F", default="", help="PEM file, for https")
    limits = parser.add_argument_group("limits")
    limits.add_argument("--max-concurrent-requests", type=positive, default=512, metavar="N")
    limits.add_argument("--max-client-batch-size", type=positive, default=32, metavar="N")
    limits.add_argument("--max-batch-tokens", type=positive, default=16384, metavar="N")
    limits.add_argument("--payload-limit", type=positive, default=2_000_000, metavar="BYTES")
    limits.add_argument("--answer-seconds", type=positive, default=60, metavar="N")


def run(session: Session) -> int:
    """Serve until a signal; requests under way are answered."""
    for name, value in KERNELS.items():
        # Read when torch is imported, which has not happened yet.
        os.environ.setdefault(name, value)
    try:
        server = make_server(session)
    except ImportError as error:
        raise UserError("serve_missing", package=error.name or "") from error
    stops = [signal.SIGINT]
    # Service managers end a program so; Windows has Ctrl+Break for it.
    stops += [getattr(signal, name) for name in ("SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    previous = {number: signal.signal(number, lambda *_: server.stop()) for number in stops}
    try:
        server.run(lambda: session.say(f"{server.url}  (Ctrl+C ends it)"))
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    return exit_codes.DONE


def make_server(session: Session) -> ModelServer:
    """The server that the options ask for, listening already. Raises ``UserError``."""
    from engine.serve.app import ServeLimits
    from engine.serve.models import open_models
    from engine.serve.server import ModelServer, ServeOptions

    options = session.options
    limits = ServeLimits(
        permits=options.max_concurrent_requests,
        # A larger batch than all permits together could never be taken.
        batch=min(options.max_client_batch_size, options.max_concurrent_requests),
        body_bytes=options.payload_limit,
        answer_seconds=options.answer_seconds,
        batch_tokens=options.max_batch_tokens,
    )
    asked = ServeOptions(
        host=options.host,
        port=options.port,
        token=_token(options.token_file),
        certificate=options.certificate,
        private_key=options.private_key,
        limits=limits,
    )
    registry = session.registry()
    return ModelServer(lambda: open_models(registry, options.task, options.model), asked)


def port(text: str) -> int:
    """A port's number. Raises ``ValueError``, which is a usage error."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError(text)
    return number


def _token(file: Path | None) -> str:
    """The token, from a file or the environment: on the command line everyone could read it."""
    if file is None:
        return os.environ.get(TOKEN, "").strip()
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("serve_token_file", path=str(file)) from error
