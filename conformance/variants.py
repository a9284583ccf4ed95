"""The nasty variants of a sample, derived without its author's help.

A variant changes what goes in, never what the op is. Some changes may make a call that the op rightly refuses to build (an emptied
dimension that a constant shape contradicts): those count as *not applicable*. The others change only how the same values reach the op, so
every op must build: see ``MUST_BUILD``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from polyflow.framework.declaration import ArgSpec
from polyflow.framework.dtypes import DType

from .call import Argument, Call, allowed_types, main_type, rng_of
from .case import Case
from .generators import Array

Variants = dict[str, Call]

MUST_BUILD = ("strided", "transposed", "nonfinite", "unknown_dims", "unknown_rank", "fed")
"""Kinds of variants that leave shapes and dtypes as they are: refusing to build is a failure of the op's inference."""

SAME_VALUES = ("strided", "transposed", "unknown_dims", "unknown_rank", "fed")
"""Kinds of variants that must give what the sample itself gives."""

ELEMENTWISE = ("math_elementwise", "math_complex", "math_special", "math_comparison", "nn_activation")
"""The families in which infinities and NaN are tried; a case of another family asks for it with ``derive=("nonfinite", ...)``."""


def variants_of(case: Case, call: Call) -> Variants:
    """All variants of a call by name; a name starts with its kind: ``empty0``, ``broadcast1``, ``types-Tidx-int64``."""
    return {name: variant for kind, derive in _DERIVATIONS.items() if _wants(case, kind) for name, variant in derive(call)}


def _wants(case: Case, kind: str) -> bool:
    return case.derives(kind) and (kind != "nonfinite" or case.family in ELEMENTWISE or case.derive is not None)


def kind_of(variant: str) -> str:
    """The kind that a variant's name starts with."""
    return variant.partition("-")[0].rstrip("0123456789")


Derivation = Iterator[tuple[str, Call]]


def _empty(call: Call) -> Derivation:
    """Each size in turn becomes 0 wherever it occurs: with different sizes for all dimensions, that empties one dimension of the op."""
    for number, size in enumerate(_sizes(call)):
        yield f"empty{number}", call.change(lambda argument, size=size: _emptied(argument, size))  # type: ignore[misc]  # mypy cannot type a lambda's default


def _sizes(call: Call) -> list[int]:
    return sorted({size for argument in call.flat() if argument.role != "constant" for size in argument.array.shape if size > 1})


def _emptied(argument: Argument, size: int) -> Argument:
    if argument.role == "constant" or not argument.array.ndim:
        return argument
    return _with_array(argument, argument.array[tuple(slice(0, 0 if length == size else None) for length in argument.array.shape)])


def _scalar(call: Call) -> Derivation:
    """Every fed input is one element of rank 0."""
    fed = _fed(call)
    if fed and all(argument.array.size for argument in fed) and any(argument.array.ndim for argument in fed):
        yield "scalar", call.change(lambda argument: _with_array(argument, _first(argument.array)) if argument.role == "fed" else argument)


def _first(array: Array) -> Array:
    return array.reshape(-1)[:1].reshape(())


def _strided(call: Call) -> Derivation:
    """Fed arrays with gaps between their elements."""
    if any(argument.array.ndim for argument in _fed(call)):
        yield (
            "strided",
            call.change(lambda argument: replace(argument, array=_with_gaps(argument.array)) if argument.role == "fed" else argument),
        )


def _with_gaps(array: Array) -> Array:
    return np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array


def _transposed(call: Call) -> Derivation:
    """The op gets transposed views: arrays that are not contiguous inside the backend."""
    if any(argument.array.ndim > 1 for argument in _fed(call)):
        yield (
            "transposed",
            call.change(lambda argument: replace(argument, behind_transpose=argument.role == "fed" and argument.array.ndim > 1)),
        )


def _broadcast(call: Call) -> Derivation:
    """Of several fed inputs the first loses its leading dimension, the second keeps one element of its last."""
    fed = [argument for argument in _fed(call) if argument.array.ndim and argument.array.shape[0]]
    if len(_fed(call)) < 2:
        return
    for number, argument in enumerate(fed[:2]):
        smaller = _with_array(argument, argument.array[0, ...] if number == 0 else argument.array[..., :1])
        yield f"broadcast{number}", call.change(lambda other, old=argument, new=smaller: new if other is old else other)  # type: ignore[misc]  # a lambda's default


