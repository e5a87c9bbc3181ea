"""Which runtime a pack gets: padding-free on the CPU, padded on an accelerator, else transformers.

A faster precision is kept only where it agrees with fp32 on random inputs of this model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.models.devices import Compute
from engine.models.packs import Pack
from engine.models.runtimes.base import Encoder, TokenIds
from engine.models.runtimes.doubtful import SureSequence
from engine.models.runtimes.heads import SequenceHead, SequenceModel, TokenHead, TokenModel
from engine.models.runtimes.hf import HfAnswers, HfEncoder, HfSequence, HfTokens
from engine.models.runtimes.int8 import int8_encoder
from engine.models.runtimes.layout import supported
from engine.models.runtimes.packed import PackedEncoder
from engine.models.runtimes.padded import PaddedEncoder
from engine.models.threads import ThreadTuner

if TYPE_CHECKING:
    from torch import Tensor

M = TypeVar("M")
LEAST_COSINE = 0.99
"""Below this agreement of hidden states with fp32, the faster precision is not used. A trained
encoder has 0.999 and more in bf16."""

_PROBE_LENGTHS = (5, 17, 48)


def encoder_for(pack: Pack, compute: Compute, state: Mapping[str, Tensor] | None = None) -> Encoder:
    """The pack's encoder; ``state`` where the caller has read the tensors already.

    Raises ``UserError``: ``pack_weights``, ``pack_architecture`` and what ``Pack.state_dict`` says.
    """
    tensors = pack.state_dict() if state is None else state
    return _agreeing(lambda place: _encoder(pack, place, tensors), _hidden, pack, compute)


def sequence_model(pack: Pack, compute: Compute) -> SequenceModel:
    """The pack as a sequence classifier. Raises as :func:`encoder_for`."""
    tensors = pack.state_dict()
    if supported(pack.config):
        exact = SequenceHead(pack.config, tensors, encoder_for(pack, compute.floating(), tensors))
        if compute.precision != "int8" or compute.scales is None:
            return exact
        encoder = int8_encoder(pack.config, tensors, compute.scales, _tuner(compute))
        fast = SequenceHead(pack.config, tensors, encoder)
        return SureSequence(fast, exact, compute.scales.margin)
    return _agreeing(
        lambda place: HfSequence(pack, place, tensors),
        lambda model, probes: model.logits(probes),
        pack,
        compute,
    )


def token_model(pack: Pack, compute: Compute) -> TokenModel:
    """The pack as a token classifier. Raises as :func:`encoder_for`."""
    tensors = pack.state_dict()
    if supported(pack.config):
        return TokenHead(pack.config, tensors, encoder_for(pack, compute, tensors))
    return _agreeing(
        lambda place: HfTokens(pack, place, tensors),
        lambda model, probes: np.concatenate(model.logits(probes)),
        pack,
        compute,
    )


def answer_model(pack: Pack, compute: Compute) -> TokenModel:
    """The pack as an extractive answerer: two logits a token. Raises as :func:`encoder_for`."""
    tensors = pack.state_dict()
    if supported(pack.config):
        encoder = encoder_for(pack, compute, tensors)
        return TokenHead(pack.config, tensors, encoder, "qa_outputs")
    return _agreeing(
        lambda place: HfAnswers(pack, place, tensors),
        lambda model, probes: np.concatenate(model.logits(probes)),
        pack,
        compute,
    )


def _encoder(pack: Pack, compute: Compute, state: Mapping[str, Tensor]) -> Encoder:
    if not supported(pack.config):
        return HfEncoder(pack, compute, state)
    if compute.device == "cpu":
        half = compute.precision == "bf16"
        return PackedEncoder(pack.config, state, "bf16" if half else "fp32", tuner=_tuner(compute))
    return PaddedEncoder(pack.config, state, compute.device, compute.precision)


def _tuner(compute: Compute) -> ThreadTuner | None:
    return ThreadTuner(compute.threads) if compute.tuned else None


def _agreeing(
    build: Callable[[Compute], M],
    signature: Callable[[M, list[TokenIds]], NDArray[np.float32]],
    pack: Pack,
    compute: Compute,
) -> M:
    """The model in ``compute``'s precision, or in fp32 where that does not agree with it."""
    model = build(compute)
    if compute.precision == "fp32" or compute.settled:
        return model
    exact = build(compute.exact())
    probes = _probes(int(pack.config.get("vocab_size", 1000)))
    fast, true = signature(model, probes), signature(exact, probes)
    norms = np.linalg.norm(fast, axis=1) * np.linalg.norm(true, axis=1)
    cosines = (fast * true).sum(axis=1) / np.maximum(norms, 1e-12)
    # A comparison with a value that is not a number is False: such a model falls back too.
    return model if bool((cosines >= LEAST_COSINE).all()) else exact


def _hidden(encoder: Encoder, probes: list[TokenIds]) -> NDArray[np.float32]:
    rows = [states.cpu().numpy() for states in encoder.tokens(probes)]
    return np.concatenate(rows)


def _probes(vocabulary: int) -> list[TokenIds]:
    random = np.random.default_rng(0)
    return [TokenIds.of(random.integers(0, vocabulary, n).tolist()) for n in _PROBE_LENGTHS]
