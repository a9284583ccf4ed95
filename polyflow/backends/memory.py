"""The C library's memory, kept from step to step."""

import numpy as np

LARGEST = (32 << 20) - (1 << 16)
"""In bytes: a little less than the greatest block that glibc learns from (mallopt(3), M_MMAP_THRESHOLD)."""


def keep_freed_blocks() -> None:
    """Lets glibc's allocator keep up to 64 MiB of what a step frees for the next step.

    At first it hands blocks of more than 128 KiB back to the system, and every page of the next one is a fault: a third of the time of a small
    convolutional network's step. By the first large block that is freed it learns that the program uses such; this one, never written to,
    costs nothing. Other C libraries do as they always do.
    """
    np.empty(LARGEST, np.uint8)
