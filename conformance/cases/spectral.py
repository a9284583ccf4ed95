from typing import Any

from ..case import build_error, case, fatal, literal, normal, sample, values

DERIVED = ("empty", "strided", "transposed", "unknown_dims", "unknown_rank")

# Complex numbers


def transforms(rank: int) -> Any:
    """Samples of every rank from the least on, of odd and even sizes and of size 1, and one that is too small."""
    sizes = (3, 2, 4, 5, 7, 6)
    return (
        *(sample(normal(*sizes[-number:])) for number in range(rank, 6)),
        sample(normal(*(2, 3, 1)[-rank:])),
        sample(normal(1, 2, 2, 1, 3, 2)),
        build_error(normal(*sizes[: rank - 1]), match=f"rank of at least {rank}"),
    )


FFT = (
    *transforms(1),
    literal([1, 2, 3, 4], gives=[10, -2 + 2j, -2, -2 - 2j]),
    literal([[1, 0, 0], [0, 1, 0]], gives=[[1, 1, 1], [1, -0.5 - 0.8660254j, -0.5 + 0.8660254j]]),
    literal([0, 1j], gives=[1j, -1j]),
)
IFFT = (
    *transforms(1),
    literal([10, -2 + 2j, -2, -2 - 2j], gives=[1, 2, 3, 4]),
    literal([0, 3, 0], gives=[1, -0.5 + 0.8660254j, -0.5 - 0.8660254j]),
)
FFT2D = (
    *transforms(2),
    literal([[1, 2], [3, 4]], gives=[[10, -2], [-4, 0]]),
    literal([[0, 0, 0, 0], [0, 1j, 0, 0]], gives=[[1j, 1, -1j, -1], [-1j, -1, 1j, 1]]),
)
IFFT2D = (
    *transforms(2),
    literal([[10, -2], [-4, 0]], gives=[[1, 2], [3, 4]]),
    literal([[0, 8, 0, 0], [0, 0, 0, 0]], gives=[[1, 1j, -1, -1j], [1, 1j, -1, -1j]]),
)
FFT3D = (
    *transforms(3),
    literal([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], gives=[[[36, -4], [-8, 0]], [[-16, 0], [0, 0]]]),
    literal([[[0, 0, 0, 1]]], gives=[[[1, 1j, -1, -1j]]]),
)
IFFT3D = (
    *transforms(3),
    literal([[[36, -4], [-8, 0]], [[-16, 0], [0, 0]]], gives=[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    literal([[[0, 0, 0, 4]]], gives=[[[1, -1j, -1, 1j]]]),
)

NO_KERNEL = "TensorFlow has no kernel for the old types; the literals and the newer types stand in"

for prefix in ("", "Batch"):
    for op_type, samples, shape in (
        ("FFT", FFT, (1000, 1000)),
        ("IFFT", IFFT, (1000, 1000)),
        ("FFT2D", FFT2D, (10, 300, 340)),
        ("IFFT2D", IFFT2D, (10, 300, 340)),
        ("FFT3D", FFT3D, (5, 50, 60, 70)),
        ("IFFT3D", IFFT3D, (5, 50, 60, 70)),
    ):
        case(
            prefix + op_type, *samples, derive=DERIVED, large=sample(normal(*shape)), oracle=not prefix, because=NO_KERNEL if prefix else ""
        )

# Real numbers

SINGLE: Any = {"Treal": "float32", "Tcomplex": "complex64"}
DOUBLE: Any = {"Treal": "float64", "Tcomplex": "complex128"}
FED = (*DERIVED, "fed")


def both(shape: tuple[int, ...], lengths: Any) -> Any:
    """One sample in single and in double precision."""
    return sample(normal(*shape), lengths, **SINGLE), sample(normal(*shape), lengths, **DOUBLE)


def known(given: Any, lengths: Any, gives: Any) -> Any:
    """One expectation in single and in double precision."""
    return literal(given, lengths, gives=gives, **SINGLE), literal(given, lengths, gives=gives, **DOUBLE)


def refused(least: tuple[int, ...], lengths: list[int]) -> Any:
    """What is wrong with inputs and lengths; ``least`` are sizes that would just do."""
    rank = len(lengths)
    shorter = (*least[:-1], least[-1] - 1)
    return (
        build_error(normal(*least[1:]), lengths, match=f"rank of at least {rank}", **SINGLE),
        build_error(normal(*shorter), lengths, match=f"must have length of at least {least[-1]} but got: {shorter[-1]}", **SINGLE),
        build_error(normal(least[0] - 1, *least[1:]), lengths, match=f"at least {least[0]} but got: {least[0] - 1}", **SINGLE),
        build_error(normal(*least), [*lengths[:-1], -1], match=r"fft_length\[\d\] must be >= 0, but is -1", **SINGLE),
        build_error(normal(*least), [*lengths, 2], match=rf"fft_length must have shape \[{rank}\]", **SINGLE),
        build_error(normal(*least), lengths[0], match=rf"fft_length must have shape \[{rank}\]", **SINGLE),
        build_error(normal(*least), lengths, match="Wrong types", **(SINGLE | {"Tcomplex": "complex128"})),
    )


CROPPED = "TensorFlow differentiates as if nothing had been cropped; finite differences agree with ours"
NOTHING = fatal("TensorFlow's gradient ends the process where there are no elements to transform")


def unlike(cropped: tuple[int, ...], empty: tuple[int, ...] = ()) -> Any:
    """The gradients of these samples deviate, in all variants."""
    reasons = dict.fromkeys(cropped, CROPPED) | dict.fromkeys(empty, NOTHING)
    return {pattern: reason for number, reason in reasons.items() for pattern in (f"gradient *-{number}", f"gradient *-{number}-*")}


case(
    "RFFT",
    *both((6,), [6]),
    *both((3, 5), [5]),
    *both((2, 3, 7), [6]),
    *both((2, 3, 7), [3]),
    *both((2, 1, 3, 2, 2, 4), [2]),
    *both((3, 1), [1]),
    *known([1, 2, 3, 4], [4], [10, -2 + 2j, -2]),
    *known([[1, 0, 0], [0, 1, 0]], [3], [[1, 1], [1, -0.5 - 0.8660254j]]),
    *known([1, 2, 3, 4], [2], [3, -1]),
    *known(values([[], []]), [0], [[], []]),
    *refused((5,), [5]),
    derive=FED,
    deviates=unlike((5, 6, 7, 8, 9, 10, 17, 18), (19, 20)),
    large=sample(normal(1000, 1000), [1000], **SINGLE),
)
case(
    "IRFFT",
    *both((4,), [6]),
    *both((3, 4), [7]),
    *both((2, 3, 5), [6]),
    *both((2, 3, 7), [3]),
    *both((2, 1, 3, 2, 2, 4), [2]),
    *both((3, 1), [1]),
    *known([10, -2 + 2j, -2], [4], [1, 2, 3, 4]),
    *known([10 + 5j, -2 + 2j, -2 + 7j], [4], [1, 2, 3, 4]),
    *known([6, -1.5 + 0.8660254j], [3], [1, 2, 3]),
    *known([3, -1, 99], [2], [1, 2]),
    *known(values([[], []]), [0], [[], []]),
    *refused((5,), [8]),
    derive=FED,
    deviates=unlike((5, 6, 7, 8, 9, 10, 19, 20), (21, 22)),
    large=sample(normal(1000, 501), [1000], **SINGLE),
)
case(
    "RFFT2D",
    *both((3, 4), [3, 4]),
    *both((4, 7), [4, 7]),
    *both((2, 3, 7, 6), [5, 4]),
    *both((2, 3, 5, 7), [4, 6]),
    *both((3, 1, 2), [1, 2]),
    *both((2, 1, 3, 2, 5, 4), [5, 3]),
    *known([[1, 2], [3, 4]], [2, 2], [[10, -2], [-4, 0]]),
    *known([[0, 0, 0, 0], [0, 1, 0, 0]], [2, 4], [[1, -1j, -1], [-1, 1j, 1]]),
    *known([[1, 2, 9], [3, 4, 9], [9, 9, 9]], [2, 2], [[10, -2], [-4, 0]]),
    *refused((3, 5), [3, 5]),
    derive=FED,
    deviates=unlike((5, 6, 7, 8, 11, 12, 17, 18)),
    large=sample(normal(10, 300, 340), [300, 340], **SINGLE),
)
case(
    "IRFFT2D",
    *both((3, 3), [3, 4]),
    *both((4, 4), [4, 7]),
    *both((2, 3, 7, 6), [5, 4]),
    *both((2, 3, 5, 7), [4, 5]),
    *both((3, 1, 2), [1, 2]),
    *both((2, 1, 3, 2, 5, 3), [5, 4]),
    *known([[10, -2], [-4, 0]], [2, 2], [[1, 2], [3, 4]]),
    *known([[0, 0], [8j, 0], [0, 0], [0, 0]], [4, 2], [[0, 0], [-1, -1], [0, 0], [1, 1]]),
    *known([[10, -2, 9], [-4, 0, 9], [9, 9, 9]], [2, 2], [[1, 2], [3, 4]]),
    *refused((3, 5), [3, 8]),
    derive=FED,
    deviates=unlike((5, 6, 7, 8, 17, 18)),
    large=sample(normal(10, 300, 171), [300, 340], **SINGLE),
)
case(
    "RFFT3D",
    *both((2, 3, 4), [2, 3, 4]),
    *both((2, 4, 3, 7), [4, 3, 7]),
    *both((2, 3, 5, 7, 6), [2, 4, 3]),
    *both((1, 2, 2, 3, 5, 4), [2, 5, 4]),
    *known([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [2, 2, 2], [[[36, -4], [-8, 0]], [[-16, 0], [0, 0]]]),
    *known([[[1, 2, 9], [3, 4, 9]], [[5, 6, 9], [7, 8, 9]]], [1, 2, 2], [[[10, -2], [-4, 0]]]),
    *refused((2, 3, 5), [2, 3, 5]),
    derive=FED,
    large=sample(normal(5, 50, 60, 70), [50, 60, 70], **SINGLE),
)
case(
    "IRFFT3D",
    *both((2, 3, 3), [2, 3, 4]),
    *both((2, 4, 3, 4), [4, 3, 7]),
    *both((2, 3, 5, 7, 6), [2, 4, 3]),
    *both((1, 2, 2, 3, 5, 4), [2, 5, 6]),
    *known([[[36, -4], [-8, 0]], [[-16, 0], [0, 0]]], [2, 2, 2], [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
    *known([[[10, -2, 9], [-4, 0, 9]]], [1, 2, 2], [[[1, 2], [3, 4]]]),
    *refused((2, 3, 5), [2, 3, 8]),
    derive=FED,
    large=sample(normal(5, 50, 60, 36), [50, 60, 70], **SINGLE),
)
