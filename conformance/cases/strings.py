from ..case import build_error, case, literal, sample, strings

case(
    "StringJoin",
    sample([strings(2, 3), strings(2, 3), strings()], separator="-"),
    sample([strings(2, 3)]),
    literal([["a", "b"], "c"], separator=" + ", gives=["a + c", "b + c"]),
    literal(["a", "", "c"], gives="ac"),
    build_error([strings(2, 3), strings(3, 2)], match="not compatible"),
)
