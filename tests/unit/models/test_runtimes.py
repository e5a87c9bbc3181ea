"""The encoders give what transformers gives, on real checkpoints of each architecture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers

from engine.errors import UserError
from engine.models.devices import Compute
from engine.models.packs import Pack, load_pack
from engine.models.runtimes.base import Encoder, TokenIds
from engine.models.runtimes.choose import encoder_for, sequence_model, token_model
from engine.models.runtimes.heads import SequenceHead
from engine.models.runtimes.hf import HfEncoder, HfSequence, HfTokens
from engine.models.runtimes.layout import read_layout, supported
from engine.models.runtimes.packed import PackedEncoder
from engine.models.runtimes.padded import PaddedEncoder
from tests import tiny

PACKED = ("bert", "roberta", "xlm_roberta", "distilbert")
EXACT = Compute("cpu", "fp32", 1)
HALF = Compute("cpu", "bf16", 1)


def inputs_of(pack: Pack) -> list[TokenIds]:
    """The pairs of ``tiny`` as this pack's tokenizer sees them."""
    encodings = pack.tokenizer().encode_batch(list(tiny.PAIRS))
    return [TokenIds.of(encoding.ids, encoding.type_ids) for encoding in encodings]


def encoders(pack: Pack, precision: str = "fp32") -> list[Encoder]:
    """Every runtime that has BERT's shape."""
    state = pack.state_dict()
    half = precision == "bf16"
    return [
        PackedEncoder(pack.config, state, "bf16" if half else "fp32"),
        PackedEncoder(pack.config, state, "bf16" if half else "fp32", fused=False),
        PaddedEncoder(pack.config, state, "cpu", precision),
    ]


def published(folder: Path, inputs: list[TokenIds]) -> tuple[list[np.ndarray], np.ndarray]:
    """transformers' own hidden states (one at a time, no padding) and logits."""
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    states, logits = [], []
    for item in inputs:
        given = {"input_ids": torch.from_numpy(item.ids)[None]}
        if getattr(model.config, "type_vocab_size", 0) > 1:
            given["token_type_ids"] = torch.from_numpy(item.types)[None]
        with torch.inference_mode():
            out = model(**given, output_hidden_states=True)
        states.append(out.hidden_states[-1][0].numpy())
        logits.append(out.logits[0].numpy())
    return states, np.stack(logits)


@pytest.mark.parametrize("name", PACKED)
def test_hidden_states_are_those_of_transformers(models: Path, name: str) -> None:
    pack = load_pack(models / name)
    inputs = inputs_of(pack)
    states, _ = published(models / name, inputs)
    for encoder in encoders(pack):
        for mine, theirs in zip(encoder.tokens(inputs), states, strict=True):
            np.testing.assert_allclose(mine.numpy(), theirs, atol=1e-4)
        first, mean = encoder.first(inputs).numpy(), encoder.mean(inputs).numpy()
        np.testing.assert_allclose(first, [rows[0] for rows in states], atol=1e-4)
        np.testing.assert_allclose(mean, [rows.mean(0) for rows in states], atol=1e-4)


@pytest.mark.parametrize("name", [*PACKED, "electra"])
def test_logits_are_those_of_transformers(models: Path, name: str) -> None:
    pack = load_pack(models / name)
    inputs = inputs_of(pack)
    _, logits = published(models / name, inputs)
    np.testing.assert_allclose(sequence_model(pack, EXACT).logits(inputs), logits, atol=1e-4)


@pytest.mark.parametrize("name", PACKED)
def test_half_precision_gives_the_same_labels(models: Path, name: str) -> None:
    pack = load_pack(models / name)
    inputs = inputs_of(pack)
    _, logits = published(models / name, inputs)
    for encoder in encoders(pack, "bf16"):
        half = SequenceHead(pack.config, pack.state_dict(), encoder).logits(inputs)
        assert np.abs(half - logits).max() < 0.05
        ranked = np.sort(logits, axis=1)
        clear = ranked[:, -1] - ranked[:, -2] > 0.05
        assert clear.any()
        assert (half.argmax(1) == logits.argmax(1))[clear].all()


@pytest.mark.parametrize("name", PACKED)
def test_a_batch_gives_what_its_members_give_alone(models: Path, name: str) -> None:
    pack = load_pack(models / name)
    inputs = inputs_of(pack)
    for encoder in encoders(pack):
        alone = np.concatenate([encoder.first([item]).numpy() for item in inputs])
        np.testing.assert_allclose(encoder.first(inputs).numpy(), alone, atol=1e-5)


