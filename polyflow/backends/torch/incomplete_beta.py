"""I_x(a, b), the regularised incomplete beta function, from its continued fraction (DLMF 8.17.22)."""

import torch

from .stirling import log_quotient, stirling_error

STEPS = 400
"""A few dozen steps do, unless a or b is large: about the square root of the larger one are needed."""

TOGETHER = 10
"""On the CPU convergence is looked at after so many steps; elsewhere that would stop the device, and all steps are made."""


def incomplete_beta(a, b, x):
    """I_x(a, b) of float64 tensors of one shape, or scalars; NaN outside of the domain."""
    a, b, x = torch.broadcast_tensors(a, b, x)
    mirrored = x.gt(a.add(1).div(a.add(b).add(2)))
    value = lower_part(*(torch.where(mirrored, *pair) for pair in ((b, a), (a, b), (1 - x, x))), torch.where(mirrored, x, 1 - x))
    value = torch.where(mirrored, 1 - value, value)
    value = torch.where(x.eq(0), 0.0, torch.where(x.eq(1), 1.0, value))
    inside = a.gt(0).logical_and(b.gt(0)).logical_and(a.add(b).isfinite()).logical_and(x.ge(0)).logical_and(x.le(1))
    return value.where(inside, torch.nan)


def lower_part(a, b, x, y):
    """I_x(a, b) for x up to about the mean of the distribution, where the fraction converges quickly; y is 1 - x."""
    return beta_density(a, b, x, y).div(a).mul(continued_fraction(a, b, x))


def beta_density(a, b, x, y):
    """x^a y^b / B(a, b), in the form that does not cancel (Loader, Fast and accurate computation of binomial probabilities, 2000)."""
    total = a.add(b)
    deviance = a.mul(log_quotient(x, a.div(total))).add(b.mul(log_quotient(y, b.div(total))))
    correction = stirling_error(total).sub(stirling_error(a)).sub(stirling_error(b))
    return a.div(total).mul(b).div(2 * torch.pi).sqrt().mul(deviance.add(correction).exp())


def continued_fraction(a, b, x):
    """1 / (1 + d₁ / (1 + d₂ / (1 + …))) by Lentz's method as Thompson and Barnett (1986) modified it."""
    d = away_from_zero(1 - a.add(b).div(a.add(1)).mul(x)).reciprocal_()
    c, value = torch.ones_like(d), d.clone()
    for step in range(1, STEPS):
        even = b.sub(step).mul_(x).mul_(step).div_(a.add(2 * step - 1).mul_(a.add(2 * step)))
        take_step(even, c, d, value)
        odd = a.add(step).mul_(a.add(b).add_(step)).mul_(x).div_(a.add(2 * step).mul_(a.add(2 * step + 1))).neg_()
        take_step(odd, c, d, value)
        if step % TOGETHER == 0 and x.is_cpu and not c.mul(d).sub_(1).abs_().gt(1e-15).any():
            break
    return value


def take_step(numerator, c, d, value):
    """Changes the last three in place: ``value`` by the factor c · d."""
    away_from_zero(d.mul_(numerator).add_(1)).reciprocal_()
    away_from_zero(torch.div(numerator, c, out=c).add_(1))
    value.mul_(c).mul_(d)


def away_from_zero(x):
    return x.masked_fill_(x.eq(0), 1e-300)
