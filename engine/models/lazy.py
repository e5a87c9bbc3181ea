"""Modules that are imported at their first use: torch takes seconds, and most starts need none."""

from __future__ import annotations

import contextlib
import gc
import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from engine.models.preload import preload_torch

_HEAVY = ("torch", "transformers")


class _LazyModule(ModuleType):
    """Stands for a module; the first attribute asked of it imports the real one."""

    def __getattr__(self, name: str) -> Any:
        heavy = self.__name__.partition(".")[0] in _HEAVY
        with _undisturbed() if heavy else contextlib.nullcontext():
            value = getattr(importlib.import_module(self.__name__), name)
        setattr(self, name, value)
        return value


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """For imports that make a million objects: a window in another thread stands still while their
    libraries are opened and whenever the garbage collector walks them all. The first is done
    beforehand, the second put off, and what was imported is kept out of later walks."""
    preload_torch()
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def lazy(name: str) -> Any:
    """A stand-in for the module ``name``.

    Use it so that type checkers see the real module::

        if TYPE_CHECKING:
            import torch
        else:
            torch = lazy("torch")
    """
    return _LazyModule(name)
