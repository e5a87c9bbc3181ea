"""Coded errors. The engine raises codes with parameters; only ``gui`` and ``cli`` write sentences.

Every code has a sentence in English and Chinese in ``wording/``; a test compares the two lists.
"""

from __future__ import annotations

from engine.types import ItemFailure, Scalar


class ClauseDeskError(Exception):
    """The root of what this program raises on purpose."""


class UserError(ClauseDeskError):
    """Something a person can understand and act on.

    ``code`` names the sentence, ``params`` fill it: ``UserError("file_encrypted", path=…)``.
    Parameters hold names, numbers and paths, never sentences.
    """

    def __init__(self, code: str, **params: Scalar) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, Scalar] = params

    def __str__(self) -> str:
        filled = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({filled})"

    def as_failure(self, item: str) -> ItemFailure:
        """The same error as a record for the failures list; ``item`` names the file or row."""
        return ItemFailure(item, self.code, tuple(self.params.items()))


class Cancelled(ClauseDeskError):
    """The user cancelled the job; what was finished is kept."""


def failure_of(error: BaseException, item: str) -> ItemFailure:
    """Any exception as a failure record: known codes as they are, the rest as ``internal``."""
    if isinstance(error, UserError):
        return error.as_failure(item)
    if isinstance(error, MemoryError):
        return ItemFailure(item, "out_of_memory")
    detail = f"{type(error).__name__}: {error}"[:300]
    return ItemFailure(item, "internal", (("detail", detail),))
