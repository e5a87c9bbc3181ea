"""The three model systems as their makers publish them, tiny: file names, key names, prefixes, types.

Random weights over a real tokenizer trained here (:mod:`tests.tiny`); what a loader must cope with is
that of the published files.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from tests import tiny

State = dict[str, torch.Tensor]


def edit_json(file: Path, **changes: Any) -> None:
    """Change entries of a JSON file; ``None`` takes one out."""
    value = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    value.update(changes)
    kept = {key: entry for key, entry in value.items() if entry is not None}
    file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def rewrite(folder: Path, change: Callable[[State], State], legacy: bool = False) -> Path:
    """The weights as a pickle, after ``change``; ``legacy`` is torch's format before 2020."""
    from safetensors.torch import load_file

    safe, pickled = folder / "model.safetensors", folder / "pytorch_model.bin"
    state = load_file(safe) if safe.is_file() else torch.load(pickled, weights_only=True)
    safe.unlink(missing_ok=True)
    torch.save(change(dict(state)), pickled, _use_new_zipfile_serialization=not legacy)
    return folder


def nli_distilroberta(folder: Path) -> Path:
    """cross-encoder/nli-distilroberta-base: vocab.json and merges.txt, a pickle with the position
    ids that older transformers kept as a buffer, labels in its own order."""
    tiny.roberta(folder, ("contradiction", "entailment", "neutral"))
    (folder / "tokenizer.json").unlink()
    edit_json(folder / "config.json", architectures=["RobertaForSequenceClassification"])
    positions = torch.arange(tiny.POSITIONS + 2).unsqueeze(0)
    return rewrite(folder, lambda state: {**state, "roberta.embeddings.position_ids": positions})


def seqgpt(folder: Path, prefix: str = "transformer.", shards: int = 1) -> Path:
    """DAMO-NLP/SeqGPT-560M: BloomForCausalLM, half precision, a pickle (in shards), tied head."""
    folder.mkdir(parents=True, exist_ok=True)
    size = _bloom_tokenizer(folder)
    torch.manual_seed(0)
    config = transformers.BloomConfig(
        vocab_size=size, hidden_size=32, n_layer=2, n_head=4, bos_token_id=1, eos_token_id=2,
        pad_token_id=3,
    )  # fmt: skip
    model = transformers.BloomForCausalLM(config).half().eval()
    config.architectures = ["BloomForCausalLM"]
    config.dtype = torch.float16
    config.save_pretrained(folder)
    edit_json(folder / "config.json", seq_length=2048)
    state = {
        prefix + name.removeprefix("transformer."): tensor.clone()
        for name, tensor in model.state_dict().items()
        if name != "lm_head.weight"
    }
    _save_shards(folder, state, shards)
    return folder


def xlm_roberta_sentencepiece(folder: Path) -> Path:
    """XLM-R as it was first published: the tokenizer is ``sentencepiece.bpe.model`` alone."""
    import sentencepiece

    folder.mkdir(parents=True)
    lines = folder / "lines.txt"
    lines.write_text("\n".join(tiny.SENTENCES * 5), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(lines), model_prefix=str(folder / "sentencepiece.bpe"), vocab_size=150,
        character_coverage=1.0, minloglevel=2,
    )  # fmt: skip
    lines.unlink()
    (folder / "sentencepiece.bpe.vocab").unlink()
    settings = {"tokenizer_class": "XLMRobertaTokenizer", "model_max_length": tiny.POSITIONS}
    edit_json(folder / "tokenizer_config.json", **settings)
    size = 150 + 2
    config = transformers.XLMRobertaConfig(
        vocab_size=size, intermediate_size=64, max_position_embeddings=tiny.POSITIONS + 2,
        type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2,
        **tiny.SHAPE,
    )  # fmt: skip
    kind = transformers.XLMRobertaForSequenceClassification
    return tiny._saved(folder, kind, config, tiny.NLI, 8.0)


def older_names(state: State) -> State:
    """Layer norms as TensorFlow called them."""
    return {
        name.replace("LayerNorm.weight", "LayerNorm.gamma").replace(
            "LayerNorm.bias", "LayerNorm.beta"
        ): tensor
        for name, tensor in state.items()
    }


def other_prefix(prefix: str) -> Callable[[State], State]:
    """BERT's encoder under another name, as ``base_model_prefix`` makes it."""
    return lambda state: {
        prefix + name.removeprefix("bert.") if name.startswith("bert.") else name: tensor
        for name, tensor in state.items()
    }


def without(part: str) -> Callable[[State], State]:
    """Weights that lack every tensor with ``part`` in its name."""
    return lambda state: {name: tensor for name, tensor in state.items() if part not in name}


def _bloom_tokenizer(folder: Path) -> int:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=["<unk>", "<s>", "</s>", "<pad>", "[GEN]"],
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(tiny.SENTENCES, trainer)
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "BloomTokenizerFast", "padding_side": "left"}
    edit_json(folder / "tokenizer_config.json", **settings)
    return int(tokenizer.get_vocab_size())


def _save_shards(folder: Path, state: State, shards: int) -> None:
    if shards == 1:
        torch.save(state, folder / "pytorch_model.bin")
        return
    names = sorted(state)
    places = {}
    for number in range(shards):
        file = f"pytorch_model-{number + 1:05}-of-{shards:05}.bin"
        part = {name: state[name] for name in names[number::shards]}
        torch.save(part, folder / file)
        places.update(dict.fromkeys(part, file))
    index = {"metadata": {"total_size": 1}, "weight_map": places}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index), encoding="utf-8")
