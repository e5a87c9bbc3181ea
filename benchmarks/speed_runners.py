"""Who is timed: the engine and its peers, each from texts to probabilities or vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from numpy.typing import NDArray

from engine.control import JobControl
from engine.models import devices
from engine.models.families import sentence_encoder, sequence_classification
from engine.models.packs import load_pack
from engine.models.quantise import find_scales

Array = NDArray[np.float32]
Work = Callable[[Sequence[Any]], Array]
CROSS_ENCODER = "sentence-transformers CrossEncoder.predict"
ENCODE = "sentence-transformers encode"
LOOP = "plain transformers loop, one at a time"


def pair_runners(folder: Path, place: devices.Compute) -> dict[str, Work]:
    """Cross-encoders over ``folder``'s model: pairs of texts to probabilities, in its label order."""
    from sentence_transformers import CrossEncoder

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    model = model.float()
    pipe = transformers.pipeline(
        "text-classification", model=model, tokenizer=tokenizer, top_k=None
    )
    cross = CrossEncoder(str(folder), device="cpu")

    def loop(pairs: Sequence[Any]) -> Array:
        rows = []
        with torch.inference_mode():
            for left, right in pairs:
                given = tokenizer(left, right, return_tensors="pt", truncation=True)
                rows.append(model(**given).logits[0].softmax(-1).numpy())
        return np.stack(rows)

    def pipeline(pairs: Sequence[Any]) -> Array:
        given = [{"text": left, "text_pair": right} for left, right in pairs]
        answers = pipe(given, batch_size=8)
        places = model.config.label2id
        rows = np.zeros((len(pairs), len(places)), dtype=np.float32)
        for row, answer in enumerate(answers):
            for entry in answer:
                rows[row, places[entry["label"]]] = entry["score"]
        return rows

    def predict(pairs: Sequence[Any]) -> Array:
        return np.asarray(cross.predict(list(pairs), apply_softmax=True, show_progress_bar=False))

    runners = {
        LOOP: loop,
        "transformers pipeline, batch 8": pipeline,
        CROSS_ENCODER: predict,
        "engine, fp32": _engine_pairs(folder, place.exact()),
        f"engine, {place.precision}": _engine_pairs(folder, place),
    }
    if place.integers:
        scales = find_scales(load_pack(folder), JobControl())
        integers = replace(place, precision="int8", scales=scales)
        runners["engine, int8"] = _engine_pairs(folder, integers)
    return runners


def _engine_pairs(folder: Path, compute: devices.Compute) -> Work:
    pack = load_pack(folder)
    classifier = sequence_classification.load(pack, compute)
    names = [label.lower() for label in pack.labels]
    similar = classifier.info.labels == ("score",)
    order = [] if similar else [classifier.info.labels.index(name) for name in names]

    def work(pairs: Sequence[Any]) -> Array:
        found = dict(classifier.classify(pairs, JobControl()))
        rows = np.stack([found[index] for index in range(len(pairs))])
        return np.hstack([1 - rows, rows]) if similar else rows[:, order]

    return work


def text_runners(folder: Path, place: devices.Compute) -> dict[str, Work]:
    """Sentence encoders over ``folder``'s model: texts to unit vectors."""
    from sentence_transformers import SentenceTransformer

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).float().eval()
    peer = SentenceTransformer(str(folder), device="cpu")

    def loop(texts: Sequence[Any]) -> Array:
        rows = []
        with torch.inference_mode():
            for text in texts:
                given = tokenizer(text, return_tensors="pt", truncation=True)
                mean = model(**given).last_hidden_state[0].mean(0)
                rows.append(torch.nn.functional.normalize(mean, dim=0).numpy())
        return np.stack(rows)

    def encode(texts: Sequence[Any]) -> Array:
        return np.asarray(peer.encode(list(texts), show_progress_bar=False))

    return {
        LOOP: loop,
        ENCODE: encode,
        "engine, fp32": _engine_texts(folder, place.exact()),
        "engine, as it chooses": _engine_texts(folder, place),
    }


def _engine_texts(folder: Path, compute: devices.Compute) -> Work:
    embedder = sentence_encoder.load(load_pack(folder), compute)
    return lambda texts: embedder.embed(texts, JobControl())
