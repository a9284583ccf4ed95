"""``tf.debugging``: checks of values, types and shapes."""

from .functions import checks, static_checks
from .functions.array import check_numerics
from .functions.checks import *  # noqa: F403
from .functions.math import is_finite, is_inf, is_nan
from .functions.shape_checks import assert_shapes
from .functions.static_checks import *  # noqa: F403
from .functions.static_checks import verify_tensor_all_finite as assert_all_finite

_TOP_LEVEL_ONLY = ("add_check_numerics_ops", "is_tensor", "verify_tensor_all_finite")

__all__ = ["assert_all_finite", "assert_shapes", "check_numerics", "is_finite", "is_inf", "is_nan", *checks.__all__,
           *(name for name in static_checks.__all__ if name not in _TOP_LEVEL_ONLY)]  # fmt: skip
