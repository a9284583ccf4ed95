"""The rules, each held against a small tree that breaks it: a violation must be found and named, and a sound tree pass."""

import json
import re
import shutil
from pathlib import Path

import pytest

from . import imports, rules
from .tree import Tree

ROOT = Path(__file__).resolve().parents[2]
BORROWED = ("annotations.py", "declaration.py", "dtypes.py")
SIGNATURES = json.loads((ROOT / "polyflow/framework/op_signatures.json").read_text())

OPS = '''
from ..framework.dtypes import FLOAT, FLOAT_COMPLEX, INDEX, INTEGER, DType, int8, int16, int32
from ..framework.op import Each, Host, Outputs, Ref, at_least, op, require, value_of
from ..framework.tensor_shape import UNKNOWN, TensorShape

SHAPES = {"Tshape": INDEX}


@op("MatMul", T=FLOAT_COMPLEX | INTEGER - {int8, int16})
def matmul(
    a: "T", b: "T", *, transpose_a: bool = False, transpose_b: bool = False, grad_a: bool = False, grad_b: bool = False
) -> Outputs(product="T"):
    """The matrix product."""
    return a.shape[:-1] + [b.shape[-1]]


@op("Assign")
def assign(ref: Ref["T"], value: "T", *, validate_shape: bool = True, use_locking: bool = True) -> Outputs(output_ref=Ref["T"]):
    """Gives a variable a value."""
    return value.shape


@op("RandomUniform", effects="random", T=INDEX, dtype=FLOAT)
def random_uniform(shape: Host["T"], *, seed: int = 0, seed2: int = 0, dtype: DType) -> Outputs(output="dtype"):
    """Numbers between 0 and 1."""
    return value_of(shape)


@op("Assert", kind="host", effects="io", T=at_least(1))
def assert_(condition: "bool", data: Each["T"], *, summarize: int = 3) -> None:
    """Fails where the condition does not hold."""


@op("NoOp", kind="structural")
def no_op() -> None:
    """Does nothing."""
'''

KERNELS = """
import {library}

from ...framework.errors import InvalidArgumentError
from . import kernel

EPSILON = {library}.finfo({library}.float32).eps * 2


@kernel("MatMul")
def matmul(a, b, *, transpose_a, transpose_b):
    return a @ b


@kernel("Assign")
def assign(ref, value, *, validate_shape):
    ref.value = value
    return value


@kernel("RandomUniform")
def random_uniform(context, shape, *, seed, seed2, dtype, device):
    return {library}.zeros(shape, dtype)
"""

GOOD = {
    "polyflow/__init__.py": "from .framework.graph import Graph\nfrom .runtime.session import Session\n",
    "polyflow/framework/graph.py": "import numpy as np\n\nfrom .dtypes import DType\n",
    "polyflow/runtime/session.py": "from ..backends.protocol import Backend\nfrom ..framework import graph\n",
    "polyflow/backends/protocol.py": "from ..framework.graph import Graph\n",
    "polyflow/ops/basic.py": OPS,
    "polyflow/backends/numpy/basic.py": KERNELS.format(library="numpy"),
    "polyflow/backends/torch/basic.py": KERNELS.format(library="torch"),
    "polyflow/backends/host/basic.py": (
        'from . import kernel\n\n\n@kernel("Assert")\ndef check(context, condition, data, *, summarize):\n    assert condition\n'
    ),
    "polyflow/gradients/basic.py": (
        "from ..ops import basic as b\nfrom .registry import gradient, not_differentiable\n\n\n"
        "@gradient(b.matmul)\ndef _(op, dy):\n    return b.matmul(dy, op.inputs[1]), None\n\n\nnot_differentiable(b.random_uniform)\n"
    ),
    "conformance/cases/basic.py": (
        'from ..case import case, normal, sample\n\nfor name in ("MatMul", "Assign"):\n    case(name, sample(normal(2, 3), normal(3, 4)))\n'
        'case("RandomUniform", sample([2, 3]))\ncase("Assert", sample(True, [normal(2)]))\n'
    ),
}


