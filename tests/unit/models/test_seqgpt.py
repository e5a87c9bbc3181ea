"""SeqGPT: its decoder beside transformers' own, its answers alone and in company, and whatever the text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.control import JobControl
from engine.documents import PathSource, paste
from engine.errors import Cancelled, UserError
from engine.events import Results
from engine.jobs.extract import ExtractRequest, extract
from engine.jobs.services import NoCache, Services
from engine.models.devices import Compute
from engine.models.families import seqgpt
from engine.models.families.seqgpt import SeqGpt
from engine.models.families.seqgpt_decoding import AnswerWriter
from engine.models.packs import Pack, load_pack
from engine.models.protocols import Extractor, SpanScore
from engine.models.registry import ModelRegistry
from engine.models.runtimes.bloom import BloomRuntime, Rows, alibi_slopes
from engine.types import Document, Extraction, Field
from tests.tiny_families import seqgpt as checkpoint

FIELDS = [Field(n) for n in ("甲方", "乙方", "合同金额", "Party", "Effective date", "地址", "电话")]
TEXTS = (
    "甲方：北京星河科技有限公司，乙方：上海远望贸易有限公司。合同金额人民币壹佰万元整，于2024年3月5日支付。",
    "This Agreement is made on 5 March 2024 by Acme Corp., a Delaware corporation\nand Globex Inc.",
    "",
    "，\n\t",
    "2024",
    "Payment is due on 5 March 2024; interest accrues at 8% a year. " * 6,
    "因本合同引起的争议，提交北京仲裁委员会仲裁。\r\n</s>[GEN]<s> 😀😀 café naïve",
    "本合同自双方签字盖章之日起生效，有效期三年。" * 12,
    "a",
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(checkpoint(tmp_path_factory.mktemp("models") / "SeqGPT-560M"))


def model(pack: Pack, precision: str = "fp32", together: int = 8) -> SeqGpt:
    compute = Compute("cpu", precision, 1)  # type: ignore[arg-type]
    runtime = BloomRuntime(pack.config, pack.state_dict(), compute)
    return SeqGpt(pack, runtime, compute, together)


def answers(one: SeqGpt, texts: tuple[str, ...] = TEXTS) -> dict[int, list[SpanScore]]:
    return dict(one.extract(texts, FIELDS, JobControl()))


def hf(pack: Pack) -> transformers.BloomForCausalLM:
    config = transformers.BloomConfig(**pack.config)
    built = transformers.BloomForCausalLM(config).eval()
    state = {k: v.float() for k, v in pack.state_dict().items()}
    built.load_state_dict(state, strict=False)
    built.tie_weights()
    return built


def test_the_published_layout_is_found_and_loaded(pack: Pack) -> None:
    assert (pack.family, pack.task, pack.max_tokens) == ("seqgpt", "extraction", 1024)
    found = ModelRegistry([pack.folder.parent], "cpu", 1).extractor(pack.name)
    assert isinstance(found, SeqGpt) and isinstance(found, Extractor)


@pytest.mark.parametrize("heads", [4, 6])
def test_the_decoder_computes_what_transformers_does(tmp_path: Path, heads: int) -> None:
    pack = load_pack(checkpoint(tmp_path / "m", seed=heads, heads=heads))
    runtime = BloomRuntime(pack.config, pack.state_dict(), Compute("cpu", "fp32", 1))
    reference = hf(pack)
    ids = np.random.default_rng(0).integers(0, 600, 90).tolist()
    with torch.inference_mode():
        expected = reference.transformer(torch.tensor([ids])).last_hidden_state[0]
        logits = reference(torch.tensor([ids])).logits[0, -1].numpy()
    cache = runtime.cache(16)
    parts = [runtime.run([Rows(cache, ids[a:b])])[0] for a, b in ((0, 50), (50, 51), (51, 90))]
    found = torch.cat(parts)
    assert torch.allclose(found, expected, atol=2e-4)
    picked = np.asarray([5, 77, 300])
    mine = runtime.output_rows(picked) @ found[-1].numpy()
    assert np.allclose(mine, logits[picked], atol=2e-3)


def test_slopes_are_those_of_the_paper() -> None:
    assert alibi_slopes(8).tolist() == [2.0 ** -(n + 1) for n in range(8)]
    extra = transformers.models.bloom.modeling_bloom.build_alibi_tensor(
        torch.ones(1, 2), 6, torch.float32
    )
    assert np.allclose(alibi_slopes(6), extra.reshape(6, 2)[:, 1].numpy())


def one_token_a_pass(pack: Pack, one: SeqGpt, text: str) -> list[tuple[int, int, int, int]]:
    """The same grammar, decoded with transformers as simply as possible."""
    reference = hf(pack)
    groups = seqgpt._groups(FIELDS)
    asked = one._asked(0, text, groups)
    for prompt, answer in zip(asked.prompts, asked.answers, strict=True):
        ids = [*prompt, *answer.forced()]
        while not answer.done:
            with torch.inference_mode():
                logits = reference(torch.tensor([ids])).logits[0, -1]
            choices = answer.choices()
            logs = torch.log_softmax(logits[choices].double(), 0)
            best = int(logs.argmax())
            answer.take(choices[best], float(logs[best]))
            ids += [choices[best], *answer.forced()]
    return sorted(
        (groups[number][found.label][0], found.start, found.end, round(found.logs * 1e4))
        for number, found in asked.found()
    )


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[1], TEXTS[6]])
def test_guessing_ahead_and_shared_beginnings_change_nothing(pack: Pack, text: str) -> None:
    one = model(pack)
    groups = seqgpt._groups(FIELDS)
    (done,) = one._writer.write([one._asked(0, text, groups)], JobControl())
    found = [(groups[n][f.label][0], f.start, f.end, f.logs * 1e4) for n, f in done.found()]
    expected = one_token_a_pass(pack, one, text)
    assert [item[:3] for item in sorted(found)] == [item[:3] for item in expected]
    assert np.allclose([f[3] for f in sorted(found)], [f[3] for f in expected], atol=20)


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_the_same_bytes_come_out_alone_and_in_company(pack: Pack, precision: str) -> None:
    """Byte for byte: spans, their order and their scores."""
    together = answers(model(pack, precision, together=8))
    assert sum(map(len, together.values())) > 20
    for other in (1, 3):
        again = answers(model(pack, precision, together=other))
        assert {k: repr(v) for k, v in again.items()} == {k: repr(v) for k, v in together.items()}
    backwards = answers(model(pack, precision), TEXTS[::-1])
    last = len(TEXTS) - 1
    assert {last - k: repr(v) for k, v in backwards.items()} == {
        k: repr(v) for k, v in together.items()
    }


def test_where_company_would_change_the_numbers_texts_are_read_alone(pack: Pack) -> None:
    runtime = BloomRuntime(pack.config, pack.state_dict(), Compute("cpu", "fp32", 1))
    assert runtime.independent
    runtime.independent = False
    assert AnswerWriter(runtime, 8)._together == 1


characters = st.one_of(
    st.sampled_from("甲方乙北京，。：；0123456789 元 abAB.,\n\t\r\u2028\ufeffé😀"),
    st.characters(),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(st.text(characters, max_size=80), min_size=1, max_size=3))
def test_whatever_the_text_every_value_stands_in_it(pack: Pack, texts: list[str]) -> None:
    one = _kept(pack)
    seen = set()
    for index, spans in one.extract(texts, FIELDS, JobControl()):
        seen.add(index)
        for span in spans:
            assert 0 <= span.field < len(FIELDS)
            assert 0 <= span.start < span.end <= len(texts[index])
            assert 0 < span.score < 1
            piece = texts[index][span.start : span.end]
            assert piece == piece.strip() and "，" not in piece
    assert seen == set(range(len(texts)))


_MODELS: dict[Path, SeqGpt] = {}


def _kept(pack: Pack) -> SeqGpt:
    return _MODELS.setdefault(pack.folder, model(pack))


def test_documents_hold_every_value_that_is_given_for_them(pack: Pack, shared_data: Path) -> None:
    """Zero ungrounded values over real documents, through the whole job (windows, merging, choice)."""
    files = [
        file
        for folder in ("docx", "html", "txt", "pdf")
        for file in sorted((shared_data / "documents" / folder).iterdir())[::9][:4]
    ]
    documents = {}
    for file in files:
        document = PathSource().load(str(file), JobControl())
        documents[str(file)] = paste(document.text[:3000], file.name)

    class Source:
        def load(self, reference: str, control: JobControl) -> Document:
            return documents[reference]

    models = ModelRegistry([pack.folder.parent], "cpu", 1)
    request = ExtractRequest(tuple(documents), tuple(FIELDS[:3]), model=pack.name, rules=False)
    by_id = {document.id: document for document in documents.values()}
    mentions = 0
    for payload in extract(request, Services(models, Source(), NoCache()), JobControl()):
        for result in payload.items if isinstance(payload, Results) else ():
            if isinstance(result, Extraction):
                text = by_id[result.document_id].text
                assert result.coverage == 1.0
                for mention in result.mentions:
                    mentions += 1
                    assert mention.field in [field.name for field in FIELDS[:3]]
                    assert text[mention.start : mention.end] == mention.text != ""
    assert mentions > 50


def test_a_text_that_does_not_fit_is_an_error_and_no_text_is_cut(pack: Pack) -> None:
    one = model(pack)
    with pytest.raises(UserError, match="text_too_long"):
        list(one.extract(["北京 " * 3000], FIELDS, JobControl()))
    limit = one.window_tokens(FIELDS)
    assert 800 < limit < 1024


def test_a_cancelled_job_stops_before_the_next_pass(pack: Pack) -> None:
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        list(model(pack).extract(TEXTS, FIELDS, control))


def test_a_checkpoint_without_its_tensors_is_refused(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "broken")
    state = torch.load(folder / "pytorch_model.bin", weights_only=True)
    state.pop("transformer.h.1.mlp.dense_h_to_4h.weight")
    torch.save(state, folder / "pytorch_model.bin")
    with pytest.raises(UserError, match="pack_weights"):
        ModelRegistry([tmp_path], "cpu", 1).extractor("broken")


def test_fields_without_any_are_answered_without_a_pass(pack: Pack) -> None:
    found = dict(model(pack).extract(["北京", "a"], [], JobControl()))
    assert found == {0: [], 1: []}
