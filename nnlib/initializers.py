"""Initial weights: where training starts.

An initializer is a function of the shape, (n_prev, units) for weights, and a
numpy.random.Generator `rng`, and returns an array of that shape. The distributions are
Keras': "normal" with a name of its own is cut off at two standard deviations, of a bell
so wide that the variance is the one named.
"""

from functools import partial

import numpy as np

from nnlib.validation import at_least_0, choose, number

BELL_CUT_AT_2 = 0.87962566103423978
"""Standard deviation of a standard normal number, given that it is within +-2."""


def zeros(shape, rng):
    """W_ij = 0."""
    return np.zeros(shape)


def constant(value):
    """W_ij = value: the initializer that fills an array with `value`."""
    return partial(_fill, number("value", value))


def normal(stddev=0.05):
    """W_ij normal with mean 0 and standard deviation `stddev`: that initializer."""
    return partial(_draw_normal, at_least_0("stddev", stddev))


def uniform(limit=0.05):
    """W_ij uniform in [-limit, limit]: that initializer."""
    return partial(_draw_uniform, at_least_0("limit", limit))


Constant = constant  # as Keras calls it


# Functions of a module, so that a model which uses them can be copied and pickled.
def _fill(value, shape, rng):
    return np.full(shape, value)


def _draw_normal(stddev, shape, rng):
    return rng.normal(0, stddev, shape)


def _draw_uniform(limit, shape, rng):
    return rng.uniform(-limit, limit, shape)


def _draw_truncated(stddev, shape, rng):
    draws = rng.standard_normal(shape)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = rng.standard_normal(outside.sum())
    return stddev / BELL_CUT_AT_2 * draws


def lecun_normal(shape, rng):
    """W_ij normal with variance 1 / n_prev, for `shape = (n_prev, units)`.

    Source: LeCun, Bottou, Orr & Müller (1998).
    """
    return _draw_truncated(np.sqrt(1 / shape[0]), shape, rng)


def glorot_uniform(shape, rng):
    """W_ij uniform in [-r, r] with r = sqrt(6 / (n_prev + units)), for `shape =
    (n_prev, units)`.

    `rng` is a numpy.random.Generator. Keeps the spread of signals about equal
    from layer to layer. Source: Glorot & Bengio (2010), equation 16.
    """
    r = np.sqrt(6 / (shape[0] + shape[-1]))
    return rng.uniform(-r, r, shape)


def glorot_normal(shape, rng):
    """W_ij normal with variance 2 / (n_prev + units), for `shape = (n_prev, units)`.

    Source: Glorot & Bengio (2010), equation 12.
    """
    return _draw_truncated(np.sqrt(2 / (shape[0] + shape[-1])), shape, rng)


def he_uniform(shape, rng):
    """W_ij uniform in [-r, r] with r = sqrt(6 / n_prev), for `shape = (n_prev, units)`.

    Source: He, Zhang, Ren & Sun (2015).
    """
    r = np.sqrt(6 / shape[0])
    return rng.uniform(-r, r, shape)


def he_normal(shape, rng):
    """W_ij normal with variance 2 / n_prev, for `shape = (n_prev, units)`.

    Half of all ReLUs are off, so twice the variance keeps the spread of signals.
    Source: He, Zhang, Ren & Sun (2015), equation 10.
    """
    return _draw_truncated(np.sqrt(2 / shape[0]), shape, rng)


NAMED = zeros, lecun_normal, glorot_uniform, glorot_normal, he_uniform, he_normal
INITIALIZERS = {draw.__name__: draw for draw in NAMED} | {"ones": constant(1)}
INITIALIZERS |= dict.fromkeys(("normal", "random_normal"), normal())
INITIALIZERS |= dict.fromkeys(("uniform", "random_uniform"), uniform())


def get(initializer):
    """Return an initializer from one (any function of shape and rng) or its name."""
    if callable(initializer):
        return initializer
    return choose("initializer", initializer, INITIALIZERS)
