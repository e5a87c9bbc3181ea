"""What a model folder is, before anything of it runs: task, family, size, and what must be asked.

Nothing is loaded: configuration, tokenizer and the index of the weights say it all. What they leave
open becomes a :class:`Question`, answered once by a person and kept beside the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.models import labels as label_names
from engine.models.headers import TensorHeader
from engine.models.hf_folder import (
    EXTRACTING,
    answers_of,
    family_of,
    headers_of,
    labels_of,
    languages_of,
    licence_of,
    read_config,
)
from engine.models.notes import read_note, write_note
from engine.models.packs import CONFIG, GLINER_CONFIG, MANIFEST, load_pack
from engine.models.tokenizing import languages_read, read_tokenizer
from engine.models.weights import weight_files

SIMILAR, DIFFERENT, OTHER = "similar", "different", "other"
"""What the answers of a model with two of them can mean; the last: it is for something else."""

LANGUAGES = ("en", "zh")
_OTHER_FORMATS = (".gguf", ".onnx", ".h5", ".msgpack", ".pb", ".ckpt", ".mlmodel", ".xml")
_WORDS = "word_embeddings.weight"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the model's files leave open.

    ``key`` is ``labels`` (a meaning for each of ``labels``, from ``choices``, or in any words where
    there are none) or ``languages`` (some of ``choices``). ``code`` names the words to ask it in,
    ``guess`` is what the files suggest.
    """

    key: str
    code: str
    labels: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    guess: tuple[str, ...] = ()

    @property
    def params(self) -> dict[str, str]:
        """What fills the words of ``code``."""
        if self.key == "languages":
            return {"languages": ", ".join(self.guess) or "?"}
        return {"labels": ", ".join(self.labels)}


@dataclass(frozen=True, slots=True)
class Inspection:
    """A folder that holds a model. ``size`` in bytes of its weights as stored, ``parameters``
    without the tensors that only torch can count; ``pickled`` weights are converted once."""

    folder: Path
    family: str
    task: str
    architecture: str
    languages: tuple[str, ...]
    licence: str
    labels: tuple[str, ...]
    size: int
    parameters: int
    pickled: bool
    questions: tuple[Question, ...]


def inspect_folder(folder: Path, again: bool = False) -> Inspection:
    """What the model in ``folder`` is. ``again`` asks everything anew, also what its files say or a
    person has answered: to correct it.

    Raises ``UserError`` with what to do: ``folder_no_model``, ``folder_of_models``,
    ``folder_other_format``, ``pack_file_missing``, ``pack_truncated``, ``pack_pointer``,
    ``pack_pickle_refused``, ``pack_architecture``, ``pack_other_task``, ``pack_tokenizer``,
    ``pack_vocabulary``, ``pack_manifest``.
    """
    if not any((folder / name).is_file() for name in (CONFIG, GLINER_CONFIG)):
        raise _no_model(folder)
    files = _weights(folder)
    headers = headers_of(folder)
    note = read_note(folder)
    if "family" in note:
        return _of_card(folder, files, headers)
    config = read_config(folder)
    family = family_of(folder, config)
    open_note = {} if again else note
    labels, asked = _labels(folder, config, family, headers, open_note, again)
    languages, asked_languages = _languages(folder, _rows(config, headers), open_note, again)
    return Inspection(
        folder=folder,
        family=family,
        task=_task(family, labels, asked, folder.name),
        architecture=_architecture(config),
        languages=languages,
        licence=str(note.get("licence") or licence_of(folder)),
        labels=labels,
        size=sum(file.stat().st_size for file in files),
        parameters=sum(header.count for header in headers.values()),
        pickled=any(file.suffix == ".bin" for file in files),
        questions=tuple(q for q in (asked, asked_languages) if q is not None),
    )


def _of_card(
    folder: Path, files: tuple[Path, ...], headers: Mapping[str, TensorHeader]
) -> Inspection:
    """A folder with a whole card: a pack of this program's, which leaves nothing open."""
    pack = load_pack(folder, verify=False)
    read_tokenizer(folder, pack.config)
    return Inspection(
        folder=folder,
        family=pack.family,
        task=pack.task,
        architecture=_architecture(pack.config),
        languages=pack.languages,
        licence=pack.licence,
        labels=pack.labels,
        size=sum(file.stat().st_size for file in files),
        parameters=sum(header.count for header in headers.values()),
        pickled=any(file.suffix == ".bin" for file in files),
        questions=(),
    )


def answer(folder: Path, answers: Mapping[str, Sequence[str]]) -> None:
    """Keep a person's answers to the questions of :func:`inspect_folder` beside the model.

    Raises ``UserError``: ``answer_incomplete``, ``pack_other_task``, ``folder_read_only``.
    """
    questions = {
        question.key: question for question in inspect_folder(folder, again=True).questions
    }
    labels = [word.strip() for word in answers.get("labels", ())]
    changes: dict[str, Any] = {}
    if labels:
        question = questions.get("labels")
        if question is not None:
            _check_meanings(folder.name, question, labels)
        changes["labels"] = labels
    if answers.get("languages"):
        changes["languages"] = list(answers["languages"])
    if changes:
        write_note(folder, changes)


