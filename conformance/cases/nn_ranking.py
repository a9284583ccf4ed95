from ..case import build_error, case, distinct, edge, integers, literal, normal, sample, values

case(
    "TopK",
    sample(distinct(3, 7), k=4),
    sample(distinct(2, 3, 5), k=1),
    literal(values([[3, 1, 3, 2], [0, 5, 5, 5]], "int32"), k=3, gives=([[3, 3, 2], [5, 5, 5]], [[0, 2, 3], [1, 2, 3]])),
    build_error(distinct(3, 7), k=8, match="last dimension >= k = 8 but is 7"),
    build_error(distinct(3, 7), k=-1, match="at least 0"),
    oracle=False,
    because="TensorFlow's kernel asks for an attribute index_type that the op does not have",
)
case(
    "TopKV2",
    sample(distinct(3, 7), 4),
    sample(distinct(2, 3, 5), 5),
    sample(distinct(6), 2, index_type="int64"),
    sample(distinct(3, 7), 1, sorted=False),
    sample(distinct(3, 7), 0),
    sample(integers(3, 7, high=3, dtype="int32"), 5, index_type="int16"),
    literal(values([[3, 1, 3, 2], [0, 5, 5, 5]], "int32"), 3, gives=([[3, 3, 2], [5, 5, 5]], [[0, 2, 3], [1, 2, 3]])),
    literal(values([1, 2**63, 2**63 - 1], "uint64"), 2, gives=([2**63, 2**63 - 1], [1, 2])),
    edge([[0, 2, 1, 2, 0, 0, 0, 0, 0]], 2, gives=([[2, 2]], [[1, 3]])),
    edge([[0, 2, 1, 3, 0, 0, 0, 0, 0], [0, 2, 0, 3, 2, 2, 2, 2, 2]], 2, gives=([[3, 2], [3, 2]], [[3, 1], [3, 1]])),
    build_error(distinct(3, 7), 8, match="last dimension >= k = 8 but is 7"),
    build_error(distinct(3, 7), -1, match="k must be at least 0"),
    build_error(distinct(3, 7), [1], match="k must be a scalar"),
    build_error(distinct(), 0, match="at least one dimension"),
    deviates={
        "gradient *float*-3*": "TensorFlow adds the indices to int32 numbers, of whatever type they are",
        "gradient *float*-5-empty1": "TensorFlow counts rows in steps of 0",
    },
    large=sample(normal(1000, 1000), 10),
)

case(
    "NthElement",
    sample(distinct(3, 7), 4),
    sample(distinct(2, 3, 5), 0, reverse=True),
    sample(distinct(6), 5),
    literal(values([[3, 1, 3, 2], [0, 5, 5, 5]], "int32"), 1, gives=[2, 5]),
    literal(values([[3, 1, 3, 2], [0, 5, 5, 5]], "int32"), 2, reverse=True, gives=[2, 5]),
    literal(values([1, 2**63, 2**62], "uint64"), 1, gives=2**62),
    edge(values([1.0, float("nan"), 3.0]), 1, gives=3.0),
    build_error(distinct(3, 7), 7, match="last dimension > n = 7 but is 7"),
    build_error(distinct(3, 7), -1, match="n must be non-negative"),
    build_error(distinct(3, 7), [1], match="n must be a scalar"),
    build_error(distinct(), 0, match="at least one dimension"),
    deviates={"*-7*": "TensorFlow has no place for NaN in the order"},
    large=sample(normal(1000, 1000), 300),
)

# Predictions and targets: the target of row 2 ties with the entry before it, those of rows 4 and 5 are no columns.

PREDICTIONS = [[0.1, 0.3, 0.2], [0.5, 0.5, 0.1], [0.3, 0.1, 0.2], [0.3, 0.2, 0.1], [0.3, 0.2, 0.1], [0.3, float("inf"), 0.2]]
TARGETS = [2, 1, 1, 3, -1, 0]


case(
    "InTopK",
    sample(normal(6, 5), integers(6, high=5), k=2),
    sample(normal(6, 5), integers(6, high=5), k=0),
    literal(PREDICTIONS, TARGETS, k=1, gives=[False, True, False, False, False, False]),
    literal(PREDICTIONS, TARGETS, k=2, gives=[True, True, False, False, False, False]),
    build_error(normal(6, 5), integers(5), k=2, match="6 rows of predictions, but 5 targets"),
    build_error(normal(6), integers(6), k=2, match="must be a matrix"),
    large=sample(normal(1000, 1000), integers(1000, high=1000), k=10),
)
case(
    "InTopKV2",
    sample(normal(6, 5), integers(6, high=5), 2),
    literal(PREDICTIONS, TARGETS, 2, gives=[True, True, False, False, False, False]),
    build_error(normal(6, 5), integers(6), [2], match="k must be a scalar"),
    build_error(normal(6), integers(6), 2, match="must be a matrix"),
)
