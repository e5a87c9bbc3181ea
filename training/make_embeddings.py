"""Make the pack ``clausedesk-embeddings``: the backbone as a sentence encoder, in int8 rows.

    python -m training.make_embeddings

Nothing is trained. The pack also holds the word embeddings that the other built-in packs share.
"""

from __future__ import annotations

from pathlib import Path

from engine.control import JobControl
from engine.models.devices import Compute
from engine.models.families import sentence_encoder
from engine.models.packs import load_pack
from training import backbone, sources
from training.pack_writer import (
    EMBEDDINGS_PACK,
    PACKS,
    PackCard,
    bert_config,
    write_card,
    write_pack,
    write_words,
)

KNOWN = (
    ("The Buyer shall pay within 30 days.", "Payment is due from the Buyer within thirty days."),
    ("The Buyer shall pay within 30 days.", "The lease covers the premises at 12 Oak Avenue."),
    ("Globex Industries Inc.", "GLOBEX INDUSTRIES, INCORPORATED"),
)
MAX_TOKENS = 256


def card() -> PackCard:
    """The pack's card, without known answers."""
    return PackCard(
        name=EMBEDDINGS_PACK,
        title="Sentence embeddings, English",
        task="embedding",
        family="sentence_encoder",
        origin="all-MiniLM-L6-v2 as published, matrices stored as int8 rows (training/make_embeddings.py)",
        max_tokens=MAX_TOKENS,
        calibration={"pooling": "mean"},
        card={
            "data": [sources.BACKBONE],
            "figures": {},
            "limits": "English. Chinese texts get vectors that say little: the vocabulary has 244 "
            "Chinese characters.",
        },
    )


def main() -> Path:
    """Write the pack and let it answer its own test."""
    write_words()
    model = backbone.bert()
    made = card()
    folder = write_pack(made, model.state_dict(), bert_config(model.config.to_dict()))
    encoder = sentence_encoder.load(load_pack(folder), Compute())
    for left, right in KNOWN:
        one, two = encoder.embed([left, right], JobControl())
        cosine = round(float(one @ two), 4)
        made.known_answer.append({"input": [left, right], "expect": cosine, "tolerance": 0.02})
    write_card(made)
    return PACKS / EMBEDDINGS_PACK


if __name__ == "__main__":
    main()
