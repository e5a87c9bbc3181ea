"""Words for GLiNER: Chinese, Japanese and Korean one character at a time, the rest as it is written.

GLiNER scores spans of whole words. Its own splitter takes ``于2024年3月5日与乙方签订本合同`` for one word, so
that nothing inside could ever be found. Here a character of a script without spaces is a word, a
number is a word (``1,000.50`` too), and so is a run of letters (``e-mail``, ``naïve``); every other
sign stands alone, and white space stands for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ALONE = (
    "\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORDS = re.compile(
    rf"[{_ALONE}]"
    r"|\d+(?:[.,:]\d+)*"
    rf"|[^\W\d_{_ALONE}][^\W\d_{_ALONE}]*(?:['’_-][^\W\d_{_ALONE}]+)*"
    r"|\S"
)


class WordSplitter:
    """Yields ``(word, start, end)``; offsets are characters. It is what the library calls a words
    splitter."""

    def __call__(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The words of ``text`` in order; together they are all of it but white space."""
        for match in _WORDS.finditer(text):
            yield match.group(), match.start(), match.end()
