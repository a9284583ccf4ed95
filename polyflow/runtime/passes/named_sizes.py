"""Sizes of values with names for those that only the run knows, so that equal ones can be told.

A name is a value and the number of one of its dimensions: the place where the size first shows. Ops without a rule here make new names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from ...framework.array_rules import canonical_axes, canonical_axis
from ..ir import Step, Value

Name = tuple[Value, int]
Size = int | Name
Sizes = tuple[Size, ...]
Found = Sequence[Size | None] | None
"""What a rule knows: None for a size, or for all of them, that it cannot tell."""

ELEMENTWISE = frozenset({"math_elementwise", "math_complex", "math_special", "math_comparison", "math_bitwise", "nn_activation"})
"""Families whose ops have the shape to which their inputs broadcast."""

LIKE_FIRST = frozenset(
    {"BiasAdd", "BiasAddV1", "Identity", "LRN", "LRNGrad", "MaxPoolGrad", "OnesLike", "Snapshot", "StopGradient", "ZerosLike"}
)
"""Ops with the shape of their first input."""

BATCHED = frozenset({"AvgPool", "Conv2D", "Conv3D", "DepthwiseConv2dNative", "MaxPool", "MaxPoolV2"})
"""Ops with the first dimension of their first input."""

REDUCTIONS = frozenset({"All", "Any", "Max", "Mean", "Min", "Prod", "Sum"})

DESCRIBED = frozenset({"Conv2DBackpropInput", "Fill", "RandomStandardNormal", "RandomUniform", "RandomUniformInt", "TruncatedNormal"})
"""Ops whose first input is the shape of their output."""


class NamedSizes:
    """The sizes of the values that steps make, once these were shown to ``learn`` in their order."""

    def __init__(self) -> None:
        self._known: dict[Value, Sizes] = {}

    def of(self, value: Value) -> Sizes | None:
        """None where the number of dimensions is unknown."""
        if value not in self._known:
            self._note(value, None)
        return self._known.get(value)

    def learn(self, step: Step) -> None:
        """Notes what the step's op says of the sizes of its outputs; nothing of a step that will fail."""
        try:
            found = self._found(step) if step.is_node and not step.blocks else []
        except ValueError:
            found = []
        for value, sizes in zip_longest(step.outputs, found[: len(step.outputs)]):
            self._note(value, sizes)

    def _note(self, value: Value, found: Found) -> None:
        static = value.shape.sizes if value.constant is None else value.constant.shape
        if static is not None:
            found = found if found is not None and len(found) == len(static) else static
            self._known[value] = tuple(
                size if size is not None else other if other is not None else (value, axis)
                for axis, (size, other) in enumerate(zip(static, found, strict=True))
            )

    def described(self, vector: Value) -> Sizes | None:
        """The sizes that a vector consists of; None unless all of them are known."""
        entries = self._entries(vector)
        return None if entries is None or None in entries else tuple(entries)  # type: ignore[arg-type]  # None is not in it

    def _entries(self, vector: Value) -> Found:
        if vector.constant is not None:
            return [int(entry) if entry >= 0 else None for entry in vector.constant.tolist()] if vector.constant.ndim == 1 else None
        step = vector.step
        if step is not None and step.kind == "Shape" and step.is_node:
            return self.of(step.inputs[0])
        if step is not None and step.kind == "Pack":
            return [self._entry(value) for value in step.inputs]
        return None

    def _entry(self, scalar: Value) -> Size | None:
        """A constant, or one entry of a shape."""
        if scalar.constant is not None:
            return int(scalar.constant) if not scalar.constant.ndim and scalar.constant >= 0 else None
        step = scalar.step
        if step is None or step.kind != "StridedSlice" or step.attrs["shrink_axis_mask"] != 1:
            return None
        sizes, first = self._entries(step.inputs[0]), step.inputs[1].constant
        return None if sizes is None or first is None or not -len(sizes) <= first[0] < len(sizes) else sizes[int(first[0])]

    def _found(self, step: Step) -> Sequence[Found]:
        rule = _RULES.get(step.kind)
        if rule is not None:
            return rule(self, step)
        return [self._broadcast(step.inputs)] if step.node.declaration.family in ELEMENTWISE else []

    def _broadcast(self, values: Iterable[Value]) -> Found:
        shapes = [self.of(value) for value in values]
        if None in shapes:
            return None
        return [_common(sizes) for sizes in zip_longest(*map(reversed, shapes), fillvalue=1)][::-1]  # type: ignore[arg-type]  # no None

    # Rules: per output what is known of its sizes

    def _like_first(self, step: Step) -> Sequence[Found]:
        return [self.of(step.inputs[0])]

    def _batched(self, step: Step) -> Sequence[Found]:
        sizes = self.of(step.inputs[0])
        return [] if sizes is None else [(sizes[0], *(None,) * (len(sizes) - 1))]

    def _described_by_first(self, step: Step) -> Sequence[Found]:
        return [self._entries(step.inputs[0])]

    def _described_by_second(self, step: Step) -> Sequence[Found]:
        return [self._entries(step.inputs[1])]

    def _compared(self, step: Step) -> Sequence[Found]:
        return [self._broadcast(step.inputs)] if step.attrs["incompatible_shape_error"] else []

    def _selected(self, step: Step) -> Sequence[Found]:
        return [self._broadcast(step.inputs[1:])]

    def _reduced(self, step: Step) -> Sequence[Found]:
        sizes, axes = self.of(step.inputs[0]), step.inputs[1].constant
        if sizes is None or axes is None:
            return []
        gone = set(canonical_axes([int(axis) for axis in axes.ravel()], len(sizes)))
        kept = [1 if axis in gone else size for axis, size in enumerate(sizes) if axis not in gone or step.attrs["keep_dims"]]
        return [kept]

    def _product(self, step: Step) -> Sequence[Found]:
        a, b = map(self.of, step.inputs)
        if a is None or b is None or len(a) != 2 or len(b) != 2:
            return []
        return [(a[bool(step.attrs["transpose_a"])], b[not step.attrs["transpose_b"]])]

    def _expanded(self, step: Step) -> Sequence[Found]:
        sizes, axis = self.of(step.inputs[0]), step.inputs[1].constant
        if sizes is None or axis is None:
            return []
        position = canonical_axis(int(axis), len(sizes) + 1)
        return [(*sizes[:position], 1, *sizes[position:])]

    def _permuted(self, step: Step) -> Sequence[Found]:
        sizes, order = self.of(step.inputs[0]), step.inputs[1].constant
        return [] if sizes is None or order is None else [[sizes[int(axis)] for axis in order]]

    def _dense_entropy(self, step: Step) -> Sequence[Found]:
        sizes = self._broadcast(step.inputs)
        return [] if sizes is None else [sizes[:1], sizes]

    def _sparse_entropy(self, step: Step) -> Sequence[Found]:
        sizes = self.of(step.inputs[0])
        return [] if sizes is None else [sizes[:1], sizes]

    def _reshaped(self, step: Step) -> Sequence[Found]:
        """Described, but for the size of -1: it is the one that the input has beside sizes of the same product."""
        sizes, entries = self.of(step.inputs[0]), self._entries(step.inputs[1])
        if sizes is None or entries is None or list(entries).count(None) != 1:
            return [entries]
        names = [size for size in (*sizes, *entries) if isinstance(size, tuple)]
        if len(names) != 1 or names[0] in entries or _product_of(sizes) != _product_of(entries):
            return [entries]
        return [[names[0] if entry is None else entry for entry in entries]]


