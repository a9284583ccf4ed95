"""Text: object arrays of bytes."""

import functools
import re

import numpy as np

from ...framework.errors import InvalidArgumentError
from . import kernel


@kernel("StringJoin")
def string_join(inputs, *, separator):
    """Element by element; scalars are joined to every element of the others."""
    shapes = {np.shape(array) for array in inputs} - {()}
    if len(shapes) > 1:
        raise InvalidArgumentError.of(f"Input shapes do not match: {' and '.join(map(str, sorted(shapes)))}")
    between = separator.encode(errors="surrogateescape")
    result = np.empty(shapes.pop() if shapes else (), dtype=object)
    result[...] = functools.reduce(lambda left, right: left + between + right, map(as_objects, inputs)) if inputs else b""
    return result


def as_objects(array):
    return np.asarray(array, dtype=object)


SPACE, DIGITS = rb"[ \t\n\v\f\r]*", rb"[+-]?[0-9]+"
WHOLE = re.compile(SPACE + DIGITS + SPACE)
FRACTION = re.compile(SPACE + rb"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?" + SPACE, re.IGNORECASE)
HEXADECIMAL = re.compile(SPACE + rb"[+-]?0x([0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(p[+-]?[0-9]+)?" + SPACE, re.IGNORECASE)
WORD = re.compile(SPACE + rb"[+-]?(inf(inity)?|nan)" + SPACE, re.IGNORECASE)


@kernel("StringToNumber")
def string_to_number(string_tensor, *, out_type):
    texts, read = as_objects(string_tensor), whole if out_type.kind in "iu" else fraction
    return np.array([read(text, out_type) for text in texts.flat], dtype=out_type).reshape(texts.shape)


def whole(text, dtype):
    limits = np.iinfo(dtype)
    if WHOLE.fullmatch(text) and limits.min <= int(text) <= limits.max:
        return int(text)
    raise not_a_number(text)


def fraction(text, dtype):
    if FRACTION.fullmatch(text) or WORD.fullmatch(text):
        return float(text)
    if HEXADECIMAL.fullmatch(text):
        return float.fromhex(text.decode())
    raise not_a_number(text)


def not_a_number(text):
    return InvalidArgumentError.of(f"StringToNumberOp could not correctly convert string: {text.decode(errors='replace')}")
