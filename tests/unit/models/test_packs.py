"""Packs and plain model folders: what loads, what is refused, and in which words."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from engine.errors import UserError
from engine.models.checksums import Checksums, sha256_of
from engine.models.packs import Pack, load_pack
from engine.models.weights import dequantised, quantised, read_tensors
from tests import tiny


@pytest.fixture
def folder(models: Path, tmp_path: Path) -> Path:
    """A copy of the tiny BERT, to spoil."""
    copy = tmp_path / "tiny-nli"
    shutil.copytree(models / "bert", copy)
    return copy


def refused(act: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        act()
    return caught.value


def edit(file: Path, **changes: object) -> None:
    value = json.loads(file.read_text(encoding="utf-8"))
    value.update(changes)
    file.write_text(json.dumps(value), encoding="utf-8")


def test_a_pack_says_what_its_card_says(folder: Path) -> None:
    answer = {"input": ["a", "b"], "expect": {"neutral": 0.5}, "tolerance": 1.0}
    tiny.manifest(folder, calibration={"temperature": 1.5}, known_answer=[answer])
    pack = load_pack(folder)
    assert (pack.name, pack.task, pack.family) == ("tiny-nli", "nli", "sequence_classification")
    assert pack.temperature == 1.5
    assert pack.labels == tiny.NLI
    assert pack.known_answer[0].tolerance == 1.0
    assert pack.hashes["model.safetensors"] == sha256_of(folder / "model.safetensors")


@pytest.mark.parametrize(
    ("name", "labels", "task"),
    [("bert", tiny.NLI, "nli"), ("distilbert", tiny.NLI, "nli"), ("roberta", tiny.NLI, "nli")],
)
def test_a_plain_folder_is_a_pack(
    models: Path, name: str, labels: tuple[str, ...], task: str
) -> None:
    pack = load_pack(models / name)
    assert (pack.task, pack.family, pack.labels) == (task, "sequence_classification", labels)
    assert pack.max_tokens == tiny.POSITIONS
    assert "model.safetensors" in pack.hashes


def test_modelscope_structbert_is_a_similarity_pack(tmp_path: Path) -> None:
    pack = load_pack(tiny.structbert(tmp_path / "structbert"))
    assert (pack.task, pack.family, pack.labels) == (
        "similarity",
        "sequence_classification",
        ("0", "1"),
    )
    assert "bert.embeddings.word_embeddings.weight" in pack.state_dict()
    assert pack.tokenizer().encode("甲方").tokens == ["[CLS]", "甲", "方", "[SEP]"]


def test_the_tokenizer_neither_cuts_nor_pads(models: Path) -> None:
    tokenizer = load_pack(models / "bert").tokenizer()
    assert tokenizer.truncation is None
    assert tokenizer.padding is None
    assert len(tokenizer.encode(" ".join(tiny.SENTENCES)).ids) > 100
    assert len(tokenizer.encode("a").ids) == 3


@pytest.mark.parametrize(("name", "keep"), [("bert", "vocab.txt"), ("roberta", "merges.txt")])
def test_older_tokenizer_files_give_the_same_tokens(
    models: Path, tmp_path: Path, name: str, keep: str
) -> None:
    shutil.copytree(models / name, tmp_path / name)
    fast = load_pack(tmp_path / name).tokenizer()
    (tmp_path / name / "tokenizer.json").unlink()
    assert (tmp_path / name / keep).is_file()
    slow = load_pack(tmp_path / name).tokenizer()
    for pair in tiny.PAIRS:
        assert slow.encode(*pair).ids == fast.encode(*pair).ids
        assert slow.encode(*pair).type_ids == fast.encode(*pair).type_ids
        assert slow.encode(*pair).offsets == fast.encode(*pair).offsets


def test_a_missing_file(folder: Path) -> None:
    tiny.manifest(folder)
    (folder / "tokenizer.json").unlink()
    assert refused(lambda: load_pack(folder)).code == "pack_file_missing"
    (folder / "config.json").unlink()
    assert refused(lambda: load_pack(folder)).code == "pack_file_missing"


def test_a_changed_file(folder: Path) -> None:
    tiny.manifest(folder)
    with (folder / "model.safetensors").open("r+b") as stream:
        stream.seek(-1, 2)
        stream.write(b"\x7f")
    assert refused(lambda: load_pack(folder)).code == "pack_checksum"


def test_a_truncated_file(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    assert refused(load_pack(folder).state_dict).code == "pack_truncated"
    weights.write_bytes(b"")
    assert refused(load_pack(folder).state_dict).code == "pack_truncated"


def test_no_weights_at_all(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    assert refused(lambda: load_pack(folder)).code == "pack_file_missing"


@pytest.mark.parametrize(
    ("entry", "value", "code"),
    [
        ("schema", 2, "pack_too_new"),
        ("family", "crystal_ball", "pack_architecture"),
        ("task", "poetry", "pack_manifest"),
        ("files", {"../../secret": "00"}, "pack_manifest"),
        ("shared", {"x": {"pack": "other"}}, "pack_manifest"),
        ("known_answer", [{"input": 1}], "pack_manifest"),
        ("name", 3, "pack_manifest"),
    ],
)
def test_a_card_that_cannot_be_used(folder: Path, entry: str, value: object, code: str) -> None:
    tiny.manifest(folder, **{entry: value})
    assert refused(lambda: load_pack(folder)).code == code


def test_a_card_that_is_no_json(folder: Path) -> None:
    (folder / "pack.json").write_text("{", encoding="utf-8")
    assert refused(lambda: load_pack(folder)).code == "pack_manifest"


def test_nameless_labels_are_refused_until_a_card_names_them(folder: Path) -> None:
    edit(folder / "config.json", id2label={"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"})
    error = refused(lambda: load_pack(folder))
    assert (error.code, error.params["labels"]) == ("pack_labels", "LABEL_0, LABEL_1, LABEL_2")
    note = {"labels": ["entailment", "neutral", "contradiction"], "languages": ["zh"]}
    (folder / "pack.json").write_text(json.dumps(note), encoding="utf-8")
    pack = load_pack(folder)
    assert (pack.labels[0], pack.languages, pack.task) == ("entailment", ("zh",), "nli")
    assert "model.safetensors" in pack.hashes
    tiny.manifest(folder, files={}, labels=["entailment", "neutral", "contradiction"])
    pack = load_pack(folder)
    assert pack.labels[0] == "entailment"
    assert "model.safetensors" in pack.hashes


def test_an_unknown_architecture(folder: Path) -> None:
    edit(folder / "config.json", architectures=["BertForMaskedLM"])
    error = refused(lambda: load_pack(folder))
    assert (error.code, error.params["architecture"]) == ("pack_architecture", "BertForMaskedLM")


def test_a_tokenizer_of_another_model(folder: Path) -> None:
    edit(folder / "config.json", vocab_size=50)
    assert refused(load_pack(folder).tokenizer).code == "pack_vocabulary"


def test_a_damaged_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": "1.0"', encoding="utf-8")
    assert refused(load_pack(folder).tokenizer).code == "pack_tokenizer"


class Intruder:
    """What a hostile pickle holds: a call."""

    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("code was run",))


def test_a_pickle_with_code_is_not_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "model.safetensors").unlink()
    torch.save({"weight": Intruder()}, folder / "pytorch_model.bin", pickle_module=pickle)
    assert refused(load_pack(folder).state_dict).code == "pack_pickle_refused"
    assert capsys.readouterr().out == ""


def test_a_pickle_is_converted_once(folder: Path) -> None:
    state = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    state["tied"] = state["classifier.weight"]
    torch.save(state, folder / "pytorch_model.bin")
    first = load_pack(folder).state_dict()
    assert (folder / "model.safetensors").is_file()
    (folder / "pytorch_model.bin").unlink()
    second = load_pack(folder).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in state)


def test_a_truncated_pickle(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    file = folder / "pytorch_model.bin"
    torch.save({"weight": torch.ones(100, 100)}, file)
    file.write_bytes(file.read_bytes()[:2000])
    assert refused(load_pack(folder).state_dict).code == "pack_truncated"


def test_int8_rows_come_back_close() -> None:
    matrix = torch.randn(50, 16) * torch.logspace(-3, 1, 50)[:, None]
    rows, scale = quantised(matrix)
    state = dequantised({"m": rows, "m.scale": scale, "other.scale": torch.ones(2)})
    assert set(state) == {"m", "other.scale"}
    relative = (state["m"] - matrix).abs().amax(1) / matrix.abs().amax(1)
    assert relative.max() < 0.006


def shared_pack(folder: Path) -> Pack:
    """The tiny BERT with its word embeddings in a neighbour's file, as int8 rows."""
    name = "bert.embeddings.word_embeddings.weight"
    state = load_file(folder / "model.safetensors")
    rows, scale = quantised(state.pop(name))
    neighbour = folder.parent / "embeddings"
    neighbour.mkdir()
    save_file({name: rows, name + ".scale": scale}, neighbour / "embeddings.safetensors")
    save_file(state, folder / "model.safetensors")
    entry = {
        "pack": "embeddings",
        "file": "embeddings.safetensors",
        "sha256": sha256_of(neighbour / "embeddings.safetensors"),
    }
    tiny.manifest(folder, shared={name: entry})
    return load_pack(folder)


