"""Networks built by hand: their slopes, values, kinks and errors worked out without them."""

import math
import re
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


def test_the_ramp_climbs_and_stays():
    ramp = from_hinges([0, 1, 2, 3], [1, 1, -1, -1])
    x = [-5, 0, 1, 2, 2.5, 3, 10]
    np.testing.assert_array_equal(values(ramp, x), [0, 0, 1, 3, 3.5, 4, 4])


def test_the_trapezoid_comes_back():
    trapezoid = from_hinges([0, 1, 2, 3], [1, -1, -1, 1])
    x = [-1, 0.5, 1.5, 2.5, 4]
    np.testing.assert_array_equal(values(trapezoid, x), [0, 0.5, 1, 0.5, 0])


def test_slopes_0_2_m1_0_with_kinks_0_1_3():
    model = from_hinges([0, 1, 3], weights_from_slopes([0, 2, -1, 0]), constant=0.5)
    x = [-2, 0, 0.5, 1, 2, 3, 9]
    np.testing.assert_array_equal(values(model, x), [0.5, 0.5, 1.5, 2.5, 1.5, 0.5, 0.5])


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


def test_interpolant_of_a_parabola_by_hand():
    model = relu_interpolant(lambda x: x * x, [-1, 0, 2])
    W1, b1, W2, b2 = model.get_weights()
    np.testing.assert_array_equal(W2[:, 0], [-1, 3])
    np.testing.assert_array_equal([W1[0], b1], [[1, 1], [1, 0]])
    np.testing.assert_array_equal(b2, [1])
    np.testing.assert_array_equal(values(model, [-3, -0.5, 1, 3]), [1, 0.5, 2, 6])


@pytest.mark.parametrize("f", [math.sin, np.sin, lambda x: 3.0])
def test_functions_of_one_number_and_constants_are_welcome(f):
    model = relu_interpolant(f, [0, 1, 2])
    np.testing.assert_allclose(values(model, [0, 1, 2]), [f(0), f(1), f(2)], rtol=1e-15)


@pytest.mark.parametrize(
    ("f", "low", "high", "errors"),
    [
        (np.square, -1, 1, [0.25, 0.0625, 0.0156, 0.0039, 0.00098, 0.00024]),
        (sine, 0, 1, [1.0, 0.2105, 0.0704, 0.0188, 0.0048, 0.0012]),
        (np.sqrt, 0, 1, [0.177, 0.125, 0.0884, 0.0625, 0.0442, 0.0312]),
    ],
    ids=["square", "sine", "root"],
)
def test_sup_errors_for_2_to_64_pieces(f, low, high, errors):
    for N, error in zip([2, 4, 8, 16, 32, 64], errors, strict=True):
        digits = len(str(error).partition(".")[2])
        measured = sup_error(f, np.linspace(low, high, N + 1))
        # the list has rounded values: 1/64 is its .0156, 1/32 its .0312
        assert measured == pytest.approx(error, abs=0.501 * 10**-digits)


@pytest.mark.parametrize(("N", "error"), [(4, 0.0306), (8, 0.0078), (16, 0.00195)])
def test_the_root_likes_knots_close_to_0(N, error):
    measured = sup_error(np.sqrt, (np.arange(N + 1) / N) ** 4)
    assert measured == pytest.approx(error, abs=5e-5)
    # over [a, b]: (sqrt b - sqrt a)^2 / (4 (sqrt a + sqrt b)), most in the last piece
    a, b = (N - 1) ** 2 / N**2, 1
    assert measured == pytest.approx((b - a) ** 2 / (4 * (a + b)), rel=1e-3)


@pytest.mark.parametrize("N", [1, 2, 3, 4, 7, 8])
def test_the_absolute_value_wants_a_knot_at_0(N):
    error = sup_error(np.abs, np.linspace(-1, 1, N + 1))
    assert error == pytest.approx(1 / N if N % 2 else 0, abs=1e-14)


def test_pieces_for_an_error_below_a_thousandth():
    good = [sup_error(np.square, np.linspace(-1, 1, N + 1)) < 1e-3 for N in range(1, 40)]
    assert good.index(True) + 1 == 32 and all(good[31:])


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


def test_six_tents_make_64_pieces_from_12_units():
    model = sawtooth(6)
    grid = np.arange(129) / 128
    slopes = np.diff(values(model, grid)) * 128
    np.testing.assert_array_equal(np.abs(slopes), 64)
    pieces = 1 + np.count_nonzero(np.diff(slopes))
    assert pieces == 64
    assert sum(layer.units for layer in model.layers[:-1]) == 12
    tooth = relu_interpolant(lambda x: values(model, x)[0], np.arange(65) / 64)
    np.testing.assert_allclose(values(tooth, grid), values(model, grid), atol=1e-11)


# Radial basis functions


def test_rbf_features_by_hand():
    np.testing.assert_allclose(
        rbf_features([0, 2], [0, 1, 4], 2), np.exp([[0, -1 / 8, -2], [-1 / 2, -1 / 8, -1 / 2]]), rtol=1e-15
    )


def test_rbf_fit_finds_the_weights_that_made_the_data():
    x, centers = np.linspace(-2, 2, 30), [-1, 0.5, 1]
    v, c = np.array([2.0, -1, 0.5]), 0.75
    bells = [[math.exp(-((xi - k) ** 2) / (2 * 0.5**2)) for k in centers] for xi in x]
    weights, bias = rbf_fit(x, bells @ v + c, centers, 0.5)
    np.testing.assert_allclose(weights, v, rtol=1e-10)
    assert bias == pytest.approx(c, rel=1e-10) and type(bias) is float


