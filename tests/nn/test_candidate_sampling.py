"""Classes drawn as negative examples. Numbers are those of TensorFlow 2.21 on the CPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import polyflow as tf
from polyflow.backends.numpy import candidates, philox

TRUE = np.array([[0, 3], [2, 5], [1, 9]])
WEIGHTS = [1.0, 2.0, 3.0, 4.0, 0.5, 1.5, 2.5, 3.5, 6.0, 1.0]
SAMPLERS = ["uniform", "log_uniform", "learned_unigram", "fixed_unigram"]


def draw(name: str, number: int, unique: bool = False, classes: int = 10, seed: int | None = 5) -> Any:
    more = {"unigrams": WEIGHTS[:classes]} if name == "fixed_unigram" else {}
    return getattr(tf.nn, f"{name}_candidate_sampler")(TRUE, 2, number, unique, classes, seed=seed, **more)


@pytest.mark.parametrize("name", SAMPLERS)
def test_frequencies_are_those_expected(run: Any, name: str) -> None:
    sampled, _, counts = run(draw(name, 20000))
    frequency = np.bincount(sampled, minlength=10)[sampled]
    np.testing.assert_allclose(counts, frequency, atol=350)
    assert len(sampled) == 20000 and sampled.dtype == np.int64


@pytest.mark.parametrize("name", SAMPLERS)
def test_unique_candidates_differ(run: Any, name: str) -> None:
    result = draw(name, 8, unique=True)
    sampled, true_counts, counts = run(result)
    assert len(set(sampled.tolist())) == 8 and set(sampled.tolist()) <= set(range(10))
    assert true_counts.shape == (3, 2) and true_counts.max() <= 1 and counts.max() <= 1
    assert result.sampled_candidates.shape == [8] and result.true_expected_count.shape == [3, 2]


@pytest.mark.parametrize("backend", ["numpy", "torch"])
def test_each_run_goes_on(graph: tf.Graph, backend: str) -> None:
    if backend == "torch":
        pytest.importorskip("torch")
    tf.set_random_seed(7)
    uniform, learned, unique = (
        draw("uniform", 6, True, seed=11),
        draw("learned_unigram", 6, seed=11),
        draw("learned_unigram", 6, True, seed=11),
    )
    with tf.Session(backend=backend) as session:
        found = [session.run([uniform[0], learned[0], unique[0], unique[2]]) for _ in range(3)]
    assert [run[0].tolist() for run in found] == [[7, 9, 6, 2, 5, 8], [0, 1, 5, 6, 4, 7], [2, 8, 9, 3, 6, 7]]
    assert [run[1].tolist() for run in found] == [[3, 4, 7, 7, 7, 2], [5, 6, 1, 5, 5, 1], [1, 0, 5, 0, 1, 5]]
    assert [run[2].tolist() for run in found] == [[3, 4, 7, 2, 8, 0], [5, 6, 1, 3, 8, 9], [1, 0, 5, 9, 3, 2]]
    np.testing.assert_allclose(found[1][3], [0.8237599, 0.5678579, 0.8237599, 0.8237599, 0.5678579, 0.8237599], rtol=1e-6)


def test_graph_seed_alone_makes_candidates_repeatable(run: Any) -> None:
    tf.set_random_seed(3)
    sampled = draw("uniform", 50, seed=None)[0]
    assert run(sampled).tolist() == run(sampled).tolist()
    assert tf.nn.all_candidate_sampler(TRUE, 2, 10, True).sampled_candidates.op.get_attr("seed") == 3


def test_weights_from_a_file(run: Any, tmp_path: Path) -> None:
    vocabulary = tmp_path / "vocabulary.csv"
    vocabulary.write_text("".join(f"word{i},{weight}\n" for i, weight in enumerate(WEIGHTS)))
    read = tf.nn.fixed_unigram_candidate_sampler(TRUE, 2, 8, True, 10, vocab_file=str(vocabulary), distortion=0.75, seed=4)
    given = tf.nn.fixed_unigram_candidate_sampler(TRUE, 2, 8, True, 10, distortion=0.75, unigrams=tuple(WEIGHTS), seed=4)
    for one, other in zip(run(read), run(given), strict=True):
        np.testing.assert_array_equal(one, other)


def test_shards_share_the_classes(run: Any) -> None:
    shards = [
        tf.nn.fixed_unigram_candidate_sampler([[0]], 1, 5000, False, 4, unigrams=WEIGHTS, num_reserved_ids=2, num_shards=3, shard=i, seed=1)
        for i in range(3)
    ]
    counts = [np.bincount(sampled, minlength=4) for sampled, _, _ in run([tuple(shard) for shard in shards])]
    weights = np.array([0, 0, *WEIGHTS])
    for i, found in enumerate(counts):
        np.testing.assert_allclose(found / 5000, weights[i::3] / weights[i::3].sum(), atol=0.03)


def test_columns_of_the_alias_table_have_the_weights_for_areas() -> None:
    weights = np.array(WEIGHTS, np.float32)
    shares, others = candidates.alias_table(weights)
    areas = shares.astype(np.float64).copy()
    np.add.at(areas, others, 1 - shares)
    np.testing.assert_allclose(areas / areas.sum(), weights / weights.sum(), rtol=1e-6)


def test_refused_draws_shift_those_after_them() -> None:
    limit, count, key = 2**31 + 2**30, 500, (1, 2)
    words = philox.philox_bits(key, 0, 2000).tolist()
    fractions, columns = [], []
    while len(columns) < count:
        fractions.append(words.pop(0) % 2**23 / 2**23)
        while words[0] < 2**32 % limit:
            words.pop(0)
        columns.append(words.pop(0) % limit)
    found = candidates.fractions_and_columns(limit, key, 0, count)
    np.testing.assert_array_equal(found[0], np.array(fractions, np.float32))
    np.testing.assert_array_equal(found[1], columns)
    assert candidates.evenly(limit, candidates.WORD, key, 0, count).size == count


def test_candidates_that_cannot_all_differ_are_an_error(run: Any) -> None:
    sampled = tf.nn.fixed_unigram_candidate_sampler([[0]], 1, 3, True, 4, unigrams=[1.0, 0.0, 0.0, 2.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="3 different candidates of 2"):
        run(sampled[0])


def test_accidental_hits(run: Any) -> None:
    hits = tf.nn.compute_accidental_hits([[1, 2], [3, 3], [2, 9]], [2, 9, 3, 2, 5], 2)
    indices, ids, weights = run(hits)
    assert indices.tolist() == [0, 1, 1, 2, 2] and ids.tolist() == [3, 2, 2, 3, 1]
    assert (weights == np.finfo(np.float32).min).all() and hits.ids.shape.as_list() == [None]


def test_names_in_random() -> None:
    for name in ("all", *SAMPLERS):
        assert getattr(tf.random, f"{name}_candidate_sampler") is getattr(tf.nn, f"{name}_candidate_sampler")
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        tf.random.nonsense  # noqa: B018
