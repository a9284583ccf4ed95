"""What is checked, one by one: a sample of a case in a dtype, maybe in a variant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from polyflow.framework import dtypes
from polyflow.framework.dtypes import DType, as_dtype
from polyflow.framework.op import declaration
from polyflow.gradients import registry

from .call import Call, applies, case_dtypes, make_call, rng_of
from .case import CASES, BuildError, Case, Edge, Failure, RunError, Sample, load_cases
from .variants import kind_of, variants_of


@dataclass(frozen=True)
class Item:
    """One thing to check. Its text is the test's id: ``MatMul-float32-1-empty0``."""

    op_type: str
    number: int
    dtype: str | None
    variant: str = ""

    @property
    def case(self) -> Case:
        return CASES[self.op_type]

    @property
    def sample(self) -> Sample:
        return self.case.samples[self.number - 1]

    @property
    def plain(self) -> Item:
        return replace(self, variant="")

    def call(self) -> Call:
        """The op with its arrays; KeyError when the sample has no such variant."""
        call = make_call(self.case, self.number, as_dtype(self.dtype) if self.dtype else None)
        return variants_of(self.case, call)[self.variant] if self.variant else call

    def command(self, backend: str, *options: str) -> str:
        """The line that checks this item alone."""
        words = ["python -m conformance", self.op_type, f"--case {self.number}", f"--backend {backend}"]
        words[2:2] = [f"--dtype {self.dtype}"] if self.dtype else []
        return " ".join([*words, *([f"--variant {self.variant}"] if self.variant else []), *options])

    @property
    def name_in_case(self) -> str:
        """What tells it from other items of its op: ``float32-1-empty0``."""
        return "-".join(filter(None, (self.dtype or "any", str(self.number), self.variant)))

    def __str__(self) -> str:
        return f"{self.op_type}-{self.name_in_case}"


Wanted = Callable[[Sample], bool]


def is_valid(sample: Sample) -> bool:
    """Whether the sample is meant to succeed."""
    return not isinstance(sample, Failure)


def plain_items(wanted: Wanted = is_valid) -> Iterator[Item]:
    """Every sample in every dtype that it fits; a sample that fits none is a mistake in its case."""
    for case in load_cases().values():
        yield from items_of(case, wanted)


def items_of(case: Case, wanted: Wanted = is_valid) -> Iterator[Item]:
    """The samples of one case."""
    for number, sample in enumerate(case.samples, 1):
        if wanted(sample):
            yield from _in_dtypes(case, number)


def _in_dtypes(case: Case, number: int) -> list[Item]:
    found = [Item(case.op_type, number, dtype.name if dtype else None) for dtype in case_dtypes(case) if applies(case, number, dtype)]
    if not found:
        raise ValueError(f"sample {number} of {case.op_type} fits none of the dtypes of its case")
    return found


def build_errors() -> list[Item]:
    """The calls that must not build, each in the first dtype that it fits."""
    return _first_dtypes(BuildError)


def run_errors() -> list[Item]:
    """The calls that must fail when they run, each in the first dtype that it fits."""
    return _first_dtypes(RunError)


def _first_dtypes(kind: type[Sample]) -> list[Item]:
    return list(
        {(item.op_type, item.number): item for item in reversed(list(plain_items(lambda sample: isinstance(sample, kind))))}.values()
    )[::-1]


def forward_items(full: bool, seed: int) -> list[Item]:
    """All samples in all dtypes, with all variants or a sample of them."""
    plain = list(plain_items())
    return plain + variant_items(plain, full, seed)


def oracle_items(full: bool, seed: int) -> list[Item]:
    """What another program must agree with: samples, variants and run-time errors of the cases that do not opt out."""
    return [item for item in forward_items(full, seed) + run_errors() if item.case.oracle]


def variant_items(plain: list[Item], full: bool, seed: int) -> list[Item]:
    """The variants of the items: all of them, or per op and variant one item drawn with ``seed``.

    A Host input fed is always tried where the op has no other input: the constant would be folded away and the kernel never run.
    """
    variants = [replace(item, variant=name) for item in plain for name in _variant_names(item)]
    if full:
        return variants
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in variants:
        groups.setdefault((item.op_type, item.variant), []).append(item)
    return [item for key, group in groups.items() for item in _drawn(key, group, seed)]


def _drawn(key: tuple[str, str], group: list[Item], seed: int) -> list[Item]:
    op_type, variant = key
    if variant == "fed" and all(spec.host for spec in declaration(op_type).inputs):
        return group
    return [group[int(rng_of(op_type, variant, seed).integers(len(group)))]]


@cache
def _variant_names(item: Item) -> tuple[str, ...]:
    return tuple(variants_of(item.case, item.call()))


# Gradients

GRADIENT_VARIANTS = ("empty", "scalar", "broadcast", "unknown_dims", "unknown_rank")
"""Kinds of variants in which a gradient may go wrong though the op does not."""


def gradient_items(full: bool, seed: int) -> list[Item]:
    """What is held against finite differences, with all variants or a sample of them."""
    plain = [item for item in plain_items() if has_finite_differences(item)]
    return plain + [item for item in variant_items(plain, full, seed) if has_finite_differences(item)]


def gradient_graph_items() -> list[Item]:
    """What is held against NumPy's gradient."""
    return [item for item in plain_items() if has_gradient_graph(item)]


def has_finite_differences(item: Item) -> bool:
    """Each sample in its widest floating and complex dtype, and the variants in which a gradient may go wrong."""
    return has_slope(item) and (not item.variant or kind_of(item.variant) in GRADIENT_VARIANTS) and _is_widest(item.plain)


def has_gradient_graph(item: Item) -> bool:
    """Each sample in each dtype that has gradients."""
    return not item.variant and has_slope(item) and any(argument.is_differentiable for argument in item.call().flat())


def has_slope(item: Item) -> bool:
    """Whether the gradient of the op is checked at this sample."""
    return wants_gradient(item.case) and not isinstance(item.sample, Edge)


def wants_gradient(case: Case) -> bool:
    """Whether the gradient of the op is checked: when its case says so, else unless it works on variables or is stated to have none.

    So an op of which nothing is stated is checked, and fails.
    """
    declared = declaration(case.op_type)
    if case.gradient is not None:
        return bool(case.gradient)
    return not any(spec.is_variable for spec in declared.inputs) and registry.states(case.op_type, declared.family) is not False


def _is_widest(item: Item) -> bool:
    """Whether the item is the one of its sample to differentiate: float64, complex128, or the only dtype that can be."""
    arguments = [argument.dtype for argument in item.call().flat() if argument.is_differentiable]
    if item.dtype in ("float64", "complex128", None) or not arguments:
        return bool(arguments)
    fits: list[DType] = [dtype for dtype in case_dtypes(item.case) if dtype and applies(item.case, item.number, dtype)]
    return as_dtype(item.dtype) is _widest(fits)


def _widest(fits: list[DType]) -> DType:
    """Where float64 and complex128 are not among the dtypes: float32, else the first (an index type, whose op has fixed floats)."""
    if dtypes.float64 in fits or dtypes.complex128 in fits:
        return dtypes.float64
    return dtypes.float32 if dtypes.float32 in fits else fits[0]
