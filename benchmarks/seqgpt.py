"""Speed of SeqGPT-560M's architecture at full size, with random weights, beside transformers' generate.

    python -m benchmarks.seqgpt [--threads 1] [--repeats 3] [--device cpu] [--json FILE]

One document is 386 Chinese characters with five fields, as in its authors' figures. Weights are random,
so what the model would choose means nothing; so that both sides do the same work, every field's value is
a stretch of the text that is settled beforehand: ours computes every probability that it needs and then takes the settled token;
generate is told to make exactly as many new tokens as that answer has (``min_new_tokens`` and
``max_new_tokens``), labels and line ends included. Values are copied from the text, so guessing ahead succeeds
within a value and fails at its end, as it does for a model that extracts.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from engine.control import JobControl
from engine.models import devices
from engine.models.devices import Compute
from engine.models.families.seqgpt import SeqGpt
from engine.models.grounding.answer import Answer
from engine.models.grounding.vocabulary import ByteVocabulary
from engine.models.packs import Pack
from engine.models.runtimes.bloom import BloomRuntime
from engine.types import Field

SHAPE = {"vocab_size": 250880, "hidden_size": 1024, "n_layer": 24, "n_head": 16}
FIELDS = ("甲方", "乙方", "合同金额", "签订日期", "交货地点")
CHARACTERS = 386
BATCH = 8

_CLAUSES = (
    "甲方：北京星河智能科技有限公司，乙方：上海远望国际贸易股份有限公司。双方于2024年3月5日在北京市海淀区签订本合同。"
    "合同总金额为人民币壹佰贰拾万元整，乙方应于收到预付款后三十日内将设备运至甲方位于天津市滨海新区的仓库，运费由乙方承担。"
    "甲方应自验收合格之日起十个工作日内支付合同总金额的百分之九十，剩余百分之十作为质量保证金，于质保期满后支付。"
    "质保期为十二个月，自验收合格之日起计算。乙方逾期交货的，每逾期一日，应当向甲方支付合同总金额千分之三的违约金。"
    "因不可抗力不能履行合同的，根据不可抗力的影响，部分或者全部免除责任。因本合同引起的争议，双方应当协商解决；"
    "协商不成的，提交北京仲裁委员会仲裁。本合同一式四份，双方各执两份，自双方签字盖章之日起生效，具有同等法律效力。"
    "未尽事宜，由双方另行签订补充协议，补充协议与本合同具有同等效力，任何一方不得擅自变更或者解除本合同的任何条款。"
)
_VALUES = (
    "北京星河智能科技有限公司",
    "上海远望国际贸易股份有限公司",
    "人民币壹佰贰拾万元整",
    "2024年3月5日",
    "天津市滨海新区",
)


@dataclass(frozen=True)
class Row:
    """One runner's median: seconds a document, documents a minute, and how often generate's time."""

    runner: str
    batch: int
    seconds: float
    per_minute: float
    ratio: float
    spread: str


def main() -> int:
    """Run the benchmark and print its table."""
    arguments = _arguments()
    place = devices.choose(arguments.device, arguments.threads)
    devices.apply_threads(place)
    transformers.logging.set_verbosity_error()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer = _tokenizer(Path(folder))
        text = _CLAUSES[:CHARACTERS]
        state, config = _weights(place)
        pack = Pack(
            Path(folder), "SeqGPT-560M", "", "extraction", "seqgpt", config, {}, max_tokens=1024
        )
        rows = _ours(pack, state, place, [text] * BATCH, arguments.repeats)
        tokens = _answer_tokens(tokenizer)
        print(_head(place, tokenizer, text, tokens), flush=True)
        rows += _generate(state, config, place, tokenizer, text, tokens, arguments)
    base = next(row for row in rows if row.runner.endswith("4 beams"))
    print("| runner | batch | s a document | documents/min | × generate, 4 beams | runs |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        ratio = base.seconds / row.seconds
        shown = f"{row.seconds:.2f} | {row.per_minute:.0f} | {ratio:.1f} | {row.spread}"
        print(f"| {row.runner} | {row.batch} | {shown} |", flush=True)
    if arguments.json is not None:
        lines = json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False)
        arguments.json.write_text(lines, encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.add_argument("--threads", type=int, help="threads of every runner (default: the cores)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _head(place: Compute, tokenizer: Tokenizer, text: str, tokens: int) -> str:
    read = len(tokenizer.encode(text).ids)
    by = "processor" if _clock(place) is time.process_time else "wall"
    return (
        f"{platform.processor() or platform.machine()}, {place.device}, {place.threads} threads, "
        f"{place.precision}, by {by} time; {len(text)} characters ({read} tokens), "
        f"{len(FIELDS)} fields, {tokens} new tokens; torch {torch.__version__}, "
        f"transformers {transformers.__version__}\n"
    )


def _clock(place: Compute) -> Callable[[], float]:
    single = place.device == "cpu" and place.threads == 1
    return time.process_time if single else time.perf_counter


def _tokenizer(folder: Path) -> Tokenizer:
    """Bloom's kind of tokenizer, trained on the text to as many tokens a character as Bloom's own
    gives for Chinese contracts (about 0.73), the rest of the vocabulary filled up."""
    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(r" ?[^(\s|[.,!?…。，、।۔،])]+"), "isolated")
    level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, level])
    tokenizer.decoder = decoders.ByteLevel()
    pairs = [_CLAUSES[n : n + 2] for n in range(0, len(_CLAUSES), 5)]
    words = [*_CLAUSES, *pairs * 3, *("".join(FIELDS) + "输入输出抽取:，\n[GEN]None ") * 3]
    trainer = trainers.BpeTrainer(
        vocab_size=1200,
        special_tokens=["<unk>", "<s>", "</s>", "<pad>"],
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(words, trainer)
    described = json.loads(tokenizer.to_str())
    known = described["model"]["vocab"]
    # The published vocabulary is as large as the output layer; these tokens spell nothing here.
    known.update({f"<{n}>": n for n in range(len(known), SHAPE["vocab_size"] - 200)})
    file = folder / "tokenizer.json"
    file.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    return Tokenizer.from_file(str(file))


def _weights(place: Compute) -> tuple[dict[str, Any], dict[str, Any]]:
    config = transformers.BloomConfig(**SHAPE, eos_token_id=2, bos_token_id=1, pad_token_id=3)
    kind = torch.bfloat16 if place.precision == "bf16" else torch.float32
    torch.manual_seed(0)
    with torch.device("meta"):
        shell = transformers.BloomForCausalLM(config)
    state = {
        name: (
            torch.randn(tensor.shape, dtype=kind) * 0.02
            if tensor.dim() > 1
            else _vector(name, tensor, kind)
        )
        for name, tensor in shell.state_dict().items()
        if name != "lm_head.weight"
    }
    return state, config.to_dict()


def _vector(name: str, tensor: Any, kind: torch.dtype) -> Any:
    norm = "norm" in name or "ln_f" in name
    make = torch.ones if norm and name.endswith("weight") else torch.zeros
    return make(tensor.shape, dtype=kind)


class _Script:
    """Chooses the settled answer: the longest token that spells it on, whatever the probabilities."""

    def __init__(self, spelt: Callable[[int], bytes]) -> None:
        self._spelt = spelt

    def __call__(self, answer: Answer, choices: Sequence[int], logs: NDArray[np.float64]) -> int:
        words = f"{_VALUES[answer.label]}\n".encode()[answer.size :]
        if answer.stage.opening == "label":
            words = b" " + words
        fitting = [
            (len(spelt), place)
            for place, spelt in enumerate(map(self._spelt, choices))
            if spelt and words.startswith(spelt)
        ]
        return max(fitting)[1]


def _vocabulary(pack: Pack) -> ByteVocabulary:
    tokenizer = pack.tokenizer()
    return ByteVocabulary(tokenizer.get_vocab(), frozenset(tokenizer.get_added_tokens_decoder()))


def _ours(
    pack: Pack, state: dict[str, Any], place: Compute, texts: Sequence[str], repeats: int
) -> list[Row]:
    runtime = BloomRuntime(pack.config, state, place)
    script = _Script(_vocabulary(pack).spelt)
    model = SeqGpt(pack, runtime, place, BATCH, script)
    fields = [Field(name) for name in FIELDS]
    rows = []
    for batch in (1, BATCH):

        def work(count: int = batch) -> None:
            found = dict(model.extract(texts[:count], fields, JobControl()))
            values = {texts[0][s.start : s.end] for s in found[0]}
            assert values == set(_VALUES), values

        rows.append(_timed("engine, grounded", batch, work, repeats, place))
    print(f"rows independent of what shares a pass: {runtime.independent}", flush=True)
    return rows


def _answer_tokens(tokenizer: Tokenizer) -> int:
    """New tokens of the settled answer."""
    answer = "".join(f"{n}: {v}\n" for n, v in zip(FIELDS, _VALUES, strict=True))
    return len(tokenizer.encode(answer).ids)


def _generate(
    state: dict[str, Any],
    config: dict[str, Any],
    place: Compute,
    tokenizer: Tokenizer,
    text: str,
    tokens: int,
    arguments: argparse.Namespace,
) -> list[Row]:
    model = transformers.BloomForCausalLM(transformers.BloomConfig(**config))
    model.load_state_dict(state, strict=False)
    model.tie_weights()
    model = model.to(place.device, state["transformer.word_embeddings.weight"].dtype).eval()
    prompt = f"输入: {text}\n抽取: {'，'.join(FIELDS)}\n输出: [GEN]"
    ids = torch.tensor([tokenizer.encode(prompt).ids], device=place.device)
    rows = []
    for beams, batch in ((1, 1), (4, 1), (1, BATCH)):

        def work(beams: int = beams, batch: int = batch) -> None:
            given = ids.repeat(batch, 1)
            with torch.inference_mode():
                model.generate(
                    given,
                    attention_mask=torch.ones_like(given),
                    num_beams=beams,
                    do_sample=False,
                    min_new_tokens=tokens,
                    max_new_tokens=tokens,
                    pad_token_id=3,
                )

        name = f"transformers generate, {'greedy' if beams == 1 else f'{beams} beams'}"
        repeats = arguments.repeats if batch == 1 else 1
        rows.append(_timed(name, batch, work, repeats, place))
    return rows


def _timed(name: str, batch: int, work: Callable[[], None], repeats: int, place: Compute) -> Row:
    clock = _clock(place)
    times = []
    for turn in range(repeats + (repeats > 1)):
        started = clock()
        work()
        if place.device == "cuda":
            torch.cuda.synchronize()
        if turn or repeats == 1:
            times.append((clock() - started) / batch)
    seconds = statistics.median(times)
    spread = " ".join(f"{t:.2f}" for t in times)
    print(f"  {name}, batch {batch}: {seconds:.2f} s a document", flush=True)
    return Row(name, batch, seconds, 60 / seconds, 0.0, spread)


if __name__ == "__main__":
    sys.exit(main())
