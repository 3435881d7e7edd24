"""Networks built by hand: their slopes, values, kinks and errors worked out without them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from nnlib import Dense, Sequential
from nnlib.piecewise import (
    from_hinges,
    hinges,
    interpolation_bound,
    kinks,
    rbf_features,
    rbf_fit,
    relu_interpolant,
    sawtooth,
    slopes_from_weights,
    weights_from_slopes,
)


def values(model, x):
    """f(x) (m,) of a 1-...-1 network."""
    return model(np.reshape(x, (-1, 1)).astype(float))[:, 0]


def sine(x):
    return np.sin(2 * np.pi * x)


def sup_error(f, knots):
    """max |f - interpolant| on 65 equally spaced points of every piece."""
    knots = np.asarray(knots)
    x = np.concatenate([np.linspace(a, b, 65) for a, b in pairwise(knots)])
    return np.abs(values(relu_interpolant(f, knots), x) - f(x)).max()


# Hinges, slopes, weights


def test_hinges_by_hand():
    np.testing.assert_array_equal(hinges([-1, 0.5, 3], [0, 1, 3, -2]), [[0, 0, 0, 1], [0.5, 0, 0, 2.5], [3, 2, 0, 5]])


def test_weights_are_changes_of_slope():
    np.testing.assert_array_equal(weights_from_slopes([0, 2, -1, 0]), [2, -3, 1])
    np.testing.assert_array_equal(slopes_from_weights([2, -3, 1]), [0, 2, -1, 0])
    np.testing.assert_array_equal(slopes_from_weights([1, 1, -1, -1]), [0, 1, 2, 1, 0])
    np.testing.assert_array_equal(slopes_from_weights([1, -1, -1, 1]), [0, 1, 0, -1, 0])


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=8))
def test_slopes_and_weights_are_each_others_inverse(weights):
    back = weights_from_slopes(slopes_from_weights(weights))
    np.testing.assert_array_equal(back, weights)


# One layer


def test_from_hinges_is_the_network_of_the_formula():
    model = from_hinges([0, 1.5], [2, -3], constant=0.25)
    assert [layer.activation.name for layer in model.layers] == ["relu", "linear"]
    W1, b1, W2, b2 = model.get_weights()
    np.testing.assert_array_equal(W1, [[1, 1]])
    np.testing.assert_array_equal(b1, [0, -1.5])
    assert not np.signbit(b1[0])
    np.testing.assert_array_equal(W2, [[2], [-3]])
    np.testing.assert_array_equal(b2, [0.25])
    assert model.parameters.dtype == np.float64


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-3, 3)), min_size=1, max_size=6), st.floats(-2, 2))
def test_from_hinges_is_the_sum_over_hinges(pairs, constant):
    model = from_hinges(*zip(*pairs, strict=True), constant)
    for x in np.linspace(-6, 6, 13):
        f = constant + sum(v * max(0.0, x - k) for k, v in pairs)
        assert values(model, x)[0] == pytest.approx(f, abs=1e-12)
    np.testing.assert_array_equal(kinks(model), [k for k, _ in pairs])


def test_kinks_by_hand():
    model = Sequential([Dense(4, "relu"), Dense(1)], dtype="float64")
    model.build((None, 1))
    weights = [[[1, -2, 0, 4]], [-1, 3, 5, 0], np.ones((4, 1)), [7]]
    model.set_weights(weights)
    np.testing.assert_array_equal(kinks(model), [1, 1.5, np.nan, 0])
    assert not np.signbit(kinks(model)[3])
    np.testing.assert_array_equal(model.get_weights()[1], [-1, 3, 5, 0])


# Interpolants


@given(
    st.lists(st.integers(-20, 20), min_size=2, max_size=9, unique=True).map(sorted),
    st.lists(st.integers(-30, 30), min_size=9, max_size=9),
    st.sampled_from([0.25, 1.0, 3.0]),
)
def test_interpolant_is_numpys_between_constant_before_and_straight_on_after(knots, y, scale):
    knots, y = scale * np.array(knots), y[: len(knots)]
    table = dict(zip(knots.tolist(), y, strict=True))
    model = relu_interpolant(lambda x: table[float(x)], knots)
    x = np.linspace(knots[0] - 5, knots[-1], 41)
    np.testing.assert_allclose(values(model, x), np.interp(x, knots, y), atol=1e-9)
    np.testing.assert_allclose(values(model, knots), y, atol=1e-9)
    last = (y[-1] - y[-2]) / (knots[-1] - knots[-2])
    right = values(model, [knots[-1] + 7])[0]
    assert right == pytest.approx(y[-1] + 7 * last, abs=1e-8)
    assert model.layers[0].units == len(knots) - 1


def test_the_bound_by_hand_and_above_every_error():
    assert interpolation_bound(0.5, 8) == 0.25
    assert interpolation_bound(0, 8) == interpolation_bound(0.5, 0) == 0
    assert interpolation_bound(1 / 8, 4 * np.pi**2) == pytest.approx(0.0771, abs=5e-5)
    for N in range(1, 33):
        error = sup_error(sine, np.linspace(0, 1, N + 1))
        assert error <= interpolation_bound(1 / N, 4 * np.pi**2) + 1e-14
        # a parabola reaches its bound, in the middle of each piece
        error = sup_error(np.square, np.linspace(-1, 1, N + 1))
        assert error == pytest.approx(interpolation_bound(2 / N, 2), rel=1e-9)


# Depth


@pytest.mark.parametrize("k", [1, 2, 3, 6, 10])
def test_sawtooth_is_the_tent_composed(k):
    model = sawtooth(k)
    x = np.linspace(0, 1, 1001)
    y = x
    for _ in range(k):
        y = np.where(y < 0.5, 2 * y, 2 - 2 * y)
    np.testing.assert_allclose(values(model, x), y, atol=1e-12)
    assert [layer.units for layer in model.layers] == [2] * k + [1]
    assert {layer.activation.name for layer in model.layers[:-1]} == {"relu"}
    assert model.layers[-1].activation.name == "linear"


# Radial basis functions


def test_rbf_features_by_hand():
    np.testing.assert_allclose(
        rbf_features([0, 2], [0, 1, 4], 2), np.exp([[0, -1 / 8, -2], [-1 / 2, -1 / 8, -1 / 2]]), rtol=1e-15
    )


def test_rbf_fit_against_scikit_learn():
    x = np.linspace(0, 1, 50)
    y = sine(x) + np.random.default_rng(0).normal(size=50)
    weights, bias = rbf_fit(x, y, [0.2, 0.5, 0.9], 0.2)
    theirs = LinearRegression().fit(rbf_features(x, [0.2, 0.5, 0.9], 0.2), y)
    np.testing.assert_allclose(weights, theirs.coef_, rtol=1e-9)
    assert bias == pytest.approx(theirs.intercept_, rel=1e-9)


# Manners
