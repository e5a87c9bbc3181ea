"""Models and texts for the speed benchmark: published shapes with random weights, texts drawn here."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers

from engine.models.packs import Pack

LABELS = ("contradiction", "entailment", "neutral")
MEDIAN_TOKENS = 45
LONGEST_TOKENS = 256
_SPREAD = 0.75

_WORDS = [
    "the",
    "buyer",
    "seller",
    "party",
    "agreement",
    "shall",
    "pay",
    "deliver",
    "within",
    "days",
    "after",
    "notice",
    "invoice",
    "written",
    "consent",
    "not",
    "unless",
    "otherwise",
    "agreed",
    "goods",
    "services",
    "price",
    "fee",
    "interest",
    "rate",
    "per",
    "month",
    "year",
    "term",
    "termination",
    "breach",
    "liability",
    "damages",
    "confidential",
    "information",
    "disclose",
    "third",
    "governed",
    "laws",
    "state",
    "court",
    "arbitration",
    "assign",
    "transfer",
    "prior",
    "insurance",
    "indemnify",
    "warranty",
    "period",
    "renewal",
    "effective",
    "date",
    "signature",
    "both",
    "copies",
    "language",
    "force",
    "majeure",
    "event",
    "notify",
    "payment",
    "account",
    "bank",
]


def pairs(count: int, median: int = MEDIAN_TOKENS, seed: int = 7) -> list[tuple[str, str]]:
    """``count`` pairs of texts; tokens a pair are log-normal about ``median``, at most 256."""
    chance = random.Random(seed)
    return [
        (_text(chance, round(tokens * share)), _text(chance, round(tokens * (1 - share))))
        for tokens, share in (_size(chance, median) for _ in range(count))
    ]


def texts(
    count: int, median: int = MEDIAN_TOKENS, longest: int = LONGEST_TOKENS, seed: int = 11
) -> list[str]:
    """``count`` texts, their lengths as :func:`pairs`, at most ``longest`` words."""
    chance = random.Random(seed)
    sizes = (min(_size(chance, median)[0], longest) for _ in range(count))
    return [_text(chance, round(size)) for size in sizes]


def distilroberta(folder: Path) -> Path:
    """distilroberta-base's shape: 6 layers, 768 wide, 82 M parameters."""
    shape = {"num_hidden_layers": 6, "hidden_size": 768, "num_attention_heads": 12}
    config = transformers.RobertaConfig(
        vocab_size=50265,
        intermediate_size=3072,
        max_position_embeddings=514,
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        **_labels(),
        **shape,
    )
    _byte_level(_made(folder), config.vocab_size)
    return _saved(folder, transformers.RobertaForSequenceClassification(config))


def smallest(folder: Path) -> Path:
    """BERT's shape at its smallest: what is left of the time is not the model's."""
    shape = {"num_hidden_layers": 1, "hidden_size": 16, "num_attention_heads": 2}
    names = {"id2label": {0: "score"}, "label2id": {"score": 0}}
    config = transformers.BertConfig(
        vocab_size=128, intermediate_size=32, max_position_embeddings=320, **shape, **names
    )
    _word_level(_made(folder), 128)
    return _saved(folder, transformers.BertForSequenceClassification(config))


def structbert(folder: Path) -> Path:
    """StructBERT's similarity model as ModelScope publishes it: BERT-base's shape, two labels, their
    meaning in files of its own."""
    bert_base(folder, ("0", "1"))
    _write(folder / "label_mapping.json", {"0": 0, "1": 1})
    kind = {"type": "structbert"}
    described = {"framework": "pytorch", "task": "sentence-similarity", "model": kind}
    _write(folder / "configuration.json", described)
    return folder


def bert_base(folder: Path, labels: tuple[str, ...] = LABELS) -> Path:
    """BERT-base's shape (StructBERT's too): 12 layers, 768 wide, 102 M parameters."""
    config = transformers.BertConfig(vocab_size=21128, **_labels(labels))
    _word_level(_made(folder), config.vocab_size)
    return _saved(folder, transformers.BertForSequenceClassification(config))


def exported(pack: Pack, folder: Path) -> Path:
    """A built-in pack as a plain folder that transformers and sentence-transformers can open."""
    _made(folder)
    state = {name: tensor.clone().contiguous() for name, tensor in pack.state_dict().items()}
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    embedder = pack.family == "sentence_encoder"
    config = dict(pack.config) | {"architectures": ["BertModel"]}
    if not embedder:
        config |= _labels(pack.labels) | {"architectures": ["BertForSequenceClassification"]}
    _write(folder / "config.json", config)
    tokenizer = pack.tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    marks = {f"{name}_token": f"[{name.upper()}]" for name in ("cls", "sep", "pad", "unk", "mask")}
    settings: dict[str, Any] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": pack.max_tokens,
        "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
    }
    _write(folder / "tokenizer_config.json", settings | marks)
    if embedder:
        _sentence_transformers(folder, pack)
    return folder


def _sentence_transformers(folder: Path, pack: Pack) -> None:
    kinds = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    modules = [
        {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (path, kind) in enumerate(kinds)
    ]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    _made(folder / "1_Pooling")
    pooling = {
        "word_embedding_dimension": pack.config["hidden_size"],
        "pooling_mode_mean_tokens": True,
    }
    _write(folder / "1_Pooling" / "config.json", pooling)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": pack.max_tokens})


def _size(chance: random.Random, median: int) -> tuple[float, float]:
    tokens = min(max(chance.lognormvariate(0.0, _SPREAD) * median, 8), LONGEST_TOKENS) - 4
    return tokens, chance.uniform(0.3, 0.7)


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(max(1, words)))


def _labels(labels: tuple[str, ...] = LABELS) -> dict[str, Any]:
    return {
        "id2label": dict(enumerate(labels)),
        "label2id": {label: place for place, label in enumerate(labels)},
    }


def _byte_level(folder: Path, size: int) -> None:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(vocab_size=4000, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(texts(500), trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    written = json.loads(tokenizer.to_str())
    vocabulary = written["model"]["vocab"]
    # Filled up as published ones are: a tokenizer of another size is taken for another model's.
    vocabulary |= {f"<unused{n}>": n for n in range(len(vocabulary), size)}
    _write(folder / "tokenizer.json", written)
    settings = {"tokenizer_class": "RobertaTokenizer", "model_max_length": 512}
    _write(folder / "tokenizer_config.json", settings)


def _word_level(folder: Path, size: int) -> None:
    """The words, filled up to ``size`` with ones that no text has, as published vocabularies are."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    unused = (f"[unused{n}]" for n in range(size - len(special) - len(_WORDS)))
    vocabulary = {token: place for place, token in enumerate([*special, *_WORDS, *unused])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "BertTokenizer", "model_max_length": 512}
    _write(folder / "tokenizer_config.json", settings)


def _saved(folder: Path, model: Any) -> Path:
    """Random weights, widened so that answers differ from pair to pair as trained ones do."""
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for name, tensor in model.named_parameters():
            if "classifier" in name and tensor.dim() > 1:
                tensor.copy_(torch.randn(tensor.shape, generator=generator) * 0.1)
    model.eval().save_pretrained(folder)
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write(file: Path, value: dict[str, Any]) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
