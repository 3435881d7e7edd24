"""Training: one pass over the data, batch by batch, and what is recorded of it."""

import numpy as np

from nnlib.activations import ACTIVATIONS
from nnlib.callbacks import has_batch_hooks, watched
from nnlib.counting import METRICS
from nnlib.data import minibatches
from nnlib.doors import calm, core
from nnlib.matching import column
from nnlib.validation import batch, number, positive_integer, real_array, short


class Objective:
    """J as a function of Z^[L], the scores of the last layer, and Delta^[L] = dJ/dZ^[L].

    It follows from what `compile` and the last layer say, and is decided here alone.
    Sigmoid or softmax and its cross-entropy are one stable function of the scores, and
    linear outputs are the scores themselves: `of_scores`, Delta is the gradient of the
    loss. All others go on to A = g(Z).
    """

    def __init__(self, model):
        loss, activation = model.loss, model.layers[-1].activation
        fused = activation == ACTIVATIONS.get(loss.activation) and not loss.from_logits
        self.loss = type(loss)(from_logits=True) if fused else loss
        self.activation = activation
        self.of_scores = fused or activation == ACTIVATIONS["linear"]

    def __call__(self, y, Z):
        """The losses before their mean and Delta (m, n_L), for targets y, checked."""
        if self.of_scores:
            return core(self.loss.losses_and_gradient)(y, Z)
        A = self.activation.function(Z)
        # Through its door: a function of your own may give what is no probability.
        losses, dA = self.loss.losses_and_gradient(y, A)
        return losses, self.activation.backward(dA, Z, A)


def epoch(model, X, y, batch_size, rng, callbacks=()):
    """One epoch: for every batch, theta moves one step against the gradient of J.

    Returns the epoch's logs, such as {"loss": 0.5}: means over all examples, each
    measured as its batch came, before the step. `rng` shuffles, None does not. X
    and y have passed `examples`, so no other door is in the way.
    """
    objective, batches = Objective(model), []
    scores, step = core(model.scores), core(model.optimizer.step)
    pairs = minibatches(X, y, batch_size, rng)
    if watching := [callback for callback in callbacks if has_batch_hooks(callback)]:
        pairs = watched(pairs, model, watching, lambda: record(model, batches))
    for X_batch, y_batch in pairs:
        Z, caches = scores(X_batch)
        losses, Delta = objective(y_batch, Z)
        batches.append((y_batch, Z, losses, model.penalty()))
        gradients = model.gradients(Delta, caches)
        step(model.parameters, gradients)
    return record(model, batches)


@calm
def measure(model, X, y):
    """The logs of a whole set of data, without a step."""
    Z, _ = core(model.scores)(X)
    losses, _ = Objective(model)(y, Z)
    return record(model, [(y, Z, losses, model.penalty())])


def rows_a_batch(batch_size):
    """`batch_size` as an int >= 1; None means 32, as in Keras."""
    return 32 if batch_size is None else positive_integer("batch_size", batch_size)


def names(model, held_back):
    """What logs will hold, in their order."""
    known = ["loss", *(metric.name for metric in model.metrics)]
    return known + [f"val_{name}" for name in known if held_back]


def record(model, batches):
    """{"loss": J, "accuracy": ...}: means over the rows of all batches (y, Z, losses,
    penalty), J with its penalty.
    """
    y, Z, losses, penalties = zip(*batches, strict=True)
    sizes = [len(rows) for rows in y]
    penalty = np.dot(penalties, sizes) / sum(sizes)
    logs = {"loss": float(np.concatenate(losses).mean() + penalty)}
    if model.metrics:
        y, Z = np.concatenate(y), np.concatenate(Z)
        A = model.layers[-1].activation.function(Z)
        threshold = 0 if model.loss.from_logits else 0.5
        values = [METRICS[metric.kind](y, A, threshold) for metric in model.metrics]
        logs |= {m.name: float(v) for m, v in zip(model.metrics, values, strict=True)}
    return logs


