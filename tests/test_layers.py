"""Dense: the matrix product is the loop over examples and units, whatever the shapes."""

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import Dense
from nnlib.activations import ACTIVATIONS

fixed = settings(deadline=None, derandomize=True)
widths = st.integers(1, 6)
BY_HAND = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: max(0.0, z),
}


def dense(W, b, activation=None):
    """A layer with the given weights, as a model would bind them."""
    layer = Dense(len(b), activation)
    layer.bind(np.concatenate([np.ravel(W), b]), len(W))
    return layer


@st.composite
def cases(draw):
    """Inputs, weights, biases and an activation: m, n_prev and units from 1 to 6."""
    m, n_prev, units = draw(widths), draw(widths), draw(widths)
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    X, W, b = (
        rng.normal(size=(m, n_prev)),
        rng.normal(size=(n_prev, units)),
        rng.normal(size=units),
    )
    return SimpleNamespace(
        X=X, W=W, b=b, activation=draw(st.sampled_from(sorted(ACTIVATIONS)))
    )


@fixed
@given(cases())
def test_forward_is_the_loop_over_examples_and_units(case):
    A, cache = dense(case.W, case.b, case.activation).forward(case.X)
    for i, x in enumerate(case.X):
        for j in range(len(case.b)):
            z = sum(x[k] * case.W[k, j] for k in range(len(x))) + case.b[j]
            assert cache.Z[i, j] == pytest.approx(z, rel=1e-12, abs=1e-12)
            assert A[i, j] == pytest.approx(
                BY_HAND[case.activation](z), rel=1e-12, abs=1e-12
            )


@fixed
@given(cases())
def test_each_row_of_the_output_depends_on_its_own_row_only(case):
    layer = dense(case.W, case.b, case.activation)
    A = layer.forward(case.X)[0]
    rows = np.random.default_rng(0).integers(
        0, len(case.X), 8
    )  # shuffled, some twice, some not at all
    np.testing.assert_allclose(
        layer.forward(case.X[rows])[0], A[rows], rtol=1e-12, atol=1e-12
    )


@fixed
@given(cases())
def test_the_cache_holds_what_the_layer_saw_and_made(case):
    X = case.X.copy()
    A, cache = dense(case.W, case.b, case.activation).forward(X)
    assert cache._fields == ("A_prev", "Z", "A")
    assert cache.A_prev is X and cache.A is A
    np.testing.assert_array_equal(X, case.X)
    np.testing.assert_array_equal(A, ACTIVATIONS[case.activation].function(cache.Z))


def test_hidden_layer_of_the_course_notes():
    layer = dense([[1.0, -3, 5], [2, 4, -6]], [-1.0, 1, 2], "sigmoid")
    A, cache = layer.forward(np.array([[200.0, 17]]))
    np.testing.assert_array_equal(cache.Z, [[233, -531, 900]])
    np.testing.assert_allclose(A, [[1, 2.452619118775e-231, 1]], rtol=1e-12)


def test_weights_are_views_row_by_row_then_the_biases():
    theta = np.arange(8.0)
    layer = Dense(2)
    layer.bind(theta, 3)
    np.testing.assert_array_equal(layer.W, [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(layer.b, [6, 7])
    layer.W[1, 0], layer.b[1] = -2, -7
    np.testing.assert_array_equal(theta, [0, 1, -2, 3, 4, 5, 6, -7])


def test_initialize_draws_the_weights_and_zeroes_the_biases():
    layer = dense(np.full((2, 3), np.nan), np.full(3, np.nan))
    layer.initialize(np.random.default_rng(0))
    assert (np.abs(layer.W) <= math.sqrt(6 / 5)).all() and np.ptp(layer.W) > 0
    np.testing.assert_array_equal(layer.b, 0)


def test_one_unit_is_a_column_and_a_bias():
    layer = dense([[1.0, -3, 5], [2, 4, -6]], [-1.0, 1, 2])
    w, b = layer.unit(1)
    np.testing.assert_array_equal(w, [-3, 4])
    assert b == 1
    for j in (-1, 3):
        with pytest.raises(IndexError, match=f"^layer has units 0 to 2, not {j}$"):
            layer.unit(j)


def test_weights_are_set_in_place_only():
    layer = dense(np.ones((2, 1)), [0])
    with pytest.raises(AttributeError):
        layer.W = np.zeros((2, 1))
    with pytest.raises(AttributeError):
        layer.b = np.zeros(1)


def test_a_linear_layer_does_not_hand_out_its_pre_activation():
    A, cache = dense(np.ones((2, 1)), [0]).forward(np.ones((1, 2)))
    A += 1
    assert cache.Z.tolist() == [[2]]


def test_repr_is_how_to_make_one():
    assert repr(Dense(3, activation="relu")) == "Dense(3, activation='relu')"
    assert repr(Dense(3)) == "Dense(3, activation='linear')"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Dense(0), ValueError, "units: expected at least 1, got 0"),
        (lambda: Dense(2.5), TypeError, "units: expected a whole number, got 2.5"),
        (lambda: Dense("3"), TypeError, "units: expected a whole number, got '3'"),
        (
            lambda: Dense(3, "sigmod"),
            ValueError,
            "unknown activation 'sigmod': did you mean 'sigmoid'? known: linear, relu, sigmoid, tanh",
        ),
        (
            lambda: Dense(3, "relu").forward(np.ones((1, 2))),
            ValueError,
            "layer (Dense(3, activation='relu')) has no weights yet: build the model first",
        ),
        (
            lambda: Dense(3).unit(0),
            ValueError,
            "layer (Dense(3, activation='linear')) has no weights yet: build the model first",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward([[1, 2, 3]]),
            ValueError,
            "layer: expected shape (m, 2), got (1, 3)",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward([1, 2]),
            ValueError,
            "layer: expected shape (m, 2), got (2,)",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward(7),
            ValueError,
            "layer: expected shape (m, 2), got ()",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).forward([["a", 1]]),
            TypeError,
            "layer: expected real numbers, got 'a'",
        ),
        (
            lambda: dense(np.ones((2, 1)), [0]).unit("0"),
            TypeError,
            "j: expected a whole number, got '0'",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()
