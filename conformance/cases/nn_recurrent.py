from typing import Any

from ..case import build_error, case, edge, fatal, literal, normal, sample, uniform

BATCH, INPUTS, CELLS, TIME = 2, 3, 5, 6
SIGMOID_1, TANH_1 = 0.7310585786300049, 0.7615941559557649
REST = "TensorFlow leaves the gates of the steps after seq_len_max as its memory was"


def drawn(*sizes: int) -> Any:
    """States of a magnitude that cells have, which cell_clip does not reach."""
    return uniform(*sizes, low=-0.5, high=0.5)


def weights(inputs: int = INPUTS, cells: int = CELLS) -> list[Any]:
    return [drawn(inputs + cells, 4 * cells), drawn(cells), drawn(cells), drawn(cells), drawn(4 * cells)]


def states(count: int, *leading: int, cells: int = CELLS) -> list[Any]:
    return [drawn(*leading, cells) for _ in range(count)]


CELL = [normal(BATCH, INPUTS), *states(2, BATCH), *weights()]
BLOCK = [normal(TIME, BATCH, INPUTS), *states(2, BATCH), *weights()]
RESULTS = [uniform(BATCH, CELLS) for _ in range(6)]
STEPS = [uniform(TIME, BATCH, CELLS) for _ in range(7)]

ZERO = [[0.0] * 4] * 2
"""Weights of a cell with one input that count for nothing, so that its sums are the bias."""
CLIPPED = ([[0.0]], [[2.0]], [[0.0]], ZERO, [0.0], [0.0], [0.0], [100.0, 1.0, 100.0, 0.0])
NO_BATCH = "TensorFlow takes no step with an empty batch"
NO_ROWS = fatal("with an empty batch TensorFlow leaves the gradient of the weights as its memory was")

case(
    "LSTMBlockCell",
    sample(*CELL),
    sample(*CELL, use_peephole=True),
    sample(*CELL, forget_bias=0.25, cell_clip=-1.0),
    sample(*CELL, use_peephole=True, forget_bias=0.0, cell_clip=0.0),
    literal(
        *([[0.0]], [[0.0]], [[0.0]], ZERO, [0.0], [0.0], [0.0], [0.0] * 4),
        gives=([[0.5]], [[0.0]], [[SIGMOID_1]], [[0.5]], [[0.0]], [[0.0]], [[0.0]]),
    ),
    edge(*CLIPPED, cell_clip=1.0, gives=([[1.0]], [[1.0]], [[1.0]], [[0.5]], [[TANH_1]], [[TANH_1]], [[TANH_1 / 2]])),
    literal(
        *([[1.0]], [[0.0]], [[1.0]], [[100.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]], [0.0], [0.0], [0.0], [0.0] * 4),
        gives=([[1.0]], [[TANH_1]], [[SIGMOID_1]], [[SIGMOID_1]], [[TANH_1]], [[0.6420149920119997]], [[0.4693505676326656]]),
    ),
    build_error(
        normal(BATCH, INPUTS), drawn(3, CELLS), drawn(BATCH, CELLS), *weights(), match=r"cs_prev has shape \(3, 5\), but batch is 2"
    ),
    build_error(normal(BATCH, 4), *states(2, BATCH), *weights(), match="w must have inputs [+] cells rows = 9, not 8"),
    build_error(*CELL[:-1], drawn(CELLS), match="b must have 4 [*] cells elements = 20, not 5"),
    build_error(normal(BATCH), *CELL[1:], match=r"x must have shape \(batch, inputs\)"),
    smooth=False,
    differentiated=(1, 6),
    deviates={"*-empty0": NO_BATCH},
    large=sample(normal(256, 256), *states(2, 256, cells=256), *weights(256, 256)),
)
case(
    "LSTMBlockCellGrad",
    sample(*CELL, *RESULTS, *states(2, BATCH), use_peephole=False),
    sample(*CELL, *RESULTS, *states(2, BATCH), use_peephole=True),
    literal(
        *([[0.0]], [[2.0]], [[0.0]], ZERO, [3.0], [5.0], [7.0], [0.0] * 4),
        *([[0.5]], [[1.0]], [[0.5]], [[0.5]], [[0.5]], [[0.5]], [[1.0]], [[8.0]]),
        use_peephole=False,
        gives=([[2.0]], [[0.5, 1.5, 2.0, 1.0]], [0.0], [0.0], [0.0]),
    ),
    literal(
        *([[0.0]], [[2.0]], [[0.0]], ZERO, [3.0], [5.0], [4.0], [0.0] * 4),
        *([[0.5]], [[1.0]], [[0.5]], [[0.5]], [[0.5]], [[0.5]], [[1.0]], [[8.0]]),
        use_peephole=True,
        gives=([[27.0]], [[1.0, 3.0, 4.0, 1.0]], [2.0], [8.0], [1.0]),
    ),
    build_error(*CELL, *RESULTS, drawn(BATCH, 4), drawn(BATCH, CELLS), use_peephole=False, match=r"cs_grad has shape \(2, 4\)"),
    large=sample(normal(256, 256), *states(2, 256, cells=256), *weights(256, 256), *states(8, 256, cells=256), use_peephole=False),
)
case(
    "BlockLSTM",
    sample(TIME, *BLOCK),
    sample(TIME, *BLOCK, use_peephole=True),
    sample(4, *BLOCK, use_peephole=True, forget_bias=0.5, cell_clip=0.0),
    sample(0, *BLOCK),
    edge(
        *(2, [[[0.0]], [[0.0]], [[0.0]]], [[2.0]], [[0.0]], ZERO, [0.0], [0.0], [0.0], [100.0, 0.0, 100.0, 0.0]),
        cell_clip=1.0,
        gives=(
            [[[1.0]], [[1.0]], [[0.0]]],
            [[[1.0]], [[1.0]], [[0.0]]],
            [[[1.0]], [[1.0]], [[0.0]]],
            [[[0.5]], [[0.5]], [[0.0]]],
            [[[0.0]], [[0.0]], [[0.0]]],
            [[[TANH_1]], [[TANH_1]], [[0.0]]],
            [[[TANH_1 / 2]], [[TANH_1 / 2]], [[0.0]]],
        ),
    ),
    build_error(7, *BLOCK, match=r"seq_len_max must be in \[0, 6\], the number of steps in x, not 7"),
    build_error([1, 2], *BLOCK, match="seq_len_max must be a scalar"),
    build_error(TIME, *BLOCK[:-1], drawn(CELLS), match="b must have 4 [*] cells elements = 20, not 5"),
    build_error(TIME, normal(BATCH, INPUTS), *BLOCK[1:], match=r"x must have shape \(time, batch, inputs\)"),
    smooth=False,
    differentiated=(1, 6),
    deviates={"*-[345]": fatal(REST), "*-[345]-*": fatal(REST), "gradient *-empty0": NO_ROWS},
    large=sample(64, normal(64, 64, 256), *states(2, 64, cells=256), *weights(256, 256)),
)
case(
    "BlockLSTMGrad",
    sample(TIME, *BLOCK, *STEPS, *states(2, TIME, BATCH), use_peephole=False),
    sample(TIME, *BLOCK, *STEPS, *states(2, TIME, BATCH), use_peephole=True),
    sample(4, *BLOCK, *STEPS, *states(2, TIME, BATCH), use_peephole=True),
    sample(0, *BLOCK, *STEPS, *states(2, TIME, BATCH), use_peephole=False),
    literal(
        *(1, [[[3.0]]], [[2.0]], [[1.0]], [[1.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]], [0.0], [0.0], [0.0], [0.0] * 4),
        *([[[0.5]]], [[[1.0]]], [[[0.5]]], [[[0.5]]], [[[0.5]]], [[[0.5]]], [[[0.25]]], [[[1.0]]], [[[8.0]]]),
        use_peephole=False,
        gives=(
            [[[0.5]]],
            [[2.0]],
            [[3.0]],
            [[1.5, 4.5, 6.0, 3.0], [0.5, 1.5, 2.0, 1.0]],
            [0.0],
            [0.0],
            [0.0],
            [0.5, 1.5, 2.0, 1.0],
        ),
    ),
    build_error(TIME, *BLOCK, *STEPS, drawn(5, BATCH, CELLS), drawn(TIME, BATCH, CELLS), use_peephole=False, match="but time is 6"),
    deviates={"*-empty0": NO_ROWS},
    large=sample(64, normal(64, 64, 256), *states(2, 64, cells=256), *weights(256, 256), *states(9, 64, 64, cells=256), use_peephole=False),
)

