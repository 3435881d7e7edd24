"""The logistic neuron: one step by hand, gradients against differences and row by row, the fit against scikit-learn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.neuron import Neuron


def neuron(*theta):
    result = Neuron(len(theta) - 1)
    result.parameters[...] = theta
    return result


def test_starts_at_zero_where_everything_is_a_coin_toss():
    fresh = Neuron(3)
    np.testing.assert_array_equal(fresh.parameters, np.zeros(4), strict=True)
    assert fresh.probability([[1, 2, 3], [-9, 0, 9]]).tolist() == [0.5, 0.5]
    assert fresh.loss([[1, 2, 3]], [1]) == pytest.approx(math.log(2), rel=1e-15)


def test_scores_lie_on_and_beside_the_line():
    unit = neuron(2, -1, 1)  # x2 = 2 x1 + 1
    X = [[0, 1], [3, 7], [-1, -1], [0, 0], [0, 2], [0, 1.125]]
    assert unit.score(X).tolist() == [0, 0, 0, 1, -1, -0.125]
    np.testing.assert_allclose(unit.probability(X), [1 / (1 + math.exp(-z)) for z in (0, 0, 0, 1, -1, -0.125)])
    np.testing.assert_array_equal(unit.classify(X), np.array([0, 0, 0, 1, 0, 0]), strict=True)


@given(st.floats(-30, 30), st.floats(0.01, 0.99))
def test_classify_means_probability_above_the_threshold(z, tau):
    p = neuron(1, 0).probability([[z]])[0]
    if abs(p - tau) > 1e-12:
        assert neuron(1, 0).classify([[z]], tau)[0] == (p > tau)


def test_the_loss_where_probabilities_fail():
    assert neuron(1, 0).loss([[40], [-1000]], [0, 1]) == pytest.approx((40 + 1000) / 2)
    np.testing.assert_allclose(neuron(1, 0).gradient([[40], [-1000]], [0, 1]), [(40 + 1000) / 2, 0], atol=1e-12)


# Chapter 3's neuron: x = (1, 2), w = (0.5, -0.25), b = 0.1, y = 1


def test_one_example_and_one_step_by_hand():
    unit, X, y = neuron(0.5, -0.25, 0.1), [[1, 2]], [1]
    assert unit.probability(X) == pytest.approx([0.524979], abs=5e-7)
    gradient = unit.gradient(X, y)
    assert gradient == pytest.approx([-0.475021, -0.950042, -0.475021], abs=5e-7)
    history = unit.fit(X, y, learning_rate=0.5, epochs=1)
    assert history == pytest.approx([0.644397, 0.196888], abs=5e-7)
    assert unit.parameters == pytest.approx([0.737510, 0.225021, 0.337510], abs=6e-7)


tables = st.tuples(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 5))


def random_task(seed, m, n):
    rng = np.random.default_rng(seed)
    return (neuron(*rng.normal(size=n + 1)), rng.normal(size=(m, n)), rng.integers(0, 2, m))


@given(tables)
def test_gradient_against_differences(task):
    unit, X, y = random_task(*task)
    J = lambda theta: neuron(*theta).loss(X, y)  # noqa: E731
    found = unit.gradient(X, y)
    assert found.shape == unit.parameters.shape
    assert relative_error(found, numerical_gradient(J, unit.parameters)) < 1e-7


# Descent


def test_fit_is_descent_on_all_rows():
    unit, X, y = random_task(3, 8, 3)
    theta, expected = unit.parameters.copy(), []
    for _ in range(4):
        p = 1 / (1 + np.exp(-(X @ theta[:3] + theta[3])))
        expected.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        theta = theta - 0.3 * np.append((p - y) @ X, (p - y).sum()) / 8
    history = unit.fit(X, y, learning_rate=0.3, epochs=3)
    assert history == pytest.approx(expected, rel=1e-12)
    assert {type(J) for J in history} == {float}
    again = unit.fit(X, y, learning_rate=0.3, epochs=1)  # goes on where it was
    np.testing.assert_allclose(unit.parameters, theta, rtol=1e-12)
    assert again[0] == history[-1]


def test_fit_finds_what_scikit_learn_finds():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    y = (rng.random(200) < 1 / (1 + np.exp(-(2 * X[:, 0] - X[:, 1] + 0.5)))).astype(int)
    unit = Neuron(2)
    history = unit.fit(X, y, learning_rate=2.0, epochs=500)
    oracle = LogisticRegression(C=np.inf, tol=1e-12, max_iter=1000).fit(X, y)
    np.testing.assert_allclose(unit.w, oracle.coef_[0], rtol=1e-5)
    np.testing.assert_allclose(unit.b, oracle.intercept_[0], rtol=1e-5)
    np.testing.assert_allclose(unit.probability(X), oracle.predict_proba(X)[:, 1], rtol=1e-4)
    assert history[-1] < history[0] == pytest.approx(math.log(2))
    np.testing.assert_allclose(unit.gradient(X, y), 0, atol=1e-7)


def test_a_refused_fit_moves_nothing():
    unit = neuron(1, 2)
    for arguments in {"epochs": 0}, {"epochs": 2.5}, {"learning_rate": -1}:
        with pytest.raises((TypeError, ValueError), match="expected"):
            unit.fit([[1]], [1], **arguments)
    with pytest.raises(ValueError, match=r"^y\[0\] is 2: expected labels 0 and 1$"):
        unit.fit([[1]], [2])
    assert unit.parameters.tolist() == [1, 2]
