"""The two closed lists of ops that do not have a kernel per backend. An entry is added here on purpose, with its reason, or not at all."""

from __future__ import annotations

STRUCTURAL = frozenset(
    # values that the plan itself provides
    "Const Placeholder PlaceholderV2 Variable VariableV2 VarHandleOp "
    # nodes that only order others
    "NoOp ControlTrigger "
    # regions, emitted as sub-functions, and the older frames that are lifted into regions
    "If While StatelessIf StatelessWhile "
    "Switch Merge Enter Exit NextIteration LoopCond RefSwitch RefMerge RefEnter RefExit RefNextIteration".split()
)
"""Emitted as program text; there is nothing for a kernel to compute."""

HOST = frozenset(
    # effects on the process: a message, an exception, a Python function
    "Assert Print PyFunc PyFuncStateless "
    # strings, which no accelerator holds
    "StringJoin StringToNumber "
    # what is read from files
    "ImmutableConst".split()
)
"""One kernel on plain Python objects serves every backend. Never a way around writing a numeric kernel."""

RANDOM_BUT_STATELESS = frozenset({"FractionalAvgPool", "FractionalMaxPool"})
"""Ops that draw random numbers, and so need a context, although TensorFlow does not call them stateful."""
