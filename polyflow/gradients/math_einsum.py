"""The gradient of Einsum: an Einsum of the gradient and of the other operand, whose result is labelled as the operand itself."""

from ..framework.einsum_rules import ELLIPSIS, named, parsed, spelt, split_sizes
from ..ops.array_creation import fill
from ..ops.array_indexing import strided_slice
from ..ops.array_manipulation import broadcast_gradient_args, concat_v2, pack, reshape
from ..ops.math_einsum import einsum
from ..ops.math_elementwise import add_v2
from ..ops.math_reduction import sum_
from .helpers import conj, scalar, stretched_dimensions
from .registry import gradient
from .shapes import shape_of


@gradient(einsum)
def _(op, dz):
    terms, output = parsed(op.attrs["equation"])
    if len(terms) == 1:
        return relabelled(dz, output, op.inputs[0], terms[0])
    return factor(op, dz, 0), factor(op, dz, 1)


def factor(op, dz, position):
    """The gradient of one of two operands: the products of ``dz`` and the other one, summed over what this one has not.

    A second step follows where dimensions of its ellipsis were repeated, or where it has letters to itself.
    """
    terms, output = parsed(op.attrs["equation"])
    (x, term), (y, other) = ((op.inputs[i], terms[i]) for i in (position, 1 - position))
    letters = "".join(letter for letter in named(term) if letter in output + other)
    repeated = is_repeated(op, x, term, output)
    if letters == named(term) and not repeated:
        return einsum([dz, conj(y)], equation=spelt((output, other), term))
    product = einsum([dz, conj(y)], equation=spelt((output, other), letters + ELLIPSIS))
    product = without_repeats(product, len(letters), x, term) if repeated else product
    return relabelled(product, letters + ELLIPSIS, x, term)


def is_repeated(op, x, term, output):
    """Whether dimensions that broadcast may be more, or longer, in the result than in ``x``."""
    own = split_sizes(term, x.shape.sizes)[1]
    whole = split_sizes(output, op.outputs[0].shape.sizes)[1]
    stretched = stretched_dimensions(own, whole)
    return stretched is None or stretched.lacking > 0 or bool(stretched.ones)


def without_repeats(product, letters, x, term):
    """``product``, in which the dimensions that broadcast come behind ``letters`` others, summed over those that ``x`` repeats."""
    sizes = shape_of(product)
    own, whole = batch_of(x, term), strided_slice(sizes, [letters], [0], [1], end_mask=1)
    repeats = add_v2(broadcast_gradient_args(own, whole).r0, letters)
    return reshape(sum_(product, repeats), concat_v2([strided_slice(sizes, [0], [letters], [1]), own], 0))


def batch_of(x, term):
    """The sizes of the dimensions that the ellipsis of a term stands for."""
    before, _, after = term.partition(ELLIPSIS)
    return strided_slice(shape_of(x), [len(before)], [-len(after)], [1], end_mask=int(not after))


def relabelled(product, labels, x, term):
    """``product``, labelled ``labels``, in the shape of ``x``, labelled ``term``: repeated along letters that it has not."""
    missing = "".join(letter for letter in named(term) if letter not in labels)
    if not missing:
        return einsum([product], equation=spelt((labels,), term))
    ones = fill(pack([size_of(x, term, letter) for letter in missing]), scalar(1, x))
    return einsum([product, ones], equation=spelt((labels, missing), term))


def size_of(x, term, letter):
    """The size of the dimensions that a letter names, counted from the end where they come behind the ellipsis."""
    axis = term.index(letter)
    axis = axis - len(term) if ELLIPSIS in term[:axis] else axis
    return strided_slice(shape_of(x), [axis], [axis + 1], [1], end_mask=int(axis == -1), shrink_axis_mask=1)
