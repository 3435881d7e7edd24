"""Convolution and recurrence against the loops of their formulas."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnlib.beyond import conv2d, recurrent

few = st.integers(1, 4)
RNG = np.random.default_rng


def conv_loops(image, kernels, bias):
    k, _, c_in, c_out = kernels.shape
    h, w, _ = image.shape
    Z = np.empty((h - k + 1, w - k + 1, c_out))
    for i, j, c in np.ndindex(Z.shape):
        Z[i, j, c] = bias[c]
        for p, q, d in np.ndindex(k, k, c_in):
            Z[i, j, c] += image[i + p, j + q, d] * kernels[p, q, d, c]
    return Z


# Convolution


def test_conv_by_hand():
    image = np.array([[1, 2, 3], [4, 5, 6]])[:, :, None]
    kernel = np.array([[1, 10], [100, 1000]])[:, :, None, None]
    # not turned over: the upper left weight meets the upper left pixel
    np.testing.assert_array_equal(conv2d(image, kernel, [0.5]), [[[5421.5], [6532.5]]])


@given(few, few, few, few, few, st.integers(0, 99))
def test_conv_is_the_loop_over_pixels_and_weights(h, w, k, c_in, c_out, seed):
    rng = RNG(seed)
    h, w = h + k - 1, w + k - 1
    image, bias = rng.normal(size=(h, w, c_in)), rng.normal(size=c_out)
    kernels = rng.normal(size=(k, k, c_in, c_out))
    for array in image, kernels, bias:
        array.flags.writeable = False
    Z = conv2d(image, kernels, bias)
    np.testing.assert_allclose(Z, conv_loops(image, kernels, bias), atol=1e-12)


# Recurrence


def test_recurrent_by_hand():
    # one unit that remembers half: h = x + h/2 + 1
    H = recurrent([[1], [0], [4]], [[1]], [[0.5]], [1], g=lambda z: z)
    np.testing.assert_array_equal(H, [[2], [2], [6]])
    # V is not transposed: unit 2 hears unit 1, not the other way round
    V = [[0, 1], [0, 0]]
    H = recurrent([[1], [0], [0]], [[1, 0]], V, [0, 0], g=lambda z: z)
    np.testing.assert_array_equal(H, [[1, 0], [0, 1], [0, 0]])


@given(few, few, few, st.integers(0, 99))
def test_recurrent_is_the_loop_over_steps_and_units(T, n, units, seed):
    rng = RNG(seed)
    X, b = rng.normal(size=(T, n)), rng.normal(size=units)
    U, V = rng.normal(size=(n, units)), rng.normal(size=(units, units))
    for array in X, U, V, b:
        array.flags.writeable = False
    H = recurrent(X, U, V, b)
    assert H.shape == (T, units)
    h = [0.0] * units
    for t in range(T):
        z = [
            sum(X[t, i] * U[i, j] for i in range(n)) + sum(h[i] * V[i, j] for i in range(units)) + b[j]
            for j in range(units)
        ]
        h = np.tanh(z)
        np.testing.assert_allclose(H[t], h, rtol=1e-12, atol=1e-12)


# Refusals

IMAGE, KERNELS, X = np.ones((4, 5, 2)), np.ones((3, 3, 2, 6)), np.ones((4, 3))
