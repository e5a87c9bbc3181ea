"""Modules that are imported at their first use: torch takes seconds, and most starts need none."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from engine.models.preload import preload_torch


class _LazyModule(ModuleType):
    """Stands for a module; the first attribute asked of it imports the real one."""

    def __getattr__(self, name: str) -> Any:
        if self.__name__.partition(".")[0] in ("torch", "transformers"):
            preload_torch()
        value = getattr(importlib.import_module(self.__name__), name)
        setattr(self, name, value)
        return value


def lazy(name: str) -> Any:
    """A stand-in for the module ``name``.

    Use it so that type checkers see the real module::

        if TYPE_CHECKING:
            import torch
        else:
            torch = lazy("torch")
    """
    return _LazyModule(name)
