"""Words for models: tasks, languages, how good and how fast, how a transfer stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from engine.hub.task import readable
from gui.errors import Explainer
from gui.theme import Tone
from gui.words import duration

if TYPE_CHECKING:
    from engine.hub.transfer import State
    from engine.jobs.try_model import Trial
    from engine.models.library import Known

translate = QCoreApplication.translate
TASKS = ("extraction", "nli", "similarity", "embedding")


def task_words(task: str) -> str:
    """What a model does."""
    return {
        "extraction": translate("Models", "Fields"),
        "nli": translate("Models", "Contradictions"),
        "similarity": translate("Models", "Duplicates"),
        "embedding": translate("Models", "Similar texts"),
    }.get(task, task or translate("Models", "Unknown"))


def language_words(codes: tuple[str, ...]) -> str:
    """Languages by name; of many, the first few."""
    names = {"en": translate("Models", "English"), "zh": translate("Models", "Chinese")}
    ours = [names[code] for code in ("zh", "en") if code in codes]
    others = [code for code in codes if code not in names and code != "multilingual"]
    more = translate("Models", "{count} more").format(count=len(others)) if others else ""
    return ", ".join([*ours, more] if more else ours) or translate("Models", "Not stated")


def quality_words(card: dict[str, Any]) -> str:
    """The first figures of a card, in a line."""
    figures = card.get("figures")
    if not isinstance(figures, dict):
        return ""
    found = [f"{name}: {value}" for name, value in _plain(figures, "")]
    return " · ".join(found[:3])


def _plain(figures: dict[str, Any], before: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in figures.items():
        title = f"{before}{name}"
        if isinstance(value, dict):
            found += _plain(value, f"{title}, ")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append((title, f"{value:g}"))
    return found


def speed_words(trial: Trial | None) -> str:
    """How fast a model was on this machine; empty where it was not tried."""
    if trial is None or trial.speed is None:
        return ""
    words = {
        "pairs": translate("Models", "{rate} pairs/s"),
        "texts": translate("Models", "{rate} texts/s"),
        "characters": translate("Models", "{rate} characters/s"),
    }[trial.speed.unit]
    return words.format(rate=f"{trial.speed.rate:,.0f}")


def state_words(known: Known, trials: dict[str, Trial | None], explain: Explainer) -> str:
    """How a model stands, in a line."""
    if known.problem:
        return explain.code(known.problem, dict(known.detail)).what
    if known.name not in trials:
        built_in = translate("Models", "Built in")
        return built_in if known.built_in else translate("Models", "Installed")
    trial = trials[known.name]
    if trial is None:
        return translate("Models", "Being tried…")
    if trial.error is not None:
        return explain.error(trial.error).what
    if trial.doubtful:
        params = {"name": known.name, "right": trial.right, "asked": trial.asked}
        return explain.code("model_doubtful", params).what
    return translate("Models", "Files and answers are right")


def state_tone(known: Known, trials: dict[str, Trial | None]) -> Tone | None:
    """How the state is coloured."""
    trial = trials.get(known.name)
    if known.problem or (trial is not None and trial.doubtful):
        return Tone.CAUTION
    if trial is not None:
        return Tone.BAD if trial.error is not None else Tone.GOOD
    return None


def state_icon(known: Known, trials: dict[str, Trial | None]) -> str:
    """The mark beside the state."""
    tone = state_tone(known, trials)
    if tone is None:
        return "run" if known.name in trials else "proposed"
    return {Tone.GOOD: "accept", Tone.BAD: "reject"}.get(tone, "warning")


def transfer_words(state: State, explain: Explainer) -> str:
    """What a transfer does now, or why it stands."""
    if state.error is not None:
        return str(explain.error(state.error))
    words = explain.code(state.phase, dict(state.params)).what
    seconds = dict(state.params).get("seconds")
    if seconds is not None:
        again = translate("Models", "Next try in {seconds} s.").format(seconds=seconds)
        return f"{words} {again}"
    if state.file and state.phase == "download_fetching":
        return f"{words}: {state.file}"
    return words


def transfer_figures(state: State) -> str:
    """Bytes, rate and time left."""
    if not state.total:
        return ""
    parts = [
        translate("Models", "{done} of {total}").format(
            done=readable(state.done), total=readable(state.total)
        )
    ]
    if state.rate:
        parts.append(translate("Models", "{rate} a second").format(rate=readable(state.rate)))
    left = state.seconds_left
    if left is not None:
        parts.append(translate("Models", "{time} left").format(time=duration(left)))
    return " · ".join(parts)
