"""What a repository holds, in both hubs' words; and which of its files a model needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

from engine.errors import UserError
from engine.hub.task import HUGGINGFACE, RemoteFile, Task

AskJson = Callable[[str], tuple[Any, str]]
"""Asks an address; gives the JSON answer and the address of the next page (empty at the last)."""

_NEEDED = re.compile(
    r"(config|generation_config|configuration|gliner_config|label_mapping|modules"
    r"|tokenizer[\w.-]*|special_tokens_map|added_tokens|vocab|sentence_bert_config"
    r"|config_sentence_transformers|preprocessor_config)\.json"
    r"|vocab\.txt|merges\.txt|[\w.-]*\.(model|vocab)|README\.md|LICENSE[\w.]*|NOTICE[\w.]*",
    re.IGNORECASE,
)
_MOST_PAGES = 50
"""No model has more files than fit these; a hub that always names a next page is cut off."""

_SAFE = re.compile(r"model(-\d+-of-\d+)?\.safetensors(\.index\.json)?")
_PICKLED = re.compile(r"pytorch_model(-\d+-of-\d+)?\.bin(\.index\.json)?")
_MODULE = re.compile(r"\d+_\w+/(config\.json|model\.safetensors|pytorch_model\.bin)")


@dataclass(frozen=True, slots=True)
class Listing:
    """The files to fetch. ``commit`` pins them, where the hub allows it."""

    commit: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def pickled(self) -> int:
        """Bytes that will be written once more, as safetensors."""
        return sum(file.size for file in self.files if _PICKLED.fullmatch(file.path))


def read_listing(task: Task, ask: AskJson) -> Listing:
    """Ask the hub what the model consists of.

    Raises ``UserError``: ``download_listing`` (the answer is not a hub's), ``download_nothing``
    (no weights that this program reads), and what ``ask`` raises.
    """
    try:
        commit, files = (_huggingface if task.source == HUGGINGFACE else _modelscope)(task, ask)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError("download_listing", host=task.address) from error
    chosen = needed(files)
    if not chosen:
        raise UserError("download_nothing", reference=task.reference)
    return Listing(commit, chosen)


def needed(files: Sequence[RemoteFile]) -> tuple[RemoteFile, ...]:
    """The files of a model: configuration, tokenizer, card, and weights in one format, safetensors
    before pickles. Empty where there are no weights that can be read."""
    weights = [file for file in files if _SAFE.fullmatch(file.path)]
    weights = weights or [file for file in files if _PICKLED.fullmatch(file.path)]
    if not weights:
        return ()
    others = [file for file in files if _is_needed(file.path)]
    return tuple(sorted({*weights, *others}, key=lambda file: (file.size, file.path)))


def file_address(task: Task, listing: Listing, file: RemoteFile) -> str:
    """Where a file's bytes are."""
    if task.source == HUGGINGFACE:
        commit = quote(listing.commit or task.branch, safe="")
        return f"{task.address}/{task.reference}/resolve/{commit}/{quote(file.path)}"
    query = urlencode({"Revision": task.branch, "FilePath": file.path})
    return f"{task.address}/api/v1/models/{task.reference}/repo?{query}"


def _is_needed(path: str) -> bool:
    return bool(_NEEDED.fullmatch(path) or _MODULE.fullmatch(path))


def _huggingface(task: Task, ask: AskJson) -> tuple[str, list[RemoteFile]]:
    base = f"{task.address}/api/models/{task.reference}"
    about, _ = ask(f"{base}/revision/{quote(task.branch, safe='')}")
    commit = str(about["sha"])
    files: list[RemoteFile] = []
    page = f"{base}/tree/{quote(commit, safe='')}?recursive=true"
    for _ in range(_MOST_PAGES):
        if not page:
            break
        entries, page = ask(page)
        files += [_file_of_tree(entry) for entry in entries if entry["type"] == "file"]
    return commit, files


def _file_of_tree(entry: Mapping[str, Any]) -> RemoteFile:
    large = entry.get("lfs")
    path = _checked(str(entry["path"]))
    if large:
        return RemoteFile(path, int(large["size"]), sha256=str(large["oid"]).lower())
    return RemoteFile(path, int(entry["size"]), git=str(entry["oid"]).lower())


def _modelscope(task: Task, ask: AskJson) -> tuple[str, list[RemoteFile]]:
    query = urlencode({"Revision": task.branch, "Recursive": "true"})
    answer, _ = ask(f"{task.address}/api/v1/models/{task.reference}/repo/files?{query}")
    entries = answer["Data"]["Files"]
    files = [
        RemoteFile(
            _checked(str(entry["Path"])),
            int(entry["Size"]),
            sha256=str(entry.get("Sha256") or "").lower(),
        )
        for entry in entries
        if entry.get("Type") != "tree"
    ]
    return "", files


def _checked(path: str) -> str:
    """A path that stays in its folder. Raises ``ValueError``."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise ValueError(path)
    return path
