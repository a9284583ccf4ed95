"""Which generation of the API a program was written for, where nothing in a call tells.

Calls in the order of 0.x and calls in the order of 1.x are told apart by what is passed. The setting decides the few that mean
something in both, and what a missing argument stands for.
"""

from __future__ import annotations

OLDER, NEWER, BY_CALL = "0.x", "1.x", "auto"

_chosen = BY_CALL


def set_api_generation(generation: str) -> None:
    """For this process: "0.x", "1.x", or "auto", which follows 1.x where nothing else decides.

    With "0.x":

    * ``concat`` and ``split`` of nothing but tensors of unknown rank have the dimension first;
    * positions five and six of ``matmul`` are ``a_is_sparse`` and ``b_is_sparse``;
    * ``argmax`` and ``argmin`` want a dimension;
    * ``SparseTensor.shape`` is the tensor ``dense_shape``, not a TensorShape.

    With "1.x", ``targets`` come first in ``weighted_cross_entropy_with_logits`` and ``log_poisson_loss`` by position.
    """
    global _chosen
    if generation not in (OLDER, NEWER, BY_CALL):
        raise ValueError(f"The generation of the API is {OLDER!r}, {NEWER!r} or {BY_CALL!r}, not {generation!r}")
    _chosen = generation


def api_generation() -> str:
    """What was chosen with :func:`set_api_generation`; "auto" at the start."""
    return _chosen
