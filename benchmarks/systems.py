"""The three model systems: load, convert, known answer, batch = single, fp32 against bf16, memory, speed.

    python -m benchmarks.systems                              # full size, random weights
    python -m benchmarks.systems --folder nli-distilroberta-base=PATH   # real weights

Each system runs in a process of its own, on one thread of the processor. A folder of real weights is
copied first and never changed. ``known answer``: the answers recorded after the first load are given
again after a second one, and a model with other weights is refused; with real weights also how many of the
plain questions are answered as anybody would. ``batch = single``: the largest difference between a
batch and one text at a time. ``bf16``: the share of calibration answers that are those of fp32, and
the speed-up. Speed is by processor time, which other programs on the machine disturb less.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.system_folders import MAKERS


def measure(folder: Path, real: bool) -> dict[str, Any]:
    """Every figure of the model in ``folder``, which is changed."""
    import psutil
    import torch

    from engine.models.convert import convert_pickles
    from engine.models.devices import Compute
    from engine.models.inspection import answer, inspect_folder
    from engine.models.packs import load_pack

    torch.set_num_threads(1)
    found = inspect_folder(folder)
    open_questions = [question.key for question in found.questions]
    if "languages" in open_questions:
        answer(folder, {"languages": ["zh"] if found.family == "seqgpt" else ["zh", "en"]})
    started = time.perf_counter()
    made = convert_pickles(folder, remove=True)
    row: dict[str, Any] = {"convert": time.perf_counter() - started if made else None}
    pack = load_pack(folder)
    exact_place = Compute("cpu", "fp32", 1)
    started = time.perf_counter()
    exact = _load(pack, exact_place)
    row["load"] = time.perf_counter() - started
    row["memory"] = psutil.Process().memory_info().rss
    row["size"] = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    row.update(_known(folder, exact, real))
    row["single"] = _batch_against_single(exact)
    exact_answers, row["speed"], row["unit"] = _answers(exact)
    del exact
    fast = _load(pack, replace(exact_place, precision="bf16", settled=True))
    row["precision"] = fast.info.precision
    fast_answers, fast_speed, _ = _answers(fast)
    row["agreement"] = _share(exact_answers, fast_answers)
    row["faster"] = fast_speed / row["speed"]
    return row


def _load(pack: Any, compute: Any) -> Any:
    import importlib

    return importlib.import_module(f"engine.models.families.{pack.family}").load(pack, compute)


def _known(folder: Path, model: Any, real: bool) -> dict[str, Any]:
    """Record, load anew, compare; and a model with other weights must fail."""
    from engine.models import known_answer, selftest
    from engine.models.checksums import Checksums
    from engine.models.devices import Compute
    from engine.models.notes import write_note
    from engine.models.packs import hashes_of, load_pack

    entries = selftest.record(model, load_pack(folder))
    files = hashes_of(folder, Checksums())
    write_note(folder, {"known_answer": entries, "files": files})
    pack = load_pack(folder)
    again = known_answer.passes(_load(pack, Compute("cpu", "fp32", 1)), pack)
    wrong = replace(pack, known_answer=tuple(_spoilt(entry) for entry in pack.known_answer))
    refused = not known_answer.passes(model, wrong)
    row: dict[str, Any] = {"known": again and refused, "asked": len(entries)}
    if real:
        sense = selftest.sense(model, pack.languages)
        row["sense"] = f"{sense.right}/{sense.asked}"
    return row


def _spoilt(entry: Any) -> Any:
    """The same question with an answer that is not the model's."""
    if isinstance(entry.expect, dict):
        return replace(entry, expect={name: 1.0 - value for name, value in entry.expect.items()})
    if isinstance(entry.expect, list):
        return replace(entry, expect=[{"field": "nothing", "text": "nothing"}])
    return replace(entry, expect=-entry.expect - 0.2)


def _batch_against_single(model: Any) -> float:
    from engine.control import JobControl
    from engine.models.measured import TEXTS
    from engine.models.protocols import PairClassifier
    from engine.types import Field

    if isinstance(model, PairClassifier):
        pairs = [(TEXTS[place], TEXTS[-place - 1]) for place in range(len(TEXTS))]
        together = dict(model.classify(pairs, JobControl()))
        alone = [next(iter(model.classify([pair], JobControl())))[1] for pair in pairs]
        return max(float(abs(together[n] - row).max()) for n, row in enumerate(alone))
    texts, fields = list(TEXTS[8:10]), [Field("甲方")]
    together = dict(model.extract(texts, fields, JobControl()))
    different = 0.0
    for place, text in enumerate(texts):
        ((_, alone),) = model.extract([text], fields, JobControl())
        if [(s.field, s.start, s.end) for s in alone] != [
            (s.field, s.start, s.end) for s in together[place]
        ]:
            return 1.0
        scores = [abs(a.score - b.score) for a, b in zip(alone, together[place], strict=True)]
        different = max([different, *scores])
    return different


def _answers(model: Any) -> tuple[Any, float, str]:
    """Answers to the calibration texts, and the rate by processor time."""
    from engine.control import JobControl
    from engine.models import measured
    from engine.models.protocols import PairClassifier
    from engine.models.speed import speed_of
    from engine.types import Field

    if isinstance(model, PairClassifier):
        speed = speed_of(model, JobControl(), 3.0, time.process_time)
        return measured.answers(model), speed.rate, speed.unit
    texts, fields = list(measured.TEXTS[8:10]), [Field("甲方")]
    started = time.process_time()
    spans = dict(model.extract(texts, fields, JobControl()))
    seconds = time.process_time() - started
    found = [[(s.field, s.start, s.end) for s in spans[n]] for n in range(len(texts))]
    return found, sum(len(text) for text in texts) / seconds, "characters"


def _share(right: list[Any], found: list[Any]) -> float:
    return sum(a == b for a, b in zip(right, found, strict=True)) / len(right)


def _row(name: str, row: dict[str, Any]) -> str:
    known = "passes" if row["known"] else "FAILS"
    sense = f"; plain questions {row['sense']}" if "sense" in row else ""
    convert = "–" if row["convert"] is None else f"{row['convert']:.1f} s"
    return (
        f"| {name} | {row['size'] / 1e6:,.0f} MB | {row['load']:.1f} s | {convert} | "
        f"{known} ({row['asked']}){sense} | {row['single']:.1e} | "
        f"{row['agreement']:.1%}, {row['faster']:.2f} × | {row['memory'] / 1e6:,.0f} MB | "
        f"{row['speed']:,.1f} {row['unit']}/s |"
    )


def _child(name: str, folder: Path, real: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.systems", "--measure", f"{name}={folder}"]
    command += ["--real"] if real else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folder", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--only", choices=sorted(MAKERS), help="one system alone")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--real", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(Path(given.measure.partition("=")[2]), given.real)))
        return
    real = dict(entry.split("=", 1) for entry in given.folder)
    names = list(real) or ([given.only] if given.only else list(MAKERS))
    print(f"{platform.platform()}, one thread")
    print(
        "| system | weights | load | convert | known answer | batch = single | bf16 | memory | speed |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    rows = {}
    for name in names:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch) / name
            if name in real:
                shutil.copytree(real[name], folder)
            else:
                MAKERS[name](folder)
            rows[name] = _child(name, folder, name in real)
        print(_row(name, rows[name]), flush=True)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
