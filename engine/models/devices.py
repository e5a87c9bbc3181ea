"""Where a model runs, in which precision, with how many threads."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from engine.errors import UserError
from engine.models.lazy import lazy

if TYPE_CHECKING:
    import torch

    from engine.models.runtimes.scales import Scales
else:
    torch = lazy("torch")

Device = Literal["auto", "cpu", "cuda", "mps"]
Precision = Literal["fp32", "bf16", "fp16", "int8"]


@dataclass(frozen=True, slots=True)
class Compute:
    """A choice of device, the fastest precision it has, and CPU threads; ``tuned`` lets models use
    fewer of them while the machine is busy.

    A model may still run in ``fp32`` where the faster precision does not agree with it
    (see :mod:`engine.models.registry`).
    """

    device: Literal["cpu", "cuda", "mps"] = "cpu"
    precision: Precision = "fp32"
    threads: int = 1
    tuned: bool = False
    settled: bool = False
    """True where this precision was measured on the model before: it is not questioned again."""
    integers: bool = False
    """True where pair models may also be tried in 8-bit integers."""
    scales: Scales | None = None
    """How one model's numbers are rounded; a precision of ``int8`` needs them."""

    def exact(self) -> Compute:
        """The same place in full precision."""
        return replace(self, precision="fp32", scales=None)

    def floating(self) -> Compute:
        """The same place in floating point: in full precision where this is in integers."""
        return self.exact() if self.precision == "int8" else self


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of the place where models run; ``None`` leaves it to the program.
    ``budget`` is in bytes."""

    device: Device = "auto"
    threads: int | None = None
    precision: Precision | None = None
    budget: int | None = None


def choose(
    device: Device = "auto", threads: int | None = None, precision: Precision | None = None
) -> Compute:
    """Settle what ``auto`` and ``None`` mean on this machine: CUDA, then MPS, then the CPU.

    A number of threads that is given is kept to; otherwise it is tuned while models run. 8-bit integers
    are allowed where no precision or ``int8`` is asked for; they need scales of the model besides, and
    what cannot run in them runs in the fastest floating point that the device has.

    Raises ``UserError("device_missing")`` for a device that this machine does not have.
    """
    place = _device(device)
    count = max(1, threads or cpu_count())
    integers = place == "cpu" and precision in (None, "int8") and _multiplies_integers()
    floating = _fastest(place) if precision in (None, "int8") else precision
    return Compute(place, floating, count, tuned=threads is None, integers=integers)


def apply_threads(compute: Compute) -> None:
    """Let torch use ``compute.threads`` threads; the setting holds for the whole process."""
    if compute.device == "cpu" and torch.get_num_threads() != compute.threads:
        torch.set_num_threads(compute.threads)


def cpu_count() -> int:
    """The cores this process may use; of hyper-threads, one a core where the system tells."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    physical = int(_capabilities().get("num_physical_cores") or 0)
    count = allowed or 1
    return min(count, physical) if physical else count


def _device(asked: Device) -> Literal["cpu", "cuda", "mps"]:
    available: dict[str, bool] = {
        "cuda": bool(torch.cuda.is_available()),
        "mps": bool(torch.backends.mps.is_available()),
        "cpu": True,
    }
    if asked == "auto":
        return "cuda" if available["cuda"] else "mps" if available["mps"] else "cpu"
    if not available.get(asked, False):
        raise UserError("device_missing", device=asked)
    return asked


def _fastest(device: str) -> Precision:
    """Half precision only where the hardware computes in it; elsewhere it is slower than fp32."""
    if device == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported() else "fp16"
    if device == "cpu":
        found = _capabilities()
        return "bf16" if found.get("avx512_bf16") or found.get("amx_bf16") else "fp32"
    return "fp32"


def _multiplies_integers() -> bool:
    """Whether the processor multiplies 8-bit integers without saturating in between, and this build of
    torch has the operators."""
    found = _capabilities()
    if not any(found.get(name) for name in ("avx512_vnni", "avx_vnni", "amx_int8")):
        return False
    from engine.models.runtimes.int8 import int8_agrees

    return int8_agrees()


def _capabilities() -> dict[str, Any]:
    """What the processor can do; empty where torch cannot tell."""
    ask = getattr(torch.cpu, "get_capabilities", None)
    if ask is None:
        return {
            "avx512_bf16": _answers("_is_avx512_bf16_supported"),
            "amx_bf16": _answers("_is_amx_tile_supported"),
        }
    return dict(ask())


def _answers(name: str) -> bool:
    test = getattr(torch.cpu, name, None)
    return bool(test()) if test is not None else False
