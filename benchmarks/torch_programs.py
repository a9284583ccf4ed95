"""The workloads as one writes them in PyTorch: modules, autograd and ``torch.optim``.

Batches arrive as NumPy arrays, as those of the graph programs do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from . import data

Step = Callable[[], Any]
Wrap = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What is done to the function that makes a whole step: nothing, or ``torch.compile``."""


def fed_add(wrap: Wrap) -> Step:
    add = wrap(lambda x, y: x.add(y))
    one, two = np.float32(1), np.float32(2)
    return lambda: add(torch.from_numpy(np.asarray(one)), torch.from_numpy(np.asarray(two))).numpy()


def chain(wrap: Wrap) -> Step:
    factor, term = torch.tensor(0.999), torch.tensor(0.001)

    def compute(y: torch.Tensor) -> torch.Tensor:
        for _ in range(data.CHAIN // 2):
            y = y * factor + term
        return y

    compute, one = wrap(compute), np.float32(1)

    @torch.no_grad()
    def step() -> Any:
        return compute(torch.from_numpy(np.asarray(one))).numpy()

    return step


def linear_regression(wrap: Wrap) -> Step:
    x_data, y_data = map(torch.from_numpy, data.points())
    weight = nn.Parameter(torch.empty(1).uniform_(-1, 1))
    bias = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight, bias], lr=0.5)

    @wrap
    def step() -> None:
        optimizer.zero_grad()
        loss = (weight * x_data + bias - y_data).square().mean()
        loss.backward()
        optimizer.step()

    return step


def softmax_regression(wrap: Wrap) -> Step:
    model = nn.Linear(data.PIXELS, data.CLASSES)
    return _classifier(wrap, model, torch.optim.SGD(model.parameters(), lr=0.5), 100)


def mlp(wrap: Wrap) -> Step:
    model = nn.Sequential(
        nn.Linear(data.PIXELS, data.HIDDEN), nn.ReLU(), nn.Linear(data.HIDDEN, data.HIDDEN), nn.ReLU(), nn.Linear(data.HIDDEN, data.CLASSES)
    )
    return _classifier(wrap, model, torch.optim.Adam(model.parameters(), lr=1e-3), 128)


def convolutional(wrap: Wrap) -> Step:
    model = nn.Sequential(
        nn.Unflatten(1, (1, data.SIDE, data.SIDE)),
        nn.Conv2d(1, 32, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(7 * 7 * 64, 256), nn.ReLU(), nn.Linear(256, data.CLASSES),
    )  # fmt: skip
    return _classifier(wrap, model, torch.optim.Adam(model.parameters(), lr=1e-3), 50)


def five_layers(wrap: Wrap) -> Step:
    model = nn.Sequential(
        nn.Unflatten(1, (1, data.SIDE, data.SIDE)),
        nn.Conv2d(1, 32, 3, padding="same"), nn.ReLU(), nn.Conv2d(32, 32, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 16, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(7 * 7 * 16, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, data.CLASSES),
    )  # fmt: skip
    model = model.to(memory_format=torch.channels_last)
    return _classifier(wrap, model, torch.optim.SGD(model.parameters(), lr=0.05), 64)


def dropout(wrap: Wrap) -> Step:
    model = nn.Sequential(
        nn.Linear(data.PIXELS, data.HIDDEN), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(data.HIDDEN, data.HIDDEN), nn.ReLU(), nn.Dropout(0.5), nn.Linear(data.HIDDEN, data.CLASSES),
    )  # fmt: skip
    return _classifier(wrap, model, torch.optim.Adam(model.parameters(), lr=1e-3), 128)


def autoencoder(wrap: Wrap) -> Step:
    encoder = nn.Sequential(nn.Linear(data.PIXELS, data.HIDDEN), nn.ReLU())
    mean_of, variance_of = nn.Linear(data.HIDDEN, data.CODE), nn.Linear(data.HIDDEN, data.CODE)
    decoder = nn.Sequential(nn.Linear(data.CODE, data.HIDDEN), nn.ReLU(), nn.Linear(data.HIDDEN, data.PIXELS))
    parts = nn.ModuleList([encoder, mean_of, variance_of, decoder])
    optimizer = torch.optim.Adam(parts.parameters(), lr=1e-3)

    @wrap
    def step(images: torch.Tensor) -> None:
        optimizer.zero_grad()
        hidden = encoder(images)
        mean, log_variance = mean_of(hidden), variance_of(hidden)
        code = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        errors = functional.binary_cross_entropy_with_logits(decoder(code), images, reduction="none").sum(1)
        divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum(1)
        (errors + divergence).mean().backward()
        optimizer.step()

    images, _ = data.digits(128)
    return lambda: step(torch.from_numpy(images))


def _classifier(wrap: Wrap, model: nn.Module, optimizer: torch.optim.Optimizer, batch: int) -> Step:
    @wrap
    def step(images: torch.Tensor, labels: torch.Tensor) -> None:
        optimizer.zero_grad()
        functional.cross_entropy(model(images), labels).backward()
        optimizer.step()

    images, labels = data.digits(batch)
    return lambda: step(torch.from_numpy(images), torch.from_numpy(labels))


def loop_with_gradient(wrap: Wrap) -> Step:
    factor = torch.tensor(0.9999)

    def step() -> Any:
        x = torch.tensor(1.0, requires_grad=True)
        y = x
        for _ in range(data.LOOP):
            y = y * factor
        y.backward()
        return y.detach().numpy(), x.grad.numpy()

    return step
