"""Fingerprints have no gradients."""

from ..ops.array_fingerprint import fingerprint
from .registry import not_differentiable

not_differentiable(fingerprint)
