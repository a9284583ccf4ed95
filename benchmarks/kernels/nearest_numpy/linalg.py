"""Linear algebra and Fourier transforms."""

import numpy as np
import scipy.linalg

NEAREST = {
    "MatMul": np.matmul,
    "BatchMatMul": np.matmul,
    "BatchMatMulV2": np.matmul,
    "BatchMatMulV3": np.matmul,
    "SparseMatMul": np.matmul,
    "Cross": np.cross,

    "Cholesky": np.linalg.cholesky,
    "BatchCholesky": np.linalg.cholesky,
    "Lu": lambda x: scipy.linalg.lu(x, p_indices=True),
    "Qr": np.linalg.qr,
    "Svd": lambda x, *, full_matrices: np.linalg.svd(x, full_matrices),
    "SelfAdjointEigV2": np.linalg.eigh,
    "SelfAdjointEig": np.linalg.eigh,
    "BatchSelfAdjointEig": np.linalg.eigh,
    "Eig": np.linalg.eig,

    "MatrixDeterminant": np.linalg.det,
    "BatchMatrixDeterminant": np.linalg.det,
    "LogMatrixDeterminant": np.linalg.slogdet,
    "MatrixExponential": scipy.linalg.expm,

    "MatrixInverse": np.linalg.inv,
    "BatchMatrixInverse": np.linalg.inv,
    "MatrixSolve": np.linalg.solve,
    "BatchMatrixSolve": np.linalg.solve,
    "MatrixTriangularSolve": lambda matrix, rhs: scipy.linalg.solve_triangular(matrix, rhs, lower=True),
    "BatchMatrixTriangularSolve": lambda matrix, rhs: scipy.linalg.solve_triangular(matrix, rhs, lower=True),

    "FFT": np.fft.fft,
    "IFFT": np.fft.ifft,
    "FFT2D": np.fft.fft2,
    "IFFT2D": np.fft.ifft2,
    "FFT3D": lambda x: np.fft.fftn(x, axes=(-3, -2, -1)),
    "IFFT3D": lambda x: np.fft.ifftn(x, axes=(-3, -2, -1)),
    "BatchFFT": np.fft.fft,
    "BatchIFFT": np.fft.ifft,
    "BatchFFT2D": np.fft.fft2,
    "BatchIFFT2D": np.fft.ifft2,
    "BatchFFT3D": lambda x: np.fft.fftn(x, axes=(-3, -2, -1)),
    "BatchIFFT3D": lambda x: np.fft.ifftn(x, axes=(-3, -2, -1)),
    "RFFT": lambda x, length: np.fft.rfft(x, *length),
    "IRFFT": lambda x, length: np.fft.irfft(x, *length),
    "RFFT2D": np.fft.rfft2,
    "IRFFT2D": np.fft.irfft2,
    "RFFT3D": lambda x, length: np.fft.rfftn(x, length, axes=(-3, -2, -1)),
    "IRFFT3D": lambda x, length: np.fft.irfftn(x, length, axes=(-3, -2, -1)),
}  # fmt: skip
