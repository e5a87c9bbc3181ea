"""torch for the processor: its modules, its libraries and the one program that it looks for.

Headers, test programs, test libraries and the compiler's own test beds stay out. Sources go along, because
torch compiles some of its functions from them when it is imported.
"""

from __future__ import annotations

from pathlib import Path

import contents
from PyInstaller.utils.hooks import get_package_paths

_ROOT = Path(get_package_paths("torch")[1])
_ENDINGS = (".so", ".dylib", ".dll")

module_collection_mode = "pyz+py"
warn_on_missing_hiddenimports = False
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]


def _wanted(name: str) -> bool:
    if name.startswith("torch.testing._internal."):
        return name in contents.TORCH_TEST_BEDS
    return not contents.excluded(name)


hiddenimports = contents.modules("torch", _wanted)
binaries = [
    (str(path), "torch/lib")
    for path in sorted((_ROOT / "lib").iterdir())
    if path.is_file() and (path.suffix in _ENDINGS or ".so." in path.name)
]
binaries += [(str(path), "torch/bin") for path in (_ROOT / "bin").glob("torch_shm_manager*")]
datas: list[tuple[str, str]] = []