class Sources:
    """A small tree that can be changed."""

    def __init__(self, root):
        self.root = root
        (root / "polyflow/framework").mkdir(parents=True)
        for name in BORROWED:
            shutil.copy(ROOT / "polyflow/framework" / name, root / "polyflow/framework")
        for path, text in GOOD.items():
            self.write(path, text)
        known = {op_type: SIGNATURES[op_type] for op_type in ("MatMul", "Assign", "RandomUniform", "Assert", "NoOp")}
        self.write("polyflow/framework/op_signatures.json", json.dumps(known))

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def change(self, path, old, new):
        text = (self.root / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def findings(self):
        """The findings of all rules, by rule."""
        subjects = (Tree(self.root), rules.RULES), (imports.Imports(self.root), imports.RULES)
        found = {rule.__name__: list(rule(subject)) for subject, checks in subjects for rule in checks}
        return {name: lines for name, lines in found.items() if lines}


@pytest.fixture
def sources(tmp_path):
    return Sources(tmp_path)


def test_a_sound_tree_passes_every_rule(sources):
    assert sources.findings() == {}


OPS_FILE = "polyflow/ops/basic.py"
BACKENDS = "polyflow/backends"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('@op("MatMul"', '@op("MatMull"', "MatMull: is no op of op_signatures.json"),
        ('a: "T", b: "T"', 'b: "T", a: "T"', 'input 0 is a: "T" in the signature, b: "T" in the declaration'),
        ('a: "T", b: "T"', 'a: "T"', 'input 1 is b: "T" in the signature, absent in the declaration'),
        ('condition: "bool"', 'condition: "int32"', 'input 0 is condition: "bool" in the signature, condition: "int32"'),
        ('data: Each["T"]', 'data: "T"', 'input 1 is data: Each["T"] in the signature, data: "T" in the declaration'),
        ('ref: Ref["T"]', 'ref: "T"', 'input 0 is ref: Ref["T"] in the signature, ref: "T" in the declaration'),
        ('output_ref=Ref["T"]', 'output_ref="T"', 'output 0 is output_ref: Ref["T"] in the signature'),
        ('Outputs(product="T")', 'Outputs(output="T")', 'output 0 is product: "T" in the signature, output: "T" in the declaration'),
        ("validate_shape: bool = True", "validate_shape: int = True", "attribute validate_shape: type is 'bool' in the signature, 'int'"),
        ("validate_shape: bool = True", "validate_shape: bool = False", "validate_shape: default is True in the signature, False"),
        ("validate_shape: bool = True", "validate_shape: bool", "validate_shape: default is True in the signature, no default"),
        ("validate_shape: bool = True, ", "", "attribute validate_shape is absent from the declaration"),
        ("summarize: int = 3", "summarize: int = 3, prefix: str", "attribute prefix is absent from the signature"),
        ("T=INDEX, dtype=FLOAT", "dtype=FLOAT", "attribute T: allowed is {int32, int64} in the signature, unlimited in the declaration"),
        ("T=INDEX, dtype=FLOAT", "T=INDEX.default(int32), dtype=FLOAT", "attribute T: default is no default in the signature, 'int32'"),
        ("at_least(1)", "at_least(2)", "attribute T: minimum is 1 in the signature, 2 in the declaration"),
        ('effects="random", ', "", "RandomUniform: is stateful in its signature, not as declared"),
    ],
)
def test_a_declaration_that_differs_from_its_signature(sources, old, new, finding):
    sources.change(OPS_FILE, old, new)
    lines = sources.findings()["declarations_equal_signatures"]
    assert any(finding in line and line.startswith(f"{OPS_FILE}:") for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('"""The matrix product."""', "", "MatMul has no docstring"),
        (') -> None:\n    """Does nothing', '):\n    """Does nothing', "NoOp names no outputs"),
        ("T=INDEX, dtype", "S=INDEX, T=INDEX, dtype", "RandomUniform @op constrains S, which is no attribute"),
        ('value: "T", *', 'value: "T" = None, *', "Assign has a default for an input"),
        ("dtype: DType)", "dtype: DType, T: DType = int32)", "RandomUniform gives T a default in its signature"),
        ("\nfrom ..framework.dtypes", "\nfrom __future__ import annotations\nfrom ..framework.dtypes", "has annotations as text"),
    ],
)
def test_a_declaration_that_is_not_well_formed(sources, old, new, finding):
    sources.change(OPS_FILE, old, new)
    lines = sources.findings()["declarations_are_well_formed"]
    assert any(finding in line for line in lines), lines


