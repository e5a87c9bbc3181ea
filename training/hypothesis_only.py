"""Can the label be told from the hypothesis alone? ``python -m training.hypothesis_only``.

A regression over words and pairs of words sees only hypotheses of generated pairs. Near 33.3 % is
what the generator aims at: then a model must read the premise.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from training import nli_data
from training.nli_data import NliPair


def accuracy(fit_on: Sequence[NliPair], judge_on: Sequence[NliPair]) -> float:
    """The share of labels that words of the hypothesis give away."""
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2)
    model = LogisticRegression(max_iter=300)
    model.fit(words.fit_transform([p.hypothesis for p in fit_on]), [p.label for p in fit_on])
    seen = words.transform([p.hypothesis for p in judge_on])
    return float(model.score(seen, [p.label for p in judge_on]))


def main() -> None:
    """Print the two figures that training/README.md quotes."""
    rng = random.Random(3)
    edits = list(nli_data.generated(False, rng, 2000)), list(nli_data.generated(True, rng, 700))
    terms = list(nli_data.worded(rng, 1000)), list(nli_data.worded(rng, 700, True))
    print(f"edits, held-out companies: {accuracy(*edits):.3f} of {len(edits[1])}")
    print(f"terms, held-out terms: {accuracy(*terms):.3f} of {len(terms[1])}")


if __name__ == "__main__":
    main()
