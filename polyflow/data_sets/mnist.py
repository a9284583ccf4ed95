"""MNIST from its four idx files, gzipped or not.

An idx file is a big-endian array: two zero bytes, a byte for the element type, a byte for the rank, one 32-bit length per dimension,
and the elements in row-major order.
"""

from __future__ import annotations

import gzip
import math
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import DataSet, Labelled, labelled

ELEMENT_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
GZIP_MAGIC = b"\x1f\x8b"
BRIGHTEST = 255


def load_mnist(directory: str | os.PathLike[str]) -> DataSet:
    """The digits in ``directory`` as ``(train_images, train_labels), (test_images, test_labels)``.

    Looks for ``train-images-idx3-ubyte``, ``train-labels-idx1-ubyte``, ``t10k-images-idx3-ubyte`` and ``t10k-labels-idx1-ubyte``,
    each with or without ``.gz``. Raises FileNotFoundError where one is missing and ValueError where one is damaged.
    """
    return DataSet(_load_part(Path(directory), "train"), _load_part(Path(directory), "t10k"))


def load_idx(path: str | os.PathLike[str]) -> NDArray[Any]:
    """The array in an idx file, in native byte order. Raises ValueError that says what is wrong with a file that is no such thing."""
    content = _read(Path(path))
    dtype, shape, start = _parse_header(content, path)
    expected = start + dtype.itemsize * math.prod(shape)
    if len(content) != expected:
        raise ValueError(f"{path}: an idx file of {dtype.name}{list(shape)} has {expected} bytes, not {len(content)}")
    return np.frombuffer(content, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("="))


def _load_part(directory: Path, part: str) -> Labelled:
    images = _load_bytes(directory, f"{part}-images-idx3-ubyte", rank=3)
    labels = _load_bytes(directory, f"{part}-labels-idx1-ubyte", rank=1)
    if len(images) != len(labels):
        raise ValueError(f"{directory}: {len(images)} {part} images but {len(labels)} labels")
    return labelled(images, labels, BRIGHTEST)


def _load_bytes(directory: Path, name: str, rank: int) -> NDArray[np.uint8]:
    path = _find(directory, name)
    array = load_idx(path)
    if array.dtype != np.uint8 or array.ndim != rank:
        raise ValueError(f"{path}: expected uint8 of rank {rank}, not {array.dtype} of rank {array.ndim}")
    return array


def _find(directory: Path, name: str) -> Path:
    for path in (directory / name, directory / f"{name}.gz"):
        if path.exists():
            return path
    raise FileNotFoundError(f"{directory} has neither {name} nor {name}.gz")


def _read(path: Path) -> bytes:
    content = path.read_bytes()
    if not content.startswith(GZIP_MAGIC):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, OSError, zlib.error) as error:
        raise ValueError(f"{path}: damaged gzip file ({error})") from error


def _parse_header(content: bytes, path: str | os.PathLike[str]) -> tuple[np.dtype[Any], tuple[int, ...], int]:
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in ELEMENT_TYPES:
        raise ValueError(f"{path}: no idx file: it starts with {content[:4]!r}")
    rank = content[3]
    start = 4 + 4 * rank
    if len(content) < start:
        raise ValueError(f"{path}: the idx header ends early: {rank} dimensions need {start} bytes, there are {len(content)}")
    lengths = np.frombuffer(content, ">u4", count=rank, offset=4)
    return np.dtype(ELEMENT_TYPES[content[2]]), tuple(int(length) for length in lengths), start
