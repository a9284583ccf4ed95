from functools import partial

from ..case import booleans, build_error, case, elements, literal, normal, optional, run_error, sample, values

# One type of every kind: lists look at no element.
of_kinds = partial(case, dtypes=("float32", "float64", "complex64", "int32", "bool", "string"))
FILLED = ("strided", "transposed", "unknown_dims", "unknown_rank", "fed")
"""No emptied lists: TensorFlow lets mistakes pass where nothing is read, and its process ends when an element of an empty list is set."""

# Lists: an input ``elements(x)`` is the list of the rows of x; an output that is a list is compared by its elements stacked.

of_kinds("EmptyTensorList", sample([2, 3], -1), sample([], 5))
of_kinds(
    "TensorListReserve", sample([2, 3], 4), literal([2], 3, gives=[[0, 0], [0, 0], [0, 0]]), run_error(-1, 2, match="non-fully defined")
)
of_kinds(
    "TensorListFromTensor",
    sample(normal(4, 2, 3), [2, 3]),
    sample(normal(4, 2, 3), -1),
    sample(normal(4), []),
    build_error(normal(4, 2), [3], match="not compatible"),
    build_error(normal(), [], match="at least one dimension"),
)
of_kinds(
    "TensorListPushBack",
    sample(elements(normal(4, 3)), normal(3)),
    sample(elements(normal(4)), normal()),
    literal(elements(values([[1, 2]])), [3, 4], gives=[[1, 2], [3, 4]]),
    run_error(elements(normal(4, 3)), normal(2), match="incompatible shape"),
)
of_kinds(
    "TensorListPopBack",
    sample(elements(normal(4, 3)), [3]),
    sample(elements(normal(4, 3)), -1),
    literal(elements(values([[1, 2], [3, 4]])), [-1], gives=([[1, 2]], [3, 4])),
    run_error(elements(normal(0, 3)), [3], match="[Ee]mpty list"),
    derive=FILLED,
)
of_kinds(
    "TensorListGetItem",
    sample(elements(normal(4, 3)), 2, [3]),
    literal(elements(values([[1, 2], [3, 4]])), 0, -1, gives=[1, 2]),
    run_error(elements(normal(4, 3)), 4, [3], match="element 4 in a list with 4 elements"),
)
of_kinds(
    "TensorListSetItem",
    sample(elements(normal(4, 3)), 2, normal(3)),
    sample(elements(normal(4, 3)), 6, normal(3), resize_if_index_out_of_bounds=True),
    literal(elements(values([[1, 2], [3, 4]])), 0, [5, 6], gives=[[5, 6], [3, 4]]),
    run_error(elements(normal(4, 3)), 4, normal(3), match="element 4 in a list with 4 elements"),
)
case("TensorListLength", literal(elements(normal(4, 3)), gives=4))
case("TensorListElementShape", literal(elements(normal(4, 3)), gives=[3]), sample(elements(normal(4))))
of_kinds(
    "TensorListResize",
    sample(elements(normal(4, 3)), 2),
    literal(elements(values([[1, 2]])), 3, gives=[[1, 2], [0, 0], [0, 0]]),
    run_error(elements(normal(4, 3)), -1, match="non-negative"),
)
of_kinds(
    "TensorListConcatLists",
    sample(elements(normal(4, 3)), elements(normal(2, 3))),
    literal(elements(values([[1, 2]])), elements(values([[3, 4]])), gives=[[1, 2], [3, 4]]),
    gradient=False,  # TensorFlow states none; tests/gradients/test_tensor_list.py checks polyflow's
)
of_kinds(
    "TensorListStack",
    sample(elements(normal(4, 3)), [3]),
    sample(elements(normal(4, 3)), [-1], num_elements=4),
    literal(elements(values([[1, 2], [3, 4]])), [2], gives=[[1, 2], [3, 4]]),
    run_error(elements(normal(4, 3)), [3], num_elements=5, match="expected a list with 5 elements"),
)
of_kinds(
    "TensorListGather",
    sample(elements(normal(4, 3)), [2, 0], [3]),
    literal(elements(values([[1, 2], [3, 4]])), [1, 0], -1, gives=[[3, 4], [1, 2]]),
    run_error(elements(normal(4, 3)), [4], [3], match="element 4"),
    derive=FILLED,
)
of_kinds(
    "TensorListScatterV2",
    sample(normal(2, 3), [4, 1], [3], 6),
    sample(normal(2, 3), [2, 0], [3], -1),
    literal([[1, 2], [3, 4]], [2, 0], [2], 4, gives=[[3, 4], [0, 0], [1, 2], [0, 0]]),
)
of_kinds(
    "TensorListScatterIntoExistingList",
    sample(elements(normal(4, 3)), normal(2, 3), [3, 1]),
    literal(elements(values([[1, 2], [3, 4]])), [[5, 6]], [0], gives=[[5, 6], [3, 4]]),
    derive=FILLED,
)
of_kinds(
    "TensorListConcatV2",
    sample(elements(normal(4, 2, 3)), [2, 3], []),
    literal(elements(values([[1, 2], [3, 4]])), [-1], [], gives=([1, 2, 3, 4], [2, 2])),
)
of_kinds(
    "TensorListSplit",
    sample(normal(6, 3), [-1, 3], [2, 2, 2]),
    literal([1, 2, 3, 4], [2], [2, 2], gives=[[1, 2], [3, 4]]),
    run_error(normal(6, 3), [-1, 3], [2, 3], match="[Ss]um of lengths"),
)

# Optionals

case("OptionalFromValue", sample([normal(2, 3), booleans(4)]), literal([[1, 2]], gives=[1, 2]))
case("OptionalNone", literal(gives=False))
case("OptionalHasValue", literal(optional(normal(2, 3)), gives=True))
case(
    "OptionalGetValue",
    sample(optional(normal(2, 3)), output_types=["float32"], output_shapes=[[2, None]]),
    run_error(optional(normal(2, 3)), output_types=["float32"], output_shapes=[[3, 3]], match="shape"),
    run_error(optional(normal(2, 3)), output_types=["float64"], output_shapes=[[2, 3]], match="type"),
)
