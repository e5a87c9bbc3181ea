"""Speed of the engine beside its peers: the same model, the same texts, the same run.

    python -m benchmarks.speed [--full] [--bert-base] [--median 120] [--threads 1] [--json FILE]

Pairs/s of cross-encoders and texts/s of the sentence encoder, each beside a plain transformers loop,
the transformers pipeline and sentence-transformers with their defaults; characters/s of the field
extractor and rows/s of the duplicate search, which have no peer on the same model. Repeats are
interleaved and medians given. On a busy machine give ``--threads 1``, for all alike: peers that spread
over cores which other programs hold fall far behind, and the ratios would flatter the engine.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from numpy.typing import NDArray

from benchmarks import speed_models
from engine.control import JobControl
from engine.models import devices
from engine.models.families import sentence_encoder, sequence_classification
from engine.models.packs import load_pack
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.types import Field

Array = NDArray[np.float32]
Work = Callable[[Sequence[Any]], Array]
CROSS_ENCODER = "sentence-transformers CrossEncoder.predict"
ENCODE = "sentence-transformers encode"
LOOP = "plain transformers loop, one at a time"


@dataclass(frozen=True)
class Row:
    """One runner's median rate; ``agreement`` with the fp32 loop: same labels, or least cosine."""

    model: str
    runner: str
    unit: str
    rate: float
    ratio: float
    agreement: float
    difference: float


def main() -> int:
    """Run the benchmark and print its tables."""
    arguments = _arguments()
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    repeats, count = (5, 600) if arguments.full else (3, 96)
    count = arguments.pairs or count
    place = devices.choose("cpu", arguments.threads)
    torch.set_num_threads(place.threads)
    print(_machine(place), flush=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, path in _classifiers(Path(folder), arguments.bert_base):
            pairs = speed_models.pairs(count, arguments.median)
            title = f"{name}, {count} pairs, median {arguments.median} tokens"
            rows += _compare(
                title, "pairs", _pair_runners(path, place), pairs, repeats, CROSS_ENCODER
            )
        embedder = _pack("sentence_encoder")
        if embedder is not None:
            path = speed_models.exported(embedder, Path(folder) / "embedder")
            texts = speed_models.texts(count * 4, arguments.median)
            title = f"{embedder.name}, {count * 4} texts, median {arguments.median} tokens"
            rows += _compare(title, "texts", _text_runners(path, place), texts, repeats, ENCODE)
    rows += _extraction(repeats, arguments.threads)
    if arguments.json is not None:
        lines = json.dumps([asdict(row) for row in rows], indent=1)
        arguments.json.write_text(lines, encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="600 pairs, five repeats")
    parser.add_argument("--bert-base", action="store_true", help="BERT-base's shape too")
    parser.add_argument("--median", type=int, default=speed_models.MEDIAN_TOKENS)
    parser.add_argument("--threads", type=int, help="threads of every runner (default: the cores)")
    parser.add_argument("--pairs", type=int, help="how many pairs")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _machine(place: devices.Compute) -> str:
    return (
        f"{platform.processor() or platform.machine()}, {place.threads} threads, "
        f"{place.precision} on the CPU; torch {torch.__version__}, "
        f"transformers {transformers.__version__}"
    )


def _classifiers(folder: Path, bert_base: bool) -> list[tuple[str, Path]]:
    found = [
        (
            "distilroberta-base's shape, random weights",
            speed_models.distilroberta(folder / "roberta"),
        )
    ]
    if bert_base:
        path = speed_models.bert_base(folder / "bert")
        found.append(("BERT-base's shape, random weights", path))
    pack = _pack("sequence_classification")
    if pack is not None:
        found.append((f"{pack.name}, trained", speed_models.exported(pack, folder / "nli")))
    return found


def _pack(family: str) -> Any:
    for entry in ModelRegistry([resource_path("models")], "cpu").entries():
        if entry.pack is not None and entry.pack.family == family:
            return load_pack(entry.folder)
    return None


def _pair_runners(folder: Path, place: devices.Compute) -> dict[str, Work]:
    from sentence_transformers import CrossEncoder

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    model = model.float()
    pipe = transformers.pipeline(
        "text-classification", model=model, tokenizer=tokenizer, top_k=None
    )
    cross = CrossEncoder(str(folder), device="cpu")

    def loop(pairs: Sequence[Any]) -> Array:
        rows = []
        with torch.inference_mode():
            for left, right in pairs:
                given = tokenizer(left, right, return_tensors="pt", truncation=True)
                rows.append(model(**given).logits[0].softmax(-1).numpy())
        return np.stack(rows)

    def pipeline(pairs: Sequence[Any]) -> Array:
        given = [{"text": left, "text_pair": right} for left, right in pairs]
        answers = pipe(given, batch_size=8)
        places = model.config.label2id
        rows = np.zeros((len(pairs), len(places)), dtype=np.float32)
        for row, answer in enumerate(answers):
            for entry in answer:
                rows[row, places[entry["label"]]] = entry["score"]
        return rows

    def predict(pairs: Sequence[Any]) -> Array:
        return np.asarray(cross.predict(list(pairs), apply_softmax=True, show_progress_bar=False))

    return {
        LOOP: loop,
        "transformers pipeline, batch 8": pipeline,
        CROSS_ENCODER: predict,
        "engine, fp32": _engine_pairs(folder, place.exact()),
        "engine, as it chooses": _engine_pairs(folder, place),
    }


def _engine_pairs(folder: Path, compute: devices.Compute) -> Work:
    pack = load_pack(folder)
    classifier = sequence_classification.load(pack, compute)
    names = [label.lower() for label in pack.labels]
    order = [classifier.info.labels.index(name) for name in names]

    def work(pairs: Sequence[Any]) -> Array:
        rows = dict(classifier.classify(pairs, JobControl()))
        return np.stack([rows[index] for index in range(len(pairs))])[:, order]

    return work


def _text_runners(folder: Path, place: devices.Compute) -> dict[str, Work]:
    from sentence_transformers import SentenceTransformer

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).float().eval()
    peer = SentenceTransformer(str(folder), device="cpu")

    def loop(texts: Sequence[Any]) -> Array:
        rows = []
        with torch.inference_mode():
            for text in texts:
                given = tokenizer(text, return_tensors="pt", truncation=True)
                mean = model(**given).last_hidden_state[0].mean(0)
                rows.append(torch.nn.functional.normalize(mean, dim=0).numpy())
        return np.stack(rows)

    def encode(texts: Sequence[Any]) -> Array:
        return np.asarray(peer.encode(list(texts), show_progress_bar=False))

    return {
        LOOP: loop,
        ENCODE: encode,
        "engine, fp32": _engine_texts(folder, place.exact()),
        "engine, as it chooses": _engine_texts(folder, place),
    }