def test_rbf_fit_against_scikit_learn():
    x = np.linspace(0, 1, 50)
    y = sine(x) + np.random.default_rng(0).normal(size=50)
    weights, bias = rbf_fit(x, y, [0.2, 0.5, 0.9], 0.2)
    theirs = LinearRegression().fit(rbf_features(x, [0.2, 0.5, 0.9], 0.2), y)
    np.testing.assert_allclose(weights, theirs.coef_, rtol=1e-9)
    assert bias == pytest.approx(theirs.intercept_, rel=1e-9)


def test_ten_bells_on_a_sine():
    x, centers = np.linspace(0, 1, 400), np.linspace(0, 1, 10)
    weights, bias = rbf_fit(x, sine(x), centers, 0.1)
    fit = rbf_features(x, centers, 0.1) @ weights + bias
    assert np.abs(fit - sine(x)).max() == pytest.approx(0.039, abs=5e-4)


# Manners


def test_inputs_stay_as_they_are_and_models_own_their_weights():
    k, v, x = np.array([0.0, 1, 2]), np.array([1.0, 2, 3]), np.array([0.5, 1, 4])
    model = from_hinges(k, v)
    for array in k, v, x:
        array.flags.writeable = False
    hinges(x, k)
    weights_from_slopes(np.append(0, v))
    slopes_from_weights(v)
    relu_interpolant(np.sin, k)
    rbf_fit(x, v, k, 1)
    model.parameters[...] = 5
    np.testing.assert_array_equal([k, v], [[0, 1, 2], [1, 2, 3]])


def built(*layers, n=1):
    model = Sequential(list(layers))
    model.build((None, n))
    return model


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: hinges([[1.0]], [0]), ValueError, "x: expected shape (m,), got (1, 1)"),
        (lambda: hinges([1.0], []), ValueError, "kinks: expected shape (m,), got (0,)"),
        (
            lambda: weights_from_slopes([2, -1, 0]),
            ValueError,
            "slopes: expected 0, for left of the first kink, and one slope after each kink, got [2.0, -1.0, 0.0]",
        ),
        (
            lambda: weights_from_slopes([0]),
            ValueError,
            "slopes: expected 0, for left of the first kink, and one slope after each kink, got [0.0]",
        ),
        (lambda: slopes_from_weights([np.inf]), ValueError, "weights[0] is inf: expected finite numbers"),
        (lambda: from_hinges([0, 1], [1]), ValueError, "weights: expected shape (2,), got (1,)"),
        (lambda: from_hinges([0], [1], "c"), TypeError, "constant: expected a number, got 'c'"),
        (
            lambda: relu_interpolant(np.sin, [0, 1, 1]),
            ValueError,
            "knots: expected two or more, increasing, got [0.0, 1.0, 1.0]",
        ),
        (lambda: relu_interpolant(np.sin, [0]), ValueError, "knots: expected two or more, increasing, got [0.0]"),
        (lambda: relu_interpolant("sin", [0, 1]), TypeError, "f: expected a function of x, got 'sin'"),
        (
            lambda: relu_interpolant(lambda x: np.inf if x else 0, [0, 1]),
            ValueError,
            "f(knots)[1] is inf: expected finite numbers",
        ),
        (lambda: interpolation_bound(-1, 2), ValueError, "h: expected a finite number >= 0, got -1"),
        (lambda: interpolation_bound(1, -2), ValueError, "curvature: expected a finite number >= 0, got -2"),
        (lambda: sawtooth(0), ValueError, "k: expected at least 1, got 0"),
        (lambda: rbf_features([0], [0], 0), ValueError, "width: expected a number above 0, got 0"),
        (lambda: rbf_features([0], [0], -1), ValueError, "width: expected a finite number >= 0, got -1"),
        (lambda: rbf_fit([0, 1], [0], [0], 1), ValueError, "y: expected shape (2,), got (1,)"),
        (lambda: kinks(3), TypeError, "model: expected a Sequential, got 3"),
        (lambda: kinks(Sequential([Dense(1)])), ValueError, "no parameters yet: call the model or build((None, n)) it"),
        (
            lambda: kinks(built(Dense(3, "relu"), Dense(1), n=2)),
            ValueError,
            "model: expected 1-N-1 with relu, linear, got 2-3-1 with relu, linear",
        ),
        (
            lambda: kinks(built(Dense(3, "relu"), Dense(2))),
            ValueError,
            "model: expected 1-N-1 with relu, linear, got 1-3-2 with relu, linear",
        ),
        (
            lambda: kinks(built(Dense(3, "tanh"), Dense(1))),
            ValueError,
            "model: expected 1-N-1 with relu, linear, got 1-3-1 with tanh, linear",
        ),
        (
            lambda: kinks(built(Dense(1, "relu"))),
            ValueError,
            "model: expected 1-N-1 with relu, linear, got 1-1 with relu",
        ),
        (
            lambda: kinks(built(Dense(3, "relu"), Dense(1), Dense(2))),
            ValueError,
            "model: expected 1-N-1 with relu, linear, got 1-3-1-2 with relu, linear, linear",
        ),
        (
            lambda: kinks(sawtooth(2)),
            ValueError,
            "model: expected 1-N-1 with relu, linear, got 1-2-2-1 with relu, relu, linear",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize("output", ["tanh", "relu"])
def test_kinks_of_a_bent_output_are_refused(output):
    with pytest.raises(ValueError, match="expected 1-N-1 with relu, linear, got"):
        kinks(built(Dense(3, "relu"), Dense(1, output)))