GRU = [
    normal(BATCH, INPUTS),
    drawn(BATCH, CELLS),
    drawn(INPUTS + CELLS, 2 * CELLS),
    drawn(INPUTS + CELLS, CELLS),
    drawn(2 * CELLS),
    drawn(CELLS),
]
LARGE_GRU = [normal(512, 512), drawn(512, 512), drawn(1024, 1024), drawn(1024, 512), drawn(1024), drawn(512)]

case(
    "GRUBlockCell",
    sample(*GRU),
    literal(
        *([[0.0]], [[3.0]], [[0.0, 0.0], [0.0, 0.0]], [[0.0], [0.0]], [0.0, 0.0], [1.0]),
        gives=([[0.5]], [[0.5]], [[TANH_1]], [[(3 + TANH_1) / 2]]),
    ),
    build_error(normal(3, INPUTS), *GRU[1:], match=r"h_prev has shape \(2, 5\), but batch is 3"),
    build_error(*GRU[:2], drawn(INPUTS + CELLS, CELLS), *GRU[3:], match="w_ru must have 2 [*] cells columns = 10, not 5"),
    build_error(normal(BATCH, 4), *GRU[1:], match="inputs [+] cells rows = 9, not 8"),
    smooth=False,
    differentiated=(3,),
    large=sample(*LARGE_GRU),
)
case(
    "GRUBlockCellGrad",
    sample(*GRU, *RESULTS[:3], drawn(BATCH, CELLS)),
    literal(
        *([[0.0]], [[3.0]], [[1.0, 2.0], [0.0, 1.0]], [[1.0], [2.0]], [0.0, 0.0], [0.0]),
        *([[0.5]], [[0.5]], [[0.0]], [[2.0]]),
        gives=([[5.5]], [[3.5]], [[1.0]], [[1.5, 1.5]]),
    ),
    build_error(*GRU, *RESULTS[:3], drawn(BATCH, 4), match=r"d_h has shape \(2, 4\)"),
    large=sample(*LARGE_GRU, *(drawn(512, 512) for _ in range(4))),
)
