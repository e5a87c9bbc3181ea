"""Peers of the search for duplicates, on generated rows, as their own guides recommend.

All get the values as they stand, in lower case, joined to one text where they know no columns.

- Splink (MIT) on DuckDB and dedupe (MIT): as :mod:`benchmarks.er_peers` sets them up; dedupe asks for
  100 answers.
- Plain TF-IDF: scikit-learn's ``TfidfVectorizer`` over character trigrams and sparse_dot_topn (Apache),
  ten neighbours from a cosine of 0.4, the way its readme shows.
- MinHash: datasketch (MIT) and rensa (MIT), 128 permutations, character trigrams, Jaccard 0.5.
- Embeddings: the built-in embeddings pack and faiss (MIT), flat and HNSW, ten neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks import er_peers
from benchmarks.dedupe import Labelled
from engine.dedupe.kinds import detect_kind
from engine.dedupe.rows import sample

Pairs = NDArray[np.int64]
NEIGHBOURS = 10
_COSINE = 0.4
_JACCARD = 0.5
_PERMUTATIONS = 128
_ANSWERS = 100


def _texts(data: Labelled) -> list[str]:
    return [" ".join(row).lower() for row in zip(*data.columns.values(), strict=True)]


def _grams(text: str) -> list[str]:
    return [text[start : start + 3] for start in range(max(1, len(text) - 2))]


def _pairs(found: Iterable[tuple[int, int]]) -> Pairs:
    pairs = np.array([(one, two) for one, two in found if one != two], dtype=np.int64)
    return np.unique(np.sort(pairs.reshape(-1, 2), axis=1), axis=0)


def _task(data: Labelled) -> er_peers.Task:
    kinds = tuple(detect_kind(name, sample(v)) for name, v in data.columns.items())
    return er_peers.Task(data.columns, kinds, data.tables, False, data.truth, _ANSWERS)


def splink(data: Labelled, _threads: int) -> Pairs:
    """The pairs that Splink accepts: it decides in the same breath."""
    return _pairs(er_peers.splink(_task(data)).pairs)


def dedupe(data: Labelled, _threads: int) -> Pairs:
    """The pairs of dedupe's clusters."""
    return _pairs(er_peers.dedupe(_task(data)).pairs)


def plain_tfidf(data: Labelled, threads: int) -> Pairs:
    """All trigrams, nothing dropped."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    matrix = TfidfVectorizer(analyzer="char", ngram_range=(3, 3)).fit_transform(_texts(data))
    near = sp_matmul_topn(
        matrix, matrix.T, top_n=NEIGHBOURS, threshold=_COSINE, n_threads=threads
    ).tocoo()
    return _pairs(zip(near.row.tolist(), near.col.tolist(), strict=True))


def datasketch(data: Labelled, _threads: int) -> Pairs:
    """MinHash in Python."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS)

    def found() -> Iterator[tuple[int, int]]:
        for row, text in enumerate(_texts(data)):
            sketch = MinHash(num_perm=_PERMUTATIONS)
            sketch.update_batch([gram.encode("utf-8") for gram in _grams(text)])
            yield from ((other, row) for other in index.query(sketch))
            index.insert(row, sketch)

    return _pairs(found())


def rensa(data: Labelled, _threads: int) -> Pairs:
    """MinHash in Rust; 32 bands of four."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS, num_bands=32)

    def found() -> Iterator[tuple[int, int]]:
        for row, text in enumerate(_texts(data)):
            sketch = RMinHash(num_perm=_PERMUTATIONS, seed=1)
            sketch.update(_grams(text))
            yield from ((other, row) for other in index.query(sketch))
            index.insert(row, sketch)

    return _pairs(found())


def _embedded(data: Labelled) -> NDArray[np.float32]:
    from engine.control import JobControl
    from engine.models.library import Library
    from engine.models.registry import ModelRegistry
    from engine.paths import data_dir, models_dir, resource_path

    library = Library(data_dir() / "models.json", models_dir(), resource_path("models"))
    model = ModelRegistry(library.folders()).embedder()
    return model.embed(_texts(data), JobControl())


def _neighbours(data: Labelled, kind: str) -> Pairs:
    import faiss

    vectors = _embedded(data)
    index = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    index.add(vectors)
    _, near = index.search(vectors, NEIGHBOURS)
    left = np.repeat(np.arange(len(near)), NEIGHBOURS)
    pairs = zip(left.tolist(), near.ravel().tolist(), strict=True)
    return _pairs((one, two) for one, two in pairs if two >= 0)


def faiss_flat(data: Labelled, _threads: int) -> Pairs:
    """Every vector compared with every other."""
    return _neighbours(data, "Flat")


def faiss_hnsw(data: Labelled, _threads: int) -> Pairs:
    """A graph of neighbours, 32 links a vector."""
    return _neighbours(data, "HNSW32")


METHODS: dict[str, Callable[[Labelled, int], Pairs]] = {
    "plain TF-IDF, sparse_dot_topn": plain_tfidf,
    "MinHash, rensa": rensa,
    "MinHash, datasketch": datasketch,
    "Splink": splink,
    "embeddings, faiss flat": faiss_flat,
    "embeddings, faiss HNSW": faiss_hnsw,
    "dedupe": dedupe,
}
