"""The grammar of grounded answers, without any model: whoever chooses, only the text comes out."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from engine.models.grounding.answer import MOST_VALUES, Answer
from engine.models.grounding.paths import SEPARATOR, TextPaths, within_word
from engine.models.grounding.vocabulary import ByteVocabulary, byte_of_character
from tests.tiny_families import bloom_tokenizer

END = 2
TEXT = "甲方：北京星河科技有限公司，乙方: Acme Corp. 于2024年3月5日 paid 100,000 USD; 2024 again. None of 12 or 120."


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    folder: Path = tmp_path_factory.mktemp("bloom")
    bloom_tokenizer(folder)
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def vocabulary(tokenizer: Tokenizer) -> ByteVocabulary:
    return ByteVocabulary(tokenizer.get_vocab(), frozenset(tokenizer.get_added_tokens_decoder()))


def answer(text: str, tokenizer: Tokenizer, vocabulary: ByteVocabulary, *labels: str) -> Answer:
    ids = [tokenizer.encode(f"{label}:", add_special_tokens=False).ids for label in labels]
    return Answer(TextPaths(text, vocabulary), vocabulary, ids, END)


def write(one: Answer, words: str, tokenizer: Tokenizer) -> None:
    """Let the answer take ``words`` in the tokenizer's own tokens, what is forced left out."""
    pieces = [piece for piece in re.split("([，\n])", words) if piece]
    tokens = [t for piece in pieces for t in tokenizer.encode(piece, add_special_tokens=False).ids]
    while tokens:
        token = tokens.pop(0)
        assert token in one.choices()
        one.take(token, -0.1)
        for forced in one.forced():
            if tokens and forced == tokens[0]:
                tokens.pop(0)


def test_the_table_of_bytes_is_whole() -> None:
    assert sorted(byte_of_character().values()) == list(range(256))


def test_a_model_that_writes_values_gets_their_places(
    tokenizer: Tokenizer, vocabulary: ByteVocabulary
) -> None:
    one = answer(TEXT, tokenizer, vocabulary, "乙方", "日期", "电话")
    assert tokenizer.decode(one.forced()) == "乙方:"
    write(one, " Acme Corp.，北京星河科技有限公司\n", tokenizer)
    write(one, " 2024年3月5日\n", tokenizer)
    write(one, " None", tokenizer)
    assert not one.done
    one.take(END, -0.1)
    assert one.done
    found = [(value.label, TEXT[value.start : value.end]) for value in one.found]
    assert found == [(0, "Acme Corp."), (0, "北京星河科技有限公司"), (1, "2024年3月5日")]


def test_every_occurrence_is_kept_and_none_within_a_number(
    tokenizer: Tokenizer, vocabulary: ByteVocabulary
) -> None:
    one = answer(TEXT, tokenizer, vocabulary, "年", "数")
    one.forced()
    write(one, " 2024\n", tokenizer)
    write(one, " 12\n", tokenizer)
    spans = [(value.label, value.start, value.end) for value in one.found]
    places = [TEXT.index("2024年"), TEXT.index("2024 again")]
    assert spans[:2] == [(0, place, place + 4) for place in places]
    # 12 stands alone once; the 12 of 120 is no value.
    assert spans[2:] == [(1, TEXT.index("12 or"), TEXT.index("12 or") + 2)]


def test_none_that_stands_in_the_text_can_still_be_a_value(
    tokenizer: Tokenizer, vocabulary: ByteVocabulary
) -> None:
    one = answer(TEXT, tokenizer, vocabulary, "a", "b")
    one.forced()
    write(one, " None of 12\n", tokenizer)
    write(one, " None\n", tokenizer)
    assert [TEXT[v.start : v.end] for v in one.found] == ["None of 12"]


def test_a_token_that_cannot_stand_is_refused(
    tokenizer: Tokenizer, vocabulary: ByteVocabulary
) -> None:
    one = answer("北京", tokenizer, vocabulary, "甲方")
    one.forced()
    (strange,) = tokenizer.encode("a", add_special_tokens=False).ids
    with pytest.raises(ValueError, match="cannot stand"):
        one.take(strange, -1.0)


def test_a_model_that_repeats_itself_is_stopped(
    tokenizer: Tokenizer, vocabulary: ByteVocabulary
) -> None:
    one = answer("北京 上海", tokenizer, vocabulary, "地", "方")
    one.forced()
    write(one, " 北京", tokenizer)
    for token in tokenizer.encode(f"{SEPARATOR}北京{SEPARATOR}", add_special_tokens=False).ids:
        one.take(token, -0.1)
    one.forced()
    assert one.stage.opening == "label"
    assert [(v.start, v.end) for v in one.found] == [(0, 2)]


def test_words_and_numbers_are_not_cut() -> None:
    assert [n for n in range(1, 9) if not within_word("ab12 c34", n)] == [2, 4, 5, 6, 8]
    assert not within_word("北京", 1)


texts = st.text(
    st.one_of(
        st.sampled_from("甲乙方年月日元，。：, .:12 ab\n\u3000é…😀漢"),
        st.characters(blacklist_categories=("Cs",)),
    ),
    max_size=60,
).map(lambda text: "".join(" " if c.isspace() else c for c in text))


@settings(max_examples=150, deadline=None)
@given(text=texts, seed=st.integers(0, 10_000), labels=st.integers(1, 4))
def test_whoever_chooses_only_the_text_comes_out(
    tokenizer: Tokenizer, vocabulary: ByteVocabulary, text: str, seed: int, labels: int
) -> None:
    chance = random.Random(seed)
    one = answer(text, tokenizer, vocabulary, *[f"标签{n}" for n in range(labels)])
    written = one.forced()
    for _ in range(20_000):
        if one.done:
            break
        token = chance.choice(one.choices())
        one.take(token, -1.0)
        written += [token, *one.forced()]
    assert one.done
    lines = tokenizer.decode(written, skip_special_tokens=True).split("\n")
    for number, line in enumerate(lines[:labels]):
        assert line.startswith(f"标签{number}:")
    for value in one.found:
        assert 0 <= value.label < labels
        assert 0 <= value.start < value.end <= len(text)
        piece = text[value.start : value.end]
        assert SEPARATOR not in piece and piece == piece.strip()
        assert piece in lines[value.label]
    for number in range(labels):
        different = {text[v.start : v.end] for v in one.found if v.label == number}
        assert len(different) <= MOST_VALUES
