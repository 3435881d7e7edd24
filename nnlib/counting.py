"""Counting: what `fit` and `evaluate` record beside the loss, by Keras' names."""

from typing import NamedTuple

import numpy as np

from nnlib.validation import choose


class Metric(NamedTuple):
    """What `fit` and `evaluate` record as `name`: the one of METRICS called `kind`."""

    kind: str
    name: str


def decide(output, threshold=0.5):
    """Labels (m,) for outputs (m, K): the largest of each row, or for K = 1 whether
    it is above the threshold, 1/2, for a logit 0.
    """
    if output.shape[1] > 1:
        return output.argmax(axis=1)
    return (output[:, 0] > threshold).astype(int)


def _accuracy(y, A, threshold):
    true = y.argmax(axis=1) if y.shape[1:] > (1,) else y.ravel()
    return (decide(A, threshold) == true).mean()


METRICS = {
    "accuracy": _accuracy,
    "binary_accuracy": lambda y, A, threshold: ((A > threshold) == y).mean(),
    "mean_absolute_error": lambda y, A, _: abs(y - A).mean(),
    "mean_squared_error": lambda y, A, _: np.square(y - A).mean(),
    "root_mean_squared_error": lambda y, A, _: np.sqrt(np.square(y - A).mean()),
}
"""What may be counted beside the loss, by Keras' names: functions of targets (m, K) or
labels (m,), outputs (m, K) and the threshold of a single output.
"""

METRICS |= {
    "acc": METRICS["accuracy"],
    "categorical_accuracy": METRICS["accuracy"],
    "sparse_categorical_accuracy": METRICS["accuracy"],
    "mae": METRICS["mean_absolute_error"],
    "mse": METRICS["mean_squared_error"],
}


def get(metric):
    """Return a `Metric` from one, or from its name in Keras, such as "mae"."""
    if isinstance(metric, Metric):
        return metric
    choose("metric", metric.lower() if isinstance(metric, str) else metric, METRICS)
    return Metric(metric.lower(), metric)
