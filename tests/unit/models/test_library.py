"""The list of models outlasts the disk; the catalogue is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.errors import UserError
from engine.hub.task import folder_name, parse_reference
from engine.models.catalogue import find_offer, read_catalogue
from engine.models.library import Library
from engine.models.registry import ModelRegistry
from tests import tiny


@pytest.fixture
def library(tmp_path: Path, models: Path) -> Library:
    shutil.copytree(models / "bert", tmp_path / "disk" / "models" / "nli")
    tiny.manifest(tiny.bert(tmp_path / "built-in" / "own"))
    made = Library(tmp_path / "list.json", tmp_path / "home", tmp_path / "built-in")
    made.set_folder(tmp_path / "disk" / "models")
    return made


def names(library: Library) -> dict[str, tuple[bool, str]]:
    return {known.name: (known.present, known.problem) for known in library.scan()}


def test_a_chosen_folder_is_remembered_while_it_is_empty(tmp_path: Path) -> None:
    places = tmp_path / "list.json", tmp_path / "home", tmp_path / "built-in"
    made = Library(*places)
    made.scan()
    made.set_folder(tmp_path / "other")
    assert Library(*places).folder == tmp_path / "other"
    made.set_folder(None)
    assert Library(*places).folder == tmp_path / "home"


def test_a_name_is_given_once(library: Library, models: Path, tmp_path: Path) -> None:
    nli = tmp_path / "disk" / "models" / "nli"
    other = shutil.copytree(models / "bert", tmp_path / "elsewhere" / "nli")
    own = shutil.copytree(models / "bert", tmp_path / "elsewhere" / "own")
    for folder in (other, own):
        with pytest.raises(UserError) as caught:
            library.add_in_place(folder)
        assert caught.value.code == "model_exists"
    library.add_in_place(nli)
    library.check_free("free")
    assert names(library) == {"own": (True, ""), "nli": (True, "")}


def test_the_list_survives_the_disk_being_away(library: Library, tmp_path: Path) -> None:
    assert names(library) == {"own": (True, ""), "nli": (True, "")}
    size = next(known.size for known in library.scan() if known.name == "nli")
    (tmp_path / "disk").rename(tmp_path / "drawer")
    again = Library(tmp_path / "list.json", tmp_path / "home", tmp_path / "built-in")
    assert names(again) == {"own": (True, ""), "nli": (False, "model_away")}
    away = next(known for known in again.scan() if known.name == "nli")
    assert (away.task, away.size) == ("nli", size)
    assert dict(away.detail)["path"] == str(tmp_path / "disk" / "models" / "nli")
    # The registry offers what is at hand, and nothing fails.
    registry = ModelRegistry(again.folders, "cpu", 1)
    assert [entry.name for entry in registry.entries()] == ["own"]
    (tmp_path / "drawer").rename(tmp_path / "disk")
    assert names(again)["nli"] == (True, "")


def test_a_models_folder_that_was_moved_by_hand(library: Library, tmp_path: Path) -> None:
    library.scan()
    (tmp_path / "disk").rename(tmp_path / "new disk")
    library.set_folder(tmp_path / "new disk" / "models")
    assert names(library)["nli"] == (True, "")


def test_another_folder_keeps_what_stays_behind(library: Library, tmp_path: Path) -> None:
    library.scan()
    library.set_folder(tmp_path / "elsewhere")
    assert names(library)["nli"] == (True, "")
    registry = ModelRegistry(library.folders, "cpu", 1)
    assert {entry.name for entry in registry.entries()} == {"own", "nli"}
    library.set_folder(None)
    assert library.folder == tmp_path / "home"


def test_a_model_in_place_is_used_and_never_deleted(
    library: Library, tmp_path: Path, models: Path
) -> None:
    stick = Path(shutil.copytree(models / "distilbert", tmp_path / "stick" / "mine"))
    library.add_in_place(stick)
    assert names(library)["mine"] == (True, "")
    library.remove("mine")
    assert "mine" not in names(library) and stick.is_dir()


def test_removing(library: Library, tmp_path: Path) -> None:
    library.remove("nli")
    assert names(library) == {"own": (True, "")}
    assert not (tmp_path / "disk" / "models" / "nli").exists()
    for name, code in (("own", "model_built_in"), ("nli", "model_missing")):
        with pytest.raises(UserError) as caught:
            library.remove(name)
        assert caught.value.code == code


def test_what_was_deleted_by_hand_leaves_the_list(library: Library, tmp_path: Path) -> None:
    library.scan()
    shutil.rmtree(tmp_path / "disk" / "models" / "nli")
    assert names(library) == {"own": (True, "")}


def test_a_model_that_cannot_be_used_says_why(library: Library, tmp_path: Path) -> None:
    config = tmp_path / "disk" / "models" / "nli" / "config.json"
    config.write_text("{}", encoding="utf-8")
    assert names(library)["nli"][1] == "pack_labels"
    (tmp_path / "list.json").write_text("[1", encoding="utf-8")
    Library(tmp_path / "list.json", tmp_path / "home", tmp_path / "built-in").scan()


def test_the_catalogue_is_whole() -> None:
    offers = read_catalogue()
    assert len({offer.name for offer in offers}) == len(offers)
    for offer in offers:
        assert offer.huggingface or offer.modelscope
        for reference in filter(None, (offer.huggingface, offer.modelscope)):
            assert parse_reference(reference)[1] == reference
            assert folder_name(reference)
        assert offer.memory >= offer.parameters * 3.9
        assert offer.words("zh") != offer.words("en")
    assert {(offer.task, code) for offer in offers for code in offer.languages} == {
        (task, code)
        for task in ("extraction", "similarity", "nli", "embedding")
        for code in ("en", "zh")
    }
    for name in ("SeqGPT-560M", "nli-distilroberta-base"):
        assert find_offer(offers, name) is not None
    assert find_offer(offers, "iic/nlp_seqgpt-560m") is find_offer(offers, "seqgpt-560m")
    assert find_offer(offers, "") is None
