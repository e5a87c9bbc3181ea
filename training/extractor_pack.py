"""From the extractor's last checkpoint to its pack: rounding, calibration, figures, card."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from engine.control import JobControl
from engine.models.devices import Compute
from engine.models.families import span_extractor
from engine.models.families.span_decoding import SpanCalibration
from engine.models.families.span_prompt import TOKEN_TYPES, SpanPrompter
from engine.models.packs import load_pack
from engine.types import Field
from training import extractor_cuad, sources
from training.cuad_annotation import SHORT, annotate
from training.data import share
from training.extractor_training import RUN, SEED, TOKENS, SpanModel, epoch_examples, prompter_of
from training.loop import averaged
from training.pack_writer import (
    PackCard,
    bert_config,
    keep_log,
    rounded,
    write_card,
    write_pack,
)
from training.span_batches import item
from training.span_evaluation import Case, fit, judge, scored
from training.span_examples import NAMES, Question, ask

NAME = "clausedesk-extractor"
KNOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "SUPPLY AGREEMENT\n\nThis Supply Agreement is made as of March 5, 2021 by and between "
        'Redwood Foods Inc. ("Buyer") and Atlas Packaging GmbH ("Supplier"). This Agreement shall be '
        "governed by the laws of the State of Oregon.",
        ("Party", "Agreement date", "Governing law", "Agreement title"),
    ),
    (
        "Invoice number: INV-20931\nInvoice date: 12 May 2020\nTotal amount: $12,480.00\n"
        "Contact: Maria Lindqvist, maria@atlas.example.org",
        ("Invoice number", "Invoice date", "Total amount", "Email", "Contact person"),
    ),
    (
        "采购合同\n甲方：北京华信科技有限公司\n乙方：上海瑞丰贸易有限公司\n签订日期：2023年5月8日\n"
        "合同总价为人民币128,000元，乙方应于2023年6月30日前交货。",
        ("甲方", "乙方", "签订日期", "合同金额", "交货日期"),
    ),
)
LIMITS = (
    "English and Chinese. The encoder has six layers and was trained for some hours on two cores: "
    "wrong and missing values are to be expected, so review them. Clauses asked by name (insurance, "
    "audit rights and the like) are found less reliably than names, dates, amounts and laws. "
    "Fields far from contracts and business papers are guesses. Common Chinese words are one token: "
    "a value that begins or ends inside one (about one in a hundred) comes back a character too long. "
    "Scores are calibrated on held-out windows of the kinds named under figures, not on your documents."
)


Sides = tuple[list[Case], list[Case]]
"""Cases for calibration, and cases for figures."""

_SAMPLED = 14
"""Windows a contract that stand for all of its windows."""


def development_cases(prompter: SpanPrompter, unseen: bool) -> Sides:
    """Windows, sentences and forms as in training; a text is on one side or the other."""
    sides: Sides = ([], [])
    rng = random.Random(SEED + 77)
    for example in epoch_examples(0, development=True):
        if example.source == "cuad" and rng.random() > 0.6:
            continue
        one = item(ask(example, rng, unseen=unseen), prompter, TOKENS)
        if one is not None:
            side = share(example.text[:200], "calibration") > 0.4
            sides[side].append(Case(one, example.source))
    return sides


def whole_contracts(prompter: SpanPrompter) -> list[Case]:
    """Windows of whole contracts, asked for every short value: what a user's run is like.

    For figures only. Training windows are chosen for what they hold; most windows of a contract hold
    nothing. A few places of each contract stand for all of its windows. (Calibrating on them was
    tried: scores in contracts came out closer, and everything else was missed far more often.)
    """
    cases: list[Case] = []
    rng = random.Random(SEED + 78)
    for record in extractor_cuad.contracts(True):
        text = record["text"]
        spans, masks = annotate(record)
        count = max(1.0, len(text) / 900 / _SAMPLED)
        starts = [(0, 1.0)] + [(rng.randrange(len(text)), count) for _ in range(_SAMPLED)]
        for start, weight in starts:
            window = extractor_cuad.cut(text, spans, masks, start, 1100)
            keys = [k for k in SHORT if k in window.spans or k in window.absent]
            fields = tuple(Field(NAMES[key][0]) for key in keys)
            gold = tuple(tuple(window.spans.get(key, ())) for key in keys)
            one = item(Question(window.text, fields, gold), prompter, TOKENS) if keys else None
            if one is not None:
                cases.append(Case(one, "whole contracts", weight))
    return cases


def package(earlier: Path | None = None) -> Path:
    """Quantise the last checkpoint, calibrate what comes out, write the pack with its figures.

    ``earlier``: the file of a checkpoint to average with; see :func:`training.loop.averaged`.
    """
    model = SpanModel().eval()
    trained, steps = averaged(RUN, earlier)
    state = {name.removeprefix("bert."): t for name, t in trained.items()}
    model.load_state_dict(trained)
    prompter = prompter_of()
    fit_on, judge_on = development_cases(prompter, unseen=False)
    exact = scored(model, judge_on)
    small = rounded(state)
    model.load_state_dict({name: small[name.removeprefix("bert.")] for name in trained})
    calibration = fit(scored(model, fit_on))
    outcomes = judge(scored(model, judge_on), calibration)
    figures = {source: outcome.figures() for source, outcome in outcomes.items()}
    figures["all, before int8"] = judge(exact, calibration)["all"].figures()
    _, new_names = development_cases(prompter, unseen=True)
    unseen = judge(scored(model, new_names), calibration)["all"]
    figures["all, by names never seen in training"] = unseen.figures()
    contracts = judge(scored(model, whole_contracts(prompter)), calibration)["all"]
    figures["whole contracts, every place"] = contracts.figures()
    made = _card(calibration, figures, steps)
    config = bert_config(model.bert.config.to_dict(), type_vocab_size=TOKEN_TYPES)
    folder = write_pack(made, state, config)
    keep_log(RUN, NAME)
    made.known_answer.extend(_known_answers(folder))
    write_card(made)
    return folder


def _card(calibration: SpanCalibration, figures: dict[str, Any], steps: str) -> PackCard:
    return PackCard(
        name=NAME,
        title="Field extractor with open field names, English and Chinese",
        task="extraction",
        family="span_extractor",
        origin="all-MiniLM-L6-v2 with Chinese added (training/make_encoder.py), "
        f"{steps} steps (training/make_extractor.py), int8 rows",
        max_tokens=TOKENS,
        calibration={
            "span_weights": [round(w, 4) for w in calibration.weights],
            "span_bias": round(calibration.bias, 4),
            "floor": calibration.floor,
        },
        card={
            "data": [
                sources.BACKBONE,
                sources.CUAD,
                sources.WNUT,
                sources.WIKIGOLD,
                sources.FIN5,
                sources.TEMPLATES,
                sources.EDGAR_BLOCKS,
                sources.KLEISTER,
                sources.FILINGS,
                sources.TEMPLATES_ZH,
                sources.WEIBO,
                sources.GENERATED,
                sources.WRITTEN,
                *sources.ENCODER,
            ],
            "figures": {
                "command": "python -m training.make_extractor --package",
                "what": "spans scored 0.5 or more in held-out texts: exact, or 70 % shared for "
                "spans over 20 tokens",
                "held out": figures,
            },
            "limits": LIMITS,
        },
    )


def _known_answers(folder: Path) -> list[dict[str, Any]]:
    """What the pack itself answers, in full precision; only confident answers are kept."""
    extractor = span_extractor.load(load_pack(folder), Compute())
    answers: list[dict[str, Any]] = []
    for text, names in KNOWN:
        fields = [Field(name) for name in names]
        ((_, spans),) = extractor.extract([text], fields, JobControl())
        expect = [
            {
                "field": names[span.field],
                "text": text[span.start : span.end],
                "score": round(span.score, 3),
            }
            for span in spans
            if span.score > 0.7
        ]
        answers.append(
            {"input": {"text": text, "fields": list(names)}, "expect": expect, "tolerance": 0.1}
        )
    return answers
