"""The three systems' folders at full size, as published: file names, key names, types; random weights.

The tokenizers have the published sizes and kinds; most of their entries stand for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

SPREAD = 0.02


def seqgpt(folder: Path) -> None:
    """DAMO-NLP/SeqGPT-560M: BloomForCausalLM, a half precision pickle with a tied head."""
    config = transformers.BloomConfig(
        vocab_size=250880, hidden_size=1024, n_layer=24, n_head=16,
        bos_token_id=1, eos_token_id=2, pad_token_id=3,
    )  # fmt: skip
    _save(folder, config, transformers.BloomForCausalLM, torch.float16, without="lm_head.weight")
    _change(folder / "config.json", architectures=["BloomForCausalLM"], seq_length=2048)
    _byte_level(folder / "tokenizer.json", 250680, ("<unk>", "<s>", "</s>", "<pad>", "[GEN]"))
    _change(folder / "tokenizer_config.json", tokenizer_class="BloomTokenizerFast")


def structbert(folder: Path) -> None:
    """ModelScope's nlp_structbert_sentence-similarity_chinese-base: a pickle, vocab.txt, two labels."""
    config = transformers.BertConfig(vocab_size=21128, num_labels=2)
    _save(folder, config, transformers.BertForSequenceClassification, torch.float32)
    _change(
        folder / "config.json",
        model_type="structbert",
        architectures=None,
        id2label=None,
        label2id=None,
    )
    _change(folder / "label_mapping.json", **{"0": 0, "1": 1})
    model = {"type": "structbert"}
    _change(
        folder / "configuration.json", framework="pytorch", task="sentence-similarity", model=model
    )
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(code) for code in range(33, 127)]
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 21128)]
    lines = [*special, *letters, *characters][:21128]
    (folder / "vocab.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _change(folder / "tokenizer_config.json", tokenizer_class="BertTokenizer", do_lower_case=True)


def nli_distilroberta(folder: Path) -> None:
    """cross-encoder/nli-distilroberta-base: six layers, three labels in its own order."""
    config = transformers.RobertaConfig(
        vocab_size=50265, num_hidden_layers=6, max_position_embeddings=514, type_vocab_size=1,
        layer_norm_eps=1e-5, id2label={0: "contradiction", 1: "entailment", 2: "neutral"},
        label2id={"contradiction": 0, "entailment": 1, "neutral": 2},
    )  # fmt: skip
    _save(folder, config, transformers.RobertaForSequenceClassification, torch.float32)
    _change(folder / "config.json", architectures=["RobertaForSequenceClassification"])
    marks = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    tokenizer = _byte_level(None, 50265, marks)
    tokenizer.model.save(str(folder))
    settings = {"tokenizer_class": "RobertaTokenizer", "model_max_length": 512}
    _change(folder / "tokenizer_config.json", **settings)


MAKERS: dict[str, Callable[[Path], None]] = {
    "SeqGPT-560M": seqgpt,
    "nlp_structbert_sentence-similarity_chinese-base": structbert,
    "nli-distilroberta-base": nli_distilroberta,
}


def _save(folder: Path, config: Any, kind: Any, numbers: torch.dtype, without: str = "") -> None:
    """Random weights with the spread that training starts from, as ``pytorch_model.bin``."""
    folder.mkdir(parents=True, exist_ok=True)
    config.save_pretrained(folder)
    with torch.device("meta"):
        shapes = kind(config).state_dict()
    torch.manual_seed(0)
    state = {}
    for name, tensor in shapes.items():
        if name == without:
            continue
        if not tensor.is_floating_point():
            state[name] = torch.arange(tensor.numel()).reshape(tensor.shape)
        elif name.endswith("weight") and tensor.dim() == 1:
            state[name] = torch.ones(tensor.shape, dtype=numbers)
        else:
            state[name] = torch.empty(tensor.shape, dtype=numbers).normal_(0, SPREAD)
    torch.save(state, folder / "pytorch_model.bin")


def _byte_level(file: Path | None, size: int, marks: tuple[str, ...]) -> Tokenizer:
    """A byte-level tokenizer of ``size`` entries: the marks, all bytes, and names for nothing."""
    entries = [*marks, *sorted(pre_tokenizers.ByteLevel.alphabet())]
    entries += [f"ĠĠ{number}" for number in range(size - len(entries))]
    model = models.BPE({token: place for place, token in enumerate(entries)}, [])
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(marks))
    if file is not None:
        tokenizer.save(str(file))
    return tokenizer


def _change(file: Path, **changes: Any) -> None:
    value = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    value.update(changes)
    kept = {key: entry for key, entry in value.items() if entry is not None}
    file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
