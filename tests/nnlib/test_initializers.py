"""Initial weights: the right spread, evenly filled, the same for the same seed."""

import math

import numpy as np
import pytest

from nnlib.initializers import INITIALIZERS, constant, get, normal, uniform, zeros

SPREADS = {
    "lecun_normal": (get("lecun_normal"), lambda n_prev, units: 1 / n_prev),
    "glorot_normal": (get("glorot_normal"), lambda n_prev, units: 2 / (n_prev + units)),
    "glorot_uniform": (get("glorot_uniform"), lambda n_prev, units: 2 / (n_prev + units)),
    "he_normal": (get("he_normal"), lambda n_prev, units: 2 / n_prev),
    "he_uniform": (get("he_uniform"), lambda n_prev, units: 2 / n_prev),
    "normal": (normal(0.3), lambda *_: 0.09),
    "uniform": (uniform(0.3), lambda *_: 0.03),
}
"""Each initializer and the variance that it promises."""


@pytest.mark.parametrize("shape", [(64, 3200), (3200, 64)])
@pytest.mark.parametrize("name", SPREADS)
def test_weights_have_their_variance_and_only_the_generator_decides(name, shape):
    draw, variance = SPREADS[name][0], SPREADS[name][1](*shape)
    W, m = draw(shape, np.random.default_rng(11)), math.prod(shape)
    assert W.shape == shape
    # Five standard errors of a mean, of a variance and of a share.
    assert W.mean() == pytest.approx(0, abs=5 * (variance / m) ** 0.5)
    assert W.var() == pytest.approx(variance, rel=5 * (2 / m) ** 0.5)
    if "uniform" in name:
        r = (3 * variance) ** 0.5
        assert r * (1 - 20 / m) < W.max() < r and r * (1 - 20 / m) < -W.min() < r
    else:
        cut = name != "normal"  # at two standard deviations of a bell of width 1 / 0.88
        bell = variance**0.5 / (0.87962566 if cut else 1)
        share = math.erf(0.5**0.5) / (math.erf(2**0.5) if cut else 1)
        assert (abs(W) < bell).mean() == pytest.approx(share, abs=5 * 0.4656 / m**0.5)
        assert (abs(W).max() < 2 * bell) == cut
    np.testing.assert_array_equal(W, draw(shape, np.random.default_rng(11)))
    assert (W != draw(shape, np.random.default_rng(12))).any()
    assert draw((5, 1), np.random.default_rng(0)).shape == (5, 1)


def test_zeros_and_constants():
    rng = np.random.default_rng(0)
    before = rng.bit_generator.state
    np.testing.assert_array_equal(zeros((2, 3), rng), np.zeros((2, 3)))
    np.testing.assert_array_equal(constant(2)((2, 1), rng), np.array([[2.0], [2.0]]), strict=True)
    assert rng.bit_generator.state == before
    np.testing.assert_array_equal(normal(0)((3,), rng), [0, 0, 0])


def test_get_takes_a_name_or_any_function():
    for name, draw in INITIALIZERS.items():
        assert get(name) is draw is get(draw)
