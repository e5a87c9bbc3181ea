"""What became of each clause between two documents, in words and in meaning.

A document is read as parts (:mod:`.parts`); parts are aligned (:mod:`.align`), regrouped where one
was split or several were merged (:mod:`.regroup`), compared word by word (:mod:`.diff`), and each
edit gets a meaning (:mod:`.meaning`). Two languages are aligned by what has no language
(:mod:`.languages`).
"""

from engine.compare.diff import diff, similarity
from engine.compare.parts import Part, parts_of
from engine.compare.versions import Paired, compare_parts

__all__ = ["Paired", "Part", "compare_parts", "diff", "parts_of", "similarity"]
