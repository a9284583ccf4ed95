from ..case import build_error, case, integers, literal, sample

case(
    "DataFormatDimMap",
    sample(integers(3, 5, low=-4, high=4)),
    sample(integers(6, low=-4, high=4), src_format="NCHW", dst_format="NHWC"),
    sample(integers(2, 3, 7, low=-5, high=5), src_format="NDHWC", dst_format="NCDHW"),
    literal([0, 1, 2, 3], gives=[0, 2, 3, 1]),
    literal([-4, -3, -2, -1], gives=[0, 2, 3, 1]),
    literal(-1, src_format="NDHWC", dst_format="NCDHW", gives=1),
    literal([0, 1, 2, 3], src_format="HWNC", dst_format="CNWH", gives=[3, 2, 1, 0]),
    build_error([0], dst_format="NCHX", match="same four or five letters, not NHWC and NCHX"),
    build_error([0], src_format="NWC", dst_format="NCW", match="four or five letters"),
    large=sample(integers(1000, 1000, low=-4, high=4)),
)
case(
    "DataFormatVecPermute",
    sample(integers(4, low=0, high=99)),
    sample(integers(5, 2, low=0, high=99), src_format="NDHWC", dst_format="NCDHW"),
    sample(integers(4, 2, low=0, high=99), src_format="NCHW", dst_format="NHWC"),
    sample(integers(3, 2, low=0, high=99), src_format="NDHWC", dst_format="WHDNC"),
    literal([10, 11, 12, 13], gives=[10, 13, 11, 12]),
    literal([10, 11], src_format="HWNC", dst_format="NCWH", gives=[11, 10]),
    literal([10, 11], gives=[10, 11]),
    literal([[1, 2], [3, 4], [5, 6], [7, 8]], gives=[[1, 2], [7, 8], [3, 4], [5, 6]]),
    literal([1, 2, 3], src_format="NDHWC", dst_format="NCWHD", gives=[3, 2, 1]),
    build_error([1, 2, 3], match="x must have 4 or 2 entries for format NHWC, not 3"),
    build_error(1, match="must be a vector or a matrix"),
    build_error([[1, 2, 3], [4, 5, 6]], match="two columns"),
    build_error([1, 2, 3, 4], dst_format="NCHX", match="same four or five letters"),
    large=sample(integers(4, 2)),
)
