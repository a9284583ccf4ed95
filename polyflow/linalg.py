"""``tf.linalg``: linear algebra under short names."""

from .functions.array_diagonal import diag as tensor_diag
from .functions.array_diagonal import diag_part as tensor_diag_part
from .functions.array_diagonal import matrix_band_part as band_part
from .functions.array_diagonal import matrix_diag as diag
from .functions.array_diagonal import matrix_diag_part as diag_part
from .functions.array_diagonal import matrix_set_diag as set_diag
from .functions.array_diagonal import trace
from .functions.clipping import global_norm
from .functions.einsum import einsum
from .functions.linear_algebra import (
    adjoint,
    cholesky,
    cholesky_solve,
    cross,
    expm,
    logdet,
    logm,
    lu,
    matrix_transpose,
    matvec,
    qr,
    slogdet,
    svd,
)
from .functions.linear_algebra import matrix_determinant as det
from .functions.linear_algebra import matrix_inverse as inv
from .functions.linear_algebra import matrix_solve as solve
from .functions.linear_algebra import matrix_solve_ls as lstsq
from .functions.linear_algebra import matrix_square_root as sqrtm
from .functions.linear_algebra import matrix_transpose as transpose
from .functions.linear_algebra import matrix_triangular_solve as triangular_solve
from .functions.linear_algebra import self_adjoint_eig as eigh
from .functions.linear_algebra import self_adjoint_eigvals as eigvalsh
from .functions.matrices import matmul
from .functions.norms import eye, norm
from .functions.tensordot import tensordot
from .functions.tridiagonal import tridiagonal_matmul, tridiagonal_solve
from .nn import l2_normalize

__all__ = [
    "adjoint", "band_part", "cholesky", "cholesky_solve", "cross", "det", "diag", "diag_part", "eigh", "eigvalsh", "einsum", "expm",
    "eye", "global_norm", "inv", "l2_normalize", "logdet", "logm", "lstsq", "lu", "matmul", "matrix_transpose", "matvec", "norm", "qr",
    "set_diag", "slogdet", "solve", "sqrtm", "svd", "tensor_diag", "tensor_diag_part", "tensordot", "trace", "transpose",
    "triangular_solve", "tridiagonal_matmul", "tridiagonal_solve",
]  # fmt: skip