def _product_of(sizes: Iterable[Size | None]) -> int:
    return math.prod(size for size in sizes if isinstance(size, int))


def _common(sizes: Sequence[Size]) -> Size | None:
    """What sizes broadcast to: the number among them that is not 1, since a name beside it must be that or 1; else the only name."""
    others = set(sizes) - {1}
    numbers = {size for size in others if isinstance(size, int)}
    if len(others) > 1 and len(numbers) != 1:
        return None
    return (numbers or others or {1}).pop()


_RULES: dict[str, Callable[[NamedSizes, Step], Sequence[Found]]] = {
    **dict.fromkeys(LIKE_FIRST, NamedSizes._like_first),
    **dict.fromkeys(BATCHED, NamedSizes._batched),
    **dict.fromkeys(REDUCTIONS, NamedSizes._reduced),
    **dict.fromkeys(DESCRIBED, NamedSizes._described_by_first),
    **dict.fromkeys(("Equal", "NotEqual"), NamedSizes._compared),
    "BroadcastTo": NamedSizes._described_by_second,
    "ExpandDims": NamedSizes._expanded,
    "MatMul": NamedSizes._product,
    "Reshape": NamedSizes._reshaped,
    "Select": NamedSizes._selected,
    "SoftmaxCrossEntropyWithLogits": NamedSizes._dense_entropy,
    "SparseSoftmaxCrossEntropyWithLogits": NamedSizes._sparse_entropy,
    "Transpose": NamedSizes._permuted,
}
