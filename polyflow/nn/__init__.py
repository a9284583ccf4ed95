"""``tf.nn``: activations, convolutions, pooling, losses and other parts of neural networks."""

from .activations import *
from .convolution import *
from .dense import *
from .embedding import *
from .losses import *
from .pooling import *
from .ranking import *
from .regularization import *
from .statistics import *
