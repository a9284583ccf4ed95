import numpy as np

from ..case import Literal, build_error, case, literal, run_error, sample, strings

case(
    "StringJoin",
    sample([strings(2, 3), strings(2, 3), strings()], separator="-"),
    sample([strings(2, 3)]),
    literal([["a", "b"], "c"], separator=" + ", gives=["a + c", "b + c"]),
    literal(["a", "", "c"], gives="ac"),
    build_error([strings(2, 3), strings(3, 2)], match="not compatible"),
)

FRACTIONS = ("float32", "float64")
WHOLES = ("int32", "int64", "uint32", "uint64")


def read(*texts: str, gives: list[float], out_type: str) -> Literal:
    """Texts and their numbers in a type."""
    return literal(list(texts), gives=gives, out_type=out_type)


case(
    "StringToNumber",
    *(read("1.5", " 2 ", "\t-.5e1\n", "+5.", gives=[1.5, 2.0, -5.0, 5.0], out_type=dtype) for dtype in FRACTIONS),
    *(
        read("0x10", "-0x1p3", "inf", "-Infinity", "NaN", gives=[16.0, -8.0, np.inf, -np.inf, np.nan], out_type=dtype)
        for dtype in FRACTIONS
    ),
    *(read("12", " 00012\n", "+5", gives=[12, 12, 5], out_type=dtype) for dtype in WHOLES),
    read("1e40", gives=[np.inf], out_type="float32"),
    read("-2147483648", gives=[-(2**31)], out_type="int32"),
    *(
        run_error(["1", text], out_type="float32", match="could not correctly convert string")
        for text in ("", "1_0", "1e", "1 2", "1f", ".", "0b1")
    ),
    *(run_error([text], out_type="int32", match="could not correctly convert string") for text in ("1.0", "0x10", "2147483648", "1_0")),
    run_error(["-1"], out_type="uint32", match="could not correctly convert string"),
)
