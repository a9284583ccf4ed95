"""From fetches and feeds to something that runs: plan, emit, and the ways in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..framework.operation import Operation, Tensor
from .emit import Program, emit
from .feeds import Feeder, feeder
from .fetches import Assemble, structure
from .ir import HOST, Plan
from .passes import PASSES

if TYPE_CHECKING:
    from .session import BaseSession


class Executable:
    """A plan ready to run: the program, how to feed it, and how to name its results."""

    __slots__ = ("assemble", "computes_on_host", "elements", "feeders", "mutations", "plan", "program", "run")

    def __init__(self, plan: Plan, program: Program, assemble: Assemble | None) -> None:
        self.plan = plan
        self.program = program
        self.run: Callable[..., Any] = program.function
        self.mutations = plan.graph.mutations
        self.feeders: list[Feeder] = [
            feeder(tensor, value, plan.backend) for tensor, value in zip(plan.feeds, plan.feed_values, strict=True)
        ]
        self.elements = [fetch for fetch, value in zip(plan.fetches, plan.results, strict=True) if value is not None]
        self.assemble = assemble
        self.computes_on_host = any(step.home == HOST and step.is_node for step in plan.block.all_steps())


def make_executable(session: BaseSession, fetches: Any, feeds: tuple[Tensor, ...], **settings: Any) -> Executable:
    """The executable of ``session.run(fetches)`` with these tensors fed."""
    elements, assemble = structure(session.graph, fetches)
    with session.graph.lock:
        plan = make_plan(session, tuple(dict.fromkeys(elements)), feeds, **settings)
    single = isinstance(fetches, (Tensor, Operation, str)) or (len(elements) == 1 and not isinstance(fetches, (list, tuple, Mapping)))
    return Executable(plan, emit(plan, session.resources), None if single else assemble)


def make_plan(session: BaseSession, fetches: tuple[Any, ...], feeds: tuple[Tensor, ...], **settings: Any) -> Plan:
    """The plan after all passes."""
    plan = Plan(session.graph, session.backend, fetches, feeds, fusing=session._fusing, compiling=session._compiling, **settings)
    for run_pass in PASSES:
        plan = run_pass(plan)
    return plan
