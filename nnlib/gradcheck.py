"""Is a gradient right? Compare it with the slopes of J itself, measured in steps."""

import math

import numpy as np

from nnlib.doors import calm
from nnlib.validation import having, number, real_array, shaped


def numerical_gradient(J, theta, h=1e-5):
    """dJ/dtheta_k = (J(theta + h e_k) - J(theta - h e_k)) / (2 h) for each entry k.

    Central differences, in the shape of `theta`. `J` takes an array of that shape
    and returns a number; it gets a copy each time, `theta` stays as it is. For
    weights of everyday size h = 1e-5 is best: on networks with 4 to 430 of them
    it left a relative error of 1e-11 to 2e-10. A larger h adds J's curvature (an
    error like h^2), a smaller one the rounding of J (an error like 1e-16 / h).
    """
    having("J", J, ["__call__"], "a function of theta")
    theta, h = real_array("theta", theta), number("h", h)
    if h < 0 or (theta + h == theta).any():
        raise ValueError(f"h: expected a step > 0 that changes theta, got {h:g}")
    gradient = np.zeros(theta.shape)
    for k in np.ndindex(theta.shape):
        rise = _after_step(J, theta, k, h) - _after_step(J, theta, k, -h)
        gradient[k] = rise / (2 * h)
    return gradient


def _after_step(J, theta, k, step):
    theta = theta.copy()
    theta[k] += step
    return number("J(theta)", J(theta))


@calm
def relative_error(g, g_numeric):
    """||g - g'|| / (||g|| + ||g'||): 0 for equal gradients, 1 for opposite ones.

    The norm is the root of the sum of all squared entries; two gradients that are
    zero everywhere have error 0. Raises ValueError for different shapes.
    """
    g = real_array("g", g)
    g_numeric = shaped("g_numeric", g_numeric, g.shape)
    # math.hypot is that root, and does not lose squares too small for a float.
    size = math.hypot(*g.flat) + math.hypot(*g_numeric.flat)
    return math.hypot(*(g - g_numeric).flat) / size if size else 0.0


def gradient_check(model, loss, X, y, h=1e-5):
    """relative_error of `model.backward(loss.gradient(y, output), caches)` and the
    numerical gradient of J = loss(y, model(X)) + model.penalty().

    Below 1e-7 the gradient is right. Above 1e-4 it is wrong, unless a ReLU has its
    kink within one step: another seed or a smaller h tells. `model.parameters`
    are the same afterwards. Raises ValueError for a model in float32, TypeError for
    what is no model or no loss.
    """
    having("model", model, ("forward", "backward"), "a model such as Sequential([...])")
    having("loss", loss, ("__call__", "gradient"), "a loss such as MeanSquaredError()")
    output, caches = model.forward(X)
    theta = model.parameters
    if theta.dtype != np.float64:
        got = f"{theta.dtype}, which rounds J to 7 digits"
        hint = 'use Sequential(layers, dtype="float64")'
        raise ValueError(f"model: expected float64, got {got}: {hint}")
    gradient = model.backward(loss.gradient(y, output), caches)
    before = theta.copy()

    def J(vector):
        theta[...] = vector
        return loss(y, model(X)) + model.penalty()

    try:
        return relative_error(gradient, numerical_gradient(J, before, h))
    finally:
        theta[...] = before
