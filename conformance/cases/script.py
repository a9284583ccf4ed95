from typing import Any

import numpy as np

from polyflow.framework.py_functions import register

from ..case import case, literal, normal, run_error, sample, strings

BY_TOKEN = "TensorFlow has other functions behind its tokens"


def fail() -> Any:
    raise KeyError("nothing here")


AFFINE = register(lambda x, y: [2 * x + y, x.shape[0]])
SHOUT = register(lambda text: text.upper())
NOTHING = register(lambda x: None)
FAIL = register(fail)

case(
    "PyFunc",
    sample([normal(2, 3, dtype="float32"), normal(2, 3, dtype="float32")], token=AFFINE, Tout=["float32", "int64"]),
    sample([strings()], token=SHOUT, Tout=["string"]),
    sample([normal(2, dtype="float32")], token=NOTHING, Tout=[]),
    literal([[1.0, 2.0], [3.0, 4.0]], token=AFFINE, Tout=["float32", "int64"], gives=[[5.0, 8.0], 2]),
    run_error([normal(2, dtype="float32")], token=NOTHING, Tout=["float32"], match="returns 0 values, but expects to see 1"),
    run_error([normal(2), normal(2)], token=AFFINE, Tout=["float32", "int32"], match="1-th value returned .* is int64, but expects int32"),
    run_error([], token=FAIL, Tout=["float32"], exception="UnknownError", match="KeyError: 'nothing here'"),
    run_error([], token="pyfunc_absent", Tout=["float32"], exception="UnknownError", match="pyfunc_absent is not found"),
    dtypes=("float32",),
    oracle=False,
    because=BY_TOKEN,
)
case(
    "PyFuncStateless",
    sample([normal(2, 3, dtype="float32"), normal(3, dtype="float32")], token=AFFINE, Tout=["float32", "int64"]),
    literal([2.0, 3.0], token=register(np.hypot), Tout=["float32"], gives=[np.sqrt(np.float32(13))]),
    dtypes=("float32",),
    oracle=False,
    because=BY_TOKEN,
)
