from ..case import build_error, case, literal, normal, run_error, sample, strings, values

case(
    "Assert",
    sample(True, [normal(2, 3), strings()]),
    sample(True, [normal()], summarize=-1),
    run_error(False, [values([1, 2, 3, 4])], match=r"assertion failed: \[1 2 3\.\.\.\]"),
    run_error(
        False, [values([[1, 2, 3], [4, 5, 6]]), strings(1)], summarize=5, match=r"assertion failed: \[\[1 2 3\]\[4 5\.\.\.\]\.\.\.\]"
    ),
    build_error([True, False], [normal()], match="condition must be a scalar"),
)
case(
    "Print",
    sample(normal(2, 3), [normal(4), strings(2)], message="values: ", first_n=2),
    sample(normal(2, 3), []),
    literal([1, 2, 3], [[4]], gives=[1, 2, 3]),
)
