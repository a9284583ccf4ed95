from ..case import Sample, build_error, case, integers, literal, normal, sample, values

METHOD = "farmhash64"


def byte_rows(length: int) -> Sample:
    return sample(integers(3, length, high=256, dtype="uint8"), METHOD)


case(
    "Fingerprint",
    sample(normal(2, 3), METHOD),
    sample(normal(3, 2, 5, 4), METHOD),
    sample(normal(5), METHOD),
    *[byte_rows(length) for length in (1, 2, 3, 4, 7, 8, 9, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 300)],
    literal(["a", "bcd"], METHOD, gives=[[227, 117, 223, 182, 101, 66, 69, 179], [240, 104, 216, 35, 146, 188, 98, 198]]),
    literal([["a"]], METHOD, gives=[[227, 117, 223, 182, 101, 66, 69, 179]]),
    literal([["a", "bcd"], ["x", ""]], METHOD, gives=[[73, 173, 203, 19, 194, 203, 16, 226], [148, 230, 180, 30, 126, 89, 65, 150]]),
    literal(values([[]], dtype="float32"), METHOD, gives=[[79, 64, 144, 47, 59, 106, 225, 154]]),
    build_error(normal(), METHOD, match="at least one dimension"),
    build_error(normal(2), "md5", match="no fingerprint method"),
    build_error(normal(2), [METHOD], match="must be a scalar"),
    large=sample(normal(10000, 100), METHOD),
)
