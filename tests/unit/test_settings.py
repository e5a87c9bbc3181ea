"""Options keep their types, survive a damaged file, and move from version to version."""

from __future__ import annotations

import json
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
    OCR,
    OPTIONS,
    THREADS,
    Option,
    Settings,
)


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
            assert f"option_{option.key}" in wording.catalogue(language)
