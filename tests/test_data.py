"""The coffee roasts, labelled a second way in exact fractions; the grid; the scaler."""

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlib.data import (
    COFFEE_HIGH,
    COFFEE_LOW,
    StandardScaler,
    coffee,
    coffee_corners,
    coffee_grid,
    coffee_is_good,
    coffee_scaler,
)

fixed = settings(deadline=None, derandomize=True)
tables = arrays(
    float,
    st.tuples(st.integers(1, 8), st.integers(1, 4)),
    elements=st.floats(-1e6, 1e6, width=32),
)


SEED = "a whole number >= 0, a numpy.random.Generator or None"


def inside_triangle(T, D):
    """The good roasts once more: hotter than 175, longer than 12, under the line from (255, 12); exact."""
    T, D = Fraction(str(T)), Fraction(str(D))
    return T > 175 and D > 12 and 3 * T + 85 * D < 1785


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_labels_are_the_triangle_rule_on_the_rounded_values(seed):
    X, y = coffee(1000, seed)
    assert y.tolist() == [int(inside_triangle(T, D)) for T, D in X.tolist()]


@pytest.mark.parametrize(
    ("roast", "good"),
    [
        ((201.7, 12.94), True),
        ((175.1, 14.81), True),
        ((254.7, 12.01), True),
        ((174.9, 13), False),
        ((200, 11.9), False),
        ((254, 12.1), False),
        ((175, 13), False),  # on a side is not inside
        ((200, 12), False),
        ((212.5, 13.5), False),
        ((200, 17), False),
    ],
)
def test_roasts_in_at_and_around_the_triangle(roast, good):
    assert coffee_is_good([roast]).tolist() == [good] == [inside_triangle(*roast)]


def test_roasts_stay_on_the_map_and_are_rounded():
    X, y = coffee(2000, seed=4)
    assert X.shape == (2000, 2) and y.shape == (2000,)
    assert (X >= COFFEE_LOW).all() and (X <= COFFEE_HIGH).all()
    assert X.min(axis=0) == pytest.approx([150, 11.5], abs=0.2) and X.max(
        axis=0
    ) == pytest.approx([285, 15.5], abs=0.2)
    np.testing.assert_array_equal(
        X, np.column_stack([X[:, 0].round(1), X[:, 1].round(2)])
    )
    assert not np.array_equal(X[:, 1], X[:, 1].round(1))
    assert np.issubdtype(y.dtype, np.integer)


def test_one_roast_in_five_is_good():
    triangle, whole = 80 * (240 / 85) / 2, 135 * 4
    assert coffee_is_good(coffee_grid(200)).mean() == pytest.approx(
        triangle / whole, abs=0.001
    )
    assert coffee(20000, seed=0)[1].mean() == pytest.approx(triangle / whole, abs=0.01)


def test_roasts_depend_on_the_seed_only():
    np.testing.assert_array_equal(coffee(20, seed=3)[0], coffee(20, seed=3)[0])
    np.testing.assert_array_equal(
        coffee(20, seed=np.random.default_rng(3))[0], coffee(20, seed=3)[0]
    )
    assert (coffee(20, seed=3)[0] != coffee(20, seed=4)[0]).any(axis=1).all()
    assert len(coffee()[0]) == 200


def test_corners_are_where_two_sides_meet():
    corners = sorted(coffee_corners().tolist())
    np.testing.assert_allclose(
        corners, [[175, 12], [175, 21 - 3 * 175 / 85], [255, 12]], rtol=1e-12
    )


