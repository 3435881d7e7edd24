"""Numerical gradients: exact on polynomials, and a check that finds the usual mistakes."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import Dense, Sequential
from nnlib.gradcheck import gradient_check, numerical_gradient, relative_error
from nnlib.losses import L2, BinaryCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy


def test_central_differences_are_exact_on_a_quadratic():
    A = np.array([[2.0, 1, 0], [1, 3, -1], [0, -1, 4]])
    theta = np.array([1.0, -2, 0.5])
    found = numerical_gradient(lambda v: v @ A @ v / 2 + v[0], theta, h=0.25)
    np.testing.assert_allclose(found, A @ theta + [1, 0, 0], rtol=1e-14)


def test_both_sides_count_and_the_step_is_h():
    # ((t + h)^3 - (t - h)^3) / (2h) = 3 t^2 + h^2
    assert numerical_gradient(lambda v: v[0] ** 3, [2], h=0.5) == pytest.approx(12.25)


def test_the_default_step():
    steps = []
    numerical_gradient(lambda v: steps.append(v[0]) or 0.0, [0.0])
    assert sorted(steps) == [-1e-5, 1e-5]


def test_every_entry_in_the_shape_of_theta():
    C = np.arange(6.0).reshape(2, 3)
    for shape in (2, 3), (6,), (3, 1, 2):
        c = C.reshape(shape)
        found = numerical_gradient(lambda v, c=c: (c * v).sum(), np.ones(shape), h=0.5)
        np.testing.assert_array_equal(found, c, strict=True)
    assert numerical_gradient(lambda v: 3 * v, 5.0, h=0.5) == 3


def test_theta_is_never_touched_and_J_may_spoil_its_copy():
    theta = np.array([1.0, 2.0])
    theta.flags.writeable = False

    def J(v):
        value = 3 * v[0] + 5 * v[1]
        v[...] = 99
        return value

    np.testing.assert_allclose(numerical_gradient(J, theta, h=0.5), [3, 5])


def errors_by_step(J, theta, gradient):
    return {h: relative_error(gradient, numerical_gradient(J, theta, h)) for h in (1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-12)}


def test_neither_a_large_nor_a_tiny_step_is_as_good():
    rng = np.random.default_rng(0)
    X, w = rng.normal(size=(20, 4)), rng.normal(size=4)
    e = errors_by_step(lambda w: np.tanh(X @ w).sum(), w, X.T @ (1 - np.tanh(X @ w) ** 2))
    assert e[1e-5] < 1e-9 < e[1e-7] < e[1e-9] < 1e-4 < e[1e-12]
    assert 1e-7 < e[1e-3] < 1e-4 < e[1e-1]


@pytest.mark.parametrize(
    ("g", "other", "error"),
    [
        ([3, 4], [3, 4], 0),
        ([3, 4], [-3, -4], 1),
        ([3, 4], [0, 0], 1),
        ([0, 0], [0, 0], 0),
        ([1, 0], [0, 1], math.sqrt(2) / 2),
        ([1, 1], [8, 8], 7 / 9),  # 1/m forgotten, m = 8
        ([[3, 0], [0, 4]], [[3, 0], [0, 0]], 4 / 8),
        ([3e-200, 4e-200], [-3e-200, -4e-200], 1),
        (2.0, 3.0, 1 / 5),
    ],
)
def test_relative_error_by_hand(g, other, error):
    assert relative_error(g, other) == pytest.approx(error, rel=1e-15)
    assert relative_error(other, g) == relative_error(g, other)
    assert type(relative_error(g, other)) is float


vectors = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3)


@given(vectors, vectors)
def test_relative_error_is_at_most_1(g, other):
    assert 0 <= relative_error(g, other) <= 1 + 1e-15


# The check of a model, on a linear one in a flat vector


class SumOfSquares:
    def __call__(self, y, output):
        return float(((output - y) ** 2).sum() / len(y))

    def gradient(self, y, output):
        return 2 * (output - y) / len(y)


class Linear:
    """A model that has just what the check asks for; `spoil` makes its gradient wrong."""

    def __init__(self, spoil=lambda dW, db, W: (dW, db), dtype="float64"):
        self.parameters = np.array([0.5, -1, 2, 0.25, 1, -0.75, 0.1, 0.2], dtype)
        self.spoil = spoil

    def forward(self, X):
        output = X @ self.parameters[:6].reshape(3, 2) + self.parameters[6:]
        return output, [X]

    def __call__(self, X):
        return self.forward(X)[0]

    def penalty(self):
        return 0.1 * float((self.parameters[:6] ** 2).sum())

    def backward(self, dA, caches):
        W = self.parameters[:6].reshape(3, 2)
        dW, db = self.spoil(caches[0].T @ dA + 0.2 * W, dA.sum(axis=0), W)
        return np.concatenate([dW.ravel(), db.ravel()])


X = np.random.default_rng(1).normal(size=(8, 3))
Y = np.random.default_rng(2).normal(size=(8, 2))


def test_a_right_gradient_passes_and_the_model_stays_as_it_was():
    model = Linear()
    before = model.parameters
    values = before.copy()
    assert gradient_check(model, SumOfSquares(), X, Y) < 1e-9
    assert model.parameters is before
    np.testing.assert_array_equal(before, values)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda dW, db, W: (8 * dW, 8 * db),
        lambda dW, db, W: (-dW, -db),
        lambda dW, db, W: (dW - 0.2 * W, db),
        lambda dW, db, W: (dW - 0.1 * W, db),
        lambda dW, db, W: (dW.T, db),
        lambda dW, db, W: (dW, 0 * db),
        lambda dW, db, W: (dW, db / 8),
        lambda dW, db, W: (dW, db[::-1]),
        lambda dW, db, W: (dW + 1e-3, db),
    ],
)
def test_a_wrong_gradient_is_found(spoil):
    assert gradient_check(Linear(spoil), SumOfSquares(), X, Y) > 1e-4


def test_h_is_handed_on():
    assert gradient_check(Linear(), SumOfSquares(), X, Y, h=1e-12) > 1e-6


@pytest.mark.parametrize("calls", [1, 5, 16])
def test_parameters_come_back_when_something_fails(calls):
    class Failing(SumOfSquares):
        left = calls

        def __call__(self, y, output):
            self.left -= 1
            if not self.left:
                raise ZeroDivisionError
            return super().__call__(y, output)

    model = Linear()
    values = model.parameters.copy()
    with pytest.raises(ZeroDivisionError):
        gradient_check(model, Failing(), X, Y)
    np.testing.assert_array_equal(model.parameters, values)


NO_MODEL = "model: expected a model such as Sequential([...]), got None"
NO_LOSS = "loss: expected a loss such as MeanSquaredError(), got"
STEP = "h: expected a step > 0 that changes theta, got"
THETA = "theta: expected real numbers, got 'a'"
FLOAT32 = 'model: expected float64, got float32, which rounds J to 7 digits: use Sequential(layers, dtype="float64")'


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: numerical_gradient(sum, ["a"]), TypeError, THETA),
        (lambda: numerical_gradient(3.0, [1]), TypeError, "J: expected a function of theta, got 3.0"),
        (lambda: numerical_gradient(lambda v: v, [1]), TypeError, "J(theta): expected a number, got array([1.00001])"),
        (lambda: numerical_gradient(lambda v: math.inf, 1), ValueError, "J(theta): expected a finite number, got inf"),
        (lambda: numerical_gradient(sum, [1], h=0), ValueError, f"{STEP} 0"),
        (lambda: numerical_gradient(sum, [1], h=-1e-5), ValueError, f"{STEP} -1e-05"),
        (lambda: numerical_gradient(sum, [1, 1e12]), ValueError, f"{STEP} 1e-05"),
        (lambda: numerical_gradient(sum, [1], h="a"), TypeError, "h: expected a number, got 'a'"),
        (lambda: relative_error([1, 2], [[1, 2]]), ValueError, "g_numeric: expected shape (2,), got (1, 2)"),
        (lambda: relative_error([1, math.nan], [1, 2]), ValueError, "g[1] is nan: expected finite numbers"),
        (lambda: gradient_check(None, SumOfSquares(), X, Y), TypeError, NO_MODEL),
        (lambda: gradient_check(Linear(), len, X, Y), TypeError, f"{NO_LOSS} <built-in function len>"),
        (lambda: gradient_check(Linear(), "mse", X, Y), TypeError, f"{NO_LOSS} 'mse'"),
        (lambda: gradient_check(Linear(dtype="float32"), SumOfSquares(), X, Y), ValueError, FLOAT32),
    ],
)  # fmt: skip
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


# The check of the package's own networks


def network(activation, output, units, penalty=None, dtype="float64"):
    hidden = Dense(4, activation=activation, kernel_regularizer=penalty)
    return Sequential([hidden, Dense(units, activation=output)], dtype=dtype, seed=0)


HEADS = [
    ("linear", 2, MeanSquaredError(), Y),
    ("sigmoid", 1, BinaryCrossentropy(), [0, 1, 1, 0, 1, 0, 0, 1]),
    ("linear", 1, BinaryCrossentropy(from_logits=True), [0, 1, 1, 0, 1, 0, 0, 1]),
    ("softmax", 3, SparseCategoricalCrossentropy(), [0, 1, 2, 0, 1, 2, 0, 1]),
    ("linear", 3, SparseCategoricalCrossentropy(from_logits=True), [2] * 8),
]


@pytest.mark.parametrize("activation", ["tanh", "relu", "swish"])
@pytest.mark.parametrize(("output", "units", "loss", "y"), HEADS)
@pytest.mark.parametrize("m", [1, 8])
def test_networks_pass(activation, output, units, loss, y, m):
    model = network(activation, output, units, L2(0.1))
    model.build((None, 3))
    before = model.parameters.copy()
    assert gradient_check(model, loss, X[:m], y[:m]) < 1e-8
    np.testing.assert_array_equal(model.parameters, before)


def test_a_network_that_forgets_its_penalty_fails():
    model = network("tanh", "linear", 2, L2(0.1))
    model.penalty = lambda: 0.0
    assert gradient_check(model, MeanSquaredError(), X, Y) > 1e-3


def test_a_network_in_single_precision_is_refused():
    model = network("tanh", "linear", 2, dtype="float32")
    with pytest.raises(ValueError, match=f"^{re.escape(FLOAT32)}$"):
        gradient_check(model, MeanSquaredError(), X, Y)
