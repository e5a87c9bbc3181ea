"""transformers with the architectures that read text.

It finds its own parts by reading its source files, so these go along.
"""

from __future__ import annotations

import contents

module_collection_mode = "pyz+py"

hiddenimports = contents.modules("transformers", contents.kept_of_transformers)
# What its own dependency check asks for goes along with every distribution's metadata (clausedesk.spec).
datas: list[tuple[str, str]] = []
