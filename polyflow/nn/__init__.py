"""``tf.nn``: activations, convolutions, pooling, losses and other parts of neural networks."""

from .activations import *  # noqa: F403
from .convolution import *  # noqa: F403
from .dense import *  # noqa: F403
from .embedding import *  # noqa: F403
from .losses import *  # noqa: F403
from .pooling import *  # noqa: F403
from .ranking import *  # noqa: F403
from .regularization import *  # noqa: F403
from .statistics import *  # noqa: F403
