"""The three systems and their kin as published: detection, conversion, binding, tokenizers, refusals."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file

from engine.control import JobControl
from engine.errors import UserError
from engine.models import selftest
from engine.models.convert import convert_pickles
from engine.models.devices import choose
from engine.models.families import sequence_classification
from engine.models.headers import tensor_headers
from engine.models.inspection import OTHER, Inspection, answer, inspect_folder
from engine.models.notes import read_note, write_note
from engine.models.packs import load_pack
from engine.models.registry import ModelRegistry
from tests import published, tiny


def refused(act: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        act()
    return caught.value


def scores(folder: Path, task: str) -> list[list[float]]:
    """What the program answers to the tiny pairs, in full precision."""
    pack = load_pack(folder)
    assert pack.task == task
    model = sequence_classification.load(pack, choose("cpu", 1, "fp32"))
    found = dict(model.classify(list(tiny.PAIRS), JobControl()))
    return [found[place].tolist() for place in range(len(tiny.PAIRS))]


def theirs(folder: Path, tokenizer: transformers.PreTrainedTokenizerBase) -> np.ndarray:
    """What transformers answers, one pair at a time."""
    model = transformers.AutoModelForSequenceClassification.from_pretrained(
        folder, dtype=torch.float32
    ).eval()
    rows = []
    for left, right in tiny.PAIRS:
        given = tokenizer(left, right, return_tensors="pt")
        with torch.inference_mode():
            rows.append(model(**given).logits.softmax(1)[0].numpy())
    return np.array(rows)


# --- StructBERT ---


@pytest.fixture
def structbert(tmp_path: Path) -> Path:
    return tiny.structbert(tmp_path / "nlp_structbert_sentence-similarity_chinese-base")


def test_structbert_as_published(structbert: Path) -> None:
    found = inspect_folder(structbert)
    assert (found.task, found.family, found.labels) == (
        "similarity",
        "sequence_classification",
        ("0", "1"),
    )
    assert found.pickled
    assert [question.key for question in found.questions] == ["languages"]
    mine = [row[0] for row in scores(structbert, "similarity")]
    assert (structbert / "model.safetensors").is_file()
    config = json.loads((structbert / "config.json").read_text(encoding="utf-8"))
    published.edit_json(structbert / "config.json", model_type="bert", num_labels=2)
    tokenizer = transformers.BertTokenizer.from_pretrained(structbert)
    expected = theirs(structbert, tokenizer)[:, 1]
    assert config["model_type"] == "structbert"
    assert np.abs(np.array(mine) - expected).max() < 2e-3  # the pickle is in half precision


@pytest.mark.parametrize(
    "change",
    [
        published.older_names,
        published.other_prefix("encoder."),
        published.other_prefix("sbert.model."),
        published.other_prefix(""),
    ],
    ids=["gamma-beta", "encoder.", "sbert.model.", "no prefix"],
)
def test_structbert_under_other_names(
    structbert: Path, change: Callable[[published.State], published.State]
) -> None:
    expected = scores(structbert, "similarity")
    published.rewrite(structbert, change)
    assert scores(structbert, "similarity") == expected


def test_structbert_in_the_older_pickle_format(structbert: Path) -> None:
    expected = scores(structbert, "similarity")
    published.rewrite(structbert, dict, legacy=True)
    assert tensor_headers(structbert / "pytorch_model.bin") is None
    assert inspect_folder(structbert).task == "similarity"
    assert scores(structbert, "similarity") == expected


def test_structbert_without_its_pooler_is_refused(structbert: Path) -> None:
    published.rewrite(structbert, published.without("pooler."))
    error = refused(lambda: scores(structbert, "similarity"))
    assert (error.code, error.params["missing"]) == ("pack_weights", "bert.pooler.dense.weight")


def test_structbert_without_its_label_file_asks(structbert: Path) -> None:
    (structbert / "label_mapping.json").unlink()
    found = inspect_folder(structbert)
    question = found.questions[0]
    assert (question.code, question.labels) == ("ask_similar_label", ("LABEL_0", "LABEL_1"))
    assert refused(lambda: scores(structbert, "similarity")).code == "pack_labels"
    wrong = refused(lambda: answer(structbert, {"labels": ["similar", "similar"]}))
    assert wrong.code == "answer_incomplete"
    assert refused(lambda: answer(structbert, {"labels": [OTHER, OTHER]})).code == "pack_other_task"
    answer(structbert, {"labels": ["different", "similar"], "languages": ["zh"]})
    assert inspect_folder(structbert).questions == ()
    right = scores(structbert, "similarity")
    answer(structbert, {"labels": ["similar", "different"]})
    turned = scores(structbert, "similarity")
    assert np.allclose(np.array(right), 1 - np.array(turned), atol=1e-5)


# --- nli-distilroberta-base ---


def test_nli_distilroberta_as_published(tmp_path: Path) -> None:
    folder = published.nli_distilroberta(tmp_path / "nli-distilroberta-base")
    found = inspect_folder(folder)
    assert (found.task, found.labels) == ("nli", ("contradiction", "entailment", "neutral"))
    mine = np.array(scores(folder, "nli"))
    tokenizer = transformers.RobertaTokenizer.from_pretrained(folder)
    for pair in tiny.PAIRS:
        own = load_pack(folder).tokenizer().encode(*pair)
        assert own.ids == tokenizer(*pair)["input_ids"]
        assert own.tokens[0] == "<s>" and own.tokens.count("</s>") == 3
    # Ours are entailment, neutral, contradiction; the published order is another.
    assert np.abs(mine - theirs(folder, tokenizer)[:, [1, 2, 0]]).max() < 1e-4


def test_nameless_labels_are_asked_and_bound_as_answered(tmp_path: Path) -> None:
    folder = published.nli_distilroberta(tmp_path / "nli")
    named = scores(folder, "nli")
    published.edit_json(folder / "config.json", id2label=None, label2id=None, num_labels=None)
    question = inspect_folder(folder).questions[0]
    # The weights tell how many answers there are where the config does not.
    assert (question.code, len(question.labels)) == ("ask_nli_labels", 3)
    assert refused(lambda: scores(folder, "nli")).code == "pack_labels"
    answer(folder, {"labels": ["contradiction", "entailment", "neutral"]})
    assert scores(folder, "nli") == named


# --- SeqGPT ---


@pytest.mark.parametrize(("prefix", "shards"), [("transformer.", 1), ("", 1), ("transformer.", 3)])
def test_seqgpt_is_found_and_converted(tmp_path: Path, prefix: str, shards: int) -> None:
    folder = published.seqgpt(tmp_path / "SeqGPT-560M", prefix, shards)
    found = inspect_folder(folder)
    assert (found.family, found.task, found.pickled) == ("seqgpt", "extraction", True)
    pack = load_pack(folder)
    assert pack.max_tokens == 1024
    before = pack.state_dict()
    made = convert_pickles(folder, remove=True)
    assert len(made) == shards
    assert not list(folder.glob("*.bin*"))
    after = load_pack(folder).state_dict()
    assert set(after) == set(before)
    assert all(torch.equal(after[name], before[name]) for name in before)
    assert {str(tensor.dtype) for tensor in after.values()} == {"torch.float16"}
    assert inspect_folder(folder).parameters == sum(t.numel() for t in before.values())


# --- Any other folder ---


def test_a_sentencepiece_file_alone_is_a_tokenizer(tmp_path: Path) -> None:
    folder = published.xlm_roberta_sentencepiece(tmp_path / "xlm-roberta")
    assert inspect_folder(folder).task == "nli"
    tokenizer = transformers.XLMRobertaTokenizer.from_pretrained(folder)
    mine = load_pack(folder).tokenizer()
    for left, right in tiny.PAIRS:
        assert mine.encode(left, right).ids == tokenizer(left, right)["input_ids"]
    assert (
        np.abs(np.array(scores(folder, "nli")) - theirs(folder, tokenizer)[:, [1, 2, 0]]).max()
        < 1e-4
    )


def test_families_are_told_by_tensors_where_the_config_says_nothing(
    models: Path, tmp_path: Path
) -> None:
    for name in ("bert", "roberta", "distilbert"):
        folder = shutil.copytree(models / name, tmp_path / name)
        published.edit_json(folder / "config.json", architectures=None)
        assert inspect_folder(folder).family == "sequence_classification"


@pytest.mark.parametrize("labels", [("negative", "positive"), ("toxic", "fine")])
def test_two_labels_that_mean_something_else_are_asked(
    tmp_path: Path, labels: tuple[str, str]
) -> None:
    question = inspect_folder(tiny.bert(tmp_path / "m", labels)).questions[0]
    assert (question.code, question.labels) == ("ask_similar_label", labels)


def test_a_model_for_another_task(tmp_path: Path) -> None:
    folder = tiny.bert(tmp_path / "news", ("sport", "finance", "politics", "weather"))
    error = refused(lambda: inspect_folder(folder))
    assert (error.code, error.params["labels"]) == (
        "pack_other_task",
        "sport, finance, politics, weather",
    )
    published.edit_json(folder / "config.json", architectures=["BertForMaskedLM"])
    assert refused(lambda: inspect_folder(folder)).code == "pack_architecture"


@pytest.mark.parametrize(
    ("pack", "languages"),
    [("clausedesk-nli", {"en", "zh"}), ("clausedesk-extractor", {"en", "zh"})],
)
def test_languages_of_the_builtin_packs_are_guessed(
    root: Path, pack: str, languages: set[str]
) -> None:
    from engine.models.tokenizing import languages_read

    found = load_pack(root / "resources" / "models" / pack, verify=False)
    assert set(languages_read(found.tokenizer())) == languages


# --- Folders that cannot be used ---


def test_no_model_at_all(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    assert refused(lambda: inspect_folder(tmp_path)).code == "folder_no_model"
    assert refused(lambda: inspect_folder(tmp_path / "nowhere")).code == "folder_no_model"
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    error = refused(lambda: inspect_folder(tmp_path))
    assert (error.code, error.params["formats"]) == ("folder_other_format", ".gguf")


def test_a_folder_above_the_model(models: Path) -> None:
    error = refused(lambda: inspect_folder(models))
    assert error.code == "folder_of_models"
    assert "distilbert" in str(error.params["names"])


@pytest.fixture
def folder(models: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(models / "bert", tmp_path / "model"))


def test_a_truncated_safetensors_is_found_without_loading_it(folder: Path) -> None:
    file = folder / "model.safetensors"
    whole = file.read_bytes()
    for kept in (len(whole) - 1, len(whole) // 2, 30, 4, 0):
        file.write_bytes(whole[:kept])
        assert refused(lambda: inspect_folder(folder)).code == "pack_truncated"


def test_a_stand_in_of_git_lfs(folder: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    (folder / "model.safetensors").write_text(pointer, encoding="utf-8")
    assert refused(lambda: inspect_folder(folder)).code == "pack_pointer"


@pytest.mark.parametrize("size", [60, 4000])
def test_a_tokenizer_that_does_not_match_the_weights(folder: Path, size: int) -> None:
    state = load_file(folder / "model.safetensors")
    from safetensors.torch import save_file

    name = "bert.embeddings.word_embeddings.weight"
    state[name] = torch.zeros(size, state[name].shape[1])
    save_file(state, folder / "model.safetensors")
    assert refused(lambda: inspect_folder(folder)).code == "pack_vocabulary"


class _Intruder:
    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("code was run",))


@pytest.mark.parametrize("legacy", [False, True])
def test_a_pickle_with_code_is_refused_before_anything_is_loaded(
    folder: Path, legacy: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "model.safetensors").unlink()
    torch.save(
        {"weight": torch.ones(2), "x": _Intruder()},
        folder / "pytorch_model.bin",
        pickle_module=pickle,
        _use_new_zipfile_serialization=not legacy,
    )
    assert refused(lambda: convert_pickles(folder)).code == "pack_pickle_refused"
    if not legacy:
        assert refused(lambda: inspect_folder(folder)).code == "pack_pickle_refused"
    assert capsys.readouterr().out == ""
    assert not (folder / "model.safetensors").exists()


def test_only_other_formats(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "tf_model.h5")
    error = refused(lambda: inspect_folder(folder))
    assert (error.code, error.params["formats"]) == ("folder_other_format", ".h5")
    (folder / "tf_model.h5").unlink()
    assert refused(lambda: inspect_folder(folder)).code == "pack_file_missing"


# --- Notes, and what a model is asked when it is brought in ---


def test_notes_are_kept_beside_the_model(folder: Path) -> None:
    write_note(folder, {"title": "Mine", "languages": ["zh"], "licence": "MIT"})
    write_note(folder, {"title": None, "origin": "a friend"})
    assert read_note(folder) == {"languages": ["zh"], "licence": "MIT", "origin": "a friend"}
    pack = load_pack(folder)
    assert (pack.title, pack.languages, pack.licence, pack.origin) == (
        "model",
        ("zh",),
        "MIT",
        "a friend",
    )


def test_recorded_answers_guard_the_model(folder: Path) -> None:
    registry = ModelRegistry([folder.parent], "cpu", 1)
    pack = load_pack(folder)
    model = registry.classifier("nli", "model")
    recorded = selftest.record(model, pack)
    assert all(set(entry["expect"]) == set(model.info.labels) for entry in recorded)
    write_note(folder, {"known_answer": recorded, "files": dict(pack.hashes)})
    registry.verify("model")
    state = load_file(folder / "model.safetensors")
    state["classifier.weight"] = state["classifier.weight"].flip(0)
    from safetensors.torch import save_file

    save_file(state, folder / "model.safetensors")
    assert refused(lambda: registry.verify("model")).code == "pack_checksum"
    write_note(folder, {"files": None})
    assert refused(lambda: registry.verify("model")).code == "model_refused"


def test_plain_questions_find_labels_that_are_turned_round(root: Path) -> None:
    registry = ModelRegistry([root / "resources" / "models"], "cpu", 1)
    good = selftest.sense(registry.classifier("nli"), ["en"])
    assert not good.doubtful
    assert good.asked == 4
    encoder = selftest.sense(registry.embedder(), ["en"])
    assert encoder.right == encoder.asked == 2


def test_inspection_counts_without_loading(models: Path) -> None:
    found: Inspection = inspect_folder(models / "bert")
    state = load_file(models / "bert" / "model.safetensors")
    assert found.parameters == sum(tensor.numel() for tensor in state.values())
    assert found.size == (models / "bert" / "model.safetensors").stat().st_size
