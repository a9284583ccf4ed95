"""Vectors about the dimensions of images, rewritten from one order of the dimensions to another.

Orders are texts of one letter for each dimension, as "NHWC" and "NCHW", both of the same four or five letters.
"""

from ..framework.dtypes import INDEX, int32
from ..framework.op import Outputs, op, require
from ..framework.window_rules import permuted, renumbered


@op("DataFormatDimMap", T=INDEX.default(int32))
def data_format_dim_map(x: "T", *, src_format: str = "NHWC", dst_format: str = "NCHW") -> Outputs(y="T"):
    """The numbers that dimensions have in ``dst_format``, given those in ``src_format``; negative ones count from the end.

    Numbers beyond the dimensions are taken modulo their number.
    """
    renumbered(src_format, dst_format)
    return x.shape


@op("DataFormatVecPermute", T=INDEX.default(int32))
def data_format_vec_permute(x: "T", *, src_format: str = "NHWC", dst_format: str = "NCHW") -> Outputs(y="T"):
    """The entries of a vector, or the rows of a matrix of two columns, one for each dimension in the order of ``src_format``, in that of ``dst_format``.

    With two entries fewer it has none for N and C.
    """
    sizes = x.shape.sizes
    require(sizes is None or len(sizes) in (1, 2), "x must be a vector or a matrix, not of shape {}", x.shape)
    require(sizes is None or len(sizes) == 1 or sizes[1] in (None, 2), "a matrix must have two columns, not shape {}", x.shape)
    if sizes is not None and sizes[0] is not None:
        permuted(src_format, dst_format, sizes[0])
    return x.shape
