"""Options keep their types, survive a damaged file, and move from version to version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wording
from engine.errors import UserError
from engine.settings import (
    DEVICE,
    FIELD_THRESHOLD,
    FILE_NAME,
    HUB_PROXY,
    OCR,
    OPTIONS,
    SCHEMA,
    THREADS,
    Option,
    Settings,
)
from engine.settings_exchange import exported, imported, values_of

IDLE = ("field_threshold", "pair_threshold", "cache_megabytes")
"""Options that nothing obeyed in version 1."""


def test_defaults_without_a_file(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)
    assert settings.get(THREADS) == 0
    assert settings.get(OCR) is True
    assert settings.notices == ()
    assert list(tmp_path.iterdir()) == []


def test_what_was_set_is_there_next_time(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path)
    settings.set(THREADS, 4)
    settings.set(FIELD_THRESHOLD, 1)
    settings.save()
    again = Settings.load(tmp_path)
    assert (again.get(THREADS), again.get(FIELD_THRESHOLD)) == (4, 1.0)
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]
    again.reset()
    assert again.get(THREADS) == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [(THREADS, -1), (THREADS, "4"), (THREADS, True), (DEVICE, "tpu"), (FIELD_THRESHOLD, 1.5)],
)
def test_impossible_values_are_refused(option: Option[Any], value: object) -> None:
    with pytest.raises(UserError) as caught:
        Settings().set(option, value)
    assert caught.value.code == "option_invalid"
    assert caught.value.params["allowed"]


def test_values_typed_as_text() -> None:
    settings = Settings()
    for key, text in (("threads", "8"), ("ocr", "off"), ("field_threshold", "0.25")):
        settings.set_text(key, text)
    assert (settings.get(THREADS), settings.get(OCR), settings.get(FIELD_THRESHOLD)) == (
        8,
        False,
        0.25,
    )
    for key, text, code in (
        ("colour", "red", "option_unknown"),
        ("threads", "many", "option_invalid"),
        ("ocr", "perhaps", "option_invalid"),
    ):
        with pytest.raises(UserError) as caught:
            settings.set_text(key, text)
        assert caught.value.code == code


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"schema": 1}', b"\xff\xfe", b'{"schema": 1, "values": 3}']
)
def test_a_damaged_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    settings = Settings.load(tmp_path)
    assert settings.get(THREADS) == 0
    assert settings.notices[0].code == "settings_damaged"
    assert (tmp_path / "settings-damaged.json").read_bytes() == content
    settings.save()
    assert Settings.load(tmp_path).notices == ()


@given(st.binary(max_size=200))
def test_no_file_stops_the_program(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    (folder / FILE_NAME).write_bytes(content)
    settings = Settings.load(folder)
    assert [settings.get(option) for option in OPTIONS] == [option.default for option in OPTIONS]


def test_one_bad_value_costs_only_itself_and_unknown_ones_are_kept(tmp_path: Path) -> None:
    values = {"threads": "many", "ocr": False, "of_a_newer_version": [1, 2]}
    (tmp_path / FILE_NAME).write_text(json.dumps({"schema": 7, "values": values}), encoding="utf-8")
    settings = Settings.load(tmp_path)
    assert (settings.get(THREADS), settings.get(OCR)) == (0, False)
    settings.save()
    written = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    assert written["values"]["of_a_newer_version"] == [1, 2]


def test_values_of_an_older_version_are_brought_up(tmp_path: Path) -> None:
    old = {"schema": 1, "values": {"cores": 3}}
    (tmp_path / FILE_NAME).write_text(json.dumps(old), encoding="utf-8")
    steps = {
        1: lambda values: {"cpus": values["cores"]},
        2: lambda values: {"threads": values["cpus"]},
    }
    assert Settings.load(tmp_path, migrations=steps, schema=3).get(THREADS) == 3


def test_every_earlier_version_is_read(tmp_path: Path) -> None:
    """A file of each version as it was written then; a new version brings its own."""
    folder = Path(__file__).with_name("settings_versions")
    assert sorted(file.stem for file in folder.iterdir()) == [str(n) for n in range(1, SCHEMA)]
    for file in folder.iterdir():
        shutil.copy(file, tmp_path / FILE_NAME)
        settings = Settings.load(tmp_path)
        assert settings.notices == ()
        old = json.loads(file.read_text(encoding="utf-8"))["values"]
        for option in OPTIONS:
            kept = option.key in old and option.key not in IDLE
            assert settings.get(option) == (old[option.key] if kept else option.default)
        settings.save()
        written = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
        assert written["schema"] == SCHEMA
        assert not set(IDLE) & set(written["values"])


@pytest.mark.parametrize("damaged", ["", "[]", "{}", '{"schema": 1}', '{"values": {}}', "\u0000"])
def test_what_is_no_settings_file_is_not_imported(damaged: str) -> None:
    with pytest.raises(UserError) as caught:
        imported(damaged, name="x.json")
    assert caught.value.code == "settings_unreadable"
    assert caught.value.params["path"] == "x.json"


def test_settings_are_exported_without_what_opens_anything() -> None:
    settings = Settings()
    settings.set(HUB_PROXY, "http://anna:p%40ss@proxy:8080")
    settings.set(THREADS, 7)
    text = exported(values_of(settings))
    assert "anna" not in text
    found = imported(text)
    assert found.refused == ()
    assert found.values[THREADS] == 7
    assert found.values[HUB_PROXY] == "http://proxy:8080"
    assert set(found.values) == set(OPTIONS)


@given(
    st.dictionaries(st.sampled_from([option.key for option in OPTIONS]), st.integers() | st.text())
)
def test_whatever_is_imported_is_possible(values: dict[str, Any]) -> None:
    found = imported(json.dumps({"schema": SCHEMA, "values": values}))
    assert len(found.values) + len(found.refused) == len(values)
    settings = Settings()
    for option, value in found.values.items():
        settings.set(option, value)


def test_a_step_that_breaks_keeps_the_old_file(tmp_path: Path) -> None:
    old = json.dumps({"schema": 1, "values": {"threads": 3}})
    (tmp_path / FILE_NAME).write_text(old, encoding="utf-8")
    broken = {1: lambda values: {"threads": values["nothing"]}}
    settings = Settings.load(tmp_path, migrations=broken, schema=2)
    assert settings.notices[0].code == "settings_damaged"
    assert (tmp_path / "settings-damaged.json").read_text(encoding="utf-8") == old


def test_a_folder_that_is_gone_is_a_code(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "none")
    with pytest.raises(UserError) as caught:
        settings.save()
    assert caught.value.code == "folder_read_only"


def test_every_option_has_words_and_a_possible_default() -> None:
    keys = [option.key for option in OPTIONS]
    assert len(set(keys)) == len(keys)
    for option in OPTIONS:
        assert option.check(option.default) == option.default
        for language in wording.LANGUAGES:
            words = wording.catalogue(language)[f"option_{option.key}"]
            assert words["what"]
            assert words["next"]
