"""Can the label be told from the hypothesis alone? ``python -m training.hypothesis_only``.

A regression over words and pairs of words sees only hypotheses of generated pairs. Near 33.3 % is
what the generator aims at: then a model must read the premise.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from training import nli_chinese, nli_data, written
from training.nli_data import NliPair


def accuracy(fit_on: Sequence[NliPair], judge_on: Sequence[NliPair]) -> float:
    """The share of labels that words of the hypothesis give away."""
    # Chinese has no spaces: pairs and triples of characters stand for words.
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in fit_on[0].hypothesis)
    analyser = "char" if chinese else "word"
    words = TfidfVectorizer(analyzer=analyser, ngram_range=(1, 3), min_df=2)
    model = LogisticRegression(max_iter=300)
    model.fit(words.fit_transform([p.hypothesis for p in fit_on]), [p.label for p in fit_on])
    seen = words.transform([p.hypothesis for p in judge_on])
    return float(model.score(seen, [p.label for p in judge_on]))


def main() -> None:
    """Print the figures that training/README.md quotes."""
    rng = random.Random(3)
    edits = list(nli_data.generated(False, rng, 2000)), list(nli_data.generated(True, rng, 700))
    terms = list(nli_data.worded(rng, 1000)), list(nli_data.worded(rng, 700, True))
    chinese = nli_chinese.CHINESE
    edits_zh = (
        list(nli_data.generated(False, rng, 2000, chinese)),
        list(nli_data.generated(True, rng, 700, chinese)),
    )
    terms_zh = list(nli_chinese.worded(rng, 1000)), list(nli_chinese.worded(rng, 700, True))
    for name in written.INFERENCES:
        sides = [list(written.inferences(name, side)) for side in (False, True)]
        print(f"written {name}: {accuracy(*sides):.3f} of {len(sides[1])}")
    print(f"Chinese edits, held-out documents: {accuracy(*edits_zh):.3f} of {len(edits_zh[1])}")
    print(f"Chinese terms, held-out terms: {accuracy(*terms_zh):.3f} of {len(terms_zh[1])}")
    print(f"edits, held-out companies: {accuracy(*edits):.3f} of {len(edits[1])}")
    print(f"terms, held-out terms: {accuracy(*terms):.3f} of {len(terms[1])}")


if __name__ == "__main__":
    main()
