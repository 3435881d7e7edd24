"""Callbacks: what `fit` calls between epochs. They watch, record and may stop it.

`logs` is a dict of what the epoch gave, such as {"loss": 0.5, "val_loss": 0.6}.
Names and meaning are Keras'.
"""

import sys
from contextlib import ExitStack, contextmanager

from nnlib.validation import flag, number, short, whole_number


class Callback:
    """Called by `fit`, which first sets `model` and `params`: {"epochs": how many,
    "metrics": the names that logs will hold}. Epochs are counted from 0.

    To stop training, set `self.model.stop_training = True`.
    """

    model, params = None, None

    def on_train_begin(self, logs=None):
        """Before the first epoch."""

    def on_epoch_end(self, epoch, logs=None):
        """After an epoch."""

    def on_train_end(self, logs=None):
        """After the last epoch, even if training ends with an error or Ctrl-C."""


class History(Callback):
    """`history`: a list of values, one an epoch, for each name in logs; `epoch`: the
    epochs' numbers. What `fit` returns; after Ctrl-C it is `model.history`.
    """

    def __init__(self):
        self.history, self.epoch = {}, []

    def on_train_begin(self, logs=None):
        """An empty list for each name."""
        self.history = {name: [] for name in self.params["metrics"]}

    def on_epoch_end(self, epoch, logs=None):
        """Append the values of one epoch."""
        self.epoch.append(epoch)
        for name, value in logs.items():
            self.history.setdefault(name, []).append(value)


class EarlyStopping(Callback):
    """Stop when `monitor` has not improved by more than `min_delta` for `patience`
    epochs; then, with `restore_best_weights`, go back to the best epoch's weights.

    Greater is better for names with "accuracy" in them, less for all others. Raises
    ValueError when training begins without the monitored value. Source: Prechelt
    (1998).
    """

    def __init__(
        self, monitor="val_loss", min_delta=0, patience=0, restore_best_weights=False
    ):
        self.monitor, self.min_delta = monitor, number("min_delta", min_delta, 0)
        self.patience = number("patience", whole_number("patience", patience), 0)
        self.restore_best_weights = flag("restore_best_weights", restore_best_weights)
        self.best = self.best_epoch = self.best_weights = None

    def on_train_begin(self, logs=None):
        """Start counting anew."""
        known, name = self.params["metrics"], self.monitor
        if not isinstance(name, str) or name not in known:
            among = ", ".join(known)
            raise ValueError(f"EarlyStopping: no {short(name)} among {among}")
        self.best, self.wait = None, 0

    def on_epoch_end(self, epoch, logs=None):
        """Keep the best value and its weights; stop after `patience` worse epochs."""
        value = logs[self.monitor]
        if self.best is None or self._improves(value):
            self.best, self.best_epoch, self.wait = value, epoch, 0
            self.best_weights = self.model.get_weights()
        else:
            self.wait += 1
            self.model.stop_training |= self.wait >= self.patience

    def on_train_end(self, logs=None):
        """Restore the best weights, if that was asked for."""
        if self.restore_best_weights and self.best is not None:
            self.model.set_weights(self.best_weights)

    def _improves(self, value):
        if "accuracy" in self.monitor:
            return value > self.best + self.min_delta
        return value < self.best - self.min_delta


class ProgressBar(Callback):
    """A line that grows with the epochs and shows the latest values; needs tqdm."""

    def on_train_begin(self, logs=None):
        """Draw the empty bar on the standard error stream."""
        try:
            from tqdm import tqdm
        except ImportError:
            raise ImportError("verbose: needs tqdm (pip install tqdm)") from None
        self.bar = tqdm(total=self.params["epochs"], unit="epoch", file=sys.stderr)

    def on_epoch_end(self, epoch, logs=None):
        """One epoch further."""
        self.bar.set_postfix({name: f"{value:.4g}" for name, value in logs.items()})
        self.bar.update()

    def on_train_end(self, logs=None):
        """Leave the bar as it stands."""
        self.bar.close()


def checked(callbacks, verbose):
    """`callbacks` as a list, a `ProgressBar` added if `verbose`; TypeError for what is
    no list of `Callback` objects.
    """
    if verbose not in (0, 1, 2):
        raise ValueError(f"verbose: expected 0, 1 or 2, got {short(verbose)}")
    callbacks = () if callbacks is None else callbacks
    whole = isinstance(callbacks, list | tuple)
    for callback in callbacks if whole else [callbacks]:
        if not (whole and isinstance(callback, Callback)):
            expected = "a list of Callback objects"
            raise TypeError(f"callbacks: expected {expected}, got {short(callback)}")
    return [*callbacks, *([ProgressBar()] if verbose else [])]


@contextmanager
def attached(callbacks, model, epochs, metrics):
    """Begin with all `callbacks`; end with those begun, whatever happens between."""
    with ExitStack() as stack:
        for callback in callbacks:
            callback.model = model
            callback.params = {"epochs": epochs, "metrics": metrics}
            callback.on_train_begin()
            stack.callback(callback.on_train_end)
        yield