def test_packed_states_say_where_each_input_stands(models: Path) -> None:
    pack = load_pack(models / "bert")
    inputs = inputs_of(pack)
    encoder = PackedEncoder(pack.config, pack.state_dict())
    packed = encoder.packed(inputs)
    assert sorted(packed.order) == list(range(len(inputs)))
    assert list(packed.lengths) == sorted(len(item) for item in inputs)
    assert packed.states.shape == (sum(packed.lengths), encoder.hidden_size)
    tokens = encoder.tokens(inputs)
    for index, start, length in zip(packed.order, packed.starts, packed.lengths, strict=True):
        assert len(inputs[index]) == length
        assert torch.equal(packed.states[start : start + length], tokens[index])


def test_the_fused_operators_are_used_where_they_agree(models: Path) -> None:
    pack = load_pack(models / "bert")
    state = pack.state_dict()
    assert not PackedEncoder(pack.config, state, fused=False).fused
    if torch.backends.mkldnn.is_available():
        assert PackedEncoder(pack.config, state).fused


def test_without_the_fused_operators_torchs_own_are_used(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_: object) -> None:
        raise RuntimeError("no such operator in this build")

    monkeypatch.setattr(torch.ops.mkldnn, "_reorder_linear_weight", absent, raising=False)
    pack = load_pack(models / "bert")
    assert not PackedEncoder(pack.config, pack.state_dict()).fused


def test_a_precision_that_disagrees_is_not_used(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = load_pack(models / "bert")
    assert encoder_for(pack, HALF).precision == "bf16"
    monkeypatch.setattr("engine.models.runtimes.choose.LEAST_COSINE", 1.1)
    assert encoder_for(pack, HALF).precision == "fp32"


def test_a_missing_tensor_is_named(models: Path) -> None:
    pack = load_pack(models / "bert")
    state = pack.state_dict()
    del state["bert.encoder.layer.1.output.dense.weight"]
    with pytest.raises(UserError) as caught:
        read_layout(pack.config, state)
    assert caught.value.params == {"missing": "bert.encoder.layer.1.output.dense.weight"}


def test_any_prefix_and_tensorflow_norm_names_are_read(models: Path) -> None:
    pack = load_pack(models / "bert")
    state = pack.state_dict()
    renamed = {
        name.replace("bert.", "encoder.", 1)
        .replace("LayerNorm.weight", "LayerNorm.gamma")
        .replace("LayerNorm.bias", "LayerNorm.beta"): tensor
        for name, tensor in state.items()
    }
    inputs = inputs_of(pack)
    one = PackedEncoder(pack.config, state).first(inputs)
    other = PackedEncoder(pack.config, renamed).first(inputs)
    assert torch.equal(one, other)


def test_what_the_layout_cannot_compute_goes_to_transformers() -> None:
    base = {"model_type": "bert", "hidden_size": 8, "hidden_act": "gelu"}
    assert supported(base)
    assert not supported(base | {"hidden_act": "swish"})
    assert not supported(base | {"position_embedding_type": "relative_key"})
    assert not supported(base | {"model_type": "electra"})
    assert not supported(base | {"is_decoder": True})


def test_transformers_own_runtimes_agree_with_ours(models: Path, tmp_path: Path) -> None:
    pack = load_pack(models / "bert")
    inputs = inputs_of(pack)
    state = pack.state_dict()
    theirs, mine = HfEncoder(pack, EXACT, state), PackedEncoder(pack.config, state)
    for one, other in zip(theirs.tokens(inputs), mine.tokens(inputs), strict=True):
        np.testing.assert_allclose(one.numpy(), other.numpy(), atol=1e-4)
    np.testing.assert_allclose(theirs.first(inputs).numpy(), mine.first(inputs).numpy(), atol=1e-4)
    np.testing.assert_allclose(theirs.mean(inputs).numpy(), mine.mean(inputs).numpy(), atol=1e-4)
    labelled = load_pack(tiny.token_classifier(tmp_path / "tc", ("O", "B-PER", "I-PER")))
    # Its own tokens: vocabularies that are trained on the fly differ in size now and then.
    words = inputs_of(labelled)
    logits = HfTokens(labelled, EXACT, labelled.state_dict()).logits(words)
    for one, other in zip(logits, token_model(labelled, EXACT).logits(words), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_a_checkpoint_without_its_head_is_refused(models: Path) -> None:
    pack = load_pack(models / "electra")
    state = {name: t for name, t in pack.state_dict().items() if not name.startswith("classifier")}
    with pytest.raises(UserError) as caught:
        HfSequence(pack, EXACT, state)
    assert caught.value.code == "pack_weights"
    unknown = replace(pack, folder=models / "nowhere")
    with pytest.raises(UserError) as caught:
        HfSequence(unknown, EXACT, state)
    assert caught.value.code == "pack_architecture"
