"""Diagnostics: what signals and gradients look like on their way through a network."""

from typing import NamedTuple

import numpy as np

from nnlib.activations import ACTIVATIONS
from nnlib.doors import calm
from nnlib.model import Sequential
from nnlib.validation import batch, having, of_kind

FLAT = 0.01


class LayerStats(NamedTuple):
    """One layer's numbers over all m x units entries: mean and variance of Z and A,
    and `flat`, the share with |g'(z)| < 0.01: saturated sigmoids, ReLUs at 0.
    """

    name: str
    Z_mean: float
    Z_var: float
    A_mean: float
    A_var: float
    flat: float


@calm
def layer_stats(model, X):
    """One `LayerStats` for each layer, for inputs X (m, n_0).

    With independent weights of mean 0 the variance to expect is
    Var Z^[l] = n_(l-1) Var(W^[l]) E[(A^[l-1])^2], where E[A^2] = A_var + A_mean^2.
    Source: Glorot & Bengio (2010); He, Zhang, Ren & Sun (2015).
    """
    _, caches = _sequential(model).forward(X)
    return [_stats(*pair) for pair in zip(model.layers, caches, strict=True)]


def _stats(layer, cache):
    Z, A = np.asarray(cache.Z, float), np.asarray(cache.A, float)
    slope = layer.activation.derivative(Z, A)
    if slope.ndim > Z.ndim:
        slope = np.diagonal(slope, axis1=-2, axis2=-1)
    flat = np.mean(np.abs(slope) < FLAT)
    numbers = Z.mean(), Z.var(), A.mean(), A.var(), flat
    return LayerStats(layer.name, *map(float, numbers))


@calm
def gradient_profile(model, loss, X, y):
    """sqrt(mean_ij (dJ/dW_ij^[l])^2) for l = 1..L: the rms gradient of each layer, (L,).

    `loss` is a loss of `nnlib.losses`; a layer's penalty counts too. Through each
    sigmoid layer the slopes alone take off a factor 4 or more. Raises TypeError
    for a loss without gradient. Source: Glorot & Bengio (2010).
    """
    having("loss", loss, ["gradient"], "a loss such as MeanSquaredError()")
    output, caches = _sequential(model).forward(X)
    gradient = model.backward(loss.gradient(y, output), caches)
    # In float32 the square of a vanishing gradient would be 0.
    pairs = model.unpack(gradient.astype(float))
    return np.array([np.sqrt(np.mean(dW * dW)) for dW, _ in pairs])


def dead_units(Z):
    """Z_ij <= 0 for every row i: True for a ReLU unit j that is off for all examples
    and so gets no gradient. Z (m, units), result (units,).
    """
    return (batch("Z", Z) <= 0).all(axis=0)


@calm
def collapse_linear(model):
    """W = W^[1] W^[2] ... W^[L] and b = sum_l b^[l] W^[l+1] ... W^[L]: the one linear
    layer that a network of linear layers equals, W (n_0, n_L) and b (n_L,).

    Raises ValueError when a layer is not linear.
    """
    n = len(_sequential(model).get_weights()[0])
    W, b = np.eye(n), np.zeros(n)
    for layer in model.layers:
        if layer.activation != ACTIVATIONS["linear"]:
            name = layer.activation.name
            raise ValueError(f"{layer.name} is {name}: only linear layers collapse")
        W, b = W @ layer.W, b @ layer.W + layer.b
    return W, b


def _sequential(model):
    return of_kind("model", model, Sequential, "a Sequential")
