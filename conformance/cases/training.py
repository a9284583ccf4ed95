from functools import partial

from ..case import build_error, case, literal, normal, positive, run_error, sample, values

FLOATS = ("float16", "bfloat16", "float32", "float64")
update = partial(case, dtypes=FLOATS, gradient=False)
update_rows = partial(update, derive=("strided", "transposed", "unknown_dims", "unknown_rank", "fed", "types"))
"""Not emptied: TensorFlow refuses rows of no elements in some of these ops and takes them in others."""

ROWS = values([3, 1])
SOME = normal(2, 3)

case(
    "ApplyGradientDescent",
    sample(normal(2, 3), 0.5, normal(2, 3)),
    literal([1.0, 2.0], 0.5, [2.0, 4.0], gives=[0.0, 0.0]),
    build_error(normal(2, 3), [0.5], normal(2, 3), match="alpha must be a scalar"),
    build_error(normal(2, 3), 0.5, normal(3, 2), match="not compatible"),
    dtypes=(*FLOATS, "complex64", "complex128"),
    gradient=False,
)
update(
    "ApplyMomentum",
    sample(normal(2, 3), normal(2, 3), 0.5, normal(2, 3), 0.75),
    sample(normal(2, 3), normal(2, 3), 0.5, normal(2, 3), 0.75, use_nesterov=True),
    literal([1.0], [2.0], 0.5, [4.0], 0.5, gives=[-1.5]),
    literal([1.0], [2.0], 0.5, [4.0], 0.5, use_nesterov=True, gives=[-2.25]),
)
update_rows(
    "SparseApplyMomentum",
    sample(normal(4, 3), normal(4, 3), 0.5, SOME, ROWS, 0.75),
    sample(normal(4, 3), normal(4, 3), 0.5, SOME, ROWS, 0.75, use_nesterov=True),
    run_error(normal(4, 3), normal(4, 3), 0.5, SOME, values([3, 4]), 0.75, match=r"indices\[1\] = 4 is not in \[0, 4\)"),
    build_error(normal(4, 3), normal(4, 3), 0.5, normal(2, 2), ROWS, 0.75, match="one row of var per index"),
)
update(
    "ApplyAdagrad",
    sample(normal(2, 3), positive(2, 3), 0.5, normal(2, 3)),
    sample(normal(2, 3), positive(2, 3), 0.5, normal(2, 3), update_slots=False),
    literal([1.0], [9.0], 0.5, [4.0], gives=[0.6]),
)
update_rows(
    "SparseApplyAdagrad",
    sample(normal(4, 3), positive(4, 3), 0.5, SOME, ROWS),
    sample(normal(4, 3), positive(4, 3), 0.5, SOME, ROWS, update_slots=False),
)
update(
    "ApplyAdagradV2", sample(normal(2, 3), positive(2, 3), 0.5, 0.25, normal(2, 3)), literal([1.0], [9.0], 0.5, 1.0, [4.0], gives=[2 / 3])
)
update(
    "ApplyAdam",
    sample(normal(2, 3), normal(2, 3), positive(2, 3), 0.5, 0.75, 0.125, 0.5, 0.75, 0.25, normal(2, 3)),
    sample(normal(2, 3), normal(2, 3), positive(2, 3), 0.5, 0.75, 0.125, 0.5, 0.75, 0.25, normal(2, 3), use_nesterov=True),
    literal([1.0], [0.0], [0.0], 0.5, 0.75, 1.0, 0.5, 0.75, 1.0, [2.0], gives=[0.5]),
)
update("ApplyAdaMax", sample(normal(2, 3), normal(2, 3), positive(2, 3), 0.5, 0.125, 0.5, 0.75, 0.25, normal(2, 3)))
update("ApplyRMSProp", sample(normal(2, 3), positive(2, 3), normal(2, 3), 0.5, 0.75, 0.5, 0.25, normal(2, 3)))
update_rows("SparseApplyRMSProp", sample(normal(4, 3), positive(4, 3), normal(4, 3), 0.5, 0.75, 0.5, 0.25, SOME, ROWS))
update(
    "ApplyCenteredRMSProp",
    sample(normal(2, 3), values([[0.25] * 3] * 2), positive(2, 3), normal(2, 3), 0.5, 0.75, 0.5, 0.25, normal(2, 3)),
)
update_rows(
    "SparseApplyCenteredRMSProp",
    sample(normal(4, 3), values([[0.25] * 3] * 4), positive(4, 3), normal(4, 3), 0.5, 0.75, 0.5, 0.25, SOME, ROWS),
)
update("ApplyAdadelta", sample(normal(2, 3), positive(2, 3), positive(2, 3), 0.5, 0.75, 0.25, normal(2, 3)))
update_rows("SparseApplyAdadelta", sample(normal(4, 3), positive(4, 3), positive(4, 3), 0.5, 0.75, 0.25, SOME, ROWS))
update(
    "ApplyFtrl",
    sample(normal(2, 3), positive(2, 3), normal(2, 3), normal(2, 3), 0.5, 0.125, 0.25, -0.5),
    sample(normal(2, 3), positive(2, 3), normal(2, 3), normal(2, 3), 0.5, 0.125, 0.25, -0.5, multiply_linear_by_lr=True),
    literal([1.0], [9.0], [0.0], [4.0], 1.0, 1.0, 0.5, -0.5, gives=[-1 / 6]),
)
update_rows("SparseApplyFtrl", sample(normal(4, 3), positive(4, 3), normal(4, 3), SOME, ROWS, 0.5, 0.125, 0.25, -0.5))
update(
    "ApplyFtrlV2",
    sample(normal(2, 3), positive(2, 3), normal(2, 3), normal(2, 3), 0.5, 0.125, 0.25, 0.0625, -0.5),
    sample(normal(2, 3), positive(2, 3), normal(2, 3), normal(2, 3), 0.5, 0.125, 0.25, 0.0625, -0.5, multiply_linear_by_lr=True),
)
update_rows("SparseApplyFtrlV2", sample(normal(4, 3), positive(4, 3), normal(4, 3), SOME, ROWS, 0.5, 0.125, 0.25, 0.0625, -0.5))
update("ApplyAdagradDA", sample(normal(2, 3), normal(2, 3), positive(2, 3), normal(2, 3), 0.5, 0.125, 0.25, 3))
update_rows("SparseApplyAdagradDA", sample(normal(4, 3), normal(4, 3), positive(4, 3), SOME, ROWS, 0.5, 0.125, 0.25, 3))
update("ApplyAddSign", sample(normal(2, 3), normal(2, 3), 0.5, 1.0, 0.5, 0.75, normal(2, 3)))
update("ApplyPowerSign", sample(normal(2, 3), normal(2, 3), 0.5, 0.75, 0.5, 0.75, normal(2, 3)))
update(
    "ApplyProximalGradientDescent",
    sample(normal(2, 3), 0.5, 0.25, 0.125, normal(2, 3)),
    literal([1.0, 0.25], 0.5, 1.0, 2.0, [0.0, 0.0], gives=[0.25, 0.0]),
)
update_rows("SparseApplyProximalGradientDescent", sample(normal(4, 3), 0.5, 0.25, 0.125, SOME, ROWS))
update("ApplyProximalAdagrad", sample(normal(2, 3), positive(2, 3), 0.5, 0.25, 0.125, normal(2, 3)))
update_rows("SparseApplyProximalAdagrad", sample(normal(4, 3), positive(4, 3), 0.5, 0.25, 0.125, SOME, ROWS))
