"""Initial weights: the right interval, evenly filled, the same for the same seed."""

import numpy as np
import pytest

from nnlib.initializers import glorot_uniform


@pytest.mark.parametrize("shape", [(400, 200), (50, 550), (600, 100)])
def test_glorot_fills_its_interval_evenly(shape):
    W = glorot_uniform(shape, np.random.default_rng(7))
    r = np.sqrt(6 / (shape[0] + shape[1]))
    assert W.shape == shape
    assert 0.999 * r < W.max() <= r
    assert -r <= W.min() < -0.999 * r
    deciles = np.quantile(W, np.linspace(0.1, 0.9, 9))
    np.testing.assert_allclose(deciles / r, np.linspace(-0.8, 0.8, 9), atol=0.02)


def test_glorot_variance_is_two_over_the_sum_of_the_widths():
    W = glorot_uniform((300, 100), np.random.default_rng(3))
    assert W.var() == pytest.approx(2 / 400, rel=0.02)
    assert W.mean() == pytest.approx(0, abs=0.001)


def test_only_the_generator_decides():
    draw = lambda seed: glorot_uniform((4, 3), np.random.default_rng(seed))  # noqa: E731
    np.testing.assert_array_equal(draw(1), draw(1))
    assert (draw(1) != draw(2)).all()
    rng = np.random.default_rng(1)
    assert (glorot_uniform((4, 3), rng) != glorot_uniform((4, 3), rng)).all()
