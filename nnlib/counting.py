"""Counting: what `fit` and `evaluate` record beside the loss, by Keras' names."""

import numpy as np

from nnlib.validation import choose, of_kind


class Metric:
    """What `fit` and `evaluate` record as `name`: the one of METRICS called `kind`."""

    def __init__(self, kind, name=None):
        self.kind, self.name = kind, name or kind


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

SAME = {"acc": "accuracy", "mae": "mean_absolute_error", "mse": "mean_squared_error"}
SAME |= {f"{kind}categorical_accuracy": "accuracy" for kind in ("", "sparse_")}
METRICS |= {name: METRICS[same] for name, same in SAME.items()}


def get(metric):
    """Return a `Metric` from one, or from its name in Keras, such as "mae"."""
    if isinstance(metric, Metric):
        return metric
    choose("metric", kind := str(metric).lower(), METRICS)
    return Metric(kind, metric)


def chosen(metrics):
    """A list of metrics or names, or None, as a list of `Metric`, each name once."""
    of_kind("metrics", metrics, list | tuple | None, "a list of names")
    metrics = [get(metric) for metric in metrics or ()]
    if len({"loss", *(metric.name for metric in metrics)}) <= len(metrics):
        raise ValueError("metrics: each needs a name of its own, other than loss")
    return metrics


def table(model):
    """The lines of a model's summary: each layer with the shapes of its output, W and b
    and its number of parameters, and their sum.
    """
    row = "{:<12}{:<14}{:<12}{:<12}{:<9}{:>9}".format
    yield f'Model: "{model.name}"'
    yield row("layer", "output shape", "activation", "W", "b", "params")
    total = 0
    for layer in model.layers:
        arrays = layer.get_weights()
        total += (size := sum(A.size for A in arrays))
        known = [*(str(A.shape) for A in arrays), f"{size:,}"] if arrays else "???"
        yield row(layer.name, f"(None, {layer.units})", layer.activation.name, *known)
    size = f"{total * model.dtype.itemsize:,} bytes as {model.dtype.name}"
    yield f"{total:,} parameters, {size}" if total else "not built yet"
