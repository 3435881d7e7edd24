"""Convolution and recurrence against the loops of their formulas."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import Dense, Sequential
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


def test_moving_the_image_moves_the_output():
    image, kernels = RNG(0).normal(size=(9, 8, 2)), RNG(1).normal(size=(3, 3, 2, 4))
    Z = conv2d(image, kernels, np.zeros(4))
    moved = conv2d(np.roll(image, (1, 2), axis=(0, 1)), kernels, np.zeros(4))
    np.testing.assert_allclose(moved[1:, 2:], Z[:-1, :-2], atol=1e-12)


def test_80_parameters_do_what_a_dense_layer_does_with_18720():
    kernels, bias = RNG(0).normal(size=(3, 3, 1, 8)), RNG(1).normal(size=8)
    assert kernels.size + bias.size == 80
    dense = Sequential([Dense(6 * 6 * 8)], dtype="float64")
    dense.build((None, 64))
    assert dense.count_params() == 18_720
    # a dense layer's row k of W is its answer to pixel k alone
    pixels = np.eye(64).reshape(64, 8, 8, 1)
    W = [conv2d(pixel, kernels, np.zeros(8)).ravel() for pixel in pixels]
    dense.set_weights([W, np.tile(bias, 36)])
    image = RNG(2).normal(size=(8, 8, 1))
    np.testing.assert_allclose(dense(image.reshape(1, 64))[0], conv2d(image, kernels, bias).ravel(), atol=1e-12)


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


def test_without_memory_it_is_a_dense_layer():
    X, U, b = RNG(0).normal(size=(5, 3)), RNG(1).normal(size=(3, 2)), [0.5, -1]
    layer = Sequential([Dense(2, "tanh")], dtype="float64")
    layer.build((None, 3))
    layer.set_weights([U, b])
    H = recurrent(X, U, np.zeros((2, 2)), b)
    np.testing.assert_allclose(H, layer(X), rtol=1e-12)


# Refusals

IMAGE, KERNELS, X = np.ones((4, 5, 2)), np.ones((3, 3, 2, 6)), np.ones((4, 3))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: conv2d(IMAGE[:, :, 0], KERNELS, np.ones(6)),
            ValueError,
            "image: expected shape (h, w, c_in), got (4, 5)",
        ),
        (
            lambda: conv2d(IMAGE[:0], KERNELS, np.ones(6)),
            ValueError,
            "image: expected shape (h, w, c_in), got (0, 5, 2)",
        ),
        (
            lambda: conv2d(IMAGE, KERNELS[:2], np.ones(6)),
            ValueError,
            "kernels: expected shape (k, k, 2, c_out), got (2, 3, 2, 6)",
        ),
        (
            lambda: conv2d(IMAGE, KERNELS[:, :, :1], np.ones(6)),
            ValueError,
            "kernels: expected shape (k, k, 2, c_out), got (3, 3, 1, 6)",
        ),
        (lambda: conv2d(IMAGE, KERNELS, 0), ValueError, "bias: expected shape (6,), got ()"),
        (
            lambda: conv2d(IMAGE[:2], KERNELS, np.ones(6)),
            ValueError,
            "kernels: 3 x 3 does not fit into an image of 2 x 5",
        ),
        (
            lambda: conv2d(np.full((4, 5, 2), np.nan), KERNELS, np.ones(6)),
            ValueError,
            "image[0, 0, 0] is nan: expected finite numbers",
        ),
        (lambda: recurrent([1, 2], np.ones((1, 1)), [[1]], [1]), ValueError, "X: expected shape (T, n), got (2,)"),
        (
            lambda: recurrent(X, np.ones((2, 3)), np.eye(3), np.ones(3)),
            ValueError,
            "U: expected shape (3, units), got (2, 3)",
        ),
        (
            lambda: recurrent(X, np.ones((3, 2)), np.ones((2, 3)), np.ones(2)),
            ValueError,
            "V: expected shape (2, 2), got (2, 3)",
        ),
        (lambda: recurrent(X, np.ones((3, 2)), np.eye(2), np.ones(3)), ValueError, "b: expected shape (2,), got (3,)"),
        (
            lambda: recurrent(X, np.ones((3, 2)), np.eye(2), np.ones(2), "tanh"),
            TypeError,
            "g: expected a function, got 'tanh'",
        ),
        (lambda: recurrent(X, "U", np.eye(2), np.ones(2)), TypeError, "U: expected real numbers, got 'U'"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()