def _check_meanings(name: str, question: Question, meanings: Sequence[str]) -> None:
    if OTHER in meanings:
        raise UserError("pack_other_task", name=name, labels=", ".join(question.labels))
    complete = len(meanings) == len(question.labels) and all(meanings)
    if question.choices:
        wanted = sorted(choice for choice in question.choices if choice != OTHER)
        complete = complete and sorted(meanings) == wanted
    if not complete:
        shown = ", ".join(question.choices) or f"{len(question.labels)}"
        raise UserError("answer_incomplete", name=name, meanings=shown)


def _no_model(folder: Path) -> UserError:
    inner = sorted(
        entry.name
        for entry in (folder.iterdir() if folder.is_dir() else ())
        if entry.is_dir()
        and any((entry / name).is_file() for name in (CONFIG, GLINER_CONFIG, MANIFEST))
    )
    if inner:
        return UserError("folder_of_models", path=str(folder), names=", ".join(inner[:8]))
    return _other_format(folder) or UserError("folder_no_model", path=str(folder))


def _other_format(folder: Path) -> UserError | None:
    names = folder.rglob("*") if folder.is_dir() else iter(())
    found = sorted({file.suffix for file in names if file.suffix in _OTHER_FORMATS})
    if not found:
        return None
    return UserError("folder_other_format", path=str(folder), formats=", ".join(found))


def _weights(folder: Path) -> tuple[Path, ...]:
    files = weight_files(folder)
    if not files:
        missing = UserError("pack_file_missing", path=str(folder / "model.safetensors"))
        raise _other_format(folder) or missing
    for file in files:
        if not file.is_file():
            raise UserError("pack_file_missing", path=str(file))
    return files


def _architecture(config: Mapping[str, Any]) -> str:
    names = config.get("architectures") or ()
    return str(names[0]) if names else str(config.get("model_type", ""))


def _task(family: str, labels: Sequence[str], asked: Question | None, name: str) -> str:
    if family in EXTRACTING:
        return "extraction"
    if family == "sentence_encoder":
        return "embedding"
    if asked is not None:
        return "nli" if len(labels) == len(label_names.NLI) else "similarity"
    return label_names.task_of(labels, name)


def _labels(
    folder: Path,
    config: Mapping[str, Any],
    family: str,
    headers: Mapping[str, TensorHeader],
    note: Mapping[str, Any],
    again: bool,
) -> tuple[tuple[str, ...], Question | None]:
    """The labels in the order of the logits, and what to ask where they say nothing."""
    if family not in ("sequence_classification", "token_classification"):
        return (), None
    noted = note.get("labels")
    labels = tuple(str(n) for n in noted) if isinstance(noted, list) else labels_of(folder, config)
    rows = answers_of(headers)
    if rows and rows != len(labels):
        # The weights know how many answers there are; a config's default of two does not.
        labels = tuple(f"LABEL_{place}" for place in range(rows))
    if family == "token_classification":
        nameless = any(label.upper().startswith("LABEL_") for label in labels)
        return labels, Question("labels", "ask_entity_labels", labels) if nameless else None
    return labels, _pair_question(labels, folder.name, again)


def _pair_question(labels: tuple[str, ...], name: str, again: bool) -> Question | None:
    try:
        label_names.task_of(labels, name)
        if again and len(labels) in (2, len(label_names.NLI)):
            raise UserError("pack_labels", name=name, labels=", ".join(labels))
    except UserError as error:
        if len(labels) == len(label_names.NLI):
            return Question("labels", "ask_nli_labels", labels, (*label_names.NLI, OTHER))
        if len(labels) == 2:
            choices = (SIMILAR, DIFFERENT, OTHER)
            return Question("labels", "ask_similar_label", labels, choices)
        shown = ", ".join(labels[:8]) + (" …" if len(labels) > 8 else "")
        raise UserError("pack_other_task", name=name, labels=shown) from error
    return None


def _languages(
    folder: Path, config: Mapping[str, Any], note: Mapping[str, Any], again: bool
) -> tuple[tuple[str, ...], Question | None]:
    """The languages it says it reads, or a guess from its vocabulary and the question."""
    tokenizer = read_tokenizer(folder, config)
    noted = note.get("languages")
    said = tuple(str(n) for n in noted) if isinstance(noted, list) else languages_of(folder)
    if said and not again:
        return said, None
    guess = languages_read(tokenizer)
    return guess, Question("languages", "ask_languages", (), LANGUAGES, guess)


def _rows(config: Mapping[str, Any], headers: Mapping[str, TensorHeader]) -> Mapping[str, Any]:
    """``config`` with the rows of the embedding that the weights have, where they tell."""
    for name, header in headers.items():
        if name.endswith(_WORDS) and len(header.shape) == 2:
            return {**config, "vocab_size": header.shape[0]}
    return config