@pytest.mark.parametrize(
    ("op_type", "kind", "finding"),
    [
        ("Assert", "kernel", "Assert is declared 'kernel'; by tests/contract/pinned.py it is 'host'"),
        ("NoOp", "kernel", "NoOp is declared 'kernel'; by tests/contract/pinned.py it is 'structural'"),
        ("Assign", "host", "Assign is declared 'host'; by tests/contract/pinned.py it is 'kernel'"),
        ("MatMul", "structural", "MatMul is declared 'structural'; by tests/contract/pinned.py it is 'kernel'"),
    ],
)
def test_a_kind_that_the_closed_lists_do_not_allow(sources, op_type, kind, finding):
    text = re.sub(rf'(@op\("{op_type}")(, kind="\w+")?', rf'\1, kind="{kind}"', OPS)
    sources.write(OPS_FILE, text)
    assert [line for line in sources.findings()["kinds_are_pinned"] if line.endswith(finding)]


@pytest.mark.parametrize(
    ("path", "old", "new", "finding"),
    [
        (f"{BACKENDS}/torch/basic.py", '@kernel("Assign")', "", "Assign, kind 'kernel', has 0 kernels in backends/torch, not 1"),
        (f"{BACKENDS}/numpy/basic.py", '"Assign"', '"Assign", "MatMul"', "MatMul, kind 'kernel', has 2 kernels in backends/numpy, not 1"),
        (f"{BACKENDS}/numpy/basic.py", '"Assign"', '"Assign", "NoOp"', "NoOp, kind 'structural', has 1 kernels in backends/numpy, not 0"),
        (f"{BACKENDS}/numpy/basic.py", '"Assign"', '"Assign", "Assert"', "Assert, kind 'host', has 1 kernels in backends/numpy, not 0"),
        (f"{BACKENDS}/host/basic.py", '@kernel("Assert")', "", "Assert, kind 'host', has 0 kernels in backends/host, not 1"),
    ],
)
def test_a_kernel_missing_or_superfluous(sources, path, old, new, finding):
    sources.change(path, old, new)
    lines = sources.findings()["every_op_has_its_kernels"]
    assert [line for line in lines if line.startswith(f"{OPS_FILE}:") and line.endswith(finding)], lines


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("not_differentiable(b.random_uniform)", "", "RandomUniform has 0 gradient statements, not 1"),
        ("@gradient(b.matmul)", "", "MatMul has 0 gradient statements, not 1"),
        ("(b.random_uniform)", "(b.random_uniform, b.matmul)", "MatMul has 2 gradient statements, not 1"),
    ],
)
def test_a_gradient_statement_missing_or_superfluous(sources, old, new, finding):
    sources.change("polyflow/gradients/basic.py", old, new)
    assert sources.findings()["every_op_has_a_gradient_statement"][0].endswith(finding)


def test_a_missing_case(sources):
    sources.change("conformance/cases/basic.py", '"MatMul", "Assign"', '"Assign",')
    assert sources.findings()["every_op_has_a_case"][0].endswith("MatMul has no case in conformance/cases/basic.py")


@pytest.mark.parametrize(
    ("path", "old", "new", "finding"),
    [
        (
            "polyflow/gradients/basic.py",
            "(b.random_uniform)",
            "(b.random_uniform, b.sort)",
            ":10: <polyflow.ops.basic.sort> is not declared",
        ),
        ("conformance/cases/basic.py", '"Assign"', '"Assign", "Sort"', ":4: Sort is not declared"),
        (f"{BACKENDS}/numpy/basic.py", '"Assign"', '"Assign", "Sort"', ":15: Sort is not declared"),
    ],
)
def test_a_statement_about_an_unknown_op(sources, path, old, new, finding):
    sources.change(path, old, new)
    assert sources.findings()["nothing_is_stated_about_unknown_ops"] == [f"{path}{finding} in polyflow/ops"]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("SHAPES = {", "SHAPES = {0: 1 / 0, ", "polyflow/ops/basic.py:6: ZeroDivisionError: division by zero"),
        ("SHAPES = {", "SHAPES = {{", "polyflow/ops/basic.py:6: SyntaxError: '{' was never closed"),
        ('@op("Assign"', '@op("MatMul"', "polyflow/ops/basic.py:17: MatMul is declared a second time"),
    ],
)
def test_a_source_that_cannot_be_read(sources, old, new, finding):
    sources.change(OPS_FILE, old, new)
    assert any(line.startswith(finding) for line in sources.findings()["every_source_can_be_read"])


