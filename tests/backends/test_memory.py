"""What a step frees serves the next step, and is not fetched from the system again page by page."""

import platform
import subprocess
import sys

import pytest

PAGE_FAULTS = """
import ctypes, resource, sys
import numpy as np
import polyflow as tf

def step():
    [np.ones(3 << 20, np.uint8) for _ in range(5)]

ctypes.CDLL(None).prctl(41, 1, 0, 0, 0)  # PR_SET_THP_DISABLE: pages are of one size, whatever the system's setting

if sys.argv[1] == "session":
    tf.Session(backend="numpy").close()
step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(first: str) -> int:
    return int(subprocess.run([sys.executable, "-c", PAGE_FAULTS, first], capture_output=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep memory as they like")
def test_a_session_keeps_freed_blocks():
    assert page_faults("session") < 1000 < page_faults("nothing")
