"""Tiny real checkpoints of the families beside the built-in ones: published file names, random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from tests.tiny import SENTENCES

_BLOOM_SPLIT = r" ?[^(\s|[.,!?…。，、।۔،])]+"
_WRITTEN = (
    *SENTENCES,
    "甲方: 北京星河科技有限公司\n乙方: 上海远望贸易有限公司，深圳分公司\n金额: None\n",
    "Party: Acme Corp.，Globex Inc.\nEffective date: 5 March 2024\n",
)


def bloom_tokenizer(folder: Path, size: int = 700) -> int:
    """Bloom's tokenizer: byte-level BPE behind its own split, ``tokenizer.json`` alone."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_BLOOM_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=["<unk>", "<s>", "</s>", "<pad>"],
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(_WRITTEN, trainer)
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "tokenizer_class": "BloomTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "padding_side": "left",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return int(tokenizer.get_vocab_size())


def seqgpt(folder: Path, seed: int = 0, spread: float = 6.0, heads: int = 4) -> Path:
    """SeqGPT's layout: a BloomForCausalLM's config.json, its tokenizer, a half-precision pickle."""
    folder.mkdir(parents=True, exist_ok=True)
    size = bloom_tokenizer(folder)
    torch.manual_seed(seed)
    config = transformers.BloomConfig(
        vocab_size=size + 8, hidden_size=16 * heads, n_layer=3, n_head=heads, seq_length=2048
    )
    config.architectures = ["BloomForCausalLM"]
    model = transformers.BloomForCausalLM(config)
    with torch.no_grad():
        for name, tensor in model.named_parameters():
            if tensor.dim() > 1:
                tensor.mul_(spread)
            elif name.endswith("bias"):
                tensor.normal_(0, 0.05)
    state = {name: tensor.half() for name, tensor in model.state_dict().items()}
    state.pop("lm_head.weight", None)
    torch.save(state, folder / "pytorch_model.bin")
    described: dict[str, Any] = config.to_dict()
    (folder / "config.json").write_text(json.dumps(described), encoding="utf-8")
    return folder
