"""Tiny real checkpoints, made on the fly: published file names, published tensor names, random weights.

Each function writes a model folder that transformers (and sentence-transformers) can open, with a
small real tokenizer made here, so that a test runs what a user's model would run.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import torch
import transformers
from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

SENTENCES = (
    "The Buyer shall pay the purchase price within thirty (30) days of the invoice.",
    "This Agreement is governed by the laws of the State of Delaware.",
    "Neither party may assign this Agreement without prior written consent.",
    "The seller delivers the goods to the warehouse in Rotterdam, at its own cost.",
    "Payment is due on 5 March 2024; interest accrues at 8% a year.",
    "甲方应于2024年3月5日前向乙方支付合同金额人民币壹佰万元整。",
    "本合同自双方签字盖章之日起生效，有效期三年。",
    "乙方未按期交付货物的，应当承担违约责任。",
    "因本合同引起的争议，提交北京仲裁委员会仲裁。",
)

PAIRS = (
    ("The Buyer shall pay within 30 days.", "Payment is due within thirty days."),
    ("Payment is due on 5 March.", "The seller delivers the goods."),
    ("甲方应支付合同金额。", "乙方应当承担违约责任。"),
    ("a", "b"),
    (SENTENCES[0], SENTENCES[2]),
    ("本合同自签字之日起生效。", "本合同自双方签字盖章之日起生效，有效期三年。"),
)

NLI = ("contradiction", "entailment", "neutral")
SHAPE: dict[str, Any] = {"hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 4}
POSITIONS = 128


def word_piece(folder: Path, lower: bool = True) -> int:
    """BERT's tokenizer: ``tokenizer.json`` and ``vocab.txt``; returns the vocabulary's size.

    The vocabulary is laid down, not trained: the trainer breaks ties as they come, so that every process
    had another one, and with it another tiny model.
    """
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused1]"]
    tokenizer.model = _pieces(tokenizer, special)
    tokenizer.add_special_tokens(special)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")],
    )
    # Published tokenizers often carry a truncation and a padding: a loader must undo both.
    tokenizer.enable_truncation(16)
    tokenizer.enable_padding(length=16)
    tokenizer.save(str(folder / "tokenizer.json"))
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    lines = "\n".join(token for token, _ in vocabulary) + "\n"
    (folder / "vocab.txt").write_text(lines, encoding="utf-8")
    settings = {"tokenizer_class": "BertTokenizer", "do_lower_case": lower}
    _write(folder / "tokenizer_config.json", settings | {"model_max_length": POSITIONS})
    return len(vocabulary)


def _pieces(tokenizer: Tokenizer, special: list[str]) -> models.WordPiece:
    """Signs of the sentences, and most of their words."""
    split = tokenizer.pre_tokenizer.pre_tokenize_str
    plain = (tokenizer.normalizer.normalize_str(sentence) for sentence in SENTENCES)
    words = sorted({word for sentence in plain for word, _ in split(sentence)})
    heads = {word[0] for word in words}
    tails = {f"##{sign}" for word in words for sign in word[1:]}
    whole = [word for n, word in enumerate(w for w in words if len(w) > 1) if n % 5]
    pieces = [*special, *sorted(heads), *sorted(tails), *whole]
    return models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]")


def _likely(tokenizer: Tokenizer) -> list[tuple[str, float]]:
    """Signs and short pieces of the sentences with the logarithm of their share, laid down as well."""
    split = tokenizer.pre_tokenizer.pre_tokenize_str
    words = [word for sentence in SENTENCES for word, _ in split(sentence)]
    pieces = Counter(
        word[start : start + size]
        for word in words
        for size in (1, 2, 3)
        for start in range(len(word) - size + 1)
    )
    total = sum(pieces.values())
    return [
        (piece, math.log(count / total))
        for piece, count in sorted(pieces.items(), key=lambda item: (-item[1], item[0]))
        if count > 1 or len(piece) == 1
    ]


def byte_level(folder: Path) -> int:
    """RoBERTa's tokenizer: ``tokenizer.json``, ``vocab.json``, ``merges.txt``; returns its size."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=special,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    ends = [(name, tokenizer.token_to_id(name)) for name in ("</s>", "<s>")]
    tokenizer.post_processor = processors.RobertaProcessing(
        ends[0], ends[1], trim_offsets=True, add_prefix_space=False
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer.model.save(str(folder))
    settings = {"tokenizer_class": "RobertaTokenizer", "model_max_length": POSITIONS}
    _write(folder / "tokenizer_config.json", settings)
    return tokenizer.get_vocab_size()


def unigram(folder: Path) -> int:
    """XLM-R's tokenizer: SentencePiece's unigrams as ``tokenizer.json``; returns its size."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    vocabulary = [(name, 0.0) for name in special] + _likely(tokenizer)
    tokenizer.model = models.Unigram(vocabulary, special.index("<unk>"))
    tokenizer.add_special_tokens(special)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("<s>", "</s>")],
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": POSITIONS}
    marks = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    _write(folder / "tokenizer_config.json", settings | marks)
    return tokenizer.get_vocab_size()


def bert(folder: Path, labels: tuple[str, ...] = NLI, spread: float = 8.0) -> Path:
    """A BERT sequence classifier."""
    size = word_piece(_made(folder))
    config = transformers.BertConfig(
        vocab_size=size, intermediate_size=64, max_position_embeddings=POSITIONS, **SHAPE
    )
    return _saved(folder, transformers.BertForSequenceClassification, config, labels, spread)


def roberta(folder: Path, labels: tuple[str, ...] = NLI, spread: float = 8.0) -> Path:
    """A RoBERTa sequence classifier."""
    return _roberta(folder, transformers.RobertaConfig, "Roberta", labels, spread)


def xlm_roberta(folder: Path, labels: tuple[str, ...] = NLI, spread: float = 8.0) -> Path:
    """An XLM-R sequence classifier."""
    return _roberta(folder, transformers.XLMRobertaConfig, "XLMRoberta", labels, spread)


def distilbert(folder: Path, labels: tuple[str, ...] = NLI, spread: float = 8.0) -> Path:
    """A DistilBERT sequence classifier."""
    size = word_piece(_made(folder))
    config = transformers.DistilBertConfig(
        vocab_size=size,
        dim=32,
        n_layers=3,
        n_heads=4,
        hidden_dim=64,
        max_position_embeddings=POSITIONS,
    )
    return _saved(folder, transformers.DistilBertForSequenceClassification, config, labels, spread)


def electra(folder: Path, labels: tuple[str, ...] = NLI, spread: float = 8.0) -> Path:
    """A sequence classifier that only transformers can run here (its embeddings are narrower)."""
    size = word_piece(_made(folder))
    config = transformers.ElectraConfig(
        vocab_size=size,
        embedding_size=16,
        intermediate_size=64,
        max_position_embeddings=POSITIONS,
        **SHAPE,
    )
    return _saved(folder, transformers.ElectraForSequenceClassification, config, labels, spread)


def token_classifier(folder: Path, labels: tuple[str, ...]) -> Path:
    """A BERT token classifier."""
    size = word_piece(_made(folder))
    config = transformers.BertConfig(
        vocab_size=size, intermediate_size=64, max_position_embeddings=POSITIONS, **SHAPE
    )
    return _saved(folder, transformers.BertForTokenClassification, config, labels, 8.0)


def sentence_encoder(folder: Path, pooling: str = "mean") -> Path:
    """A sentence-transformers folder: modules.json, 1_Pooling, a bare BertModel."""
    size = word_piece(_made(folder))
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=size, intermediate_size=64, max_position_embeddings=POSITIONS, **SHAPE
    )
    transformers.BertModel(config).save_pretrained(folder)
    names = ("Transformer", "Pooling", "Normalize")
    kinds = [
        {"idx": place, "name": str(place), "path": "" if not place else f"{place}_{name}"}
        | {"type": f"sentence_transformers.models.{name}"}
        for place, name in enumerate(names)
    ]
    (folder / "modules.json").write_text(json.dumps(kinds), encoding="utf-8")
    settings = {
        "word_embedding_dimension": 32,
        "pooling_mode_cls_token": pooling == "cls",
        "pooling_mode_mean_tokens": pooling == "mean",
        "pooling_mode_max_tokens": pooling == "max",
    }
    (folder / "1_Pooling").mkdir()
    _write(folder / "1_Pooling" / "config.json", settings)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 48, "do_lower_case": False})
    return folder


def structbert(folder: Path) -> Path:
    """ModelScope's layout of StructBERT similarity: a pickle, vocab.txt, label_mapping.json."""
    bert(folder, labels=("0", "1"))
    (folder / "tokenizer.json").unlink()
    state = transformers.BertForSequenceClassification.from_pretrained(folder).state_dict()
    (folder / "model.safetensors").unlink()
    torch.save(
        {name: tensor.half() for name, tensor in state.items()}, folder / "pytorch_model.bin"
    )
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    for key in ("id2label", "label2id", "architectures"):
        config.pop(key, None)
    _write(folder / "config.json", config | {"model_type": "structbert", "adv_grad_factor": None})
    _write(folder / "label_mapping.json", {"0": 0, "1": 1})
    described = {
        "framework": "pytorch",
        "task": "sentence-similarity",
        "model": {"type": "structbert"},
    }
    _write(folder / "configuration.json", described)
    return folder


def manifest(folder: Path, **entries: Any) -> Path:
    """Write ``pack.json`` over the files in ``folder``; ``entries`` add to it or replace."""
    import hashlib

    names = ("model.safetensors", "config.json", "tokenizer.json")
    card = {
        "schema": 1,
        "name": folder.name,
        "title": "A tiny model",
        "task": "nli",
        "family": "sequence_classification",
        "languages": ["en"],
        "licence": "Apache-2.0",
        "origin": "random weights",
        "files": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in names
            if (folder / name).is_file()
        },
        "labels": list(NLI),
        "max_tokens": POSITIONS,
    }
    _write(folder / "pack.json", card | entries)
    return folder


def _roberta(folder: Path, kind: type, name: str, labels: tuple[str, ...], spread: float) -> Path:
    make = unigram if name == "XLMRoberta" else byte_level
    size = make(_made(folder))
    config = kind(
        vocab_size=size,
        intermediate_size=64,
        max_position_embeddings=POSITIONS + 2,
        type_vocab_size=1,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        **SHAPE,
    )
    made = getattr(transformers, f"{name}ForSequenceClassification")
    return _saved(folder, made, config, labels, spread)


def _saved(folder: Path, kind: Any, config: Any, labels: tuple[str, ...], spread: float) -> Path:
    """``spread`` widens the weights, so that answers differ from pair to pair as trained ones do."""
    torch.manual_seed(0)
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: place for place, label in enumerate(labels)}
    model = kind(config)
    with torch.no_grad():
        for name, tensor in model.named_parameters():
            if tensor.dim() > 1:
                tensor.mul_(spread)
            elif name.endswith("bias"):
                tensor.normal_(0, 0.05)
    model.eval().save_pretrained(folder)
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(file: Path, value: dict[str, Any]) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
