"""``python -m conformance MatMul --dtype float32 --case 1 --backend torch``: checks one op, one sample or one variant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from . import items
from .call import Argument
from .case import BuildError, RunError
from .check_gradients import check_gradient, check_gradient_graph
from .checks import REFERENCE, check_build_error, check_forward, check_run_error
from .items import Item
from .report import CheckFailed
from .run import build, run, session_of

Check = tuple[str, str]
"""The name of a check and how it ended."""


def main(arguments: list[str] | None = None) -> int:
    """Prints one line per check; 1 when one failed, 2 when nothing was found to check."""
    options = _parser().parse_args(arguments)
    found = [item for item in _all_items() if _is_chosen(item, options)]
    if not found:
        print(f"there is nothing to check for {' '.join(arguments or sys.argv[1:])}")
        return 2
    failed = [not _report(item, options) for item in found]
    print(f"{len(failed) - sum(failed)} of {len(failed)} passed")
    return 1 if any(failed) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m conformance", description=__doc__)
    parser.add_argument("op_type", help="such as MatMul")
    parser.add_argument("--dtype", help="of the main type attribute; all by default")
    parser.add_argument("--case", type=int, help="the number of the sample, from 1; all by default")
    parser.add_argument("--variant", help="such as empty0 or unknown_rank; 'all' for all of them; by default the sample itself")
    parser.add_argument("--backend", default=REFERENCE)
    parser.add_argument("--oracle", choices=["tensorflow"], help="check against this program instead")
    parser.add_argument("--show", action="store_true", help="print the plan, what goes in and what comes out")
    return parser


def _all_items() -> list[Item]:
    plain = list(items.plain_items(lambda sample: True))
    return plain + items.variant_items([item for item in plain if items.is_valid(item.sample)], full=True, seed=0)


def _is_chosen(item: Item, options: argparse.Namespace) -> bool:
    asked = {"op_type": options.op_type, "dtype": options.dtype, "number": options.case}
    if any(value is not None and getattr(item, name) != value for name, value in asked.items()):
        return False
    return options.variant == "all" or item.variant == (options.variant or "")


def _report(item: Item, options: argparse.Namespace) -> bool:
    if options.show:
        _show(item, options.backend)
    try:
        print(f"{item}: {', '.join(f'{name} {ended}' for name, ended in _checks(item, options))}")
    except CheckFailed as failure:
        print(f"FAILED {failure}")
        return False
    return True


def _checks(item: Item, options: argparse.Namespace) -> Iterator[Check]:
    """Everything that the tests check of this item."""
    if options.oracle:
        from .oracle_tensorflow import check_item

        yield "TensorFlow", check_item(item, options.backend)
        return
    if isinstance(item.sample, BuildError):
        yield "build error", check_build_error(item)
    elif isinstance(item.sample, RunError):
        yield "run error", check_run_error(item, options.backend)
    else:
        yield "forward", check_forward(item, options.backend)
        yield from _gradient_checks(item, options.backend)


def _gradient_checks(item: Item, backend: str) -> Iterator[Check]:
    if item in items.gradient_graph_items():
        yield "gradient graph", check_gradient_graph(item, backend)
    if backend == REFERENCE and item in items.gradient_items(full=True, seed=0):
        yield "finite differences", check_gradient(item)


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
