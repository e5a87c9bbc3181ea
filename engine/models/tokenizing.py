"""Fast tokenizers from a model folder, whichever way they were published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from engine.errors import UserError
from engine.models.lazy import lazy

if TYPE_CHECKING:
    import transformers
else:
    transformers = lazy("transformers")


_LEAST_SHARE = 0.9
"""Embeddings are padded to a round number, or keep rows in reserve; never a tenth of them."""


def read_tokenizer(folder: Path, config: Mapping[str, Any]) -> Tokenizer:
    """The tokenizer in ``folder``, with neither truncation nor padding.

    ``tokenizer.json`` first, then ``vocab.txt`` (WordPiece), then ``vocab.json`` and ``merges.txt``
    (byte-level BPE), then whatever transformers can convert. Raises ``UserError``:
    ``pack_tokenizer`` (missing or damaged), ``pack_vocabulary`` (more ids than embeddings, or far fewer).
    """
    try:
        tokenizer = _read(folder, config)
    except UserError:
        raise
    except Exception as error:
        # tokenizers raises plain Exception for a damaged file.
        detail = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise UserError("pack_tokenizer", path=str(folder), detail=detail) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rows = int(config.get("vocab_size") or 0)
    largest = max(tokenizer.get_vocab(with_added_tokens=True).values(), default=-1) + 1
    if rows > 0 and not _LEAST_SHARE * rows <= largest <= rows:
        raise UserError("pack_vocabulary", path=str(folder), tokens=largest, embeddings=rows)
    return tokenizer


_SAMPLES = {
    "en": "The seller shall deliver the goods within thirty days after the date of this agreement.",
    "zh": "甲方应当在本合同签订之日起三十日内向乙方支付全部货款，逾期应承担违约责任。",
}
_MOST_UNKNOWN = 0.1
_MOST_PIECES = {"en": 0.5, "zh": 1.5}
"""Tokens a character: a vocabulary that was not made for a language spells it out in bytes."""


def languages_read(tokenizer: Tokenizer) -> tuple[str, ...]:
    """The languages (of Chinese and English) whose words the vocabulary has."""
    found = []
    for language, text in _SAMPLES.items():
        tokens = tokenizer.encode(text, add_special_tokens=False).tokens
        unknown = sum(token in ("[UNK]", "<unk>") for token in tokens)
        few = len(tokens) <= _MOST_PIECES[language] * len(text)
        if tokens and few and unknown <= _MOST_UNKNOWN * len(tokens):
            found.append(language)
    return tuple(found)


def _read(folder: Path, config: Mapping[str, Any]) -> Tokenizer:
    if (folder / "tokenizer.json").is_file():
        return Tokenizer.from_file(str(folder / "tokenizer.json"))
    if (folder / "vocab.txt").is_file():
        return _word_piece(folder)
    if (folder / "vocab.json").is_file() and (folder / "merges.txt").is_file():
        return _byte_level(folder)
    if any(folder.glob("*.model")):
        return _converted(folder)
    raise UserError("pack_file_missing", path=str(folder / "tokenizer.json"))


def _word_piece(folder: Path) -> Tokenizer:
    """BERT's tokenizer as BertTokenizer reads it: Chinese characters stand alone."""
    settings = _settings(folder)
    strip = settings.get("strip_accents")
    lines = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = {token: place for place, token in enumerate(lines)}
    model = models.WordPiece(vocabulary, unk_token=str(settings.get("unk_token", "[UNK]")))
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(
        lowercase=bool(settings.get("do_lower_case", True)),
        strip_accents=strip if isinstance(strip, bool) else None,
        handle_chinese_chars=bool(settings.get("tokenize_chinese_chars", True)),
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", _id(tokenizer, "[SEP]")), ("[CLS]", _id(tokenizer, "[CLS]"))
    )
    _mark_special(tokenizer, ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"))
    return tokenizer


def _byte_level(folder: Path) -> Tokenizer:
    """RoBERTa's tokenizer: ``<s>A</s></s>B</s>``."""
    prefix = bool(_settings(folder).get("add_prefix_space", False))
    model = models.BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt"))
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", _id(tokenizer, "</s>")),
        ("<s>", _id(tokenizer, "<s>")),
        trim_offsets=True,
        add_prefix_space=prefix,
    )
    _mark_special(tokenizer, ("<s>", "<pad>", "</s>", "<unk>", "<mask>"))
    return tokenizer


def _mark_special(tokenizer: Tokenizer, tokens: tuple[str, ...]) -> None:
    """Tokens of the vocabulary that a text may not be cut into; none is added to it."""
    known = [token for token in tokens if tokenizer.token_to_id(token) is not None]
    tokenizer.add_special_tokens(known)


def _converted(folder: Path) -> Tokenizer:
    """A SentencePiece file, converted by transformers."""
    built = transformers.AutoTokenizer.from_pretrained(
        str(folder), use_fast=True, local_files_only=True
    )
    return Tokenizer.from_str(built.backend_tokenizer.to_str())


def _id(tokenizer: Tokenizer, token: str) -> int:
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ValueError(f"no {token} in the vocabulary")
    return int(found)


def _settings(folder: Path) -> Mapping[str, Any]:
    file = folder / "tokenizer_config.json"
    if not file.is_file():
        return {}
    value = json.loads(file.read_text(encoding="utf-8"))
    return value if isinstance(value, dict) else {}
