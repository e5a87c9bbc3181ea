"""The models that the program suggests: ``resources/catalogue.json``, plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.models.packs import FAMILIES, TASKS, read_json
from engine.paths import resource_path


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that could be installed. ``parameters`` in millions, ``download`` and ``memory`` (in
    full precision) in megabytes, all round figures; ``huggingface`` and ``modelscope`` are its ids
    there, empty where it is not. ``purpose`` by language: one line on what it is good for."""

    name: str
    task: str
    family: str
    languages: tuple[str, ...]
    licence: str
    parameters: int
    download: int
    memory: int
    huggingface: str
    modelscope: str
    purpose: tuple[tuple[str, str], ...]

    def words(self, language: str) -> str:
        """What it is good for, in ``language``."""
        return dict(self.purpose).get(language, dict(self.purpose)["en"])


def read_catalogue(path: Path | None = None) -> tuple[Offer, ...]:
    """The models in the order of the file. Raises ``UserError("pack_manifest")``, ``ValueError``
    for an entry with an unknown task or family."""
    found = read_json(path or resource_path("catalogue.json"))
    offers = tuple(_offer(entry) for entry in found["models"])
    for offer in offers:
        if offer.task not in TASKS or offer.family not in FAMILIES:
            raise ValueError(offer.name)
    return offers


def find_offer(offers: tuple[Offer, ...], text: str) -> Offer | None:
    """The offer that ``text`` names: its name, or its id on either hub."""
    wanted = text.strip().lower()
    for offer in offers:
        if wanted and wanted in (
            offer.name.lower(),
            offer.huggingface.lower(),
            offer.modelscope.lower(),
        ):
            return offer
    return None


def _offer(entry: dict[str, Any]) -> Offer:
    return Offer(
        name=str(entry["name"]),
        task=str(entry["task"]),
        family=str(entry["family"]),
        languages=tuple(str(code) for code in entry["languages"]),
        licence=str(entry["licence"]),
        parameters=int(entry["parameters"]),
        download=int(entry["download"]),
        memory=int(entry["memory"]),
        huggingface=str(entry["huggingface"]),
        modelscope=str(entry["modelscope"]),
        purpose=(("en", str(entry["for_en"])), ("zh", str(entry["for_zh"]))),
    )
