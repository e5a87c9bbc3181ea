"""The backbone's vocabulary with Chinese added: characters, and the words worth a token of their own.

A Chinese word whose English meaning is known starts from the embeddings of that meaning, so that the
six layers, which know English, understand it from the first step; as one token it also costs a third
less time than its characters. Full-width forms and traditional characters are mapped by the
tokenizer's normaliser, which keeps the offsets of the text as it was.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from functools import cache

import torch
from tokenizers import AddedToken, Tokenizer, normalizers
from torch import Tensor

from training import backbone
from training.chinese_dictionary import HAN, general_frequency, meanings
from training.data import REPOSITORY, read

FOLDER = REPOSITORY / "runs" / "encoder"
CORPORA = {"laws_zh": 1, "templates_zh": 4, "fddc_zh": 2}
"""Weight of each corpus in the count of words: contracts count more than laws."""
CORPUS_WORDS, GENERAL_WORDS, LONGEST_WORD = 6000, 8000, 4
_STOP = re.compile(r"[a-z]{2,}|[a-z]")
_EMPTY = frozenset(
    ["a", "an", "the", "to", "of", "sth", "sb", "etc", "one", "or", "and", "s", "be"]
)


def tokenizer() -> Tokenizer:
    """The bilingual tokenizer, made on first use; truncation and padding are off."""
    file = FOLDER / "tokenizer.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _make().save(str(file), pretty=False)
    return Tokenizer.from_file(str(file))


def _make() -> Tokenizer:
    source = json.loads((backbone.folder() / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = source["model"]["vocab"]
    for character in characters():
        vocabulary.setdefault(character, len(vocabulary))
    made = Tokenizer.from_str(json.dumps(source))
    made.no_truncation()
    made.no_padding()
    bert = made.normalizer
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Precompiled(simplification()), bert]
    )
    made.add_tokens([AddedToken(word, normalized=True) for word in words()])
    return made


def simplification() -> bytes:
    """Traditional to simplified characters, one to one (OpenCC), as a compiled character map."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    rows = [f"{ord(old):X}\t{ord(new):X}\n" for old, new in _simplified().items()]
    table = FOLDER / "simplification.tsv"
    table.write_text("".join(rows), encoding="utf-8")
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["any text will do", "only the map is used"] * 20),
        model_writer=model,
        vocab_size=24,
        hard_vocab_limit=False,
        normalization_rule_tsv=str(table),
        minloglevel=2,
    )
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return bytes(proto.normalizer_spec.precompiled_charsmap)


@cache
def _simplified() -> dict[str, str]:
    import opencc

    convert = opencc.OpenCC("t2s").convert
    signs = [chr(point) for point in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    pairs = {sign: convert(sign) for sign in signs}
    return {
        old: new
        for old, new in pairs.items()
        if new != old and len(new) == 1 and ord(new) < 0x10000
    }


@cache
def counted() -> tuple[Counter[str], Counter[str]]:
    """Weighted counts of (words, characters) in the corpora of contracts and laws."""
    import jieba

    jieba.setLogLevel(60)
    found: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for name, weight in CORPORA.items():
        for number, record in enumerate(read(name)):
            if name == "laws_zh" and number % 4:
                continue
            for run in HAN.findall(record["text"]):
                for word in jieba.cut(run, HMM=False):
                    found[word] += weight
                for sign in run:
                    signs[sign] += weight
    return found, signs


def characters() -> list[str]:
    """Chinese characters that get a token: those of GB 2312, and all that the corpora use twice."""
    basic = {
        sign
        for row in range(0xB0, 0xF8)
        for sign in bytes(byte for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode(
            "gb2312", "ignore"
        )
    }
    common = {word for word, count in general_frequency().items() if len(word) == 1 and count > 20}
    used = {sign for sign, count in counted()[1].items() if count > 1}
    found = (basic | used | common) - _simplified().keys()
    return sorted(sign for sign in found if HAN.fullmatch(sign))


def words() -> list[str]:
    """Chinese words of two to four characters that get a token, sorted."""
    known = meanings()
    corpus = [w for w, _ in counted()[0].most_common() if 2 <= len(w) <= LONGEST_WORD]
    general = sorted(
        (w for w in general_frequency() if 2 <= len(w) <= LONGEST_WORD and w in known),
        key=lambda word: (-general_frequency()[word], word),
    )
    return sorted(set(corpus[:CORPUS_WORDS]) | set(general[:GENERAL_WORDS]))


def first_embeddings(made: Tokenizer, old: Tensor) -> Tensor:
    """Rows for the added tokens, shape (added, hidden), out of the English meanings' embeddings.

    ``old`` (n, hidden) are the backbone's rows. A word without an entry takes the mean of its
    parts; a character without one starts as a small random step from the mean of all rows.
    """
    vocabulary = made.get_vocab()
    names = sorted((t for t, i in vocabulary.items() if i >= len(old)), key=vocabulary.__getitem__)
    norm = old[1996:].norm(dim=1).mean()
    random = torch.Generator().manual_seed(7)
    made_of: dict[str, Tensor] = {}
    for name in sorted(names, key=lambda n: (len(n), n)):
        vector = _meaning(name, made, old)
        if vector is None and len(name) > 1:
            vector = _parts(name, made_of)
        if vector is None:
            noise = torch.randn(old.shape[1], generator=random) * float(old.std())
            vector = old[1996:].mean(0) + noise
        made_of[name] = vector * (norm / vector.norm())
    return torch.stack([made_of[name] for name in names])


def _meaning(word: str, made: Tokenizer, old: Tensor) -> Tensor | None:
    total, weights = torch.zeros(old.shape[1]), 0.0
    for place, sense in enumerate(meanings().get(word, ())[:4]):
        content = " ".join(w for w in _STOP.findall(sense.lower()) if w not in _EMPTY)
        ids = [i for i in made.encode(content, add_special_tokens=False).ids if i < len(old)]
        if ids:
            weight = 1.0 / (1 + place)
            total += weight * old[ids].mean(0)
            weights += weight
    return total / weights if weights else None


def _parts(word: str, known: dict[str, Tensor]) -> Tensor | None:
    parts, place = [], 0
    while place < len(word):
        for length in range(min(len(word) - place, len(word) - 1), 0, -1):
            piece = word[place : place + length]
            if piece in known:
                parts.append(known[piece])
                break
        else:
            length = 1
        place += length
    return torch.stack(parts).mean(0) if parts else None
