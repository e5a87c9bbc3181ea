"""Learning from corrections: additions to tensors, versions on disk, and a real tiny extractor that learns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.control import JobControl
from engine.errors import Cancelled, UserError
from engine.models.adapters import delta
from engine.models.adapters.items import ItemMaker, Weights
from engine.models.adapters.learner import Learner, Plan
from engine.models.adapters.lessons import Lesson, rehearsal
from engine.models.adapters.store import AdapterStore, AdapterVersion
from engine.models.adapters.teacher import adapted, base_of
from engine.models.adapters.trainable import Trainable
from engine.models.devices import Compute
from engine.models.families.span_head import head_tensors, span_scores
from engine.models.families.span_prompt import SpanPrompter
from engine.models.packs import Pack, load_pack
from engine.models.personal import Personal
from engine.models.protocols import Extractor, SpanScore
from engine.models.registry import ModelRegistry
from engine.models.runtimes.base import TokenIds
from engine.models.runtimes.choose import encoder_for
from engine.types import Field
from tests.tiny_families import gliner, span_extractor

CPU = Compute("cpu", "fp32", 1)
LAW, PAYER = Field("Governing law"), Field("Payer")
TEXTS = (
    "This Agreement is governed by the laws of the State of Delaware.",
    "Payment is due on 5 March 2024; the laws of Delaware apply.",
    "The Buyer shall pay within thirty days.",
    "The seller delivers the goods to Rotterdam. Delaware law governs this.",
)
PLAN = Plan(passes=150, steps=10_000, rate=1e-2, layers=3)


def place(text: str, words: str) -> tuple[tuple[int, int], ...]:
    return ((text.index(words), text.index(words) + len(words)),) if words in text else ()


LESSONS = tuple(
    Lesson(text, (LAW, PAYER), (place(text, "Delaware"), place(text, "Buyer")), ((), ()))
    for text in TEXTS
)
OLD = tuple(rehearsal(text, (LAW, PAYER)) for text in TEXTS)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(span_extractor(tmp_path_factory.mktemp("packs") / "tiny-extractor"))


def answers(extractor: Extractor, field: Field = LAW) -> list[list[SpanScore]]:
    found: list[list[SpanScore]] = [[] for _ in TEXTS]
    for index, spans in extractor.extract(TEXTS, [field], JobControl()):
        found[index] = spans
    return found


def version(pack: Pack, **entries: object) -> AdapterVersion:
    made = AdapterVersion(pack.name, 0, base_of(pack), 20, 60, 0.5, 0.7, 0.9, 0.9, 100.0)
    return replace(made, **entries)  # type: ignore[arg-type]


def test_an_adapter_that_learned_nothing_changes_nothing(pack: Pack) -> None:
    state = pack.state_dict()
    empty = delta.fresh(state, ["head.token.weight", "head.bias"], rank=2)
    same = delta.applied(state, empty)
    assert all(torch.equal(state[name].float(), same[name].float()) for name in state)
    with pytest.raises(UserError, match="adapter_damaged"):
        delta.applied(state, {"nothing.add": torch.zeros(3)})
    with pytest.raises(UserError, match="adapter_damaged"):
        delta.applied(state, {"head.bias.add": torch.zeros(4)})


def test_what_is_taught_is_found_afterwards(pack: Pack) -> None:
    learner = Learner(pack, LESSONS, (), JobControl(), PLAN)
    steps = list(learner.run(JobControl()))
    assert steps == list(range(1, learner.steps + 1))
    before, after = adapted(pack, CPU, {}), adapted(pack, CPU, learner.adapter())
    found = [
        (text, max(spans, key=lambda span: span.score, default=None))
        for text, spans in zip(TEXTS, answers(after), strict=True)
    ]
    other = [best.score for text, best in found if best and "Delaware" not in text]
    # How sure a tiny model with random weights gets differs from one vocabulary to the next.
    for text, best in found:
        if "Delaware" in text:
            assert best is not None
            assert text[best.start : best.end] == "Delaware"
            assert best.score > max(other, default=0.0)
    assert answers(before) != answers(after)
    assert before.info.digest != after.info.digest


def test_learning_is_the_same_each_time_and_can_go_on(pack: Pack) -> None:
    few = replace(PLAN, passes=3)
    one, two = (Learner(pack, LESSONS, OLD, JobControl(), few) for _ in range(2))
    for learner in (one, two):
        assert len(list(learner.run(JobControl()))) == learner.steps
    first, second = one.adapter(), two.adapter()
    assert all(torch.equal(first[name], second[name]) for name in first)
    on = Learner(pack, LESSONS, (), JobControl(), few, first)
    assert all(torch.equal(on.adapter()[name], first[name]) for name in first)


def test_rehearsing_keeps_what_was_never_corrected(pack: Pack) -> None:
    """Field by field: the rehearsed one changes less than the same field does without rehearsal."""
    taught = [Lesson(text, (LAW,), (place(text, "Delaware"),), ((),)) for text in TEXTS]
    shifts = []
    for rehearsals in ([], [rehearsal(text, (PAYER,)) for text in TEXTS]):
        learner = Learner(pack, taught, rehearsals, JobControl(), replace(PLAN, passes=6))
        for _ in learner.run(JobControl()):
            pass
        before, after = (logits(pack, adapter) for adapter in ({}, learner.adapter()))
        shifts.append(float((before.sigmoid() - after.sigmoid()).abs().mean()))
    assert shifts[1] < shifts[0]


def logits(pack: Pack, adapter: dict[str, torch.Tensor]) -> torch.Tensor:
    """What the pack with ``adapter`` says of the payer in the first text, (3, 1, tokens)."""
    model = Trainable(pack.config, pack.state_dict(), 3, half=False)
    maker = ItemMaker(model, SpanPrompter(pack.tokenizer()), pack.max_tokens)
    ((item,),) = maker.items([rehearsal(TEXTS[0], (PAYER,))], Weights(), 512, JobControl())
    states = model.upper(item.states.float()[None], torch.ones(1, len(item)), adapter)
    return model.scores(*item.of(states[0]), adapter)


def test_the_trainable_encoder_says_what_the_extractor_says(pack: Pack) -> None:
    state = pack.state_dict()
    prompter = SpanPrompter(pack.tokenizer())
    (prompt,), text = prompter.prompts((PAYER,)), prompter.encode_text(TEXTS[0])
    (states,) = encoder_for(pack, CPU, state).tokens([TokenIds(*prompter.join(prompt, text))])
    first = len(prompt.ids)
    tokens = states[first : first + len(text.ids)]
    said = span_scores(head_tensors(state), tokens, states[list(prompt.markers)])
    # What the frozen layers say is kept in half precision.
    assert float((said - logits(pack, {})).abs().max()) < 0.001 * float(said.abs().max())


def test_less_of_what_was_learned_adds_less() -> None:
    adapter = {"m.up": torch.ones(3, 2), "m.down": torch.ones(2, 4), "v.add": torch.ones(3)}
    whole, half = delta.added(adapter), delta.added(delta.weakened(adapter, 0.5))
    assert torch.equal(half["m"], whole["m"] / 2) and torch.equal(half["v"], whole["v"] / 2)


def test_many_lessons_are_passed_through_less_often(pack: Pack) -> None:
    plan = Plan(passes=10, least=2, steps=6, tokens=1)
    few = Learner(pack, LESSONS[:1], (), JobControl(), plan)
    assert few.steps == 6
    assert Learner(pack, LESSONS, (), JobControl(), plan).steps == 2 * len(LESSONS)


def test_time_and_cancelling_end_it(pack: Pack) -> None:
    learner = Learner(pack, LESSONS, (), JobControl(), replace(PLAN, passes=10_000))
    assert len(list(learner.run(JobControl(), seconds=0.3))) < learner.steps
    control = JobControl()
    running = learner.run(control)
    next(running)
    control.cancel()
    with pytest.raises(Cancelled):
        next(running)


def test_versions_are_kept_and_none_is_overwritten(pack: Pack, tmp_path: Path) -> None:
    store = AdapterStore(tmp_path / "adapters")
    assert store.models() == [] and store.active(pack.name) is None
    one = store.add(version(pack), {"head.bias.add": torch.ones(3)})
    two = store.add(version(pack), {"head.bias.add": torch.zeros(3)})
    assert [v.version for v in store.versions(pack.name)] == [1, 2] == [one.version, two.version]
    assert store.active(pack.name) == two and one.made > 0
    store.use(pack.name, 1)
    assert store.active(pack.name) == one
    assert torch.equal(store.tensors(one)["head.bias.add"], torch.ones(3))
    assert store.active(pack.name, "another pack") is None
    store.use(pack.name, None)
    assert store.active(pack.name) is None
    with pytest.raises(UserError, match="adapter_missing"):
        store.use(pack.name, 7)
    assert store.models() == [pack.name]


def test_damage_is_said_and_a_damaged_card_passed_over(pack: Pack, tmp_path: Path) -> None:
    store = AdapterStore(tmp_path)
    made = store.add(version(pack), {"head.bias.add": torch.ones(3)})
    (tmp_path / pack.name / "0001.safetensors").write_bytes(b"nothing")
    with pytest.raises(UserError, match="adapter_damaged"):
        store.tensors(made)
    (tmp_path / pack.name / "0001.json").write_text("{}", encoding="utf-8")
    assert store.versions(pack.name) == () and store.active(pack.name) is None


def test_the_registry_uses_the_version_in_use_and_goes_back(pack: Pack, tmp_path: Path) -> None:
    personal = Personal(tmp_path)
    models = ModelRegistry([pack.folder.parent], "cpu", 1, personal=personal)
    shipped = models.extractor(pack.name)
    assert models.extractor(pack.name) is shipped
    plain, digest = answers(shipped), shipped.info.digest
    teacher = models.teacher(pack.name)
    learner = teacher.learner(LESSONS, (), JobControl(), PLAN)
    for _ in learner.run(JobControl()):
        pass
    teacher.adopt(learner.adapter(), version(pack, base=""))
    changed = models.extractor(pack.name)
    assert changed.info.digest != digest and answers(changed) != plain
    again = ModelRegistry([pack.folder.parent], "cpu", 1, personal=personal).extractor(pack.name)
    assert again.info.digest == changed.info.digest and answers(again) == answers(changed)
    personal.adapters.use(pack.name, None)
    back = models.extractor(pack.name)
    assert back.info.digest == digest and answers(back) == plain


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_only_the_built_in_family_learns(pack: Pack, tmp_path: Path) -> None:
    without = ModelRegistry([pack.folder.parent], "cpu", 1)
    with pytest.raises(UserError, match="adapter_family"):
        without.teacher(pack.name)
    gliner(tmp_path / "models" / "gliner")
    models = ModelRegistry([tmp_path / "models"], "cpu", 1, personal=Personal(tmp_path))
    with pytest.raises(UserError, match="adapter_family"):
        models.teacher("gliner")


def test_a_folder_anywhere_can_be_named(pack: Pack) -> None:
    models = ModelRegistry([], "cpu", 1)
    assert models.extractor(str(pack.folder)).info.name == pack.name
    with pytest.raises(UserError, match="model_missing"):
        models.extractor("no/such/folder")
