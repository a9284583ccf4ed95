"""Calls of ``tf.nn`` as programs for 0.7 and as programs for 1.15 write them."""

from __future__ import annotations

import csv
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import polyflow as tf

Values = Callable[..., Any]

choice = np.random.RandomState(0)
IMAGES, FILTERS = choice.randn(2, 5, 4, 3), choice.randn(3, 2, 3, 4)
ROWS, TABLE = choice.randn(2, 5), choice.randn(7, 3)
CLASSES, INPUTS = np.array([[1, 4], [0, 6]]), choice.randn(2, 3)
DRAWN = np.array([4, 6, 0]), np.array([[0.1, 0.3], [0.4, 0.2]]), np.array([0.4, 0.2, 0.3])
WINDOW = [1, 2, 2, 1]
SAMPLER = {"true_classes": CLASSES, "num_true": 2, "num_sampled": 3, "unique": True, "range_max": 7}
FIXED = {"vocab_file": "", "distortion": 1.0, "num_reserved_ids": 0, "num_shards": 1, "shard": 0, "unigrams": [1.0] * 7}
SAMPLED = {"weights": TABLE, "biases": TABLE[:, 0], "inputs": INPUTS, "labels": CLASSES, "num_sampled": 3, "num_classes": 7, "num_true": 2,
           "sampled_values": DRAWN, "remove_accidental_hits": True, "partition_strategy": "mod"}  # fmt: skip

OLDER: dict[str, dict[str, Any]] = {
    "avg_pool": {"value": IMAGES, "ksize": WINDOW, "strides": WINDOW, "padding": "SAME", "data_format": "NHWC"},
    "bias_add": {"value": IMAGES, "bias": IMAGES[0, 0, 0], "data_format": "NHWC"},
    "compute_accidental_hits": {"true_classes": CLASSES, "sampled_candidates": DRAWN[0], "num_true": 2, "seed": 3},
    "conv2d": {"input": IMAGES, "filter": FILTERS, "strides": WINDOW, "padding": "SAME", "use_cudnn_on_gpu": True, "data_format": "NHWC"},
    "conv2d_transpose": {"value": IMAGES, "filter": FILTERS[:, :, :, :3], "output_shape": [2, 10, 8, 3], "strides": WINDOW, "padding": "SAME"},
    "depthwise_conv2d": {"input": IMAGES, "filter": FILTERS, "strides": WINDOW, "padding": "VALID"},
    "dropout": {"x": IMAGES, "keep_prob": 0.5, "noise_shape": [2, 1, 1, 3], "seed": 3},
    "elu": {"features": ROWS},
    "embedding_lookup": {"params": [TABLE[::2], TABLE[1::2]], "ids": CLASSES, "partition_strategy": "mod"},
    "fixed_unigram_candidate_sampler": SAMPLER | FIXED | {"seed": 3},
    "in_top_k": {"predictions": ROWS.astype(np.float32), "targets": [1, 2], "k": 2},
    "l2_loss": {"t": ROWS},
    "l2_normalize": {"x": ROWS, "dim": 1, "epsilon": 1e-12},
    "learned_unigram_candidate_sampler": SAMPLER | {"seed": 3},
    "local_response_normalization": {"input": IMAGES.astype(np.float32), "depth_radius": 1, "bias": None, "alpha": 2.0, "beta": None},
    "log_uniform_candidate_sampler": SAMPLER | {"seed": 3},
    "max_pool": {"value": IMAGES, "ksize": WINDOW, "strides": WINDOW, "padding": "SAME", "data_format": "NHWC"},
    "max_pool_with_argmax": {"input": IMAGES, "ksize": WINDOW, "strides": WINDOW, "padding": "SAME", "Targmax": tf.int32},
    "moments": {"x": ROWS, "axes": [0]},
    "nce_loss": SAMPLED,
    "relu": {"features": ROWS},
    "relu6": {"features": ROWS},
    "sampled_softmax_loss": SAMPLED,
    "separable_conv2d": {
        "input": IMAGES, "depthwise_filter": FILTERS, "pointwise_filter": choice.randn(1, 1, 12, 2), "strides": WINDOW, "padding": "SAME",
    },
    "sigmoid": {"x": ROWS},
    "sigmoid_cross_entropy_with_logits": {"logits": ROWS, "targets": ROWS**2},
    "softmax": {"logits": ROWS},
    "softmax_cross_entropy_with_logits": {"logits": ROWS, "labels": ROWS**2},
    "softplus": {"features": ROWS},
    "softsign": {"features": ROWS},
    "sparse_softmax_cross_entropy_with_logits": {"logits": ROWS, "labels": [1, 2]},
    "tanh": {"x": ROWS},
    "top_k": {"input": ROWS, "k": 2, "sorted": True},
    "uniform_candidate_sampler": SAMPLER | {"seed": 3},
}  # fmt: skip
"""The arguments of release 0.7 in their order; a name comes after them."""

with (Path(__file__).parent / "nn_1_15.csv").open() as file:
    NEWER = [(row["name"], row["parameters"].split()) for row in csv.DictReader(file)]


@pytest.mark.parametrize("chosen", ["0.x", "auto"])
@pytest.mark.parametrize("name", OLDER)
def test_order_and_names_of_older_arguments(values: Values, generation: Callable[[str], None], name: str, chosen: str) -> None:
    generation(chosen)
    function, arguments = getattr(tf.nn, name), OLDER[name]
    by_position, by_name = function(*arguments.values(), "called"), function(**arguments, name="named")
    assert values(by_position) == values(by_name)
    assert {"called", "named"} <= {operation.name.partition("/")[0] for operation in tf.get_default_graph().get_operations()}


def test_every_function_of_the_section_is_covered() -> None:
    with (Path(__file__).parent / "r07.csv").open() as file:
        section = {row["name"].removeprefix("nn.") for row in csv.DictReader(file) if row["section"] == "Neural Network"}
    assert section == set(OLDER)


@pytest.mark.parametrize(("name", "parameters"), NEWER)
def test_parameters_are_those_of_the_newer_release(name: str, parameters: list[str]) -> None:
    found = inspect.signature(getattr(tf.nn, name)).parameters
    assert set(parameters) <= set(found)
    if "older" not in found:
        assert list(found) == parameters


@pytest.mark.parametrize("name", ["softmax", "sigmoid"])
def test_none_in_front_marks_the_newer_order(values: Values, name: str) -> None:
    function = getattr(tf.nn, f"{name}_cross_entropy_with_logits")
    assert values(function(None, ROWS**2, ROWS)) == values(function(labels=ROWS**2, logits=ROWS))
