"""Figures for pair scores: the threshold of one half is tried on the other."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from benchmarks import quality
from benchmarks.quality_similarity import best_threshold, own_threshold
from tests import tiny


def test_the_best_threshold_is_the_lowest_score_it_accepts():
    scores = np.array([0.9, 0.8, 0.3, 0.2])
    assert best_threshold(scores, np.array([1.0, 1.0, 0.0, 0.0])) == 0.8
    assert best_threshold(scores, np.array([1.0, 0.0, 0.0, 1.0])) == 0.9


def test_where_nothing_is_alike_no_pair_is_accepted():
    scores = np.array([0.9, 0.1])
    assert best_threshold(scores, np.zeros(2)) > 0.9


def test_each_half_is_judged_by_the_threshold_of_the_other():
    # Even places put the line at 0.6, odd ones at 0.2.
    scores = np.array([0.7, 0.3, 0.6, 0.2, 0.5, 0.1])
    target = np.array([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    told = own_threshold(scores, target)
    assert told.tolist() == [True, False, True, False, True, False]


def test_any_folder_is_measured_by_what_it_can_do(tmp_path, monkeypatch, capsys, shared_data):
    folder = tiny.structbert(tmp_path / "structbert")
    monkeypatch.setattr(sys, "argv", ["quality", "--model", str(folder), "--limit", "12"])
    quality.main()
    said = capsys.readouterr().out
    assert "### Pair similarity" in said
    assert "### Field extraction" not in said
    assert "| LCQMC dev |" in said


def test_a_part_that_does_not_exist_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["quality", "poetry"])
    with pytest.raises(SystemExit):
        quality.main()
