"""``python -m conformance MatMul --dtype float32 --case 1 --backend torch``: checks one op, one sample, one variant or one program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from polyflow.backends import selection

from . import items
from .call import Argument
from .case import BuildError, RunError, load_cases
from .check_gradients import check_gradient, check_gradient_graph
from .check_programs import check_program
from .checks import REFERENCE, check_build_error, check_forward, check_run_error
from .items import Item
from .programs.program import Program, load_programs
from .report import CheckFailed
from .run import build, run, session_of

Check = tuple[str, Callable[[], str]]
"""The name of a check and what performs it."""


def main(arguments: list[str] | None = None) -> int:
    """Prints one line per item; 1 when a check failed, 2 when nothing was found to check."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        selection.resolve(options.backend)
    except ValueError as error:
        parser.error(str(error))
    found = list(_chosen(options))
    if not found:
        print(f"there is nothing to check for {' '.join(arguments or sys.argv[1:])}")
        return 2
    passed = [_report(name, checks) for name, checks in found]
    print(f"{sum(passed)} of {len(passed)} passed")
    return 0 if all(passed) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m conformance", description=__doc__)
    parser.add_argument("name", help="an op type such as MatMul, or a program such as nested_loops")
    parser.add_argument("--dtype", help="of the main type attribute; all by default")
    parser.add_argument("--case", type=int, help="the number of the sample, from 1; all by default")
    parser.add_argument("--variant", help="such as empty0 or unknown_rank; 'all' for all of them; by default the sample itself")
    parser.add_argument("--backend", default=REFERENCE)
    parser.add_argument("--oracle", choices=["tensorflow"], help="check against this program instead")
    parser.add_argument("--show", action="store_true", help="print the plan, what goes in and what comes out")
    return parser


def _chosen(options: argparse.Namespace) -> Iterator[tuple[str, list[Check]]]:
    program = load_programs().get(options.name)
    if program is not None:
        yield str(program), list(_program_checks(program, options))
    for item in _items(options):
        if options.show:
            _show(item, options.backend)
        yield str(item), list(_item_checks(item, options))


def _report(name: str, checks: list[Check]) -> bool:
    try:
        print(f"{name}: {', '.join(f'{kind} {check()}' for kind, check in checks)}")
    except CheckFailed as failure:
        print(f"FAILED {failure}")
        return False
    return True


# Programs


def _program_checks(program: Program, options: argparse.Namespace) -> Iterator[Check]:
    if options.oracle:
        from .check_oracle import check_exported_program, check_program_as_tensorflow

        yield "as TensorFlow", lambda: check_program_as_tensorflow(program)
        yield "exported to TensorFlow", lambda: check_exported_program(program)
    else:
        yield "steps", lambda: check_program(program, options.backend)


# Items


def _items(options: argparse.Namespace) -> list[Item]:
    case = load_cases().get(options.name)
    plain = list(items.items_of(case, lambda sample: not (options.oracle and isinstance(sample, BuildError)))) if case else []
    variants = items.variant_items([item for item in plain if items.is_valid(item.sample)], full=True, seed=0)
    return [item for item in plain + variants if _is_wanted(item, options)]


def _is_wanted(item: Item, options: argparse.Namespace) -> bool:
    if options.dtype not in (None, item.dtype) or options.case not in (None, item.number):
        return False
    return options.variant == "all" or item.variant == (options.variant or "")


def _item_checks(item: Item, options: argparse.Namespace) -> Iterator[Check]:
    """Everything that the tests check of this item."""
    backend = options.backend
    if options.oracle:
        from .check_oracle import check_item

        yield "TensorFlow", lambda: check_item(item, backend)
    elif isinstance(item.sample, BuildError):
        yield "build error", lambda: check_build_error(item)
    elif isinstance(item.sample, RunError):
        yield "run error", lambda: check_run_error(item, backend)
    else:
        yield "forward", lambda: check_forward(item, backend)
        yield from _gradient_checks(item, backend)


def _gradient_checks(item: Item, backend: str) -> Iterator[Check]:
    if items.has_gradient_graph(item):
        yield "gradient graph", lambda: check_gradient_graph(item, backend)
    if backend == REFERENCE and items.has_finite_differences(item):
        yield "finite differences", lambda: check_gradient(item)


def _show(item: Item, backend: str) -> None:
    network = build(item.call())
    for argument in network.call.flat():
        print(_described(argument))
    with session_of(network.graph, backend) as session:
        session.run(network.initialisers)
        print(session.plan([network.fetchable(), network.operation], list(network.fed)))
    for tensor, value in zip(network.fetchable(), run(network, backend).outputs, strict=True):
        print(f"{tensor.name} =\n{value!r}")


def _described(argument: Argument) -> str:
    return f"{argument.name} ({argument.role}, {argument.dtype.name}{argument.array.shape}, static {argument.static}) =\n{argument.array!r}"


if __name__ == "__main__":
    sys.exit(main())
