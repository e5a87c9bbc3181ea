"""What a whole document says about its candidates, beyond what a model saw in its window.

Scores are raised or lowered by where a value stands (preamble, signatures, page footers), by what is said
around it, and by what else the document says of it. The factors are constants, set on contracts of
development (``python -m benchmarks.quality extraction``); they are not fitted.
"""

from engine.extraction.priors.weighing import weigh

__all__ = ["weigh"]
