"""How a model's numbers are rounded to 8-bit integers: found once, kept as a small file."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Site:
    """How the input of a linear layer is rounded: ``round(x / scale) + zero``, kept within 0 to 255.

    ``extra`` are (channel, part) of further columns: part 1 is what lies above the first column's
    reach, part 2 above that, part -1 what lies below.
    """

    scale: float
    zero: int
    extra: tuple[tuple[int, int], ...] = ()


LayerSites = tuple[Site, Site, Site, Site]
"""The inputs of: query, key and value; the attention's output; the widening; the narrowing."""


@dataclass(frozen=True, slots=True)
class Scales:
    """Of every layer; ``margin``: an answer whose best two logits are nearer than that is doubtful."""

    layers: tuple[LayerSites, ...]
    margin: float = 0.0

    def mark(self) -> str:
        """Equal marks, equal numbers."""
        return hashlib.sha256(json.dumps(self.written()).encode("ascii")).hexdigest()[:16]

    def written(self) -> dict[str, Any]:
        """As JSON holds them."""
        layers = [
            [[s.scale, s.zero, [list(e) for e in s.extra]] for s in sites] for sites in self.layers
        ]
        return {"margin": self.margin, "layers": layers}

    @classmethod
    def read(cls, entry: Any) -> Scales:
        """What :meth:`written` gave. Raises ``ValueError`` for anything else."""
        try:
            layers = tuple(_sites(sites) for sites in entry["layers"])
            margin = float(entry["margin"])
        except (KeyError, TypeError, IndexError) as error:
            raise ValueError("scales") from error
        if not layers or not math.isfinite(margin) or margin < 0:
            raise ValueError("scales")
        return cls(layers, margin)


def _sites(entry: Any) -> LayerSites:
    one, two, three, four = (
        Site(float(scale), int(zero), tuple((int(channel), int(part)) for channel, part in extra))
        for scale, zero, extra in entry
    )
    for site in (one, two, three, four):
        if not (math.isfinite(site.scale) and site.scale > 0 and 0 < site.zero < 256):
            raise ValueError("scales")
    return one, two, three, four
