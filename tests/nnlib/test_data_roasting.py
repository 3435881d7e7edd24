"""The coffee roasts, labelled a second way in exact fractions; the grid; the scaler."""

from fractions import Fraction

import numpy as np
import pytest

from nnlib.data import StandardScaler, coffee, coffee_corners, coffee_grid, coffee_is_good, coffee_scaler


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


def test_coffee_scaler_is_the_even_spread_over_the_map():
    scaler = coffee_scaler()
    np.testing.assert_array_equal(scaler.mean_, [217.5, 13.5])
    np.testing.assert_allclose(scaler.scale_, [38.97114, 1.154701], rtol=1e-6)
    np.testing.assert_allclose(scaler.scale_, StandardScaler().fit(coffee_grid(300)).scale_, rtol=1e-4)
