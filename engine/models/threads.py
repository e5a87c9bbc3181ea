"""How many threads a model uses: chosen by measurement, and again when the machine gets busy.

On a busy machine two threads can be slower than one, many times over: every matrix product waits for
the thread whose core another program holds. No setting is right for both times, so the rate is
measured batch by batch, and half or twice as many threads are tried now and then.
"""

from __future__ import annotations

_FEW_TOKENS = 128
"""Batches below this tell of overhead, not of the machine."""

_BETTER = 1.1
_WORSE = 0.6
_PATIENCE_SECONDS = 4.0
_LONGEST_PATIENCE = 60.0
_SMOOTHING = 0.3


class ThreadTuner:
    """Says how many threads the next batch should use, up to ``most``. Pure policy.

    ``threads`` is the answer; :meth:`observe` learns from the batch that used it. Half and twice
    the current number are tried for one batch each: at the start, when the rate falls by two
    fifths, and after a patience that doubles while nothing changes.
    """

    def __init__(self, most: int) -> None:
        self._most = max(1, most)
        self._current = self._most
        self._rate = 0.0
        self._trials: list[int] = []
        self._trial_rates: dict[int, float] = {}
        self._patience = _PATIENCE_SECONDS
        self._since = _PATIENCE_SECONDS

    @property
    def threads(self) -> int:
        """For the next batch."""
        return self._trials[0] if self._trials else self._current

    def observe(self, tokens: int, seconds: float) -> None:
        """A batch of ``tokens`` took ``seconds`` on :attr:`threads`."""
        if self._most == 1 or tokens < _FEW_TOKENS:
            return
        rate = tokens / max(seconds, 1e-9)
        if self._trials:
            self._trial_rates[self._trials.pop(0)] = rate
            if not self._trials:
                self._settle()
            return
        fell = bool(self._rate) and rate < _WORSE * self._rate
        self._rate = rate if not self._rate else self._rate + _SMOOTHING * (rate - self._rate)
        self._since += seconds
        if fell or self._since >= self._patience:
            if fell:
                self._patience = _PATIENCE_SECONDS
            self._begin(rate)

    def _begin(self, rate: float) -> None:
        """Try the neighbours, beside what the current number gives now."""
        self._trial_rates = {self._current: rate}
        around = (self._current // 2, min(self._current * 2, self._most))
        self._trials = [count for count in around if count >= 1 and count != self._current]

    def _settle(self) -> None:
        best = max(self._trial_rates, key=lambda count: self._trial_rates[count])
        changed = self._trial_rates[best] > _BETTER * self._trial_rates[self._current]
        if changed:
            self._current = best
        self._rate = self._trial_rates[self._current]
        if changed:
            # Look again at the next batch: the best may lie further in the same direction.
            self._patience = self._since = _PATIENCE_SECONDS
        else:
            self._since = 0.0
            self._patience = min(2 * self._patience, _LONGEST_PATIENCE)
