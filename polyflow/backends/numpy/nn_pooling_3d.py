"""Pooling of volumes and its gradients: the functions of ``nn_pooling``, which take any number of dimensions."""

from . import kernel
from .nn_pooling import greatest, mean, picked, routed, shared


@kernel("MaxPool3D")
def max_pool3d(input, *, ksize, strides, padding, data_format):
    return greatest(input, ksize, strides, padding, (), data_format)


@kernel("MaxPool3DGrad")
def max_pool3d_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    return routed(orig_input, grad, ksize, strides, padding, (), data_format)


@kernel("MaxPool3DGradGrad")
def max_pool3d_grad_grad(orig_input, orig_output, grad, *, ksize, strides, padding, data_format):
    return picked(orig_input, grad, ksize, strides, padding, data_format)


@kernel("AvgPool3D")
def avg_pool3d(input, *, ksize, strides, padding, data_format):
    return mean(input, ksize, strides, padding, data_format)


@kernel("AvgPool3DGrad")
def avg_pool3d_grad(orig_input_shape, grad, *, ksize, strides, padding, data_format):
    return shared(orig_input_shape, grad, ksize, strides, padding, data_format)