def examples(model, X, y):
    """X as floats of the model and y as targets of its loss, both checked."""
    require_loss(model)
    if model._n_inputs is None:
        X = column(X)
    X, y = model.inputs(X), real_array("y", y)
    if y.ndim == 0 or len(y) != len(X):
        raise ValueError(f"y: expected {len(X)} rows, as X has, got shape {y.shape}")
    outputs = np.broadcast_to(X[:1, :1], (len(X), model.layers[-1].units))
    y = model.loss.targets(y, outputs)
    one_hot = y.shape[1:] > (1,)
    fits = {"categorical_accuracy": one_hot, "sparse_categorical_accuracy": not one_hot}
    for metric in model.metrics:
        if not fits.get(metric.kind, y.ndim == 2 or metric.kind[:3] == "acc"):
            raise ValueError(f"metrics: {metric.name} does not fit y; use accuracy")
    return X, y


def require_loss(model):
    """Raise ValueError unless `model` has layers and a loss that fits the last one."""
    if model.loss is None:
        raise ValueError("this model has no loss yet: compile(loss=...) it first")
    if not model.layers:
        raise ValueError("this model has no layers yet: add(Dense(...))")
    loss, last = model.loss, model.layers[-1]
    what, name = f"{last.name} ({last!r})", last.activation.name
    if loss.by_row and last.units < 2:
        one = "one output a class, 2 or more; for one output use BinaryCrossentropy"
        raise ValueError(f"{what}: {loss!r} expects {one}")
    if name == "softmax" and last.units == 1:
        raise ValueError(f"{what}: softmax of one score is always 1; use sigmoid")
    own = last.activation not in ACTIVATIONS.values()
    if loss.activation and not (loss.from_logits or own or name == loss.activation):
        hint = f"for scores use {type(loss).__name__}(from_logits=True)"
        raise ValueError(f"{what}: {loss!r} expects {loss.activation}; {hint}")


def split(model, X, y, validation_split, validation_data):
    """The data to train on and the data held back, or None: pairs of X and y."""
    if validation_data is not None:
        return (X, y), held_back(model, X, validation_data)
    share = number("validation_split", validation_split, 0, 1)
    if share == 0:
        return (X, y), None
    m = int(len(X) * (1 - share))
    if not 0 < m < len(X):
        leaves = f"{share:g} of {len(X)} rows leaves one side without rows"
        raise ValueError(f"validation_split: {leaves}")
    return (X[:m], y[:m]), (X[m:], y[m:])


def held_back(model, X, validation_data):
    """`validation_data` as a checked pair, with as many columns as X has."""
    if not isinstance(validation_data, list | tuple) or len(validation_data) != 2:
        got = short(validation_data)
        raise TypeError(f"validation_data: expected a pair (X_val, y_val), got {got}")
    X_val, y_val = validation_data
    X_val = column(X_val) if X.shape[1] == 1 else X_val
    try:
        return examples(model, batch("X", X_val, X.shape[1], model.dtype), y_val)
    except (TypeError, ValueError) as error:
        raise type(error)(f"validation_data: {error}") from None


def diverged(model, epoch, logs, X):
    """The sentence that says why training stopped in `epoch`, counted from 0."""
    largest, rate = abs(X).max(), model.optimizer.learning_rate
    cause = f"the learning rate {rate:g} is too large"
    if largest > 30:
        cause = f"inputs of up to {largest:g} want scaling (StandardScaler), or {cause}"
    bad = [f"the {name} ({x:g})" for name, x in logs.items() if not np.isfinite(x)]
    what = f"{(*bad, 'a parameter')[0]} is no longer finite"
    then = f"The model is back at the start of that epoch. Likely cause: {cause}."
    if not np.isfinite(model.parameters).all():
        what = "the parameters held nan or inf when it began"
        then = "Set other weights, or make the model anew."
    return f"fit stopped in epoch {epoch + 1}: {what}. {then}"
