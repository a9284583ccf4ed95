from typing import Any

import numpy as np

from ..case import build_error, case, integers, literal, normal, sample, values

LOW, HIGH = -(2**63), 2**63 - 1
UNFIT = build_error(normal(2, 3), normal(2, 4), match="do not broadcast")
PAIRS = [sample(normal(*x), normal(*y)) for x, y in [((2, 3), (2, 3)), ((2, 1, 3), (4, 1)), ((), (2, 3))]]
AMOUNTS = [sample(normal(*x), integers(*y, high=9)) for x, y in [((2, 3), (2, 3)), ((2, 1, 3), (4, 1)), ((), (2, 3))]]


def uint64(*numbers: int) -> Any:
    """Numbers that lists of Python numbers would make floats of."""
    return np.array(numbers, np.uint64)


MILLION = normal(1000, 1000, dtype="int32")

case(
    "BitwiseAnd", *PAIRS, UNFIT,
    literal([12, 5], [10, 3], gives=[8, 1]),
    literal([-4, -1], [6, 77], gives=[4, 77]),
    literal(uint64(2**64 - 1), uint64(2**63 + 1), gives=uint64(2**63 + 1)),
    large=sample(MILLION, MILLION),
)  # fmt: skip
case(
    "BitwiseOr", *PAIRS, UNFIT,
    literal([12, 5], [10, 3], gives=[14, 7]),
    literal([-4, 0], [1, -128], gives=[-3, -128]),
    literal(uint64(2**63), uint64(1), gives=uint64(2**63 + 1)),
    large=sample(MILLION, MILLION),
)  # fmt: skip
case(
    "BitwiseXor", *PAIRS, UNFIT,
    literal([12, 5], [10, 3], gives=[6, 6]),
    literal([-4, -1], [-1, 7], gives=[3, -8]),
    literal(uint64(2**64 - 1), uint64(1), gives=uint64(2**64 - 2)),
    large=sample(MILLION, MILLION),
)  # fmt: skip
case(
    "Invert",
    sample(normal(2, 3)),
    literal([0, 1, -128], gives=[-1, -2, 127]),
    literal(values([0, 1, 255], "uint8"), gives=[255, 254, 0]),
    literal(values([0, 2**16 - 2], "uint16"), gives=[2**16 - 1, 1]),
    literal(values([0, 2**32 - 2], "uint32"), gives=[2**32 - 1, 1]),
    literal(uint64(0, 2**63), gives=uint64(2**64 - 1, 2**63 - 1)),
    large=sample(MILLION),
)
case(
    "LeftShift", *AMOUNTS, UNFIT,
    literal([3, 5, 1], [0, 1, 6], gives=[3, 10, 64]),
    literal(values([3, 3, -7, 127], "int8"), values([7, 100, 1, -1], "int8"), gives=[-128, -128, -14, 127]),
    literal(values([3, 2**16 - 1], "uint16"), values([16, 15], "uint16"), gives=[2**15, 2**15]),
    literal(values([3, 2**32 - 1], "uint32"), values([2**31, 31], "uint32"), gives=[2**31, 2**31]),
    literal(values([3, HIGH, 9], "int64"), values([64, 1, LOW], "int64"), gives=[LOW, -2, 9]),
    literal(uint64(3, 9, 2**64 - 1), uint64(2**64 - 1, 0, 1), gives=uint64(2**63, 9, 2**64 - 2)),
    large=sample(MILLION, integers(1000, 1000, high=9, dtype="int32")),
)  # fmt: skip
case(
    "RightShift", *AMOUNTS, UNFIT,
    literal([12, 5, 64], [0, 1, 6], gives=[12, 2, 1]),
    literal(values([-7, -7, 7, 7], "int8"), values([1, 100, -1, 100], "int8"), gives=[-4, -1, 7, 0]),
    literal(values([255, 128], "uint8"), values([1, 200], "uint8"), gives=[127, 1]),
    literal(values([2**16 - 1, 2**15], "uint16"), values([1, 99], "uint16"), gives=[2**15 - 1, 1]),
    literal(values([2**32 - 1, 2**31], "uint32"), values([1, 2**32 - 1], "uint32"), gives=[2**31 - 1, 1]),
    literal(values([LOW, LOW, HIGH], "int64"), values([63, -5, 62], "int64"), gives=[-1, LOW, 1]),
    literal(uint64(2**64 - 1, 2**64 - 1, 2**63), uint64(0, 1, 2**63), gives=uint64(2**64 - 1, 2**63 - 1, 1)),
    large=sample(MILLION, integers(1000, 1000, high=9, dtype="int32")),
)  # fmt: skip
case(
    "PopulationCount",
    sample(normal(2, 3)),
    literal([0, 1, 7, 127], gives=[0, 1, 3, 7]),
    literal(values([-1, -128], "int8"), gives=[8, 1]),
    literal(values([255, 128], "uint8"), gives=[8, 1]),
    literal(values([-1, 2**15 - 1], "int16"), gives=[16, 15]),
    literal(values([2**16 - 1], "uint16"), gives=[16]),
    literal(values([-1, 2**31 - 1], "int32"), gives=[32, 31]),
    literal(values([2**32 - 1], "uint32"), gives=[32]),
    literal(values([-1, LOW, HIGH], "int64"), gives=[64, 1, 63]),
    literal(uint64(2**64 - 1), gives=[64]),
    large=sample(MILLION),
)