def test_a_shared_tensor_comes_from_the_other_pack(folder: Path) -> None:
    name = "bert.embeddings.word_embeddings.weight"
    whole = load_file(folder / "model.safetensors")[name]
    pack = shared_pack(folder)
    assert torch.allclose(pack.state_dict()[name], whole, atol=whole.abs().max().item() / 100)
    (folder.parent / "embeddings" / "embeddings.safetensors").write_bytes(b"other")
    assert refused(lambda: load_pack(folder)).code == "pack_checksum"
    shutil.rmtree(folder.parent / "embeddings")
    assert refused(lambda: load_pack(folder)).code == "pack_file_missing"


def test_a_read_only_folder_keeps_its_converted_copy_elsewhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    torch.save(state, folder / "pytorch_model.bin")
    elsewhere = tmp_path / "converted" / "x.safetensors"
    (folder / "model.safetensors").mkdir()  # stands in the way of the copy beside the pickle
    read_tensors(folder / "pytorch_model.bin", elsewhere)
    assert elsewhere.is_file()
    (folder / "pytorch_model.bin").write_bytes(b"no longer read")
    import os

    os.utime(elsewhere)
    again = read_tensors(folder / "pytorch_model.bin", elsewhere)
    assert set(again) == set(state)


def test_checksums_are_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"one")
    memory = tmp_path / "memory" / "checksums.json"
    first = Checksums(memory).of(file)
    assert first == sha256_of(file)

    def never(_: Path) -> str:
        raise AssertionError("read again")

    monkeypatch.setattr("engine.models.checksums.sha256_of", never)
    assert Checksums(memory).of(file) == first
    monkeypatch.undo()
    file.write_bytes(b"another")
    assert Checksums(memory).of(file) == sha256_of(file)
    memory.write_text("[not json", encoding="utf-8")
    assert Checksums(memory).of(file) == sha256_of(file)


def test_a_sharded_checkpoint(folder: Path) -> None:
    state = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    names = sorted(state)
    parts = {"model-1.safetensors": names[::2], "model-2.safetensors": names[1::2]}
    for file, members in parts.items():
        save_file({name: state[name] for name in members}, folder / file)
    index = {"weight_map": {name: file for file, members in parts.items() for name in members}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    pack = load_pack(folder)
    assert set(pack.state_dict()) == set(state)
    assert set(parts) <= set(pack.hashes)
