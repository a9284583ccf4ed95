"""Which backend a command uses."""

from __future__ import annotations

import os

from ..backends.protocol import Backend
from ..backends.selection import current_name, resolve


def chosen(device: str | None) -> Backend:
    """The backend of POLYFLOW_BACKEND, NumPy by default, on ``device``. A CUDA device means Torch, as NumPy has none."""
    share_processors()
    name = current_name()
    package = name.partition(":")[0]
    if device is None:
        return resolve(name)
    return resolve(f"{'torch' if package == 'numpy' and device.startswith('cuda') else package}:{device}")


def share_processors() -> None:
    """Lets OpenMP's threads sleep while they wait: spinning slows small networks many times over as soon as another process is busy.

    It takes effect when Torch is imported later.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
