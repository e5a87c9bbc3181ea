"""Any other architecture, through transformers' Auto classes, padded to the longest of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import UserError
from engine.models.devices import Compute
from engine.models.lazy import lazy
from engine.models.packs import Pack
from engine.models.runtimes.base import TokenIds

if TYPE_CHECKING:
    import torch
    import transformers
    from torch import Tensor
else:
    torch = lazy("torch")
    transformers = lazy("transformers")

_CLASSES = {
    "sequence": "AutoModelForSequenceClassification",
    "token": "AutoModelForTokenClassification",
    "question": "AutoModelForQuestionAnswering",
    "encoder": "AutoModel",
}
Kind = Literal["sequence", "token", "question", "encoder"]


class _HfModel:
    """A transformers model with the pack's tensors in it."""

    padded = True

    def __init__(
        self, pack: Pack, compute: Compute, state: Mapping[str, Tensor], kind: Kind
    ) -> None:
        types = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
        self.precision: str = compute.precision
        self._device = compute.device
        self._pad = int(pack.config.get("pad_token_id") or 0)
        model = _built(pack, kind)
        _fill(model, state)
        self._model = model.to(self._device, types[compute.precision]).eval()
        self._type_rows = int(pack.config.get("type_vocab_size") or 0)

    def _run(self, inputs: Sequence[TokenIds]) -> Any:
        longest = max(len(item) for item in inputs)
        ids = np.full((len(inputs), longest), self._pad, dtype=np.int64)
        types = np.zeros_like(ids)
        real = np.zeros_like(ids)
        for row, item in enumerate(inputs):
            ids[row, : len(item)] = item.ids
            types[row, : len(item)] = item.types
            real[row, : len(item)] = 1
        given = {"input_ids": ids, "attention_mask": real}
        if self._type_rows > 1:
            given["token_type_ids"] = types
        moved = {name: torch.from_numpy(array).to(self._device) for name, array in given.items()}
        with torch.inference_mode():
            return self._model(**moved)


class HfSequence(_HfModel):
    """A sequence classifier. Implements :class:`engine.models.runtimes.heads.SequenceModel`."""

    def __init__(self, pack: Pack, compute: Compute, state: Mapping[str, Tensor]) -> None:
        super().__init__(pack, compute, state, "sequence")

    def logits(self, inputs: Sequence[TokenIds]) -> NDArray[np.float32]:
        """Shape (inputs, labels), in the caller's order."""
        return np.asarray(self._run(inputs).logits.float().cpu().numpy(), dtype=np.float32)


class HfTokens(_HfModel):
    """A token classifier. Implements :class:`engine.models.runtimes.heads.TokenModel`."""

    def __init__(self, pack: Pack, compute: Compute, state: Mapping[str, Tensor]) -> None:
        super().__init__(pack, compute, state, "token")

    def logits(self, inputs: Sequence[TokenIds]) -> list[NDArray[np.float32]]:
        """For each input an array (tokens, labels)."""
        rows = self._run(inputs).logits.float().cpu().numpy()
        return [rows[row, : len(item)] for row, item in enumerate(inputs)]


class HfAnswers(_HfModel):
    """An extractive answerer: the logits of a start and of an end, a token."""

    def __init__(self, pack: Pack, compute: Compute, state: Mapping[str, Tensor]) -> None:
        super().__init__(pack, compute, state, "question")

    def logits(self, inputs: Sequence[TokenIds]) -> list[NDArray[np.float32]]:
        """For each input an array (tokens, 2)."""
        answer = self._run(inputs)
        both = torch.stack([answer.start_logits, answer.end_logits], dim=-1)
        rows = both.float().cpu().numpy()
        return [rows[row, : len(item)] for row, item in enumerate(inputs)]


class HfEncoder(_HfModel):
    """An encoder. Implements :class:`engine.models.runtimes.base.Encoder`."""

    def __init__(self, pack: Pack, compute: Compute, state: Mapping[str, Tensor]) -> None:
        super().__init__(pack, compute, state, "encoder")
        self.hidden_size = int(self._model.config.hidden_size)

    def tokens(self, inputs: Sequence[TokenIds]) -> list[Tensor]:
        """Hidden states of all tokens: for each input a float32 tensor (n, hidden_size)."""
        states = self._run(inputs).last_hidden_state.float()
        return [states[row, : len(item)] for row, item in enumerate(inputs)]

    def first(self, inputs: Sequence[TokenIds]) -> Tensor:
        """Hidden states of each input's first token, float32 (inputs, hidden_size)."""
        return torch.stack([states[0] for states in self.tokens(inputs)])

    def mean(self, inputs: Sequence[TokenIds]) -> Tensor:
        """The mean over each input's tokens, float32 (inputs, hidden_size)."""
        return torch.stack([states.mean(0) for states in self.tokens(inputs)])


def _built(pack: Pack, kind: Kind) -> Any:
    """The architecture that the folder's config describes, without weights of its own."""
    try:
        config = transformers.AutoConfig.from_pretrained(
            str(pack.folder), local_files_only=True, trust_remote_code=False
        )
        return getattr(transformers, _CLASSES[kind]).from_config(config)
    except (ValueError, KeyError, ImportError, OSError) as error:
        # transformers says "unrecognised configuration" in many ways, all of these types.
        kind_name = str(pack.config.get("model_type", "?"))
        raise UserError("pack_architecture", name=pack.name, architecture=kind_name) from error


def _fill(model: Any, state: Mapping[str, Tensor]) -> None:
    """Put the tensors in; a head over a bare encoder's names gets the encoder's prefix."""
    own = set(model.state_dict())
    stem = f"{model.base_model_prefix}."
    named = {}
    for name, tensor in state.items():
        bare = name.removeprefix(stem)
        options = (name, stem + name, bare)
        named[next((option for option in options if option in own), name)] = tensor
    try:
        missing, _ = model.load_state_dict(named, strict=False)
    except RuntimeError as error:
        raise UserError("pack_weights", missing=str(error).splitlines()[-1][:200]) from error
    # A pooler that the task does not use is often left out of a checkpoint.
    needed = [name for name in missing if not name.startswith(("pooler.", f"{stem}pooler."))]
    if needed:
        raise UserError("pack_weights", missing=needed[0])
