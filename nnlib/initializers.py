"""Initial weights: where training starts."""

import numpy as np


def glorot_uniform(shape, rng):
    """W_ij uniform in [-r, r] with r = sqrt(6 / (n_prev + units)), for `shape =
    (n_prev, units)`.

    `rng` is a numpy.random.Generator. Keeps the spread of signals about equal
    from layer to layer. Source: Glorot & Bengio (2010), equation 16.
    """
    r = np.sqrt(6 / sum(shape))
    return rng.uniform(-r, r, shape)
