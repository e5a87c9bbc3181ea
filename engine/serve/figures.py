"""What the server has done, in Prometheus' text format (0.0.4), under text-embeddings-inference's names."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figures:
    """Counts. Thread: any."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._requests: Counter[tuple[str, str]] = Counter()
        self._buckets: Counter[float] = Counter()
        self._count, self._sum = 0, 0.0
        self._queue = self._free = 0
        self._batches, self._batched, self._batch_seconds = 0, 0, 0.0

    def request(self, path: str, outcome: str, seconds: float) -> None:
        """A request ended: ``outcome`` is ``success`` or an ``error_type``."""
        with self._guard:
            self._requests[path, outcome] += 1
            self._count += 1
            self._sum += seconds
            for bound in BOUNDS:
                if seconds <= bound:
                    self._buckets[bound] += 1

    def batch(self, items: int, seconds: float) -> None:
        """The model had a batch."""
        with self._guard:
            self._batches += 1
            self._batched += items
            self._batch_seconds += seconds

    def queued(self, items: int) -> None:
        """So many items wait for the model."""
        self._queue = items

    def permits(self, free: int) -> None:
        """So many items more may come."""
        self._free = free

    def text(self) -> str:
        """The whole exposition."""
        with self._guard:
            return "\n".join([*self._lines(), ""])

    def _lines(self) -> Iterator[str]:
        yield "# TYPE te_request_count counter"
        for path in sorted({path for path, _ in self._requests}):
            total = sum(n for (one, _), n in self._requests.items() if one == path)
            yield f'te_request_count{{method="{path}"}} {total}'
        yield "# TYPE te_request_outcome counter"
        for (path, outcome), count in sorted(self._requests.items()):
            yield f'te_request_outcome{{method="{path}",outcome="{outcome}"}} {count}'
        yield "# TYPE te_request_duration histogram"
        for bound in BOUNDS:
            yield f'te_request_duration_bucket{{le="{bound:g}"}} {self._buckets[bound]}'
        yield f'te_request_duration_bucket{{le="+Inf"}} {self._count}'
        yield f"te_request_duration_sum {self._sum:.6f}"
        yield f"te_request_duration_count {self._count}"
        for name, kind, value in (
            ("te_queue_size", "gauge", self._queue),
            ("te_permits_free", "gauge", self._free),
            ("te_batches_total", "counter", self._batches),
            ("te_batched_items_total", "counter", self._batched),
            ("te_batch_seconds_total", "counter", round(self._batch_seconds, 6)),
        ):
            yield f"# TYPE {name} {kind}"
            yield f"{name} {value}"
