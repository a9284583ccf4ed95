"""Every example runs as a user would run it, shortened, on both backends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
BACKENDS = ("numpy", "torch")

LINE = """\
import tensorflow as tf
import numpy as np
x_data = np.random.rand(100).astype(np.float32)
y_data = x_data * 0.1 + 0.3
W = tf.Variable(tf.random_uniform([1], -1.0, 1.0))
b = tf.Variable(tf.zeros([1]))
y = W * x_data + b
loss = tf.reduce_mean(tf.square(y - y_data))
train = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
init = tf.initialize_all_variables()
sess = tf.Session()
sess.run(init)
for step in range(201):
    sess.run(train)
    if step % 20 == 0:
        print(step, sess.run(W), sess.run(b))
"""
"""The program of the first tutorial, as it was written for TensorFlow 0.x."""


def run(backend: str, *command: str) -> str:
    if backend == "torch":
        pytest.importorskip("torch")
    environment = os.environ | {"POLYFLOW_BACKEND": backend, "PYTHONPATH": str(ROOT), "OMP_WAIT_POLICY": "PASSIVE"}
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def last_line(output: str) -> tuple[float, float]:
    """``200 [0.1] [0.3]``"""
    numbers = re.findall(r"\[\s*([-\d.e]+)\s*\]", output.strip().splitlines()[-1])
    return float(numbers[0]), float(numbers[1])


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_first_tutorial_runs_unmodified(backend: str, tmp_path: Path) -> None:
    program = tmp_path / "line.py"
    program.write_text(LINE)
    output = run(backend, "-m", "polyflow", "run", str(program))
    assert len(output.splitlines()) == 11
    assert last_line(output) == pytest.approx((0.1, 0.3), abs=2e-3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_fit_line(backend: str) -> None:
    assert last_line(run(backend, str(ROOT / "examples/fit_line.py"))) == pytest.approx((0.1, 0.3), abs=2e-3)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("program", "steps", "least"), [("softmax.py", 100, 0.85), ("mlp.py", 100, 0.9), ("convolutional.py", 120, 0.85)])
def test_classifiers_recognise_digits(backend: str, program: str, steps: int, least: float) -> None:
    output = run(backend, str(ROOT / "examples" / program), "--steps", str(steps))
    assert accuracy(output) >= least, output


def accuracy(output: str) -> float:
    return float(output.split("test accuracy ")[1].rstrip("%\n")) / 100


def test_every_example_is_tested() -> None:
    tested = {"fit_line.py", "softmax.py", "mlp.py", "convolutional.py"}
    assert {path.name for path in (ROOT / "examples").glob("[!_]*.py")} == tested


def test_mnist_is_read_from_its_idx_files(tmp_path: Path) -> None:
    """Random pixels in MNIST's format: that they are read and trained on is all that can be asked."""
    for part, count in (("train", 60), ("t10k", 20)):
        write_idx(tmp_path / f"{part}-images-idx3-ubyte", np.random.RandomState(0).randint(0, 256, (count, 28, 28)))
        write_idx(tmp_path / f"{part}-labels-idx1-ubyte", np.arange(count) % 10)
    output = run("numpy", str(ROOT / "examples/softmax.py"), "--mnist", str(tmp_path), "--steps", "3")
    assert 0 <= accuracy(output) <= 1


def write_idx(path: Path, array: np.ndarray) -> None:
    header = bytes([0, 0, 8, array.ndim]) + b"".join(size.to_bytes(4, "big") for size in array.shape)
    path.write_bytes(header + array.astype(np.uint8).tobytes())
