"""Whether the program does well: figures against the limits that a person set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.telemetry.metrics import Figures

NEAR = 0.8
"""From this share of a limit on, a figure is worth watching."""


class Light(StrEnum):
    """How a figure stands to its limit."""

    IDLE = "idle"
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Limits:
    """``success`` is the least share of items that must not fail, ``seconds`` the longest mean time
    an item, ``memory`` the most bytes."""

    success: float = 0.99
    seconds: float = 5.0
    memory: int = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Check:
    """One figure: ``name`` is ``success``, ``latency`` or ``memory``; ``job`` is the kind of job
    that stands worst (empty for the whole program); ``value`` is ``None`` while there is none."""

    name: str
    light: Light
    value: float | None
    limit: float
    job: str = ""


def health(figures: Figures, limits: Limits) -> tuple[Check, ...]:
    """Success, latency and memory, each by the kind of job that stands worst."""
    return (_success(figures, limits), _latency(figures, limits), _memory(figures, limits))


def _success(figures: Figures, limits: Limits) -> Check:
    known = [(job.success, job.job) for job in figures.jobs if job.success is not None]
    if not known:
        return Check("success", Light.IDLE, None, limits.success)
    value, job = min(known)
    light = Light.BAD if value < limits.success else Light.GOOD
    return Check("success", light, value, limits.success, job)


def _latency(figures: Figures, limits: Limits) -> Check:
    known = [(job.mean, job.job) for job in figures.jobs if job.mean is not None]
    if not known:
        return Check("latency", Light.IDLE, None, limits.seconds)
    value, job = max(known)
    return Check("latency", _up_to(value, limits.seconds), value, limits.seconds, job)


def _memory(figures: Figures, limits: Limits) -> Check:
    light = _up_to(figures.memory, limits.memory)
    return Check("memory", light, figures.memory, limits.memory)


def _up_to(value: float, limit: float) -> Light:
    if value > limit:
        return Light.BAD
    return Light.WATCH if value > NEAR * limit else Light.GOOD
