"""What a request is refused with: a status and ``{error, error_type}``, as text-embeddings-inference."""

from __future__ import annotations

from engine.types import ItemFailure

LONG = ("pair_too_long", "text_too_long")


class Refusal(Exception):
    """``kind`` is the ``error_type``; ``retry_after`` seconds, where trying again makes sense."""

    def __init__(
        self, status: int, kind: str, words: str, retry_after: float | None = None
    ) -> None:
        super().__init__(words)
        self.status = status
        self.kind = kind
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, str]:
        """What is sent."""
        return {"error": str(self), "error_type": self.kind}


def validation(words: str) -> Refusal:
    """The request is not one."""
    return Refusal(422, "Validation", words)


def of_failure(failure: ItemFailure) -> Refusal:
    """An item that the model could not judge, by its code and numbers."""
    params = dict(failure.params)
    if failure.code in LONG:
        limit, tokens = params.get("limit"), params.get("tokens")
        return validation(f"`inputs` must have at most {limit} tokens. Given: {tokens}")
    if failure.code == "out_of_memory":
        return Refusal(503, "Overloaded", "out of memory", retry_after=1.0)
    return Refusal(424, "Backend", failure.code)