def _engine_texts(folder: Path, compute: devices.Compute) -> Work:
    embedder = sentence_encoder.load(load_pack(folder), compute)
    return lambda texts: embedder.embed(texts, JobControl())


def _compare(
    title: str, unit: str, runners: dict[str, Work], items: Sequence[Any], repeats: int, base: str
) -> list[Row]:
    """Time every runner ``repeats`` times in turn; print and return the medians."""
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    threads = torch.get_num_threads()
    answers = {name: work(items[:16]) for name, work in runners.items()}
    for _ in range(repeats):
        for name, work in runners.items():
            # The engine tunes torch's threads: its peers get theirs back.
            torch.set_num_threads(threads)
            started = time.perf_counter()
            answers[name] = work(items)
            seconds[name].append(time.perf_counter() - started)
    rates = {name: len(items) / statistics.median(times) for name, times in seconds.items()}
    print(f"\n{title}; medians of {repeats}", flush=True)
    print(
        f"| runner | {unit}/s | × {base.split()[1]} | {_agreement_name(unit)} | largest difference |"
    )
    print("|---|---|---|---|---|")
    rows = []
    for name, rate in rates.items():
        same, difference = _agreement(answers[name], answers[LOOP], unit)
        rows.append(Row(title, name, unit, rate, rate / rates[base], same, difference))
        shown = f"{rate:.1f} | {rate / rates[base]:.2f} | {same:.4f} | {difference:.1e}"
        print(f"| {name} | {shown} |", flush=True)
    return rows


def _agreement_name(unit: str) -> str:
    return "same labels as the loop" if unit == "pairs" else "least cosine with the loop"


def _agreement(answer: Array, reference: Array, unit: str) -> tuple[float, float]:
    difference = float(np.abs(answer - reference).max())
    if unit == "pairs":
        return float((answer.argmax(1) == reference.argmax(1)).mean()), difference
    return float((answer * reference).sum(1).min()), difference


def _extraction(repeats: int, threads: int | None) -> list[Row]:
    """Characters/s of the built-in extractor with 20 fields over windows of 1,000 characters."""
    if _pack("span_extractor") is None:
        return []
    extractor = ModelRegistry([resource_path("models")], "cpu", threads).extractor()
    fields = [Field(f"{kind} of party {n}") for kind in ("Name", "Address") for n in range(10)]
    windows = [text[:1000] for text in speed_models.texts(64, 230)]
    characters = sum(map(len, windows))
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        list(extractor.extract(windows, fields, JobControl()))
        times.append(time.perf_counter() - started)
    rate = characters / statistics.median(times)
    title = f"{extractor.info.name}, 20 fields, {characters:,} characters"
    print(f"\n{title}\nengine ({extractor.info.precision}): {rate:,.0f} characters/s")
    return [Row(title, "engine", "characters", rate, 1.0, 1.0, 0.0)]


if __name__ == "__main__":
    sys.exit(main())
