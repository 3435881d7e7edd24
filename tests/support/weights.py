"""Weights for two libraries to start from."""

import numpy as np


def start(model, n, seed=2):
    """Build a model of either library and give it the same small weights each time.

    Programs with ReLUs have a seed of their own: one with which no ReLU comes
    nearer to its kink in training than 1e-5, where rounding would decide.
    """
    model.build((None, n))
    rng = np.random.default_rng(seed)
    shapes = [A.shape for A in model.get_weights()]
    scale = [1 / np.sqrt(shape[0]) if len(shape) == 2 else 0.1 for shape in shapes]
    model.set_weights([s * rng.normal(size=shape) for s, shape in zip(scale, shapes, strict=True)])
    return model
