"""What people call the things of the servers page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from engine.remote.spec import Server, ServerKind, Task
from gui.errors import Explainer
from gui.serving import Tested
from gui.theme import Tone

if TYPE_CHECKING:
    from engine.remote.pool import Probe

translate = QCoreApplication.translate


def kind_words(kind: ServerKind) -> str:
    """What a kind of server is called."""
    return {
        ServerKind.TEI: translate("Servers", "text-embeddings-inference or ClauseDesk"),
        ServerKind.VLLM: "vLLM",
        ServerKind.PLAIN: translate("Servers", "Plain endpoint"),
    }[kind]


def task_words(task: Task) -> str:
    """What a task is called."""
    return {
        "similarity": translate("Servers", "Similarity of pairs"),
        "nli": translate("Servers", "Contradictions"),
        "embedding": translate("Servers", "Related passages"),
        "extraction": translate("Servers", "Fields"),
    }[task]


def tasks_words(tasks: Sequence[Task]) -> str:
    """Several tasks."""
    return translate("Servers", ", ").join(map(task_words, tasks))


def uses_words(server: Server) -> str:
    """What jobs take the server for by themselves."""
    return tasks_words(server.uses) or translate("Servers", "Only when named")


def probe_words(probe: Probe) -> str:
    """What a test found."""
    parts = []
    if probe.model:
        parts.append(probe.model)
    if probe.tasks:
        parts.append(tasks_words(probe.tasks))
    if probe.unbound:
        said = translate("Servers", "its labels need their meaning: {labels}")
        parts.append(said.format(labels=", ".join(probe.labels)))
    parts.append(
        translate("Servers", "{seconds} ms").format(seconds=f"{probe.seconds * 1000:,.0f}")
    )
    return " · ".join(parts)


def state_words(tested: Tested | None, explain: Explainer) -> str:
    """How a server stands, from its last test."""
    if tested is None:
        return translate("Servers", "Not tested yet")
    if tested.error is not None:
        return explain.error(tested.error).what
    if tested.probe is None:
        return translate("Servers", "Testing…")
    return probe_words(tested.probe)


def state_tone(tested: Tested | None) -> Tone:
    """The colour of that."""
    if tested is None or (tested.probe is None and tested.error is None):
        return Tone.QUIET
    if tested.error is not None:
        return Tone.BAD
    return Tone.CAUTION if tested.probe is not None and tested.probe.unbound else Tone.GOOD


def state_icon(tested: Tested | None) -> str:
    """The sign beside that."""
    return {
        Tone.QUIET: "proposed",
        Tone.BAD: "reject",
        Tone.CAUTION: "warning",
        Tone.GOOD: "accept",
    }.get(state_tone(tested), "proposed")
