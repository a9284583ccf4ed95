"""Random numbers, by torch's own generator."""

import torch


def uniform(shape, *_, dtype, device):
    return torch.rand(shape, dtype=dtype, device=device)


def normal(shape, *_, dtype, device):
    return torch.randn(shape, dtype=dtype, device=device)


def truncated(shape, *_, dtype, device):
    return torch.nn.init.trunc_normal_(torch.empty(shape, dtype=dtype, device=device))


def classes(logits, count, *_):
    return torch.multinomial(torch.softmax(logits, -1), count, replacement=True)


def poisson(shape, rate):
    return torch.poisson(rate.expand(*shape, *rate.shape))


NEAREST = {
    "RandomUniform": uniform,
    "RandomUniformInt": lambda shape, low, high, *, Tout, device: torch.randint(low, high, shape, dtype=Tout, device=device),
    "RandomStandardNormal": normal,
    "TruncatedNormal": truncated,
    "RandomShuffle": lambda x: x[torch.randperm(len(x), device=x.device)],

    "Multinomial": classes,
    "RandomGamma": lambda shape, alpha: torch._standard_gamma(alpha.expand(*shape, *alpha.shape)),
    "RandomPoisson": poisson,
    "RandomPoissonV2": lambda shape, rate, *, dtype: poisson(shape, rate).to(dtype),
    "ParameterizedTruncatedNormal": truncated,

    "StatelessRandomUniform": uniform,
    "StatelessRandomUniformInt": lambda shape, seed, low, high, *, dtype, device: torch.randint(low, high, shape, dtype=dtype, device=device),
    "StatelessRandomNormal": normal,
    "StatelessTruncatedNormal": truncated,
    "StatelessMultinomial": classes,
}  # fmt: skip
