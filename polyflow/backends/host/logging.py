"""Looking at values while a graph runs."""

import ml_dtypes
import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel


@kernel("Assert")
def assert_(context, condition, data, *, summarize):
    if not condition:
        raise InvalidArgumentError.of("assertion failed: " + " ".join(f"[{summary(array, summarize)}]" for array in data))


@kernel("Print")
def print_(context, input, data, *, message, first_n, summarize):
    printed = context.state.get("printed", 0)
    if first_n < 0 or printed < first_n:
        context.state["printed"] = printed + 1
        context.write(message + "".join(f"[{summary(array, summarize)}]" for array in data))
    return input


def summary(array, limit):
    """The first ``limit`` elements (all if negative) as text, rows of arrays in brackets, "..." where something is left out."""
    array = np.asarray(array, dtype=object if isinstance(array, bytes) else None)
    if array.size == 0:
        return ""
    limit = array.size if limit < 0 else limit
    return elements(array, limit) + "..." * (array.size > limit)


def elements(array, limit):
    if array.ndim == 0:
        return element(array[()]) if limit else ""
    if array.ndim == 1:
        return " ".join(element(item) for item in array[:limit])
    return "".join(f"[{row(part, limit - i * part.size)}]" for i, part in enumerate(array) if i * part.size < limit)


def row(array, limit):
    """A part of a larger array: if it is a row that is not printed to its end, it says so."""
    return elements(array, limit) + "..." * (array.ndim == 1 and limit < array.size)


def element(item):
    if isinstance(item, bytes):
        return escaped(item)
    if isinstance(item, np.floating | ml_dtypes.bfloat16):
        return shortest(item)
    return str(item if isinstance(item, np.complexfloating) else int(item))


def shortest(item):
    """As few digits as are needed, but no fewer than the type always keeps."""
    kind, few, many = (np.float64, 15, 17) if item.dtype == np.float64 else (np.float32, 6, 9)
    text = f"{float(item):.{few}g}"
    return text if kind(text) == kind(item) or np.isnan(item) else f"{float(item):.{many}g}"


def escaped(text):
    """Bytes as C writes them in a string literal."""
    return "".join(ESCAPES.get(byte) or (chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}") for byte in text)


ESCAPES = {ord(char): "\\" + letter for char, letter in zip("\n\r\t\"'\\", "nrt\"'\\", strict=True)}
