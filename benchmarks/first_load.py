"""How long a window stands still while torch and transformers are first imported in another thread.

``python -m benchmarks.first_load [--plain]`` prints the longest times that a thread which only wants to
tick once a millisecond did not get the interpreter. ``--plain``: by import statements, rather than as
the program does it.
"""

from __future__ import annotations

import sys
import threading
import time

from gui.app import SWITCH_SECONDS

SHOWN = 5


def load(plain: bool, done: threading.Event) -> None:
    """What the engine's thread does at the first use of a model."""
    if plain:
        import torch
        from transformers import AutoConfig, AutoTokenizer
    else:
        from engine.models.lazy import lazy

        torch, transformers = lazy("torch"), lazy("transformers")
        AutoConfig, AutoTokenizer = transformers.AutoConfig, transformers.AutoTokenizer  # noqa: N806
    assert torch.Tensor and AutoConfig and AutoTokenizer
    done.set()


def main() -> int:
    """Load in a thread, tick in this one; returns the exit status."""
    sys.setswitchinterval(SWITCH_SECONDS)
    done = threading.Event()
    started = last = time.perf_counter()
    stalls: list[float] = []
    threading.Thread(target=load, args=("--plain" in sys.argv, done)).start()
    while not done.is_set():
        time.sleep(0.001)
        now = time.perf_counter()
        stalls.append(now - last)
        last = now
    longest = ", ".join(f"{1000 * stall:.0f}" for stall in sorted(stalls)[-SHOWN:][::-1])
    print(f"loaded in {last - started:.1f} s; longest stalls in ms: {longest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
