"""Line charts as PNG files."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

SCALE = 2
"""Everything is drawn this much larger and then reduced, which smooths the lines."""

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 44, 52
INK, FAINT, GRID = "#222222", "#666666", "#e3e3e3"


@dataclass(frozen=True)
class Panel:
    """One chart: a curve of points, and what its axes mean. ``low`` and ``high`` bound the vertical axis where they are given."""

    title: str
    x_label: str
    y_label: str
    points: Sequence[tuple[float, float]]
    colour: str
    low: float | None = None
    high: float | None = None
    y_format: str = "{:g}"


class Axis(NamedTuple):
    """A range of values and the pixels it is drawn on."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        return self.first + (value - self.low) / (self.high - self.low) * (self.last - self.first)


def save(path: str | Path, panels: Sequence[Panel]) -> None:
    """Draws the panels one below the other."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * len(panels) * SCALE), "white")
    for position, panel in enumerate(panels):
        _draw(image, panel, position * HEIGHT)
    image.resize((WIDTH, HEIGHT * len(panels)), Image.Resampling.LANCZOS).save(path)


def _draw(image: Image.Image, panel: Panel, top: int) -> None:
    draw, (x_axis, y_axis) = ImageDraw.Draw(image), _axes(panel, top)
    write = _writer(draw)
    write((LEFT, top + 14), panel.title, 16, INK, "lt")
    _draw_grid(draw, write, panel, x_axis, y_axis)
    write(((x_axis.first + x_axis.last) / 2, y_axis.first + 28), panel.x_label, 13, FAINT, "mt")
    _write_upwards(image, (16, (y_axis.first + y_axis.last) / 2), panel.y_label, 13)
    curve = [_scaled(x_axis(x), y_axis(y)) for x, y in panel.points]
    draw.line(curve, fill=panel.colour, width=2 * SCALE)


def _axes(panel: Panel, top: int) -> tuple[Axis, Axis]:
    xs, ys = zip(*panel.points, strict=True)
    low = min(ys) if panel.low is None else panel.low
    high = max(ys) if panel.high is None else panel.high
    return Axis(0, max(xs), LEFT, WIDTH - RIGHT), Axis(low, high if high > low else low + 1, top + HEIGHT - BOTTOM, top + TOP)


def _draw_grid(draw: ImageDraw.ImageDraw, write: Callable[..., None], panel: Panel, x_axis: Axis, y_axis: Axis) -> None:
    for value in ticks(y_axis.low, y_axis.high):
        draw.line([_scaled(x_axis.first, y_axis(value)), _scaled(x_axis.last, y_axis(value))], fill=GRID, width=SCALE)
        write((x_axis.first - 8, y_axis(value)), panel.y_format.format(value), 12, FAINT, "rm")
    for value in ticks(x_axis.low, x_axis.high):
        draw.line([_scaled(x_axis(value), y_axis.first), _scaled(x_axis(value), y_axis.first + 4)], fill=FAINT, width=SCALE)
        write((x_axis(value), y_axis.first + 8), f"{value:g}", 12, FAINT, "mt")
    draw.line([_scaled(x_axis.first, y_axis.first), _scaled(x_axis.last, y_axis.first)], fill=FAINT, width=SCALE)


def _writer(draw: ImageDraw.ImageDraw) -> Callable[..., None]:
    """A function that writes text; positions and sizes are those of the finished picture."""

    def write(position: tuple[float, float], text: str, size: int, colour: str, anchor: str) -> None:
        draw.text(_scaled(*position), text, fill=colour, font=ImageFont.load_default(size * SCALE), anchor=anchor)

    return write


def _write_upwards(image: Image.Image, centre: tuple[float, float], text: str, size: int) -> None:
    """Text turned by a right angle, to be read from below to above."""
    font = ImageFont.load_default(size * SCALE)
    left, top, right, bottom = map(int, font.getbbox(text))
    label = Image.new("L", (right - left, bottom - top), 255)
    ImageDraw.Draw(label).text((-left, -top), text, fill=FAINT, font=font)
    turned = label.rotate(90, expand=True)
    x, y = _scaled(*centre)
    image.paste(turned.convert("RGB"), (int(x - turned.width / 2), int(y - turned.height / 2)))


def _scaled(x: float, y: float) -> tuple[float, float]:
    return x * SCALE, y * SCALE


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values from ``low`` to ``high``, around ``about`` of them, 1, 2 or 5 times a power of ten apart."""
    raw = (high - low) / about
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if raw <= power * factor)
    return [round(step * n, 12) for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
