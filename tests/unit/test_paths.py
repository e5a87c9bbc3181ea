"""Where files are kept, and found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine import paths


def test_one_folder_for_everything_where_a_home_is_named(home: Path) -> None:
    assert paths.config_dir() == paths.data_dir() == home
    for folder in (paths.log_dir(), paths.models_dir(), paths.autosave_dir()):
        assert folder.is_dir()
        assert folder.parent == home


def test_the_system_s_folders_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CLAUSEDESK_HOME", raising=False)
    for name in ("user_config_dir", "user_data_dir", "user_log_dir"):
        folder = str(tmp_path / name)
        monkeypatch.setattr(paths.platformdirs, name, lambda *_args, folder=folder, **_more: folder)
    assert paths.config_dir() == tmp_path / "user_config_dir"
    assert paths.autosave_dir() == tmp_path / "user_data_dir" / "autosave"
    assert paths.log_dir().is_dir()


def test_resources_from_source_and_frozen(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert paths.resource_path("models") == root / "resources" / "models"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource_path("icons", "app.svg") == tmp_path / "resources" / "icons" / "app.svg"
