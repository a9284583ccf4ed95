"""``tf.nn``: activations, convolutions, pooling, losses and other parts of neural networks."""

from ..functions.array_space import depth_to_space, space_to_batch, space_to_depth
from .activations import *
from .candidate_sampling import *
from .convolution import *
from .convolution_1d import *
from .convolution_3d import *
from .convolution_nd import *
from .ctc import *
from .dense import *
from .depthwise import *
from .embedding import *
from .embedding_sparse import *
from .losses import *
from .morphology import *
from .normalization import *
from .pooling import *
from .pooling_places import *
from .ranking import *
from .regularization import *
from .sampled_losses import *
from .statistics import *