def _nonfinite(call: Call) -> Derivation:
    """NaN, both infinities and a negative zero among the numbers."""
    if any(argument.dtype.is_floating and argument.array.size for argument in _fed(call)):
        yield "nonfinite", call.change(lambda argument: _spoilt(call.op_type, argument) if argument.role == "fed" else argument)


def _spoilt(op_type: str, argument: Argument) -> Argument:
    if not argument.dtype.is_floating or not argument.array.size:
        return argument
    array = argument.array.copy()
    places = rng_of(op_type, argument.name, "nonfinite").permutation(array.size)[:4]
    array.flat[places] = np.array([np.nan, np.inf, -np.inf, -0.0])[: len(places)]
    return replace(argument, array=array)


def _unknown_dims(call: Call) -> Derivation:
    """Placeholders of known rank and unknown sizes."""
    if any(argument.array.ndim for argument in _fed(call)):
        yield (
            "unknown_dims",
            call.change(lambda argument: replace(argument, static=(None,) * argument.array.ndim) if argument.role == "fed" else argument),
        )


def _unknown_rank(call: Call) -> Derivation:
    """Placeholders of which nothing is known, those for Host inputs included."""
    if any(argument.role in ("fed", "constant") for argument in call.flat()):
        yield (
            "unknown_rank",
            call.change(lambda argument: replace(_as_fed(argument), static=None) if argument.role in ("fed", "constant") else argument),
        )


def _fed_hosts(call: Call) -> Derivation:
    """Host inputs fed, so that nothing can be computed from them in advance."""
    if any(argument.role == "constant" for argument in call.flat()):
        yield "fed", call.change(_as_fed)


def _as_fed(argument: Argument) -> Argument:
    return replace(argument, role="fed") if argument.role == "constant" else argument


def _types(call: Call) -> Derivation:
    """Each type attribute beside the main one in its other types: int64 indices for int32 ones."""
    declared = call.declared
    main = main_type(declared)
    for spec in _secondary(declared.inputs, main):
        current = {argument.dtype for argument in call.flat() if declared.inputs[argument.position].type_attr == spec.type_attr}
        for dtype in allowed_types(declared, spec.type_attr):
            if dtype not in current and declared.attributes[spec.type_attr].allowed is not None and dtype.is_integer:
                yield f"types-{spec.type_attr}-{dtype.name}", _retyped(call, spec.type_attr, dtype)


def _secondary(specs: tuple[ArgSpec, ...], main: str) -> list[ArgSpec]:
    return list({spec.type_attr: spec for spec in specs if spec.type_attr not in ("", main) and not spec.each}.values())


def _retyped(call: Call, attribute: str, dtype: DType) -> Call:
    specs = call.declared.inputs

    def change(argument: Argument) -> Argument:
        if specs[argument.position].type_attr != attribute:
            return argument
        return replace(argument, array=argument.array.astype(dtype.np_dtype), dtype=dtype)

    attributes = {key: dtype if key == attribute else value for key, value in call.attributes.items()}
    return replace(call.change(change), attributes=attributes)


def _fed(call: Call) -> list[Argument]:
    return [argument for argument in call.flat() if argument.role == "fed"]


def _with_array(argument: Argument, array: Array) -> Argument:
    return replace(argument, array=array, static=array.shape)


_DERIVATIONS: dict[str, Callable[[Call], Derivation]] = {
    "empty": _empty,
    "scalar": _scalar,
    "strided": _strided,
    "transposed": _transposed,
    "broadcast": _broadcast,
    "nonfinite": _nonfinite,
    "unknown_dims": _unknown_dims,
    "unknown_rank": _unknown_rank,
    "fed": _fed_hosts,
    "types": _types,
}

__all__ = ["ELEMENTWISE", "MUST_BUILD", "SAME_VALUES", "Variants", "kind_of", "variants_of"]
