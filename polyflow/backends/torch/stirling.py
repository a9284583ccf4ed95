"""Stirling's formula and its kin, for powers and gamma functions that nearly cancel."""

import math

import torch

from ...framework.special_rules import DIGAMMA, STIRLING


def stirling_error(z):
    """What Stirling's formula lacks of log Γ(z)."""
    missing = z.lgamma().sub(z.sub(0.5).mul(z.log())).add(z).sub(math.log(2 * math.pi) / 2)
    return torch.where(z.lt(10), missing, power_series(STIRLING, z.pow(-2)).div(z))


def log_minus_digamma(z):
    """log z - ψ(z)."""
    squared = z.pow(-2)
    return torch.where(z.lt(10), z.log().sub(z.digamma()), power_series(DIGAMMA, squared).mul(squared).add(0.5 / z))


def log_quotient(x, y):
    """log(x / y), accurate where both are close."""
    relative = x.sub(y).div(y)
    return torch.where(relative.abs().lt(0.5), relative.log1p(), x.div(y).log())


def power_series(coefficients, x):
    total = torch.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        total = total.mul(x).add(coefficient)
    return total
