"""What the settings say of the place where models run."""

from __future__ import annotations

from typing import cast

from engine import settings as options
from engine.models.devices import Device, Precision, Wish
from engine.models.memory import memory_budget
from engine.settings import Settings


def wish_of(
    settings: Settings,
    device: Device | None = None,
    threads: int | None = None,
    free: int | None = None,
) -> Wish:
    """The settings' wish; ``device`` and ``threads`` stand before them where they are given.

    ``free`` is the budget in bytes where the settings name none; otherwise it is measured now.
    """
    precision = settings.get(options.PRECISION)
    megabytes = settings.get(options.MEMORY_MEGABYTES)
    return Wish(
        device or cast(Device, settings.get(options.DEVICE)),
        threads or settings.get(options.THREADS) or None,
        None if precision == "auto" else cast(Precision, precision),
        megabytes * 2**20 if megabytes else (free or memory_budget()),
    )
