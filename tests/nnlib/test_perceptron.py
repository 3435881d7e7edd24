"""The perceptron: the rule by hand and once more in fractions, Novikoff's bound, one class against all."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.perceptron import MulticlassPerceptron, Perceptron, heaviside

CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]
AND, OR, NAND, XOR = [0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 1, 0], [0, 1, 1, 0]


def unit(w, b):
    perceptron = Perceptron()
    perceptron.w, perceptron.b = w, b
    return perceptron


def test_heaviside_is_1_only_above_0():
    y = heaviside([-2, 0, 0.5])
    np.testing.assert_array_equal(y, np.array([0, 0, 1]), strict=True)
    assert heaviside(5e-324) == 1 and heaviside(-0.0) == 0
    assert heaviside([[1.0], [-1.0]]).tolist() == [[1], [0]]


def test_a_unit_set_by_hand():
    perceptron = unit([1, -1], -0.5)
    np.testing.assert_allclose(perceptron.score([[1, 0.8]]), [-0.3], rtol=1e-14)
    y = perceptron.predict([[1, 0.8], [2, 1], [1, 0.5]])
    np.testing.assert_array_equal(y, np.array([0, 1, 0]), strict=True)
    threshold_as_bias = unit([1, 1], -1.5)
    assert threshold_as_bias.predict(CORNERS).tolist() == AND


# The rule on the gates, row after row


def test_epochs_are_the_limit_and_a_clean_epoch_the_end():
    assert len(Perceptron().fit(CORNERS, AND, epochs=5).mistakes) == 5
    assert not Perceptron().fit(CORNERS, AND, epochs=5).converged
    assert Perceptron().fit(CORNERS, AND, epochs=6).converged
    assert Perceptron().fit(CORNERS, [0, 0, 0, 0]).mistakes == [0]
    assert Perceptron().fit([[3.0]], [1]).mistakes == [1, 0]


def rule_in_fractions(X, y, epochs):
    """The perceptron rule once more, exact: mistakes by (epoch, row), then w and b."""
    w, b, found = [Fraction(0)] * len(X[0]), Fraction(0), []
    for epoch in range(1, epochs + 1):
        for row, (x, t) in enumerate(zip(X, y, strict=True)):
            guess = 1 if sum(wi * xi for wi, xi in zip(w, x, strict=True)) + b > 0 else 0
            if guess < t:
                w, b = [wi + xi for wi, xi in zip(w, x, strict=True)], b + 1
            elif guess > t:
                w, b = [wi - xi for wi, xi in zip(w, x, strict=True)], b - 1
            if guess != t:
                found.append((epoch, row))
    return found, [float(wi) for wi in w], float(b)


@st.composite
def labelled_tables(draw):
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 8))
    quarters = st.integers(-12, 12).map(lambda k: k / 4)  # exact in floats
    row = st.lists(quarters, min_size=n, max_size=n)
    X = draw(st.lists(row, min_size=m, max_size=m))
    return X, draw(st.lists(st.integers(0, 1), min_size=m, max_size=m))


@given(labelled_tables(), st.integers(1, 12))
def test_the_rule_against_fractions(table, epochs):
    X, y = table
    perceptron = Perceptron().fit(X, y, epochs)
    found, w, b = rule_in_fractions(X, y, len(perceptron.mistakes))
    assert [(c.epoch, c.row) for c in perceptron.history] == found
    assert (perceptron.w.tolist(), perceptron.b) == (w, b)
    counts = [sum(epoch == e for e, _ in found) for epoch in range(1, epochs + 1)]
    assert perceptron.mistakes == counts[: len(perceptron.mistakes)]
    assert perceptron.converged == (perceptron.mistakes[-1] == 0)
    assert perceptron.converged or len(perceptron.mistakes) == epochs
    assert 0 not in perceptron.mistakes[:-1]


@given(st.integers(0, 10**6), st.integers(1, 5), st.sampled_from([1e-3, 1.0, 50.0]))
def test_novikoffs_bound_on_sets_with_a_margin(seed, n, size):
    rng = np.random.default_rng(seed)
    X = size * rng.uniform(-1, 1, (40, n))
    u = rng.normal(size=n + 1)
    u /= np.linalg.norm(u)  # a line through the points' own bias column
    rows = np.column_stack([X, np.ones(len(X))])
    z = rows @ u
    wide = abs(z) > 0.2 * abs(z).max()
    X, rows, z = X[wide], rows[wide], z[wide]
    perceptron = Perceptron().fit(X, (z > 0).astype(int), epochs=10**4)
    bound = (np.linalg.norm(rows, axis=1).max() / abs(z).min()) ** 2
    assert perceptron.converged
    assert len(perceptron.history) <= bound
    assert perceptron.predict(X).tolist() == (z > 0).tolist()


def test_a_clean_epoch_means_clean_predictions_also_for_rows_on_the_line():
    for seed in range(300):  # tenths, whose sums are rounded
        rng = np.random.default_rng(seed)
        X, w = rng.integers(-20, 21, (12, 3)) / 10, rng.integers(-3, 4, 3)
        y = (X @ w + rng.integers(-5, 6) / 10 > 0).astype(int)
        perceptron = Perceptron().fit(X, y, epochs=1000)
        assert not perceptron.converged or perceptron.predict(X).tolist() == y.tolist()


def test_inputs_stay_and_the_history_is_a_record():
    X, y = np.array(CORNERS, float), np.array(AND)
    X.flags.writeable = y.flags.writeable = False
    perceptron = Perceptron().fit(X, y)
    perceptron.w[...] = 9
    assert perceptron.history[-1].w.tolist() == [2, 1]


# Many classes

THREE = [[0, 2], [0, 3], [2, 0], [3, 0], [-2, -2], [-3, -3]]


def test_one_unit_a_class():
    y = [0, 0, 1, 1, 2, 2]
    many = MulticlassPerceptron()
    assert many.fit(THREE, y) is many
    for k, single in enumerate(many.units):
        alone = Perceptron().fit(THREE, [int(t == k) for t in y])
        assert single.converged
        assert (single.w.tolist(), single.b) == (alone.w.tolist(), alone.b)
    np.testing.assert_array_equal(many.score(THREE), np.transpose([u.score(THREE) for u in many.units]))
    np.testing.assert_array_equal(many.predict(THREE), np.array(y), strict=True)
    assert many.score([[1, 1]]).shape == (1, 3)


def test_the_largest_score_wins_and_the_first_of_equal_ones():
    many = MulticlassPerceptron()
    many.units = [unit([1], -5), unit([0], -3), unit([-1], -5)]
    assert many.score([[1]]).tolist() == [[-4, -3, -6]]
    assert many.predict([[1], [2], [-2], [9], [-9]]).tolist() == [1, 0, 1, 0, 2]


def test_a_refused_fit_keeps_the_last_one():
    perceptron = Perceptron().fit(CORNERS, AND)
    many = MulticlassPerceptron().fit(CORNERS, AND)
    for model in perceptron, many:
        for X, y, epochs in (CORNERS, [0, 0, 0, 2.5], 9), (CORNERS, AND, 0):
            with pytest.raises(ValueError, match="expected"):
                model.fit(X, y, epochs)
        assert model.predict(CORNERS).tolist() == AND
    assert len(perceptron.history) == 10
