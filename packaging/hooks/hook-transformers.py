"""transformers with the architectures that read text.

It finds its own parts by reading its source files, so these go along.
"""

from __future__ import annotations

import contents

module_collection_mode = "pyz+py"
_OWN = {f"transformers.models.{name}" for name in contents.LANGUAGE_MODELS}


def _wanted(name: str) -> bool:
    parts = name.split(".")
    if parts[:2] == ["transformers", "models"] and len(parts) > 2:
        return ".".join(parts[:3]) in _OWN
    return not name.startswith(("transformers.cli", "transformers.commands"))


hiddenimports = contents.modules("transformers", _wanted)
# What its own dependency check asks for goes along with every distribution's metadata (clausedesk.spec).
datas: list[tuple[str, str]] = []
