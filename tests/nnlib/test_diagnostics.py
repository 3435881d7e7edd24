"""Diagnostics: against loops, numbers by hand and the variance that theory predicts."""

import math

import numpy as np
import pytest

from nnlib import Dense, Sequential
from nnlib.activations import ACTIVATIONS
from nnlib.diagnostics import collapse_linear, dead_units, gradient_profile, layer_stats
from nnlib.losses import MeanSquaredError

RNG = np.random.default_rng


def network(widths, activation, weights=None, dtype="float64"):
    """A network with these widths, inputs included, the same activation everywhere."""
    layers = [Dense(units, activation) for units in widths[1:]]
    model = Sequential(layers, dtype=dtype, seed=0)
    model.build((None, widths[0]))
    if weights is not None:
        model.set_weights(weights)
    return model


def chain(L, dtype="float64"):
    """L sigmoid layers of one unit: all weights 1, and z = 0 everywhere for x = 1/2."""
    return network([1] * (L + 1), "sigmoid", [[[1]], [-0.5]] * L, dtype)


# Signals


def test_stats_by_hand():
    weights = [[[1.0, -2.0]], [0, 4], [[1], [0.5]], [1]]
    first, second = layer_stats(network([1, 2, 1], "relu", weights), [[1.0], [4]])
    # Z = [[1, 2], [4, -4]], A = [[1, 2], [4, 0]]; then Z = A = [[3], [5]]
    assert first._asdict() == {
        "name": "layer 1",
        "Z_mean": 0.75,
        "Z_var": pytest.approx(37 / 4 - 0.75**2),
        "A_mean": 1.75,
        "A_var": pytest.approx(21 / 4 - 1.75**2),
        "flat": 0.25,
    }
    assert second == ("layer 2", 4, 1, 4, 1, 0)
    assert {type(number) for number in first[1:]} == {float}


@pytest.mark.parametrize(
    ("activation", "edge"),
    [
        ("sigmoid", 4.584863),  # beyond it the slope of sigmoid is below .01
        ("tanh", math.atanh(math.sqrt(0.99))),
        ("relu", 0),
        ("leaky_relu", None),
        ("linear", None),
    ],
)
def test_flat_is_the_share_of_slopes_below_a_hundredth(activation, edge):
    model = network([1, 1], activation, [[[1]], [0]])
    X = np.linspace(-6, 6, 1201)[:, None] + 0.003
    flat = {"relu": X <= 0, "sigmoid": np.abs(X) > (edge or 0), "tanh": np.abs(X) > (edge or 0)}.get(
        activation, np.zeros(1)
    )
    assert layer_stats(model, X)[0].flat == pytest.approx(flat.mean(), abs=1e-12)


def test_flat_of_softmax_is_that_of_its_own_probability():
    model = network([3, 3], "softmax", [np.eye(3), [0, 0, 0]])
    # a_i (1 - a_i): 2/9 three times; 1/4, 1/4, 0 in the next row and 0 in the last
    X = [[0, 0, 0], [40, 40, 0], [0, 90, 0]]
    assert layer_stats(model, X)[0].flat == pytest.approx(4 / 9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_stats_in_float32_too(name):
    for dtype in "float32", "float64":
        (stats,) = layer_stats(network([3, 4], name, dtype=dtype), np.eye(3))
        assert np.isfinite(stats[1:]).all() and 0 <= stats.flat <= 1


def test_float32_statistics_are_not_rounded_like_float32():
    model = network([1, 1], "linear", [[[1]], [4096]], "float32")
    (stats,) = layer_stats(model, [[-0.5], [0], [0.25]])
    variance = 0.3125 / 3 - (0.25 / 3) ** 2
    assert stats.Z_var == pytest.approx(variance, rel=1e-9)
    assert stats.A_var == stats.Z_var


# Gradients


def test_profile_by_hand():
    model = network([2, 1, 1], "linear", [[[1], [2]], [0], [[3]], [1]])
    # x = (1, 1): z1 = 3, a = 10, J = (10 - 8)^2, dJ/da = 4; dW2 = 12, dW1 = 12 (1, 1)
    profile = gradient_profile(model, MeanSquaredError(), [[1, 1]], [8])
    np.testing.assert_allclose(profile, [12, 12], rtol=1e-15)
    # x = (1, 0): z1 = 1, a = 4, dJ/da = -8; dW2 = -8, dW1 = -24 (1, 0)
    profile = gradient_profile(model, MeanSquaredError(), [[1, 0]], [[8]])
    np.testing.assert_allclose(profile, [24 / math.sqrt(2), 8], rtol=1e-15)


def test_each_sigmoid_takes_off_a_factor_4():
    profile = gradient_profile(chain(12), MeanSquaredError(), [[0.5]], [0.0])
    # dJ/da = 1, and every layer's input is 1/2
    expected = 0.5 * 0.25 ** np.arange(12, 0, -1)
    np.testing.assert_allclose(profile, expected, rtol=1e-12)


def test_a_vanishing_gradient_is_small_not_0_in_float32():
    profile = gradient_profile(chain(50, "float32"), MeanSquaredError(), [[0.5]], [0.0])
    assert profile[0] == pytest.approx(0.5 * 0.25**50, rel=1e-4)
    assert profile.dtype == np.float64


# Dead units


def test_dead_means_off_in_every_row():
    Z = np.array([[-1.0, 2, 0, -3, -1], [-2, -1, 0, -0.0, 5e-324]])
    Z.flags.writeable = False
    dead = dead_units(Z)
    np.testing.assert_array_equal(dead, [True, False, True, True, False])
    assert dead.dtype == bool
    np.testing.assert_array_equal(dead_units([[-1, 1]]), [True, False])


# Linear networks


def test_collapse_by_hand():
    weights = [[[1, 2], [0, -1]], [1, -1], [[3], [4]], [0.5]]
    W, b = collapse_linear(network([2, 2, 1], "linear", weights))
    np.testing.assert_array_equal(W, [[11], [-4]])
    np.testing.assert_array_equal(b, [-0.5])


@pytest.mark.parametrize("widths", [[3, 2], [2, 5, 1], [4, 3, 5, 2]])
def test_the_one_layer_does_what_the_network_does(widths):
    model = network(widths, "linear")
    model.parameters[...] = RNG(0).normal(size=model.parameters.size)
    before, X = model.parameters.copy(), RNG(1).normal(size=(6, widths[0]))
    W, b = collapse_linear(model)
    assert W.shape == (widths[0], widths[-1]) and b.shape == (widths[-1],)
    np.testing.assert_allclose(X @ W + b, model(X), rtol=1e-12, atol=1e-12)
    W[...], b[...] = 0, 0  # they are the caller's own
    np.testing.assert_array_equal(model.parameters, before)


# Refusals


def test_linear_is_what_is_linear_not_what_is_called_so():
    own = ACTIVATIONS["linear"]._replace(function=np.square)
    model = Sequential([Dense(2, own), Dense(1)], seed=0)
    model.build((None, 4))
    with pytest.raises(ValueError, match="only linear layers collapse"):
        collapse_linear(model)
