"""Numerical gradients: exact on polynomials, and a check that finds the usual mistakes."""

import math

import numpy as np
import pytest

from nnlib.gradcheck import gradient_check, numerical_gradient, relative_error


def test_central_differences_are_exact_on_a_quadratic():
    A = np.array([[2.0, 1, 0], [1, 3, -1], [0, -1, 4]])
    theta = np.array([1.0, -2, 0.5])
    found = numerical_gradient(lambda v: v @ A @ v / 2 + v[0], theta, h=0.25)
    np.testing.assert_allclose(found, A @ theta + [1, 0, 0], rtol=1e-14)


def test_both_sides_count_and_the_step_is_h():
    # ((t + h)^3 - (t - h)^3) / (2h) = 3 t^2 + h^2
    assert numerical_gradient(lambda v: v[0] ** 3, [2], h=0.5) == pytest.approx(12.25)


def test_theta_is_never_touched_and_J_may_spoil_its_copy():
    theta = np.array([1.0, 2.0])
    theta.flags.writeable = False

    def J(v):
        value = 3 * v[0] + 5 * v[1]
        v[...] = 99
        return value

    np.testing.assert_allclose(numerical_gradient(J, theta, h=0.5), [3, 5])


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


# The check of the package's own networks
