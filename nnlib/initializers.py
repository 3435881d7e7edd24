"""Initial weights: where training starts.

An initializer is a function of the shape, (n_prev, units) for weights, and a
numpy.random.Generator `rng`, and returns an array of that shape.
"""

from functools import partial

import numpy as np

from nnlib.validation import choose, number


def zeros(shape, rng):
    """W_ij = 0."""
    return np.zeros(shape)


def constant(value):
    """W_ij = value: the initializer that fills an array with `value`."""
    return partial(_fill, number("value", value))


def normal(stddev=0.05):
    """W_ij normal with mean 0 and standard deviation `stddev`: that initializer."""
    return partial(_draw_normal, number("stddev", stddev, 0))


def uniform(limit=0.05):
    """W_ij uniform in [-limit, limit]: that initializer."""
    return partial(_draw_uniform, number("limit", limit, 0))


# Functions of a module, so that a model which uses them can be copied and pickled.
def _fill(value, shape, rng):
    return np.full(shape, value)


def _draw_normal(stddev, shape, rng):
    return rng.normal(0, stddev, shape)


def _draw_uniform(limit, shape, rng):
    return rng.uniform(-limit, limit, shape)


def lecun_normal(shape, rng):
    """W_ij normal with variance 1 / n_prev, for `shape = (n_prev, units)`.

    Source: LeCun, Bottou, Orr & Müller (1998).
    """
    return rng.normal(0, np.sqrt(1 / shape[0]), shape)


def glorot_uniform(shape, rng):
    """W_ij uniform in [-r, r] with r = sqrt(6 / (n_prev + units)), for `shape =
    (n_prev, units)`.

    `rng` is a numpy.random.Generator. Keeps the spread of signals about equal
    from layer to layer. Source: Glorot & Bengio (2010), equation 16.
    """
    r = np.sqrt(6 / sum(shape))
    return rng.uniform(-r, r, shape)


def glorot_normal(shape, rng):
    """W_ij normal with variance 2 / (n_prev + units), for `shape = (n_prev, units)`.

    Source: Glorot & Bengio (2010), equation 12.
    """
    return rng.normal(0, np.sqrt(2 / sum(shape)), shape)


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
    return rng.normal(0, np.sqrt(2 / shape[0]), shape)


INITIALIZERS = {
    draw.__name__: draw
    for draw in [
        zeros,
        lecun_normal,
        glorot_uniform,
        glorot_normal,
        he_uniform,
        he_normal,
    ]
}


def get(initializer):
    """Return an initializer from one (any function of shape and rng) or its name."""
    if callable(initializer):
        return initializer
    return choose("initializer", initializer, INITIALIZERS)
