"""Values to the form in which two spellings of one thing are equal or nearly so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import cache

from engine.dedupe.figures import date_form, email_form, identity_form, number_form, phone_form
from engine.dedupe.kinds import ColumnKind
from engine.dedupe.products import ProductForm
from engine.dedupe.synonyms import Subject, Synonyms, built_in
from engine.types import Scalar, cell_text

_PUNCTUATION = re.compile(r"[^\w]+|_+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_CJK = "\u3400-\u9fff"
_WIDE = re.compile(rf"[{_CJK}]")
_CJK_SPACE = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}0-9a-z])|(?<=[0-9a-z]) (?=[{_CJK}])")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")
_ADDRESS_ZH = re.compile(r"^中国|中华人民共和国|(?<=[\u4e00-\u9fff])[省市区县](?=[\u4e00-\u9fff])")
_SHORT_FORM = re.compile(r"\b[^\W\d_]+['/][^\W\d_]*")


class Normaliser:
    """Writes values in comparable form, with the tables of ``synonyms``.

    Full width becomes half width, traditional characters simplified ones, case, accents and
    punctuation go; then by kind: company forms, street words, titles and short first names, what
    stands around a phone's digits, the ways to write a date or an amount, sizes and model codes.
    """

    def __init__(self, synonyms: Synonyms) -> None:
        self.digest = synonyms.digest
        self._blanks = synonyms.of(Subject.BLANKS)
        characters = synonyms.of(Subject.CHARACTERS).items()
        self._simplified = {ord(old): new for old, new in characters if len(old) == 1}
        self._months = synonyms.of(Subject.MONTHS)
        self._written = {
            w: c for w, c in synonyms.of(Subject.WORDS).items() if "'" in w or "/" in w
        }
        general = _Replacing(synonyms, Subject.WORDS)
        self._general = general
        self._forms = _Replacing(synonyms, Subject.COMPANY_FORMS)
        self._streets = _Replacing(synonyms, Subject.ADDRESS_WORDS)
        self._titles = _Replacing(synonyms, Subject.TITLES)
        self._first_names = _Replacing(synonyms, Subject.FIRST_NAMES)
        self._product = ProductForm(synonyms.of(Subject.UNITS))
        self._by_kind: Mapping[ColumnKind, Callable[[str], str]] = {
            ColumnKind.NAME: self._name,
            ColumnKind.COMPANY: self._company,
            ColumnKind.ADDRESS: self._address,
            ColumnKind.PHONE: phone_form,
            ColumnKind.EMAIL: email_form,
            ColumnKind.IDENTIFIER: identity_form,
            ColumnKind.DATE: lambda text: date_form(text, self._months),
            ColumnKind.NUMBER: number_form,
            ColumnKind.PRODUCT: lambda text: general(words(self._product(self._spelt(text)))),
            ColumnKind.TEXT: lambda text: general(words(self._spelt(text))),
        }

    def __call__(self, value: Scalar, kind: ColumnKind) -> str:
        """``value`` as ``kind`` compares it; ``""`` for what is missing, ``n/a`` and kin included."""
        text = cell_text(value)
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text).translate(self._simplified)
        folded = text.casefold()
        stripped = folded.strip()
        if not stripped or stripped in self._blanks:
            return ""
        return self._by_kind[kind](folded)

    def _spelt(self, text: str) -> str:
        """Short forms that hold a mark (``int'l``, ``w/``) in full, before marks go."""
        if "'" not in text and "/" not in text:
            return text
        return _SHORT_FORM.sub(lambda found: self._written.get(found[0], found[0]), text)

    def _name(self, text: str) -> str:
        spaced = words(_INITIALS.sub(r"\1 ", text))
        return self._first_names(self._titles(spaced) or spaced)

    def _company(self, text: str) -> str:
        spaced = words(_INITIALS.sub(r"\1", self._spelt(text)))
        return self._general(self._forms(spaced) or spaced)

    def _address(self, text: str) -> str:
        spaced = words(_INITIALS.sub(r"\1", text))
        if not spaced.isascii():
            spaced = _ADDRESS_ZH.sub("", spaced) or spaced
        return self._streets(spaced) or spaced


class _Replacing:
    """One table, applied to words; its Chinese entries and those of several words wherever they stand."""

    def __init__(self, synonyms: Synonyms, subject: Subject) -> None:
        table = synonyms.of(subject)
        self._wide = {v: c for v, c in table.items() if _WIDE.search(v)}
        self._phrases = {v: c for v, c in table.items() if " " in v and v not in self._wide}
        self._words = {v: c for v, c in table.items() if " " not in v and v not in self._wide}
        self._wide_pattern = _any_of(self._wide)
        self._phrase_pattern = _any_of(self._phrases, r"\b")

    def __call__(self, text: str) -> str:
        if self._wide_pattern is not None and not text.isascii():
            text = self._wide_pattern.sub(lambda found: self._wide[found[0]], text)
        if self._phrase_pattern is not None:
            text = self._phrase_pattern.sub(lambda found: self._phrases[found[0]], text)
        swapped = (self._words.get(word, word) for word in text.split())
        return " ".join(word for word in swapped if word)


def _any_of(table: Collection[str], edge: str = "") -> re.Pattern[str] | None:
    """Any word of ``table``, the longest first; ``None`` where it is empty."""
    words = sorted(table, key=len, reverse=True)
    return re.compile(f"{edge}(?:{'|'.join(map(re.escape, words))}){edge}") if words else None


@cache
def standard() -> Normaliser:
    """With the program's own tables."""
    return Normaliser(built_in())


def normalise(value: Scalar, kind: ColumnKind) -> str:
    """``value`` in comparable form, with the program's own tables."""
    return standard()(value, kind)


def words(text: str) -> str:
    """Words with one blank between them: no accents, no punctuation, no blank beside Chinese."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)) if not text.isascii() else text
    bare = unicodedata.normalize("NFC", bare) if not bare.isascii() else bare
    bare = bare.replace("&", " and ").replace("'", "").replace("’", "")
    spaced = " ".join(_PUNCTUATION.sub(" ", bare).split())
    return spaced if spaced.isascii() else _CJK_SPACE.sub("", spaced)
