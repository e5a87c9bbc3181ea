"""Tiny real checkpoints of the families beside the built-in ones: published file names, random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from tests.tiny import POSITIONS, SENTENCES, SHAPE, byte_level, word_piece

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


def gliner(folder: Path, span_mode: str = "markerV0", complete: bool = True) -> Path:
    """A published GLiNER folder: gliner_config.json, a pickle and, where ``complete``, the tokenizer
    and the encoder's own configuration, which older ones leave to the encoder's repository."""
    import gliner as library

    backbone = folder.parent / "tiny-encoder"
    backbone.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    size = word_piece(backbone)
    transformers.BertConfig(
        vocab_size=size,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=POSITIONS,
    ).save_pretrained(backbone)
    torch.manual_seed(1)
    config = {
        "model_name": str(backbone),
        "span_mode": span_mode,
        "max_width": 6,
        "max_len": 60,
        "hidden_size": 32,
        "words_splitter_type": "whitespace",
    }
    model = library.GLiNER.from_config(config, backbone_from_pretrained=False)
    with torch.no_grad():
        for tensor in model.model.parameters():
            if tensor.dim() > 1:
                tensor.mul_(3.0)
    model.save_pretrained(folder, safe_serialization=False)
    for file in folder.glob("*.safetensors"):
        file.unlink()
    torch.save(model.model.state_dict(), folder / "pytorch_model.bin")
    written = json.loads((folder / "gliner_config.json").read_text(encoding="utf-8"))
    written["model_name"] = "someone/tiny-encoder"
    if not complete:
        written.pop("encoder_config", None)
        for name in ("tokenizer.json", "tokenizer_config.json", "config.json"):
            (folder / name).unlink(missing_ok=True)
    (folder / "gliner_config.json").write_text(json.dumps(written), encoding="utf-8")
    return folder


def question_answerer(folder: Path, kind: str = "bert") -> Path:
    """A BERT, RoBERTa or ELECTRA (which only transformers can run here) with an answer head."""
    folder.mkdir(parents=True, exist_ok=True)
    size = (byte_level if kind == "roberta" else word_piece)(folder)
    shape = {**SHAPE, "vocab_size": size, "intermediate_size": 64}
    config: Any
    if kind == "roberta":
        marks = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "type_vocab_size": 1}
        config = transformers.RobertaConfig(max_position_embeddings=POSITIONS + 2, **marks, **shape)
        made = transformers.RobertaForQuestionAnswering
    elif kind == "electra":
        config = transformers.ElectraConfig(
            max_position_embeddings=POSITIONS, embedding_size=16, **shape
        )
        made = transformers.ElectraForQuestionAnswering
    else:
        config = transformers.BertConfig(max_position_embeddings=POSITIONS, **shape)
        made = transformers.BertForQuestionAnswering
    torch.manual_seed(0)
    model = made(config)
    with torch.no_grad():
        for tensor in model.parameters():
            if tensor.dim() > 1:
                tensor.mul_(8.0)
    model.eval().save_pretrained(folder)
    return folder


def span_extractor(folder: Path, seed: int = 4, name: str = "") -> Path:
    """A pack of the built-in extractor's shape, with ``pack.json``; reads English, it says."""
    folder.mkdir(parents=True, exist_ok=True)
    config = transformers.BertConfig(
        vocab_size=word_piece(folder),
        type_vocab_size=7,
        intermediate_size=64,
        max_position_embeddings=96,
        **SHAPE,
    )
    torch.manual_seed(seed)
    model = transformers.BertModel(config, add_pooling_layer=False)
    state = {name: tensor * 4 for name, tensor in model.state_dict().items()}
    hidden, size = int(SHAPE["hidden_size"]), 8
    shapes = {
        "token.weight": (3 * size, hidden),
        "token.bias": (3 * size,),
        "field_in.weight": (hidden, hidden),
        "field_in.bias": (hidden,),
        "field_out.weight": (3 * size, hidden),
        "field_out.bias": (3 * size,),
        "bias": (3,),
    }
    state |= {f"head.{part}": torch.randn(shape) for part, shape in shapes.items()}
    plain = {part: tensor.detach().contiguous() for part, tensor in state.items()}
    save_file(plain, folder / "model.safetensors", metadata={"format": "pt"})
    config.save_pretrained(folder)
    card = {
        "schema": 1,
        "name": name or folder.name,
        "task": "extraction",
        "family": "span_extractor",
        "languages": ["en"],
        "max_tokens": 96,
        "calibration": {"span_weights": [0.3, 0.3, 0.2, 0.2], "span_bias": 0.0, "floor": 0.05},
    }
    (folder / "pack.json").write_text(json.dumps(card), encoding="utf-8")
    return folder
