"""``tf.nn``: activations, convolutions, pooling, losses and other parts of neural networks."""

from .activations import *
from .candidate_sampling import *
from .convolution import *
from .ctc import *
from .dense import *
from .embedding import *
from .embedding_sparse import *
from .losses import *
from .normalization import *
from .pooling import *
from .ranking import *
from .regularization import *
from .sampled_losses import *
from .statistics import *
