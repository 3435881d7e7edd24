"""The coffee roasts, labelled a second way in exact fractions; the grid; the scaler."""

import re
from fractions import Fraction

import numpy as np
import pytest

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
    assert X.min(axis=0) == pytest.approx([150, 11.5], abs=0.2) and X.max(axis=0) == pytest.approx([285, 15.5], abs=0.2)
    np.testing.assert_array_equal(X, np.column_stack([X[:, 0].round(1), X[:, 1].round(2)]))
    assert not np.array_equal(X[:, 1], X[:, 1].round(1))
    assert np.issubdtype(y.dtype, np.integer)


def test_one_roast_in_five_is_good():
    triangle, whole = 80 * (240 / 85) / 2, 135 * 4
    assert coffee_is_good(coffee_grid(200)).mean() == pytest.approx(triangle / whole, abs=0.001)
    assert coffee(20000, seed=0)[1].mean() == pytest.approx(triangle / whole, abs=0.01)


def test_roasts_depend_on_the_seed_only():
    np.testing.assert_array_equal(coffee(20, seed=3)[0], coffee(20, seed=3)[0])
    np.testing.assert_array_equal(coffee(20, seed=np.random.default_rng(3))[0], coffee(20, seed=3)[0])
    assert (coffee(20, seed=3)[0] != coffee(20, seed=4)[0]).any(axis=1).all()
    assert len(coffee()[0]) == 200


def test_corners_are_where_two_sides_meet():
    corners = sorted(coffee_corners().tolist())
    np.testing.assert_allclose(corners, [[175, 12], [175, 21 - 3 * 175 / 85], [255, 12]], rtol=1e-12)


def test_grid_holds_the_midpoints_of_its_cells_temperature_fastest():
    np.testing.assert_allclose(
        coffee_grid(2), [[183.75, 12.5], [251.25, 12.5], [183.75, 14.5], [251.25, 14.5]], rtol=1e-15
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
        (lambda: coffee_is_good([[1, 2, 3]]), ValueError, "X: expected shape (m, 2), got (1, 3)"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call()


def test_coffee_scaler_is_the_even_spread_over_the_map():
    scaler = coffee_scaler()
    np.testing.assert_array_equal(scaler.mean_, [217.5, 13.5])
    np.testing.assert_allclose(scaler.scale_, [38.97114, 1.154701], rtol=1e-6)
    np.testing.assert_allclose(scaler.scale_, StandardScaler().fit(coffee_grid(300)).scale_, rtol=1e-4)
