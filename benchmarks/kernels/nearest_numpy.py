"""The NumPy call that comes nearest to what an op does, by op type."""

import numpy as np

NEAREST = {"Exp": np.exp, "AddV2": np.add, "Div": np.divide, "Sigmoid": np.tanh}
