"""transformers with the architectures that read text.

It finds its own parts by reading its source files, so these go along.
"""

from __future__ import annotations

from importlib import metadata

import contents
from PyInstaller.utils.hooks import copy_metadata

module_collection_mode = "pyz+py"
_OWN = {f"transformers.models.{name}" for name in contents.LANGUAGE_MODELS}


def _wanted(name: str) -> bool:
    parts = name.split(".")
    if parts[:2] == ["transformers", "models"] and len(parts) > 2:
        return ".".join(parts[:3]) in _OWN
    return not name.startswith(("transformers.cli", "transformers.commands"))


hiddenimports = contents.modules("transformers", _wanted)
datas = []
for _name in contents.METADATA:
    try:
        datas += copy_metadata(_name)
    except metadata.PackageNotFoundError:
        continue
