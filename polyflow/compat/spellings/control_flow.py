"""Conditionals, loops and Python functions whose arguments have had another order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ... import functions
from ...framework.operation import Operation
from ...framework.synonyms import argument, older_form, text_at

__all__ = ["case", "cond", "py_func", "while_loop"]


@older_form(functions.cond, when=text_at(3))
def cond(pred: Any, fn1: Any, fn2: Any, name: str) -> Any:
    return functions.cond(pred, fn1, fn2, name=name)


@older_form(functions.case, when=text_at(3))
def case(pred_fn_pairs: Any, default: Any, exclusive: bool, name: str) -> Any:
    return functions.case(pred_fn_pairs, default, exclusive, name=name)


@older_form(functions.while_loop, when=lambda args, keywords: isinstance(argument(args, 3), int))
def while_loop(cond: Any, body: Any, loop_vars: Any, parallel_iterations: int, back_prop: bool = True, swap_memory: bool = False,
               name: str | None = None) -> Any:  # fmt: skip
    return functions.while_loop(cond, body, loop_vars, None, parallel_iterations, back_prop, swap_memory, name)


@older_form(functions.py_func, when=text_at(3))
def py_func(func: Callable[..., Any], inp: Sequence[Any], Tout: Any, name: str) -> Any | Operation:
    return functions.py_func(func, inp, Tout, name=name)
