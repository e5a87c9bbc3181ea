"""Tiny checkpoints that take the long way, through transformers and gliner, for the smoke test.

Their weights are random: what counts is that the frozen program has all that these libraries ask for.
Needs the development environment (torch, the tests' own builders).
"""

from __future__ import annotations

from pathlib import Path

import torch
import transformers

from tests.tiny import POSITIONS, SHAPE, word_piece
from tests.tiny_families import gliner

LABELS = ("contradiction", "entailment", "neutral")


def deberta(folder: Path) -> Path:
    """A pair classifier of DeBERTa's shape, parts of which are compiled from source when it loads."""
    folder.mkdir(parents=True, exist_ok=True)
    config = transformers.DebertaV2Config(
        vocab_size=word_piece(folder),
        intermediate_size=64,
        max_position_embeddings=POSITIONS,
        relative_attention=True,
        pos_att_type=["c2p", "p2c"],
        position_buckets=16,
        **SHAPE,
    )
    config.id2label = dict(enumerate(LABELS))
    config.label2id = {label: place for place, label in enumerate(LABELS)}
    torch.manual_seed(0)
    transformers.DebertaV2ForSequenceClassification(config).eval().save_pretrained(folder)
    return folder


def extractor(folder: Path) -> Path:
    """A folder as GLiNER's are published."""
    return gliner(folder)
