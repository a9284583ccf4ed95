"""FarmHash's 64-bit fingerprint of many byte strings of one length at once, on any arrays of 64-bit integers that wrap around.

Source: Pike and Alakuijala, FarmHash (2014), https://github.com/google/farmhash, namespace farmhashna. Names are those of the original:
w, x, y, z, v and u are 64-bit states, mul a multiplier that depends on the length.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

K0, K1, K2 = 0xC3A5C85C97CB3127, 0xB492B66FBE98F273, 0x9AE16A3B2F90404F
SEED = 81
WORD = (1 << 64) - 1


class Strings(NamedTuple):
    """Byte strings of one length, and the arithmetic on their words.

    Attributes:
        length: of each string in bytes.
        fetch: the number in so many bytes from a position on, the lowest first, of every string.
        number: a Python number modulo 2^64 in the form that the words can be combined with.
        right: words shifted to the right, zeros coming in.
    """

    length: int
    fetch: Callable[[int, int], Any]
    number: Callable[[int], Any]
    right: Callable[[Any, int], Any]

    def word(self, position: int) -> Any:
        """Eight bytes; a negative position counts from the end."""
        return self.fetch(position % self.length, 8)

    def times(self, words: Any, factor: int) -> Any:
        return words * self.number(factor)

    def plus(self, words: Any, term: int) -> Any:
        return words + self.number(term)

    def rotate(self, words: Any, count: int) -> Any:
        return self.right(words, count) | words << 64 - count

    def mix(self, words: Any) -> Any:
        return words ^ self.right(words, 47)

    def join(self, u: Any, v: Any, mul: Any) -> Any:
        """Two words made one: HashLen16."""
        a = self.mix((u ^ v) * mul)
        return self.mix((v ^ a) * mul) * mul


def fingerprint64(s: Strings) -> Any:
    """The fingerprint of each string."""
    if s.length <= 16:
        return _up_to_16(s)
    return _up_to_32(s) if s.length <= 32 else _up_to_64(s) if s.length <= 64 else _longer(s)


def _up_to_16(s: Strings) -> Any:
    mul = s.number(K2 + 2 * s.length)
    if s.length >= 8:
        a, b = s.plus(s.word(0), K2), s.word(-8)
        return s.join(s.rotate(b, 37) * mul + a, (s.rotate(a, 25) + b) * mul, mul)
    if s.length >= 4:
        return s.join(s.plus(s.fetch(0, 4) << 3, s.length), s.fetch(s.length - 4, 4), mul)
    if not s.length:
        return s.plus(s.fetch(0, 0), K2)
    y = s.fetch(0, 1) + (s.fetch(s.length >> 1, 1) << 8)
    z = s.plus(s.fetch(s.length - 1, 1) << 2, s.length)
    return s.times(s.mix(s.times(y, K2) ^ s.times(z, K0)), K2)


def _ends(s: Strings) -> tuple[Any, Any, Any, Any]:
    """What strings of 17 to 64 bytes start with: a and b of the first 16 bytes, and two mixtures of them with the last 16."""
    a, b = s.times(s.word(0), K1 if s.length <= 32 else K2), s.word(8)
    c, d = s.word(-8) * s.number(K2 + 2 * s.length), s.times(s.word(-16), K2)
    return a, b, s.rotate(a + b, 43) + s.rotate(c, 30) + d, a + s.rotate(s.plus(b, K2), 18) + c


def _up_to_32(s: Strings) -> Any:
    _, _, y, z = _ends(s)
    return s.join(y, z, s.number(K2 + 2 * s.length))


def _up_to_64(s: Strings) -> Any:
    mul = s.number(K2 + 2 * s.length)
    a, _, y, z = _ends(s)
    e, f = s.word(16) * mul, s.word(24)
    g, h = (y + s.word(-32)) * mul, (s.join(y, z, mul) + s.word(-24)) * mul
    return s.join(s.rotate(e + f, 43) + s.rotate(g, 30) + h, e + s.rotate(f + a, 18) + g, mul)


def _longer(s: Strings) -> Any:
    """A state of seven words goes through the string in steps of 64 bytes; the last step takes the last 64 bytes."""
    zero, y = s.fetch(0, 0), SEED * K1 + 113
    z = _mixed(y * K2 + 113) * K2
    v = w = (zero, zero)
    x, y, z = s.plus(s.word(0), SEED * K2), s.plus(zero, y), s.plus(zero, z)
    for start in range(0, (s.length - 1) // 64 * 64, 64):
        x, y, z, v, w = _step(s, start, x, y, z, v, w, s.number(K1), 1)
    mul = s.number(K1) + ((z & 0xFF) << 1)
    rest = (s.length - 1) % 64
    w = (s.plus(w[0], rest), w[1])
    v = (v[0] + w[0], v[1])
    w = (w[0] + v[0], w[1])
    x, y, z, v, w = _step(s, s.length - 64, x, y, z, v, w, mul, 9)
    return s.join(s.join(v[0], w[0], mul) + s.times(s.mix(y), K0) + z, s.join(v[1], w[1], mul) + x, mul)


def _step(s: Strings, start: int, x: Any, y: Any, z: Any, v: Any, w: Any, mul: Any, nine: int) -> tuple[Any, Any, Any, Any, Any]:
    x = s.rotate(x + y + v[0] + s.word(start + 8), 37) * mul
    y = s.rotate(y + v[1] + s.word(start + 48), 42) * mul
    x = x ^ w[1] * nine
    y = y + v[0] * nine + s.word(start + 40)
    z = s.rotate(z + w[0], 33) * mul
    v = _weak(s, start, v[1] * mul, x + w[0])
    w = _weak(s, start + 32, z + w[1], y + s.word(start + 16))
    return z, y, x, v, w


def _weak(s: Strings, start: int, a: Any, b: Any) -> tuple[Any, Any]:
    """Four words of the string mixed with two of the state."""
    first, x, y, last = (s.word(start + place) for place in (0, 8, 16, 24))
    a = a + first
    b = s.rotate(b + a + last, 21)
    c = a
    a = a + x + y
    return a + last, b + s.rotate(a, 44) + c


def _mixed(value: int) -> int:
    value &= WORD
    return value ^ value >> 47
