"""The one door through which an extractor is taught: lessons in, a checked version out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.control import JobControl
from engine.models.adapters.delta import applied
from engine.models.adapters.learner import Learner, Plan
from engine.models.adapters.lessons import Lesson
from engine.models.adapters.store import AdapterStore, AdapterVersion
from engine.models.describe import digest
from engine.models.devices import Compute, choose
from engine.models.families.span_extractor import SpanExtractor
from engine.models.families.span_head import head_tensors
from engine.models.packs import Pack
from engine.models.protocols import Extractor
from engine.models.runtimes.choose import encoder_for
from engine.types import Field

if TYPE_CHECKING:
    from torch import Tensor

FAMILY = "span_extractor"
"""The family that can learn."""

_SURE = 0.5


def base_of(pack: Pack) -> str:
    """What a version is tied to: the pack's files, whatever precision they run in."""
    return digest(pack, "adapter")


def adapted(pack: Pack, compute: Compute, tensors: Mapping[str, Tensor]) -> SpanExtractor:
    """The pack's extractor with an adapter in it; its digest tells it from the pack's own.

    Raises ``UserError``: ``adapter_damaged`` and what the pack's own loading raises.
    """
    summed = hashlib.sha256()
    for name in sorted(tensors):
        summed.update(name.encode("utf-8"))
        summed.update(tensors[name].float().contiguous().numpy().tobytes())
    state = applied(pack.state_dict(), tensors)
    marked = replace(pack, hashes={**pack.hashes, "adapter": summed.hexdigest()})
    return SpanExtractor(marked, encoder_for(marked, compute, state), head_tensors(state), compute)


class Teacher:
    """Teaches one pack. ``current`` is the version that is in use. Thread: engine thread."""

    def __init__(
        self, pack: Pack, compute: Compute, before: Extractor, store: AdapterStore
    ) -> None:
        self.pack = pack
        self.before = before
        self._compute = compute
        self._store = store
        self._current = store.active(pack.name, base_of(pack))

    def learner(
        self,
        lessons: Sequence[Lesson],
        rehearsals: Sequence[Lesson],
        control: JobControl,
        plan: Plan | None = None,
    ) -> Learner:
        """Learns on from the version that is in use. Raises ``Cancelled``."""
        start = self._store.tensors(self._current) if self._current else None
        half = choose("cpu").precision == "bf16"
        return Learner(self.pack, lessons, rehearsals, control, plan, start, half)

    def extractor(self, tensors: Mapping[str, Tensor]) -> Extractor:
        """The extractor as it would be with ``tensors``."""
        return adapted(self.pack, self._compute, tensors)

    def known_answers(self, extractor: Extractor) -> tuple[int, int]:
        """``(found, all)``: how many of the pack's own known answers ``extractor`` gives surely."""
        found = total = 0
        for answer in self.pack.known_answer:
            text = str(answer.input["text"])
            fields = [Field(name) for name in answer.input["fields"]]
            ((_, spans),) = extractor.extract([text], fields, JobControl())
            sure = {
                (fields[s.field].name, text[s.start : s.end]) for s in spans if s.score >= _SURE
            }
            wanted = {
                (str(entry["field"]), str(entry["text"]))
                for entry in answer.expect
                if float(entry.get("score", 1.0)) >= _SURE
            }
            found, total = found + len(wanted & sure), total + len(wanted)
        return found, total

    def adopt(self, tensors: Mapping[str, Tensor], version: AdapterVersion) -> AdapterVersion:
        """Keep ``tensors`` as a new version and put it to use."""
        return self._store.add(replace(version, base=base_of(self.pack)), tensors)
