"""Options that every subcommand takes."""

from __future__ import annotations

import argparse


def common_options() -> argparse.ArgumentParser:
    """A parent parser with the options of design's command line that are common to all.

    Their defaults are suppressed here and set by :func:`with_defaults`, so that an option given
    before a nested action (``models --quiet list``) is not overwritten by the action's default.
    """
    parser = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parser.add_argument_group("common options")
    group.add_argument("--model", metavar="NAME", help="the model pack to use")
    group.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda", "mps"),
        help="where models run; otherwise as the settings say",
    )
    group.add_argument("--threads", type=positive, metavar="N", help="processor threads for models")
    group.add_argument(
        "--project", metavar="F.cdesk", help="keep run and results; resumes after an interruption"
    )
    group.add_argument("--json-log", metavar="F", help="write the structured log to F")
    group.add_argument("--quiet", action="store_true", help="no progress")
    return parser


def server_options(*tasks: str) -> argparse.ArgumentParser:
    """A parent parser with the options for a server in place of the local model for ``tasks``."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.set_defaults(server_tasks=tasks)
    group = parser.add_argument_group("an inference server instead of the local model")
    group.add_argument(
        "--server", metavar="NAME|URL", help="a server of the Servers page, or its address"
    )
    group.add_argument(
        "--server-kind", choices=("tei", "vllm", "plain"), help="found out where not given"
    )
    group.add_argument(
        "--server-labels",
        metavar="A=B,…",
        help="what the model's labels mean, such as LABEL_0=contradiction",
    )
    group.add_argument("--server-ca-file", metavar="F", default="", help="a certificate authority")
    group.add_argument("--save-server", metavar="NAME", help="keep the server under this name")
    return parser


def with_defaults(options: argparse.Namespace) -> argparse.Namespace:
    """``options`` with a value for every common option."""
    defaults = {
        "model": None,
        "device": None,
        "threads": None,
        "project": None,
        "json_log": None,
        "quiet": False,
    }
    return argparse.Namespace(**{**defaults, **vars(options)})


def positive(text: str) -> int:
    """A whole number of 1 or more."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def share(text: str) -> float:
    """A number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("must be from 0 to 1")
    return number