def test_grid_holds_the_midpoints_of_its_cells_temperature_fastest():
    np.testing.assert_allclose(
        coffee_grid(2),
        [[183.75, 12.5], [251.25, 12.5], [183.75, 14.5], [251.25, 14.5]],
        rtol=1e-15,
    )
    assert coffee_grid().shape == (144 * 144, 2)
    np.testing.assert_allclose(coffee_grid(5).mean(axis=0), [217.5, 13.5])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: coffee(0), ValueError, "m: expected at least 1, got 0"),
        (lambda: coffee(seed="a"), TypeError, f"seed: expected {SEED}, got 'a'"),
        (lambda: coffee(2.5), TypeError, "m: expected a whole number, got 2.5"),
        (lambda: coffee_grid(-1), ValueError, "n: expected at least 1, got -1"),
        (
            lambda: coffee_is_good([[1, 2, 3]]),
            ValueError,
            "X: expected shape (m, 2), got (1, 3)",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


def test_scaler_by_hand():
    scaler = StandardScaler().fit([[1, 10, 5], [3, 30, 5]])
    np.testing.assert_array_equal(scaler.mean_, [2, 20, 5])
    np.testing.assert_array_equal(
        scaler.scale_, [1, 10, 1]
    )  # divided by m, not m - 1; a constant column keeps 1
    np.testing.assert_array_equal(scaler.transform([[4, 0, 5]]), [[2, -2, 0]])
    np.testing.assert_array_equal(scaler.inverse_transform([[2, -2, 0]]), [[4, 0, 5]])


@fixed
@given(tables)
def test_scaled_columns_have_mean_0_and_deviation_1(X):
    scaler = StandardScaler()
    X_std = scaler.fit_transform(X)
    constant = (X == X[0]).all(axis=0)
    roomy = constant | (
        X.std(axis=0) > 1e-6 * np.abs(X).max(axis=0)
    )  # what rounding leaves of the rest is not tested
    np.testing.assert_allclose(X_std.mean(axis=0)[roomy], 0, atol=1e-9)
    np.testing.assert_allclose(
        X_std.std(axis=0)[roomy], np.where(constant, 0, 1)[roomy], atol=1e-9
    )
    np.testing.assert_allclose(scaler.inverse_transform(X_std), X, rtol=1e-9, atol=1e-9)


def test_scaler_leaves_its_input_alone_and_fits_rows_it_has_not_seen():
    X = np.array([[1.0, 2], [3, 8]])
    X.flags.writeable = False
    scaler = StandardScaler().fit(X)
    one_by_one = [scaler.transform([row])[0] for row in [[0, 0], [9, 9]]]
    np.testing.assert_array_equal(scaler.transform([[0, 0], [9, 9]]), one_by_one)


def test_a_constant_column_becomes_zero_even_when_its_mean_is_rounded():
    column = np.full((3, 1), 0.1)  # its mean is 0.10000000000000002
    scaler = StandardScaler().fit(column)
    assert scaler.scale_ == 1
    np.testing.assert_allclose(scaler.transform(column), 0, atol=1e-16)


@pytest.mark.parametrize("method", ["transform", "inverse_transform"])
def test_scaler_refuses_before_fit_and_other_widths(method):
    scaler = StandardScaler()
    with pytest.raises(
        ValueError,
        match=r"^this StandardScaler is not fitted yet: call fit\(X\) first$",
    ):
        getattr(scaler, method)([[1.0]])
    with pytest.raises(ValueError, match=r"^X: expected shape \(m, 2\), got \(1, 1\)$"):
        getattr(scaler.fit([[1, 2]]), method)([[1.0]])


def test_a_refused_fit_keeps_the_last_one():
    scaler = StandardScaler().fit([[1.0], [3.0]])
    with pytest.raises(
        ValueError, match=r"^X\[1, 0\] is nan: expected finite numbers$"
    ):
        scaler.fit([[1.0], [np.nan]])
    assert (scaler.mean_, scaler.scale_) == (2, 1)


def test_coffee_scaler_is_the_even_spread_over_the_map():
    scaler = coffee_scaler()
    np.testing.assert_array_equal(scaler.mean_, [217.5, 13.5])
    np.testing.assert_allclose(scaler.scale_, [38.97114, 1.154701], rtol=1e-6)
    np.testing.assert_allclose(
        scaler.scale_, StandardScaler().fit(coffee_grid(300)).scale_, rtol=1e-4
    )
