"""The numbers that a floating-point type has."""

import numpy as np

from . import kernel

kernel.table({"NextAfter": np.nextafter})
