"""Grounded decoding: a generative model may only write what stands in the text it reads.

:mod:`vocabulary` knows the bytes of every token, :mod:`paths` which tokens spell a stretch of the text
from where, and :mod:`answer` the whole grammar of an answer. No model and no torch here: numbers in,
tokens out, so that every rule can be tested alone.
"""
