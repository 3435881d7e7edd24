"""Initial weights: the right interval, evenly filled, the same for the same seed."""

import math
import re

import numpy as np
import pytest

from nnlib.initializers import (
    INITIALIZERS,
    constant,
    get,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    lecun_normal,
    normal,
    uniform,
    zeros,
)

# (n_prev, units) with more than 2e5 entries, few rows, many columns: or the other way.
WIDE, TALL = (64, 3200), (3200, 64)
NORMAL = {
    "he_normal": lambda n_prev, units: 2 / n_prev,
    "glorot_normal": lambda n_prev, units: 2 / (n_prev + units),
    "lecun_normal": lambda n_prev, units: 1 / n_prev,
}
UNIFORM = {"he_uniform": lambda n_prev, units: 6 / n_prev, "glorot_uniform": lambda n_prev, units: 6 / (n_prev + units)}


class Recorder:
    """In place of a Generator: what it was asked for, without any chance."""

    def normal(self, mean, sd, shape):
        return mean, sd, shape

    def uniform(self, low, high, shape):
        return low, high, shape


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


def test_spreads_worked_out_by_hand():
    _, sd, _ = he_normal((64, 50), Recorder())
    assert sd == pytest.approx(0.176777, abs=5e-7)
    _, limit, _ = glorot_uniform((64, 50), Recorder())
    assert limit == pytest.approx(0.229416, abs=5e-7)
    _, sd, _ = glorot_normal((64, 50), Recorder())
    assert sd == pytest.approx(0.132453, abs=5e-7)
    assert lecun_normal((25, 9), Recorder()) == (0, 0.2, (25, 9))
    assert he_uniform((24, 9), Recorder()) == (-0.5, 0.5, (24, 9))


@pytest.mark.parametrize("shape", [WIDE, TALL])
@pytest.mark.parametrize("name", NORMAL)
def test_normal_weights_have_their_variance(name, shape):
    W, sd = get(name)(shape, np.random.default_rng(11)), NORMAL[name](*shape) ** 0.5
    assert W.shape == shape
    # Five standard errors of a mean, of a standard deviation and of a share.
    m = W.size
    assert W.mean() == pytest.approx(0, abs=5 * sd / m**0.5)
    assert W.std() == pytest.approx(sd, rel=5 / (2 * m) ** 0.5)
    within = (abs(W) < sd).mean()
    assert within == pytest.approx(math.erf(0.5**0.5), abs=5 * 0.4656 / m**0.5)


@pytest.mark.parametrize("shape", [WIDE, TALL])
@pytest.mark.parametrize("name", UNIFORM)
def test_uniform_weights_have_their_limit_and_variance(name, shape):
    W, r = get(name)(shape, np.random.default_rng(12)), UNIFORM[name](*shape) ** 0.5
    assert W.shape == shape
    m = W.size
    assert r * (1 - 20 / m) < W.max() < r and r * (1 - 20 / m) < -W.min() < r
    assert W.mean() == pytest.approx(0, abs=5 * r / (3 * m) ** 0.5)
    # The standard error of the variance r^2 / 3 of a uniform is 2 r^2 / sqrt(45 m).
    assert W.var() == pytest.approx(r**2 / 3, rel=5 * 6 / (45 * m) ** 0.5)


def test_zeros_and_constants():
    rng = np.random.default_rng(0)
    before = rng.bit_generator.state
    np.testing.assert_array_equal(zeros((2, 3), rng), np.zeros((2, 3)))
    np.testing.assert_array_equal(constant(-0.5)((3,), rng), [-0.5] * 3)
    whole = constant(2)((2, 1), rng)
    np.testing.assert_array_equal(whole, [[2], [2]])
    assert whole.dtype == float and rng.bit_generator.state == before


@pytest.mark.parametrize("shape", [(400, 500), (200000,)])
def test_normal_and_uniform_of_a_given_width(shape):
    m = 200_000
    W = normal(0.3)(shape, np.random.default_rng(1))
    assert W.shape == shape and W.std() == pytest.approx(0.3, rel=5 / (2 * m) ** 0.5)
    W = uniform(0.3)(shape, np.random.default_rng(1))
    assert W.shape == shape
    assert 0.2999 < W.max() < 0.3 and -0.3 < W.min() < -0.2999
    assert normal()((2,), Recorder()) == (0, 0.05, (2,))
    assert uniform()((2,), Recorder()) == (-0.05, 0.05, (2,))
    np.testing.assert_array_equal(normal(0)((3,), np.random.default_rng(1)), [0, 0, 0])


@pytest.mark.parametrize("draw", INITIALIZERS.values(), ids=INITIALIZERS)
def test_biases_can_be_drawn_as_well(draw):
    assert draw((5,), np.random.default_rng(0)).shape == (5,)


def test_get_takes_a_name_or_any_function():
    for name, draw in INITIALIZERS.items():
        assert get(name) is draw is get(draw) and draw.__name__ == name
    own = lambda shape, rng: np.ones(shape)  # noqa: E731
    assert get(own) is own


@pytest.mark.parametrize(
    ("junk", "got"),
    [
        ("glorot", "'glorot': did you mean 'glorot_normal' or 'glorot_uniform'? "),
        ("He_normal", "'He_normal': did you mean 'he_normal' or 'lecun_normal'? "),
        ("xyz", "'xyz': "),
        (None, "None: "),
        (0, "0: "),
    ],
)
def test_get_refuses_what_it_does_not_know(junk, got):
    known = "glorot_normal, glorot_uniform, he_normal, he_uniform, lecun_normal, zeros"
    message = f"unknown initializer {got}known: {known}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        get(junk)


@pytest.mark.parametrize(("make", "name"), [(constant, "value"), (normal, "stddev"), (uniform, "limit")])
def test_widths_and_values_are_finite_numbers(make, name):
    with pytest.raises(TypeError, match=f"^{name}: expected a number, got '1'$"):
        make("1")
    with pytest.raises(ValueError, match=f"^{name}: expected a finite number"):
        make(np.inf)
    if make is constant:
        assert make(-1)((1,), None) == -1
    else:
        with pytest.raises(ValueError, match=f"^{name}: expected a finite .* got -1$"):
            make(-1)