NUMPY_FILE = "polyflow/backends/numpy/basic.py"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("matmul(a, b,", "matmul(x, b,", "MatMul: takes (x, b), not (a, b)"),
        ("matmul(a, b, *, transpose_a,", "matmul(a, b, transpose_a, *,", "MatMul: takes (a, b, transpose_a), not (a, b)"),
        ("transpose_a, transpose_b", "transpose_b", "MatMul: lacks transpose_a"),
        ("transpose_b)", "transpose_b=False)", "MatMul: has defaults"),
        ("transpose_b)", "**rest)", "MatMul: takes *args or **kwargs"),
        ("validate_shape)", "validate_shape, use_locking)", "Assign: names use_locking, which no kernel of it gets"),
        ("context, shape", "shape", "RandomUniform: takes (shape), not (context, shape)"),
        ("assign(ref,", "assign(context, ref,", "Assign: takes (context, ref, value), not (ref, value)"),
        ("dtype, device", "dtype", "RandomUniform: lacks device"),
        ("transpose_b)", "transpose_b, device)", "MatMul: names device, which no kernel of it gets"),
    ],
)
def test_a_kernel_with_other_parameters_than_declared(sources, old, new, finding):
    sources.change(NUMPY_FILE, old, new)
    lines = sources.findings()["kernels_have_the_declared_parameters"]
    assert any(finding in line and line.startswith(f"{NUMPY_FILE}:") for line in lines), lines


@pytest.mark.parametrize(
    ("value", "finding"),
    [
        ("np.matmul", "cannot take transpose_a, transpose_b"),
        ("lambda x, y: x", "lacks transpose_a, transpose_b"),
        ("lambda x: x", "takes 1 arrays, not 2"),
    ],
)
def test_a_callable_in_a_table_goes_by_position_and_takes_no_attributes(sources, value, finding):
    sources.change(NUMPY_FILE, '@kernel("MatMul")', f'import numpy as np\nkernel.table({{"MatMul": {value}}})\n\n\n')
    lines = sources.findings()["kernels_have_the_declared_parameters"]
    assert any(finding in line for line in lines), lines


def test_an_input_determined_type_may_be_named(sources):
    sources.change(NUMPY_FILE, "transpose_b)", "transpose_b, T)")
    assert sources.findings() == {}


def test_kernels_made_by_helpers_and_in_loops_are_seen(sources):
    """The function counts that was registered, not the decorators around it."""
    sources.change(NUMPY_FILE, '@kernel("MatMul")\ndef matmul(a, b, *, transpose_a, transpose_b):\n    return a @ b\n', "")
    sources.write("polyflow/backends/numpy/widening.py", WIDENING)
    made = 'from .widening import make, widened\n\nfor word in ("Mul",):\n    kernel(f"Mat{word}")(widened(make(numpy.matmul)))\n'
    sources.write(NUMPY_FILE, (sources.root / NUMPY_FILE).read_text() + made)
    assert sources.findings() == {}
    sources.change("polyflow/backends/numpy/widening.py", "(a, b,", "(x, y,")
    assert any("MatMul: takes (x, y), not (a, b)" in line for line in sources.findings()["kernels_have_the_declared_parameters"])


WIDENING = """
import functools


def widened(function):
    @functools.wraps(function)
    def wrapper(*arrays, **attributes):
        return function(*arrays, **attributes)

    return wrapper


def make(function):
    def kernel(a, b, *, transpose_a, transpose_b):
        return function(a, b)

    return kernel
"""


@pytest.mark.parametrize(
    "path",
    ["polyflow/backends/numpy/basic.py", "polyflow/backends/host/basic.py", "polyflow/gradients/basic.py", "conformance/cases/basic.py"],
)
def test_a_part_under_another_family_name(sources, path):
    (sources.root / path).rename((sources.root / path).with_stem("elementary"))
    lines = sources.findings()["a_family_has_one_name_everywhere"]
    assert all(line.endswith(f"belongs to basic: {path}") for line in lines), lines


