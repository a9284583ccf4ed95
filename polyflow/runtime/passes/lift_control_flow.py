"""lift_control_flow: turns Switch/Merge/Enter/Exit/NextIteration frames into If and While regions.

Programs built with polyflow never contain such frames; hand-written ones and old GraphDefs do. Until they are lifted a
plan that reaches one is refused here, with the node's name.
"""

from __future__ import annotations

from ...framework.errors import UnimplementedError
from ..ir import Plan

FRAME_OPS = frozenset(
    {"Switch", "Merge", "Enter", "Exit", "NextIteration", "LoopCond", "RefSwitch", "RefMerge", "RefEnter", "RefExit", "RefNextIteration"}
)


def lift_control_flow(plan: Plan) -> Plan:
    for step in plan.block.all_steps():
        if step.kind in FRAME_OPS:
            raise UnimplementedError(
                step.node.name,
                step.node,
                f"{step.kind} node '{step.node.name}': control flow in dataflow frames is not run yet; use tf.cond or tf.while_loop",
            )
    return plan
