"""How much slower than the nearest library call a kernel may be."""

RATIOS = {"numpy": 50.0, "torch": 1.2}

CALLS = 5e-6
"""Seconds that a few calls in Python may cost, whatever the size of the arrays: all that ops which hand out views have to show."""

OTHER_NUMBERS = frozenset({"random", "random_distribution", "random_stateless"})
"""Families in which a library has no call for the job: its generators draw other numbers than TensorFlow's."""


def remark(family: str, backend: str, kernel: float, nearest: float) -> str:
    """What the table says of a kernel that is beyond its limit; nothing of others."""
    if not beyond(backend, kernel, nearest):
        return ""
    return "other numbers" if family in OTHER_NUMBERS else "beyond"


def beyond(backend: str, kernel: float, nearest: float) -> bool:
    """Whether a kernel that takes so many seconds is beyond what its backend should keep."""
    return kernel > RATIOS[backend.partition(":")[0]] * nearest and kernel > nearest + CALLS
