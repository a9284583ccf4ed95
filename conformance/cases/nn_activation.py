from typing import Any

from ..case import build_error, case, literal, normal, sample, uniform, values

PRODUCT = "TensorFlow multiplies the gradient by 0 where none may pass, which does not stop NaN and infinities"


def of_gradients(function: Any, *more: Any) -> Any:
    """Samples of a gradient op: gradients, and numbers away from the ends of the pieces of the function that they are derived from."""
    return [
        sample(normal(2, 3), function(2, 3)),
        sample(normal(2, 3, 4), function(2, 3, 4)),
        build_error(normal(2, 3), normal(3), match="not compatible|merge"),
        *more,
    ]


def away(*shape: Any) -> Any:
    return uniform(*shape, low=0.2, high=2.5)


BELOW = values([[-0.3, -0.9, -0.1], [-0.5, -0.7, -0.2]])


case("Relu", sample(normal(2, 3)), literal([-2, 1, 3], gives=[0, 1, 3]), literal(values([0, -128], "int8"), gives=[0, 0]))
case(
    "ReluGrad",
    *of_gradients(away),
    sample(normal(2, 3), BELOW),
    literal([5, 6, 7], [-1, 1, 2], gives=[0, 6, 7]),
    literal(values([5, 6], "uint64"), values([0, 2**63], "uint64"), gives=[0, 6]),
    deviates={"float*-nonfinite": PRODUCT, "bfloat16*-nonfinite": PRODUCT},
)
case(
    "Relu6",
    sample(uniform(2, 3, low=-4, high=9)),
    literal([-2, 3, 8], gives=[0, 3, 6]),
    literal(values([0, 6, 2**63], "uint64"), gives=[0, 6, 6]),
)
case(
    "Relu6Grad",
    *of_gradients(away),
    sample(normal(2, 3), BELOW),
    sample(normal(2, 3), uniform(2, 3, low=7, high=9)),
    literal([4, 5, 6], [-1, 2, 9], gives=[0, 5, 0]),
    literal(values([4, 5], "int32"), values([0, 6], "int32"), gives=[0, 0]),
    literal(values([5, 6, 7], "uint64"), values([0, 2, 2**63], "uint64"), gives=[0, 6, 0]),
    deviates={"float*-nonfinite": PRODUCT, "bfloat16*-nonfinite": PRODUCT},
)
case(
    "LeakyRelu",
    sample(normal(2, 3)),
    sample(normal(2, 3), alpha=0.3),
    sample(normal(2, 3), alpha=1.5),
    literal([-2, 1, 3], alpha=0.5, gives=[-1, 1, 3]),
)
case(
    "LeakyReluGrad",
    *of_gradients(away),
    sample(normal(2, 3), BELOW, alpha=0.3),
    literal([4, 6], [-1, 2], alpha=0.5, gives=[2, 6]),
)
case("Elu", sample(normal(2, 3)), literal([-1.0, 3.0], gives=[-0.6321205588285577, 3]))
case("EluGrad", *of_gradients(away), sample(normal(2, 3), BELOW), literal([4.0, 6.0], [-0.5, 2.0], gives=[2, 6]))
case("Selu", sample(normal(2, 3)), literal([-1.0, 3.0], gives=[-1.1113307378125625, 3.1521029620664415]))
case(
    "SeluGrad",
    *of_gradients(away),
    sample(normal(2, 3), BELOW),
    literal([4.0, 5.0], [-0.5, 2.0], gives=[5.03239736338739, 5.253504936777402]),
)
case(
    "Softplus",
    sample(normal(2, 3)),
    sample(uniform(3, 5, low=-60, high=60)),
    literal([0.0, 1000.0, -1000.0], gives=[0.6931471805599453, 1000, 0]),
    literal(values([-30.0], "float64"), gives=[9.357622968839861e-14]),
)
case("SoftplusGrad", *of_gradients(normal), literal([4.0, 5.0, 6.0], [0.0, 1000.0, -1000.0], gives=[2, 5, 0]))
case("Softsign", sample(normal(2, 3)), literal([-3.0, 1.0], gives=[-0.75, 0.5]))
case("SoftsignGrad", *of_gradients(away), sample(normal(2, 3), BELOW), literal([4.0, 9.0], [-1.0, 2.0], gives=[1, 1]))

# Rows

ROWS = (
    sample(normal(3, 5)),
    sample(normal(2, 3, 4)),
    sample(normal(5)),
    sample(uniform(3, 5, low=-600, high=600)),
    build_error(normal(), match="at least one dimension"),
)
case(
    "Softmax",
    *ROWS,
    literal([[0.0, 0.0], [1000.0, 0.0]], gives=[[0.5, 0.5], [1, 0]]),
)
case("LogSoftmax", *ROWS, literal([[0.0, 0.0], [1000.0, 0.0]], gives=[[-0.6931471805599453, -0.6931471805599453], [0, -1000]]))
