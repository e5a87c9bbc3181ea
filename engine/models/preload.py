"""Loads torch's large libraries without holding the interpreter.

``import torch`` opens them with the interpreter's lock held, and a window stands still for as long as
that takes. Opened beforehand through a foreign call, which lets go of the lock, they are there when
the import asks for them.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import sys
from pathlib import Path

LIBRARIES = ("c10", "torch_cpu", "torch_python")


def preload_torch() -> None:
    """Open the libraries, if torch was not imported yet. Does nothing where they are not found: the
    import then opens them itself. On Windows it already does so without the lock."""
    if "torch" in sys.modules or sys.platform == "win32":
        return
    with contextlib.suppress(Exception):
        spec = importlib.util.find_spec("torch")
        if spec is not None and spec.origin is not None:
            _open(Path(spec.origin).parent / "lib")


def _open(folder: Path) -> None:
    """Open each library of ``folder`` as the import would: now, with its names for all."""
    opener = ctypes.CDLL(None).dlopen
    opener.restype = ctypes.c_void_p
    opener.argtypes = [ctypes.c_char_p, ctypes.c_int]
    ending = "dylib" if sys.platform == "darwin" else "so"
    for name in LIBRARIES:
        path = folder / f"lib{name}.{ending}"
        if path.is_file():
            opener(os.fsencode(path), os.RTLD_NOW | os.RTLD_GLOBAL)
