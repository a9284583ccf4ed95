"""What must hold between declarations, signatures, kernels, gradient statements and cases. Each rule lists what it finds amiss."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from types import FunctionType

from . import pinned
from .records import ABSENT, Argument, Attribute, Declaration, Signature
from .tree import BACKENDS, FOLDERS, Statement, Tree


def every_source_can_be_read(tree: Tree) -> Iterator[str]:
    """A file that fails when it is run on a stage hides what it declares."""
    yield from tree.problems


def declarations_are_well_formed(tree: Tree) -> Iterator[str]:
    """Documented, with named outputs, and with nothing said twice."""
    for op in tree.declarations.values():
        yield from (f"{op.where}: {op.op_type} {problem}" for problem in op.problems)


def declarations_equal_signatures(tree: Tree) -> Iterator[str]:
    """Names, types and order of inputs and outputs; attributes with types, defaults and limits; statefulness."""
    signatures = tree.signatures()
    for op in tree.declarations.values():
        signature = signatures.get(op.op_type)
        differences = list(_differences(op, signature)) if signature else ["is no op of op_signatures.json"]
        yield from (f"{op.where}: {op.op_type}: {difference}" for difference in differences)


def _differences(op: Declaration, signature: Signature) -> Iterator[str]:
    yield from _argument_differences("input", op.inputs, signature.inputs)
    yield from _argument_differences("output", op.outputs, signature.outputs)
    for name in op.attributes.keys() | signature.attributes.keys():
        yield from _attribute_differences(name, op.attributes.get(name), signature.attributes.get(name))
    if op.stateful != signature.stateful and op.op_type not in pinned.RANDOM_BUT_STATELESS:
        yield f"is {'stateful' if signature.stateful else 'stateless'} in its signature, not as declared (see effects=)"


def _argument_differences(side: str, ours: tuple[Argument, ...], theirs: tuple[Argument, ...]) -> Iterator[str]:
    for position, (mine, other) in enumerate(zip_longest(ours, theirs)):
        if mine != other:
            yield f"{side} {position} is {other or 'absent'} in the signature, {mine or 'absent'} in the declaration"


def _attribute_differences(name: str, ours: Attribute | None, theirs: Attribute | None) -> Iterator[str]:
    if ours is None or theirs is None:
        yield f"attribute {name} is absent from the {'declaration' if ours is None else 'signature'}"
        return
    for part in ("type", "default", "allowed", "minimum"):
        mine, other = getattr(ours, part), getattr(theirs, part)
        if mine != other:
            yield f"attribute {name}: {part} is {_shown(other)} in the signature, {_shown(mine)} in the declaration"


def _shown(value: object) -> str:
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(value)) + "}"
    return "unlimited" if value is None else value if value is ABSENT else repr(value)


def kinds_are_pinned(tree: Tree) -> Iterator[str]:
    """Structural and host ops are exactly those of the closed lists in pinned.py."""
    for op in tree.declarations.values():
        expected = "structural" if op.op_type in pinned.STRUCTURAL else "host" if op.op_type in pinned.HOST else "kernel"
        if op.kind != expected:
            yield f"{op.where}: {op.op_type} is declared {op.kind!r}; by tests/contract/pinned.py it is {expected!r}"


def every_op_has_its_kernels(tree: Tree) -> Iterator[str]:
    """NumPy's and Torch's for a kernel op, the host's for a host op, none for a structural one; each once."""
    for backend in BACKENDS:
        counts = Counter(kernel.op_type for kernel in tree.kernels[backend])
        for op in tree.declarations.values():
            expected = int(op.kind == ("host" if backend == "host" else "kernel"))
            if counts[op.op_type] != expected:
                yield f"{op.where}: {op.op_type}, kind {op.kind!r}, has {counts[op.op_type]} kernels in backends/{backend}, not {expected}"


def every_op_has_a_gradient_statement(tree: Tree) -> Iterator[str]:
    """``@gradient`` or ``not_differentiable``, once, for every op that a gradient could pass through."""
    counts = Counter(statement.op_type for statement in tree.gradients)
    for op in tree.declarations.values():
        if counts[op.op_type] > 1 or (counts[op.op_type] == 0 and passes_values_on(op)):
            yield f"{op.where}: {op.op_type} has {counts[op.op_type]} gradient statements, not 1"


def passes_values_on(op: Declaration) -> bool:
    """Whether values go in and come out.

    A source (no inputs), a sink (no outputs) and an op that only hands on the variables it writes (Assign, ApplyAdam, Scatter...)
    cannot lie on the way from xs to ys, so their families need no file of gradients. Through a structural op the engine itself
    finds the way: it differentiates the regions of an If or While.
    """
    return op.kind != "structural" and bool(op.inputs) and any(not output.ref for output in op.outputs)


