"""The numbers that a floating-point type has."""

import torch

from . import kernel

kernel.table({"NextAfter": torch.nextafter})
