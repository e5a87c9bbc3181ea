"""Make the pack ``clausedesk-embeddings``: the bilingual encoder for sentences, in int8 rows.

    python -m training.make_embeddings [--steps N] [--threads N] [--package] [--average FILE]

The encoder of ``make_encoder`` learns from written sentences what says the same (``sentence_training``). Checkpoints
go to ``runs/embeddings``; the same command resumes. The pack also holds the word embeddings that the other
built-in packs share and that no training moves.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from transformers import BertModel

from engine.control import JobControl
from engine.models.devices import Compute
from engine.models.families import sentence_encoder
from engine.models.packs import load_pack
from engine.models.protocols import Embedder
from training import bilingual, command_line, sentence_training, sources
from training.data import read
from training.loop import averaged
from training.pack_writer import (
    EMBEDDINGS_PACK,
    PACKS,
    PackCard,
    bert_config,
    write_card,
    write_pack,
    write_words,
)
from training.sentence_training import Plan

KNOWN = (
    ("The Buyer shall pay within 30 days.", "Payment is due from the Buyer within thirty days."),
    ("The Buyer shall pay within 30 days.", "The lease covers the premises at 12 Oak Avenue."),
    ("Globex Industries Inc.", "GLOBEX INDUSTRIES, INCORPORATED"),
    ("买方应在三十日内付款。", "甲方须于30天内支付货款。"),
    ("買賣合同", "买卖合同"),
    ("The tenant shall not sublet.", "承租人不得转租。"),
)
MAX_TOKENS = 256


def card() -> PackCard:
    """The pack's card, without known answers."""
    return PackCard(
        name=EMBEDDINGS_PACK,
        title="Sentence embeddings, English and Chinese",
        task="embedding",
        family="sentence_encoder",
        origin="all-MiniLM-L6-v2 with Chinese added (training/make_encoder.py), taught with written sentences; "
        "matrices stored as int8 rows (training/make_embeddings.py)",
        max_tokens=MAX_TOKENS,
        calibration={"pooling": "mean"},
        card={
            "data": [
                sources.BACKBONE,
                *sources.ENCODER,
                sources.TEMPLATES_ZH,
                sources.FILINGS,
                sources.CUAD,
                sources.EDGAR,
                sources.SNLI,
                sources.CAD,
                sources.CONJ,
                sources.MED,
                sources.WRITTEN,
            ],
            "figures": {},
            "limits": "English and Chinese. Chinese was learned from a dictionary, laws and contracts in "
            "a few hours on one core: everyday Chinese is weaker than English, and sentences that differ "
            "in word order alone look alike.",
        },
    )


def agreement(encoder: Embedder, model: BertModel) -> dict[str, float]:
    """Cosines between the pack's vectors and those of the exact weights, over MRPC's dev sentences."""
    texts = [r["a"] for r in read("pairs_en") if r["source"] == "MRPC" and r["split"] == "dev"]
    tokenizer = load_pack(PACKS / EMBEDDINGS_PACK).tokenizer()
    packed = encoder.embed(texts, JobControl())
    cosines = []
    with torch.inference_mode():
        for text, vector in zip(texts, packed, strict=True):
            ids = torch.tensor([tokenizer.encode(text).ids])
            exact = model(input_ids=ids).last_hidden_state[0].mean(0).numpy()
            cosines.append(float(vector @ exact / np.linalg.norm(exact)))
    return {
        "mean": round(float(np.mean(cosines)), 5),
        "least": round(min(cosines), 5),
        "sentences": len(texts),
    }


def main() -> Path:
    """Train, write the pack and let it answer its own test."""
    options = command_line.options(__doc__, Plan().steps)
    if not options.package:
        sentence_training.train(Plan(steps=options.steps))
    write_words()
    model = bilingual.encoder().eval()
    model.load_state_dict(averaged(sentence_training.RUN, options.average)[0])
    made = card()
    folder = write_pack(made, model.state_dict(), bert_config(model.config.to_dict()))
    encoder = sentence_encoder.load(load_pack(folder), Compute())
    made.card["figures"] = {
        "command": "python -m training.make_embeddings",
        "cosine with the weights before int8": agreement(encoder, model),
    }
    for left, right in KNOWN:
        one, two = encoder.embed([left, right], JobControl())
        cosine = round(float(one @ two), 4)
        made.known_answer.append({"input": [left, right], "expect": cosine, "tolerance": 0.02})
    write_card(made)
    return PACKS / EMBEDDINGS_PACK


if __name__ == "__main__":
    main()
