"""Ray: parts handed to a pool of actors by Ray Data. The one file that imports it."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.control import JobControl
from engine.distributed.workers import Answer, Outcome, PartWorker
from engine.errors import UserError

if TYPE_CHECKING:
    import ray
else:
    from engine.models.lazy import lazy

    ray = lazy("ray")

LOCAL = "local"
"""The address that starts a cluster on this machine alone."""

_POLL_SECONDS = 0.1
_SHARE = 0.5
"""Of a core, that an actor asks for. It uses a whole one: the other half is room for the actors of a
machine that was lost, which could not start anywhere else."""


@dataclass(frozen=True, slots=True)
class RayCluster:
    """Where to run. ``address`` as ``ray.init`` takes it, or ``"local"``; ``actors`` at most, 0: one a
    core; ``gpus`` a share of a GPU for each actor."""

    address: str
    actors: int = 0
    gpus: float = 0.0


def check_installed() -> None:
    """Raises ``UserError("cluster_not_installed")`` where Ray Data is missing."""
    if importlib.util.find_spec("ray") is None or importlib.util.find_spec("pyarrow") is None:
        raise UserError("cluster_not_installed")


def answer_parts(
    cluster: RayCluster,
    root: str,
    parts: Iterable[int],
    make: Callable[[], Answer],
    control: JobControl,
) -> Iterator[int]:
    """Have ``parts`` of the folder ``root`` answered; yields the number of each as it is done.

    ``make`` gives an actor its work; it is called once in each actor, and must be such that pickle
    takes it. A machine that is lost costs the parts that it was working on, which others do again.
    Raises ``UserError``: what a part failed with, ``cluster_unreachable``, ``cluster_failed``;
    ``Cancelled``. Thread: the engine thread; Ray is driven from one of its own.
    """
    check_installed()
    waiting: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
    stop = threading.Event()
    numbers = list(parts)
    if not numbers:
        return

    def drive() -> None:
        try:
            for outcome in _outcomes(cluster, root, numbers, make):
                waiting.put(outcome)
                if stop.is_set():
                    break
            waiting.put(None)
        except BaseException as error:
            waiting.put(error)

    thread = threading.Thread(target=drive, name="clausedesk-cluster", daemon=True)
    mine = _connect(cluster)
    thread.start()
    try:
        while (outcome := _next(waiting, control)) is not None:
            yield _part(outcome)
    finally:
        stop.set()
        if mine:
            ray.shutdown()
        thread.join(10.0)


def join(cluster: RayCluster) -> Callable[[], None]:
    """Join the cluster for several calls of :func:`answer_parts`, each of which would join it and leave
    again; gives what leaves it. Raises ``UserError("cluster_unreachable")``, ``cluster_not_installed``."""
    check_installed()
    mine = _connect(cluster)

    def leave() -> None:
        if mine:
            ray.shutdown()

    return leave


def _next(
    waiting: queue.SimpleQueue[Outcome | BaseException | None], control: JobControl
) -> Outcome | None:
    while True:
        control.checkpoint()
        try:
            found = waiting.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            continue
        if isinstance(found, BaseException):
            raise UserError("cluster_failed", detail=_first_line(found)) from found
        return found


def _part(outcome: Outcome) -> int:
    if outcome["failure"]:
        code, params = json.loads(outcome["failure"])
        raise UserError(code, **params)
    return int(outcome["part"])


def _connect(cluster: RayCluster) -> bool:
    """Join the cluster; ``False`` where this process belongs to it already."""
    if ray.is_initialized():
        return False
    address = None if cluster.address == LOCAL else cluster.address
    # Ray reports its use to its makers unless it is told not to.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        ray.init(
            address=address or "local",
            logging_level=logging.WARNING,
            log_to_driver=False,
            include_dashboard=False if address is None else None,
            configure_logging=False,
        )
    except Exception as error:
        # Where a node does not start in time, Ray raises Exception itself.
        place, why = cluster.address, _first_line(error)
        raise UserError("cluster_unreachable", address=place, detail=why) from error
    return True


def _outcomes(
    cluster: RayCluster, root: str, parts: list[int], make: Callable[[], Answer]
) -> Iterator[Outcome]:
    import ray.data

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    # What it says while it works is for its own log: this program tells how far it is.
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # Rows are a number and a few words. Room that Ray keeps for blocks of 128 MB, and for stages that
    # there are none of, would leave a small cluster none to work with.
    context.target_max_block_size = 1 << 20
    context.op_resource_reservation_enabled = False
    most = cluster.actors or max(1, int(ray.cluster_resources().get("CPU", 1)))
    most = min(most, len(parts))
    items = ray.data.from_items([{"part": part} for part in parts], override_num_blocks=len(parts))
    done: Any = items.map(
        PartWorker,
        fn_constructor_args=(root, make),
        compute=ray.data.ActorPoolStrategy(min_size=most, max_size=most),
        num_cpus=_SHARE,
        num_gpus=cluster.gpus or None,
    )
    yield from done.iter_rows()


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:200]