def test_a_family_file_that_says_nothing(sources):
    sources.write("polyflow/ops/idle.py", OPS.replace("SHAPES", "OTHERS").partition('@op("Assign")')[0].replace("MatMul", "BatchMatMul"))
    sources.write("polyflow/gradients/idle.py", '"""Nothing to say."""\n')
    assert sources.findings()["no_family_file_is_empty"] == ["polyflow/gradients/idle.py: states nothing about the ops of idle"]


def test_helpers_beside_the_families_are_no_families(sources):
    sources.write("polyflow/gradients/helpers.py", "def unbroadcast(grad, x, y):\n    return grad\n")
    sources.write("polyflow/backends/torch/philox.py", "import torch\n\nROUNDS = [torch.tensor(n) for n in range(10)]\n")
    assert sources.findings() == {}


@pytest.mark.parametrize(
    ("path", "line", "finding"),
    [
        ("polyflow/framework/x.py", "from ..ops import basic", "polyflow.framework.x imports polyflow.ops.basic"),
        ("polyflow/framework/x.py", "def f():\n    from ..ops.basic import matmul", "polyflow.framework.x imports polyflow.ops.basic"),
        ("polyflow/framework/x.py", "import polyflow", "polyflow.framework.x imports polyflow"),
        (
            "polyflow/framework/x.py",
            "import importlib\nimportlib.import_module('polyflow.runtime.session')",
            "imports polyflow.runtime.session",
        ),
        ("polyflow/ops/x.py", "from ..gradients.basic import _", "polyflow.ops.x imports polyflow.gradients.basic"),
        ("polyflow/ops/x.py", "from ..runtime import session", "polyflow.ops.x imports polyflow.runtime.session"),
        ("polyflow/gradients/x.py", "from .. import Session", "polyflow.gradients.x imports polyflow"),
        ("polyflow/backends/numpy/x.py", "from ...ops import basic", "polyflow.backends.numpy.x imports polyflow.ops.basic"),
        ("polyflow/backends/numpy/x.py", "from ..torch import basic", "polyflow.backends.numpy.x imports polyflow.backends.torch.basic"),
        ("polyflow/runtime/x.py", "from ..ops import basic", "polyflow.runtime.x imports polyflow.ops.basic"),
        ("polyflow/runtime/x.py", "from ..backends.numpy import basic", "polyflow.runtime.x imports polyflow.backends.numpy.basic"),
        ("polyflow/train/x.py", "from ..backends.numpy.basic import matmul", "polyflow.train.x imports polyflow.backends.numpy.basic"),
    ],
)
def test_an_import_against_the_layers(sources, path, line, finding):
    sources.write(path, f"{line}\n")
    found = sources.findings()
    assert any(each.startswith(path) and each.endswith(finding) for each in found["layers_import_one_way"]), found


def test_public_modules_may_import_every_layer_above_the_kernels(sources):
    sources.write("polyflow/train/x.py", "from .. import Session\nfrom ..gradients import basic\nfrom ..ops.basic import matmul\n")
    assert sources.findings() == {}


@pytest.mark.parametrize("line", ["import torch", "from torch.nn import functional", "def f():\n    import torch", "__import__('torch')"])
def test_torch_outside_its_place(sources, line):
    sources.write("polyflow/runtime/x.py", f"{line}\n")
    assert "polyflow.runtime.x imports torch" in sources.findings()["only_backends_torch_imports_torch"][0]


def test_scipy_at_module_level(sources):
    sources.write("polyflow/backends/numpy/x.py", "import scipy.special\n\n\ndef f():\n    import scipy.linalg\n")
    [line] = sources.findings()["scipy_is_imported_inside_functions"]
    assert line == "polyflow/backends/numpy/x.py:1: polyflow.backends.numpy.x imports scipy.special at module level"


def test_a_syntax_error_is_reported(sources):
    sources.write("polyflow/train/x.py", "def f(:\n")
    assert sources.findings()["every_file_is_python"][0].startswith("polyflow/train/x.py:1: ")
