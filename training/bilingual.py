"""The bilingual encoder as the packs start from it: weights of the last checkpoint, tokenizer, config."""

from __future__ import annotations

from functools import cache

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig, BertForSequenceClassification, BertModel

from engine.models.families.span_prompt import TOKEN_TYPES
from training import backbone, bilingual_vocabulary
from training.bilingual_vocabulary import FOLDER

WORDS = "embeddings.word_embeddings.weight"


def tokenizer() -> Tokenizer:
    """The tokenizer of all packs, with truncation and padding off."""
    return bilingual_vocabulary.tokenizer()


@cache
def state() -> dict[str, Tensor]:
    """The encoder's tensors under BERT's names, without a prefix and without a pooler."""
    saved = torch.load(FOLDER / "checkpoint.pt", weights_only=True, map_location="cpu")["model"]
    old = backbone.bert().state_dict()[WORDS]
    body = {n.removeprefix("bert."): t for n, t in saved.items() if n.startswith("bert.")}
    return body | {WORDS: torch.cat([old, saved["new"]])}


def config(**changes: object) -> BertConfig:
    """The encoder's configuration with ``changes``."""
    made = BertConfig.from_pretrained(backbone.folder(), **changes)
    made.vocab_size = len(state()[WORDS])
    return made


def encoder(token_types: int = 2) -> BertModel:
    """The encoder without a pooler; its word embeddings are frozen, so that packs can share them.

    ``token_types``: rows of the token-type table; new rows start as copies of row 0.
    """
    model = BertModel(config(), add_pooling_layer=False)
    model.load_state_dict(state())
    if token_types > model.config.type_vocab_size:
        old = model.embeddings.token_type_embeddings.weight.data
        table = torch.nn.Embedding(token_types, model.config.hidden_size)
        table.weight.data[:] = old[0]
        model.embeddings.token_type_embeddings = table
        model.config.type_vocab_size = token_types
    model.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def extractor_bert() -> BertModel:
    """The encoder with the span extractor's token types."""
    return encoder(TOKEN_TYPES)


def classifier(labels: tuple[str, ...]) -> BertForSequenceClassification:
    """The encoder with the backbone's pooler and a new classifier; word embeddings frozen."""
    made = config(
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: index for index, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(made)
    pooler = BertModel.from_pretrained(backbone.folder()).pooler
    model.bert.pooler.load_state_dict(pooler.state_dict())
    model.bert.load_state_dict(state(), strict=False)
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return model
