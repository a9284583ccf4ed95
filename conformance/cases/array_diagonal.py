from typing import Any

from ..case import build_error, case, literal, normal, run_error, sample

# Of whole tensors

case(
    "Diag",
    sample(normal(3)),
    sample(normal(2, 3)),
    literal([1, 2], gives=[[1, 0], [0, 2]]),
    build_error(normal(), match="at least one dimension"),
    large=sample(normal(1000)),
)
case(
    "DiagPart",
    sample(normal(3, 3)),
    sample(normal(2, 3, 2, 3)),
    literal([[1, 2], [3, 4]], gives=[1, 4]),
    build_error(normal(2, 3), match="not compatible"),
    build_error(normal(2, 3, 2), match="even number of dimensions"),
    large=sample(normal(1000, 1000)),
)

# Of batches of matrices: each op under its two names


def both(name: str, *samples: Any, large: Any, **options: Any) -> None:
    case(name, *samples, large=large, **options)
    case(f"Batch{name}", *samples, large=large, **options)


both(
    "MatrixDiag",
    sample(normal(3)),
    sample(normal(2, 3)),
    sample(normal(2, 4, 1, 5, 3)),
    literal([1, 2], gives=[[1, 0], [0, 2]]),
    literal(["a", "b"], gives=[["a", ""], ["", "b"]]),
    build_error(normal(), match="at least one dimension"),
    large=sample(normal(10, 300)),
)
both(
    "MatrixDiagPart",
    sample(normal(2, 3, 3)),
    sample(normal(2, 3, 5)),
    sample(normal(5, 3)),
    sample(normal(2, 4, 1, 6, 5, 3)),
    literal([[1, 2, 3], [4, 5, 6]], gives=[1, 5]),
    build_error(normal(3), match="at least two dimensions"),
    large=sample(normal(10, 300, 300)),
)
both(
    "MatrixSetDiag",
    sample(normal(3, 3), normal(3)),
    sample(normal(2, 3, 5), normal(2, 3)),
    sample(normal(2, 4, 5, 3), normal(2, 4, 3)),
    literal([[1, 2, 3], [4, 5, 6]], [7, 8], gives=[[7, 2, 3], [4, 8, 6]]),
    literal([["a", "b"]], ["c"], gives=[["c", "b"]]),
    build_error(normal(3), normal(3), match="at least two dimensions"),
    build_error(normal(3, 4), normal(4), match="diagonal must have shape"),
    build_error(normal(2, 3, 3), normal(3), match="diagonal must have shape"),
    large=sample(normal(10, 300, 300), normal(10, 300)),
)
both(
    "MatrixBandPart",
    sample(normal(2, 3, 5), 1, 2),
    sample(normal(2, 3, 5), -1, 0),
    sample(normal(5, 3), 0, -1),
    sample(normal(2, 3), -1, -1),
    literal([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 1, 0, gives=[[1, 0, 0], [4, 5, 0], [0, 8, 9]]),
    run_error(normal(2, 3), 3, 0, match="must be at most the numbers of rows 2 and columns 3"),
    build_error(normal(3), 1, 1, match="at least two dimensions"),
    build_error(normal(3, 3), [1], 1, match="num_lower must be a scalar"),
    large=sample(normal(10, 300, 300), 5, 7),
)
