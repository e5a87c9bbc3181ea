"""What one person has made of the models: learned versions, and which labels fill which fields.

All of it lies in the user's data folder, beside the models and never in them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.models.adapters.store import AdapterStore
from engine.models.devices import Compute
from engine.models.label_maps import LabelMap, LabelMaps
from engine.models.packs import Pack
from engine.models.protocols import Extractor

_LABELLED = "token_classification"
FIELDS = "fields"
"""Where a pack's calibration holds the label map, so that results under another map are others."""


class Personal:
    """``folder`` is the user's data folder. ``labels`` maps labels for this invocation alone.

    Thread: any; :meth:`adapted` in the engine thread.
    """

    def __init__(self, folder: Path, labels: LabelMap | None = None) -> None:
        self.adapters = AdapterStore(folder / "adapters")
        self.label_maps = LabelMaps(folder / "label-maps.json")
        self._labels = labels

    def stamp(self, model: str) -> object:
        """Changes whenever a model must be built anew."""
        version = self.adapters.active(model)
        return (version.version if version else 0, self._map(model))

    def mapped(self, pack: Pack) -> Pack:
        """The pack with the person's label map, where its family has fixed labels."""
        mapping = self._map(pack.name) if pack.family == _LABELLED else {}
        if not mapping:
            return pack
        entries = {label: list(fields) for label, fields in mapping.items()}
        return replace(pack, calibration={**pack.calibration, FIELDS: entries})

    def adapted(self, pack: Pack, compute: Compute, model: Extractor) -> Extractor:
        """``model`` as it has learned to be. Raises ``UserError("adapter_damaged")``."""
        from engine.models.adapters.teacher import FAMILY, adapted, base_of

        if pack.family != FAMILY:
            return model
        version = self.adapters.active(pack.name, base_of(pack))
        if version is None:
            return model
        return adapted(pack, compute, self.adapters.tensors(version))

    def _map(self, model: str) -> dict[str, tuple[str, ...]]:
        return dict(self.label_maps.get(model) if self._labels is None else self._labels)
