"""A pair model in 8-bit integers: how its numbers are rounded is found on texts of its kind, and kept.

What is kept is a small file for each model, beside what else was measured on this machine. It holds for
these weights and this version of torch; one that is of others or damaged is made anew.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.control import JobControl
from engine.keeping import write_whole
from engine.models.calibration_pairs import calibration_pairs
from engine.models.devices import Compute
from engine.models.lazy import lazy
from engine.models.measured import HELD_PAIRS, Measured, Model, compare_integers
from engine.models.packs import Pack
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.heads import SequenceHead
from engine.models.runtimes.int8 import int8_encoder
from engine.models.runtimes.layout import EncoderLayout, Layer, supported
from engine.models.runtimes.packed import PackedEncoder
from engine.models.runtimes.ranges import WatchedDense
from engine.models.runtimes.scales import Scales
from engine.types import ItemFailure

if TYPE_CHECKING:
    import torch
    from torch import Tensor
else:
    torch = lazy("torch")

FAMILY = "sequence_classification"
LEAST_WIDTH = 512
"""Narrower models gain a tenth or less (benchmarks/README.md): not worth the seconds of trying."""
_SCHEMA = 1
_WATCHED, _COMPARED = 160, 160
_WATCH_SEED, _COMPARE_SEED = 1, 2
_TOGETHER = 16
_SURE = 0.99
"""The share of answers that move by no more than the margin; of the rest, few are near another label."""


def can_be_quantised(pack: Pack) -> bool:
    """Whether there is a runtime in integers for the pack's family and shape."""
    return pack.family == FAMILY and supported(pack.config)


class KeptScales:
    """Finds the scales of models, and remembers them as files in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, pack: Pack, control: JobControl) -> Scales:
        """The pack's, from the file or made anew. Raises ``UserError`` as ``Pack.state_dict``, and
        ``Cancelled``."""
        file = self._folder / f"int8-{_key(pack)}.json"
        with suppress(OSError, ValueError, KeyError, TypeError):
            entry = json.loads(file.read_text(encoding="utf-8"))
            scales = Scales.read(entry["scales"])
            # The mark tells a file that was changed or cut short from what was written.
            if entry["mark"] == scales.mark() and len(scales.layers) == _layers(pack):
                return scales
        scales = find_scales(pack, control)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(file, json.dumps({"mark": scales.mark(), "scales": scales.written()}))
        return scales


def find_scales(pack: Pack, control: JobControl) -> Scales:
    """Watch the model on some pairs, and see on others how far rounding moves its answers."""
    state = pack.state_dict()
    made: list[WatchedDense] = []

    def watched(number: int, layer: Layer, layout: EncoderLayout) -> WatchedDense:
        made.append(WatchedDense(layer, layout))
        return made[number]

    encoder = PackedEncoder(pack.config, state, dense=watched)
    for batch in _batches(_encoded(pack, _WATCHED, _WATCH_SEED), control):
        for dense in made:
            dense.rows = sum(map(len, batch))
        encoder.tokens(batch)
    found = Scales(tuple(dense.sites() for dense in made))
    return Scales(found.layers, _margin(pack, state, found, control))


def in_integers(
    pack: Pack,
    floating: Compute,
    measured: Measured | None,
    asked: bool,
    build: Callable[[Pack, Compute], Model],
) -> tuple[Compute, tuple[ItemFailure, ...]]:
    """``floating``, or 8-bit integers where they were measured to suit the model here; and why not.

    Nothing is used unmeasured, unless ``asked`` for; then speed does not matter either.
    """
    if not floating.integers or not can_be_quantised(pack) or not (measured or asked):
        return floating, ()
    if not asked and _width(pack) < LEAST_WIDTH:
        return floating, (
            ItemFailure(pack.name, "int8_narrow", (("precision", floating.precision),)),
        )
    if measured is None:
        scales = find_scales(pack, JobControl())
        return replace(floating, precision="int8", scales=scales), ()
    scales = KeptScales(measured.folder / "scales").of(pack, JobControl())
    place = replace(floating, precision="int8", scales=scales)
    verdict = measured.get(pack, place)
    if verdict is None:
        exact, fast = build(pack, floating.exact()), build(pack, place)
        other = exact if floating.precision == "fp32" else build(pack, floating)
        verdict = compare_integers(exact, other, fast, held_pairs(pack, HELD_PAIRS))
        measured.put(pack, place, verdict)
    refusal = None if asked and verdict.agrees else verdict.refusal()
    if refusal is None:
        return place, ()
    code, params = refusal
    return floating, (ItemFailure(pack.name, code, tuple(params.items())),)


def held_pairs(pack: Pack, count: int) -> list[tuple[str, str]]:
    """Pairs that :func:`find_scales` has not seen, for others to judge by."""
    seen = {*_pairs(pack, _WATCHED, _WATCH_SEED), *_pairs(pack, _COMPARED, _COMPARE_SEED)}
    more = _pairs(pack, count + len(seen), 3)
    return [pair for pair in more if pair not in seen][:count]


def _margin(pack: Pack, state: Mapping[str, Tensor], scales: Scales, control: JobControl) -> float:
    """How far rounding moves differences of two logits, but for the few most moved; on a grid."""
    exact = SequenceHead(pack.config, state, PackedEncoder(pack.config, state))
    fast = SequenceHead(pack.config, state, int8_encoder(pack.config, state, scales))
    moves: list[NDArray[np.float32]] = []
    for batch in _batches(_encoded(pack, _COMPARED, _COMPARE_SEED), control):
        moved = fast.logits(batch) - exact.logits(batch)
        moves.append(np.abs(moved[:, 0]) if moved.shape[1] == 1 else np.ptp(moved, axis=1))
    far = max(float(np.quantile(np.concatenate(moves), _SURE)), 1e-3)
    return float(2.0 ** (math.ceil(math.log2(far) * 8 - 1e-6) / 8))


def _encoded(pack: Pack, count: int, seed: int) -> list[TokenIds]:
    tokenizer = pack.tokenizer()
    tokenizer.enable_truncation(pack.max_tokens)
    encodings = tokenizer.encode_batch(_pairs(pack, count, seed))
    return [TokenIds.of(encoding.ids, encoding.type_ids) for encoding in encodings]


def _pairs(pack: Pack, count: int, seed: int) -> list[tuple[str, str]]:
    return calibration_pairs(pack.languages, count, names=pack.task != "nli", seed=seed)


def _batches(inputs: Iterable[TokenIds], control: JobControl) -> Iterator[list[TokenIds]]:
    ordered = sorted(inputs, key=len)
    for first in range(0, len(ordered), _TOGETHER):
        control.checkpoint()
        yield ordered[first : first + _TOGETHER]


def _width(pack: Pack) -> int:
    return int(pack.config.get("dim") or pack.config.get("hidden_size") or 0)


def _layers(pack: Pack) -> int:
    return int(pack.config.get("n_layers") or pack.config.get("num_hidden_layers") or 0)


def _key(pack: Pack) -> str:
    shared = [[tensor.name, tensor.sha256] for tensor in pack.shared]
    languages = [pack.task, list(pack.languages), pack.max_tokens]
    parts = [_SCHEMA, dict(pack.hashes), shared, languages, str(torch.__version__)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()[:24]
