"""Writes ``requirements.lock`` for every supported Python and system: ``python packaging/lock.py``.

Needs ``uv``. The CUDA packages that PyPI's Linux build of torch asks for are left out of the list:
pip adds them by itself where that build is installed, and a CPU build goes without gigabytes of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = "torch==2.13.0\n"
LEFT_OUT = ("nvidia-", "cuda-", "triton")
HEADER = "# Made by packaging/lock.py from pyproject.toml, extras dev, docs, ocr, remote and gliner. Do not edit.\n"


def main() -> int:
    """Resolve, filter, write; returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        pins, resolved = Path(folder) / "pins.txt", Path(folder) / "resolved.txt"
        pins.write_text(PINS, encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"]
        for extra in ("dev", "docs", "ocr", "remote", "gliner"):
            command += ["--extra", extra]
        command += ["--universal", "--python-version", "3.11"]
        command += ["--constraint", str(pins), "--no-header", "--no-annotate", "--quiet"]
        subprocess.run([*command, "-o", str(resolved)], cwd=ROOT, check=True)
        lines = resolved.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(LEFT_OUT)]
    (ROOT / "requirements.lock").write_text(HEADER + "".join(kept), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
