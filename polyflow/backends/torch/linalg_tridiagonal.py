"""Tridiagonal systems by structured orthogonal factorisation (Wright, "Stable parallel algorithms for two-point boundary value problems",
SIAM J. Sci. Stat. Comput. 13, 1992): as many steps as the logarithm of their size, each for all equations at once, stable for any matrix.

Every equation l·x₋ + d·x + u·x₊ = r becomes a *cell*, two rows that say how the pair (x₋, x) before it and the pair (x, x₊) behind it depend
on each other; the second row says that both have the same x. Two adjacent cells are four rows on three pairs. Rotated until the middle pair
occurs in the first two of them only, the other two are one cell, and the first two give the middle pair once the outer ones are known.
"""

import torch

MIDDLE, LEFT, RIGHT, RHS = slice(0, 2), slice(2, 4), slice(4, 6), slice(6, None)
"""The columns of four rows by what they are factors of."""


def eliminated(diagonals, rhs):
    """The solutions, and for which matrices there is none."""
    cells = cells_of(diagonals, rhs)
    levels = []
    while cells.shape[-1] > 1:
        rows = rotated(joined(cells))
        levels.append(rows[:2])
        cells = rows[2:, 2:]
    pairs, singular = end_pairs(cells)
    for rows in reversed(levels):
        outer = pairs[..., : rows.shape[-1] + 1]
        middle, failed = middle_pairs(rows, outer)
        pairs = interleaved(outer, middle)
        singular = singular | failed
    return pairs[1, ..., : rhs.shape[-2]].movedim(0, -1), singular


def cells_of(diagonals, rhs):
    """Rows and columns first, as in ``rotated`` without the middle; then the batch, and last the equations."""
    above, main, below = diagonals.unbind(-2)
    cells = rhs.new_zeros((2, 4 + rhs.shape[-1], *main.shape))
    cells[0, 0, ..., 1:] = below[..., 1:]
    cells[0, 1] = main
    cells[0, 3, ..., :-1] = above[..., :-1]
    cells[0, 4:] = rhs.movedim(-1, 0)
    cells[1, 1], cells[1, 2] = 1, -1
    return cells


def joined(cells):
    """The four rows of every two adjacent cells; an odd one out is joined with one that says that both its pairs are equal."""
    if cells.shape[-1] % 2:
        equal = cells.new_zeros((*cells.shape[:-1], 1))
        equal[0, 0] = equal[1, 1] = 1
        equal[0, 2] = equal[1, 3] = -1
        cells = torch.cat([cells, equal], -1)
    first, second = cells[..., ::2], cells[..., 1::2]
    rows = cells.new_zeros((4, cells.shape[1] + 2, *first.shape[2:]))
    rows[:2, MIDDLE], rows[:2, LEFT], rows[:2, RHS] = first[:, 2:4], first[:, :2], first[:, 4:]
    rows[2:, MIDDLE], rows[2:, RIGHT], rows[2:, RHS] = second[:, :2], second[:, 2:4], second[:, 4:]
    return rows


def rotated(rows):
    """The rows reflected (Householder) so that those of the middle pair become upper triangular."""
    for column in range(2):
        part = rows[column:]
        x = part[:, column]
        head, norm = x[0], torch.linalg.vector_norm(x, dim=0)
        normal = x.clone()
        normal[0] += torch.where(head == 0, 1, head.sgn()) * norm
        weight = norm * (norm + head.abs())
        along = (normal.conj().unsqueeze(1) * part).sum(0) / torch.where(weight == 0, 1, weight)
        rows = torch.cat([rows[:column], part - normal.unsqueeze(1) * along])
    return rows


def end_pairs(cells):
    """The two outermost pairs, of which the outer elements are 0: those of the single cell left. Also which cells say nothing of them."""
    a, b, c, d = cells[0, 1], cells[0, 2], cells[1, 1], cells[1, 2]
    determinant = a * d - b * c
    first = (d * cells[0, 4:] - b * cells[1, 4:]) / determinant
    last = (a * cells[1, 4:] - c * cells[0, 4:]) / determinant
    nothing = torch.zeros_like(first)
    return torch.cat([torch.stack([nothing, first]), torch.stack([last, nothing])], -1), (determinant == 0)[..., 0]


def middle_pairs(rows, pairs):
    """The pairs between ``pairs``, from the two upper rows."""
    left, right = pairs[..., :-1], pairs[..., 1:]
    known = rows[:, RHS] - sum(rows[:, 2 + k, None] * left[k] + rows[:, 4 + k, None] * right[k] for k in range(2))
    second = known[1] / rows[1, 1]
    first = (known[0] - rows[0, 1] * second) / rows[0, 0]
    return torch.stack([first, second]), ((rows[0, 0] == 0) | (rows[1, 1] == 0)).any(-1)


def interleaved(outer, middle):
    """The pairs in their order."""
    pairs = outer.new_empty((*outer.shape[:-1], outer.shape[-1] + middle.shape[-1]))
    pairs[..., ::2], pairs[..., 1::2] = outer, middle
    return pairs
