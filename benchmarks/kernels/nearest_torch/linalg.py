"""Linear algebra and Fourier transforms."""

import torch


def triangular(matrix, rhs):
    return torch.linalg.solve_triangular(matrix, rhs, upper=False)


NEAREST = {
    "MatMul": torch.matmul,
    "BatchMatMul": torch.bmm,
    "BatchMatMulV2": torch.bmm,
    "BatchMatMulV3": torch.bmm,
    "SparseMatMul": torch.matmul,
    "Cross": torch.linalg.cross,

    "Cholesky": torch.linalg.cholesky,
    "BatchCholesky": torch.linalg.cholesky,
    "Lu": torch.linalg.lu,
    "Qr": torch.linalg.qr,
    "Svd": lambda x, *, full_matrices: torch.linalg.svd(x, full_matrices),
    "SelfAdjointEigV2": torch.linalg.eigh,
    "SelfAdjointEig": torch.linalg.eigh,
    "BatchSelfAdjointEig": torch.linalg.eigh,
    "Eig": torch.linalg.eig,

    "MatrixDeterminant": torch.linalg.det,
    "BatchMatrixDeterminant": torch.linalg.det,
    "LogMatrixDeterminant": torch.linalg.slogdet,
    "MatrixExponential": torch.linalg.matrix_exp,

    "MatrixInverse": torch.linalg.inv,
    "BatchMatrixInverse": torch.linalg.inv,
    "MatrixSolve": torch.linalg.solve,
    "BatchMatrixSolve": torch.linalg.solve,
    "MatrixTriangularSolve": triangular,
    "BatchMatrixTriangularSolve": triangular,

    "FFT": torch.fft.fft,
    "IFFT": torch.fft.ifft,
    "FFT2D": torch.fft.fft2,
    "IFFT2D": torch.fft.ifft2,
    "FFT3D": lambda x: torch.fft.fftn(x, dim=(-3, -2, -1)),
    "IFFT3D": lambda x: torch.fft.ifftn(x, dim=(-3, -2, -1)),
    "BatchFFT": torch.fft.fft,
    "BatchIFFT": torch.fft.ifft,
    "BatchFFT2D": torch.fft.fft2,
    "BatchIFFT2D": torch.fft.ifft2,
    "BatchFFT3D": lambda x: torch.fft.fftn(x, dim=(-3, -2, -1)),
    "BatchIFFT3D": lambda x: torch.fft.ifftn(x, dim=(-3, -2, -1)),
    "RFFT": lambda x, length: torch.fft.rfft(x, *length),
    "IRFFT": lambda x, length: torch.fft.irfft(x, *length),
    "RFFT2D": torch.fft.rfft2,
    "IRFFT2D": torch.fft.irfft2,
    "RFFT3D": lambda x, length: torch.fft.rfftn(x, length, (-3, -2, -1)),
    "IRFFT3D": lambda x, length: torch.fft.irfftn(x, length, (-3, -2, -1)),
}  # fmt: skip
