from ..case import build_error, case, literal, normal, sample, values

PARTS = (sample(normal(2, 3, dtype="complex64")), sample(normal(2, 3, dtype="complex128"), Tout="float64"))
MILLION = normal(1000, 1000, dtype="complex64")

case("Real", *PARTS, literal([1 + 2j, -3j], gives=[1.0, 0.0]), large=sample(MILLION))
case("Imag", *PARTS, literal([1 + 2j, -3j], gives=[2.0, -3.0]), large=sample(MILLION))
case("Angle", *PARTS, literal(values([1j, 1, -1 - 1j], "complex64"), gives=[1.5707964, 0, -2.3561945]), large=sample(MILLION))
case("ComplexAbs", *PARTS, literal(values([3 + 4j, -5 + 12j], "complex64"), gives=[5.0, 13.0]), large=sample(MILLION))
case("Conj", sample(normal(2, 3)), literal([1 + 2j, -3j], gives=[1 - 2j, 3j]), large=sample(MILLION))
case(
    "Complex",
    sample(normal(2, 3, dtype="float32"), normal(2, 3, dtype="float32")),
    sample(normal(2, 3, dtype="float64"), normal(3, dtype="float64"), Tout="complex128"),
    sample(normal(2, 1, 3, dtype="float32"), normal(4, 1, dtype="float32")),
    sample(normal(dtype="float32"), normal(2, 3, dtype="float32")),
    literal(values([1, -2], "float32"), values([3, 0], "float32"), gives=[1 + 3j, -2]),
    build_error(normal(2, 3), normal(2, 4), match="do not broadcast"),
    large=sample(normal(1000, 1000, dtype="float32"), normal(1000, 1000, dtype="float32")),
)