def every_op_has_a_case(tree: Tree) -> Iterator[str]:
    """A conformance case for every op that computes; a structural one has nothing of its own to compare, whole programs run it."""
    cased = {case.op_type for case in tree.cases}
    for op in tree.declarations.values():
        if op.op_type not in cased and op.kind != "structural":
            yield f"{op.where}: {op.op_type} has no case in conformance/cases/{op.family}.py"


def nothing_is_stated_about_unknown_ops(tree: Tree) -> Iterator[str]:
    """Kernels, gradients and cases belong to declared ops."""
    for statement in tree.statements():
        if statement.op_type not in tree.declarations:
            yield f"{statement.where}: {statement.op_type} is not declared in polyflow/ops"


def a_family_has_one_name_everywhere(tree: Tree) -> Iterator[str]:
    """What is said about an op stands in files named as the one that declares it."""
    for statement in tree.statements():
        op = tree.declarations.get(statement.op_type)
        if op and op.family != statement.family:
            yield f"{statement.where}: {op.op_type} belongs to {op.family}: {statement.path.with_stem(op.family)}"


def no_family_file_is_empty(tree: Tree) -> Iterator[str]:
    """A file that is named as a family says something about its ops."""
    families = {op.family for op in tree.declarations.values()}
    speaking = {statement.path for statement in tree.statements()}
    for path in tree.family_files():
        inside = path.relative_to(tree.root)
        if path.stem in families and inside not in speaking and inside.parent != Path(FOLDERS[0]):
            yield f"{inside}: states nothing about the ops of {path.stem}"


def kernels_have_the_declared_parameters(tree: Tree) -> Iterator[str]:
    """Inputs by position, attributes by keyword and without defaults, no bookkeeping; ``context`` and ``device`` where they belong."""
    bookkeeping = tree.bookkeeping()
    for backend in BACKENDS:
        for kernel in tree.kernels[backend]:
            op = tree.declarations.get(kernel.op_type)
            if op:
                yield from (f"{kernel.where}: {op.op_type}: {problem}" for problem in _parameter_problems(op, kernel, backend, bookkeeping))


def _parameter_problems(op: Declaration, kernel: Statement, backend: str, bookkeeping: frozenset[str]) -> Iterator[str]:
    required, optional = keywords_of(op, backend, bookkeeping)
    function = kernel.function
    if function is None:
        if required:
            yield f"a kernel that is no plain function cannot take {_listed(required)}"
        return
    positional, keywords = parameters_of(function)
    expected = (*(["context"] if op.effects else []), *(argument.name for argument in op.inputs))
    compare = _named_problems if kernel.named else _table_problems
    yield from compare(function, positional, expected)
    if required - keywords:
        yield f"lacks {_listed(required - keywords)}"
    if keywords - required - optional:
        yield f"names {_listed(keywords - required - optional)}, which no kernel of it gets"


def _named_problems(function: FunctionType, positional: tuple[str, ...], expected: tuple[str, ...]) -> Iterator[str]:
    if function.__kwdefaults__ or function.__defaults__:
        yield "has defaults; they belong in the declaration alone"
    if _takes_any_number(function):
        yield "takes *args or **kwargs; name the parameters"
    if positional != expected:
        yield f"takes ({', '.join(positional)}), not ({', '.join(expected)})"


def _table_problems(function: FunctionType, positional: tuple[str, ...], expected: tuple[str, ...]) -> Iterator[str]:
    """A callable in a table goes by position and may serve ops of several names."""
    fewest = len(positional) - len(function.__defaults__ or ())
    if not fewest <= len(expected) or (len(positional) < len(expected) and not _takes_any_number(function)):
        yield f"takes {len(positional)} arrays, not {len(expected)}"


def _takes_any_number(function: FunctionType) -> bool:
    return bool(function.__code__.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS))


def keywords_of(op: Declaration, backend: str, bookkeeping: frozenset[str]) -> tuple[set[str], set[str]]:
    """The keyword-only parameters that a kernel must have, and those it may have."""
    determined = op.determined()
    required = set(op.attributes) - set(determined) - bookkeeping
    optional = {name for name, kind in determined.items() if "type" in kind}
    if backend != "host" and all(argument.host for argument in op.inputs):
        (required if op.inputs else optional).add("device")
    return required, optional


def parameters_of(function: FunctionType) -> tuple[tuple[str, ...], set[str]]:
    """Names of the positional and of the keyword-only parameters."""
    code = function.__code__
    keywords_end = code.co_argcount + code.co_kwonlyargcount
    return code.co_varnames[: code.co_argcount], set(code.co_varnames[code.co_argcount : keywords_end])


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


RULES = (
    every_source_can_be_read,
    declarations_are_well_formed,
    declarations_equal_signatures,
    kinds_are_pinned,
    every_op_has_its_kernels,
    every_op_has_a_gradient_statement,
    every_op_has_a_case,
    nothing_is_stated_about_unknown_ops,
    a_family_has_one_name_everywhere,
    no_family_file_is_empty,
    kernels_have_the_declared_parameters,
)
