"""Small data sets for the demo and the examples: bundled handwritten digits, and a reader of MNIST's idx files."""

from .digits import load_digits
from .mnist import load_idx, load_mnist

__all__ = ["load_digits", "load_idx", "load_mnist"]
