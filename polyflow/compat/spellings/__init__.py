"""The names and argument orders of the releases before 1.0, beside those of 1.15.

Where an order has changed, the function of the public namespace takes both and tells them apart by what is passed
(:func:`polyflow.framework.synonyms.older_form`). Arguments that have had two names, as ``axis`` and ``dimension``, are known to the functions themselves.
"""

from . import arrays, control_flow, extensions, names
from .arrays import *
from .control_flow import *
from .extensions import *
from .names import *

__all__ = [*arrays.__all__, *control_flow.__all__, *extensions.__all__, *names.__all__]
