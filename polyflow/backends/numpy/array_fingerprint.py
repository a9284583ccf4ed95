"""Fingerprints of rows."""

import math

import numpy as np

from ...framework.errors import InvalidArgumentError
from ...framework.farmhash import WORD, Strings, fingerprint64
from . import kernel
from .arrays import as_array

UNSIGNED = {1: "<u1", 4: "<u4", 8: "<u8"}


@kernel("Fingerprint")
def fingerprint(data, method):
    data = as_array(data)
    if method != b"farmhash64":
        raise InvalidArgumentError.of(f"there is no fingerprint method {method}")
    if not data.ndim:
        raise InvalidArgumentError.of("data must have at least one dimension")
    count = math.prod(data.shape[1:])
    if not data.dtype.hasobject:
        return of_bytes(np.ascontiguousarray(data).reshape(len(data), count).view(np.uint8))
    each = of_texts(data.ravel())
    return each if count == 1 else of_bytes(each.reshape(len(data), 8 * count))


def of_texts(texts):
    """The fingerprints of byte strings, all those of one length at once."""
    lengths = np.array([len(text) for text in texts], np.int64)
    result = np.zeros((len(texts), 8), np.uint8)
    for length in np.unique(lengths).tolist():
        chosen = np.flatnonzero(lengths == length)
        joined = np.frombuffer(b"".join(texts[chosen].tolist()), np.uint8)
        result[chosen] = of_bytes(joined.reshape(len(chosen), length))
    return result


def of_bytes(rows):
    """The fingerprints of the rows of a matrix of bytes."""

    whole = np.ascontiguousarray(rows[:, : rows.shape[1] // 8 * 8]).view("<u8").T.astype(np.uint64, order="C")

    def fetch(position, count):
        if not count:
            return np.zeros(len(rows), np.uint64)
        if count == 8 and position % 8 == 0:
            return whole[position // 8]
        return np.ascontiguousarray(rows[:, position : position + count]).view(UNSIGNED[count])[:, 0].astype(np.uint64)

    strings = Strings(rows.shape[1], fetch, lambda value: np.uint64(value & WORD), lambda words, count: words >> np.uint64(count))
    return fingerprint64(strings).astype("<u8").reshape(-1, 1).view(np.uint8)
