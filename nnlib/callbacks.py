"""Callbacks: what `fit` calls between epochs and batches. They watch, record and may
stop it.

`logs` is a dict of what the epoch gave, such as {"loss": 0.5, "val_loss": 0.6}.
Names and meaning are Keras'.
"""

from contextlib import ExitStack, contextmanager

from nnlib.closed import Closed
from nnlib.validation import at_least_0, choose, count, flag, of_kind, short


class Callback(Closed):
    """Called by `fit`, which first sets `model` and `params`: {"epochs": how many,
    "metrics": the names that logs will hold}. Epochs and batches are counted from 0.

    To stop training, set `self.model.stop_training = True`. A method whose name begins
    with on_ and which `fit` would not call is refused with a ValueError.
    """

    model = params = None

    def __init_subclass__(cls):
        for name in dir(cls):
            if name.startswith("on_") or name in ("set_model", "set_params"):
                choose("hook of a Callback", name, HOOKS)

    def on_train_begin(self, logs=None):
        """Before the first epoch."""

    def on_epoch_begin(self, epoch, logs=None):
        """Before an epoch."""

    def on_train_batch_begin(self, batch, logs=None):
        """Before a batch."""

    def on_train_batch_end(self, batch, logs=None):
        """After the step of a batch; `logs` are the epoch's up to here."""

    def on_epoch_end(self, epoch, logs=None):
        """After an epoch."""

    def on_train_end(self, logs=None):
        """After the last epoch, with its logs, even if training ends with an error or
        Ctrl-C.
        """


HOOKS = {name: hook for name, hook in vars(Callback).items() if name[:3] == "on_"}


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

    Greater is better with the `mode` "max", less with "min"; "auto" means "max" for an
    accuracy, whatever its name. `verbose` prints when it stops. Raises ValueError when
    training begins without the monitored value. Source: Prechelt (1998).
    """

    _made = {
        "min_delta": at_least_0,
        "patience": count,
        "verbose": lambda _, given: verbosity(given),
        "restore_best_weights": flag,
    }

    def __init__(
        self,
        monitor="val_loss",
        min_delta=0,
        patience=0,
        *,
        verbose=0,
        mode="auto",
        restore_best_weights=False,
    ):
        self.monitor, self.min_delta, self.patience = monitor, min_delta, patience
        self.verbose, self.restore_best_weights = verbose, restore_best_weights
        self._mode = choose("mode", mode, {"auto": 0, "min": -1, "max": 1})
        self.best = self.best_epoch = self.best_weights = self.wait = None

    def on_train_begin(self, logs=None):
        """Start counting anew."""
        known, name = self.params["metrics"], self.monitor
        if not isinstance(name, str) or name not in known:
            among = ", ".join(known)
            raise ValueError(f"EarlyStopping: no {short(name)} among {among}")
        kinds = {metric.name: metric.kind for metric in self.model.metrics}
        rises = "acc" in kinds.get(name.removeprefix("val_"), "")
        self._sign = self._mode or (1 if rises else -1)
        self.best, self.wait = None, 0

    def on_epoch_end(self, epoch, logs=None):
        """Keep the best value and its weights; stop after `patience` worse epochs."""
        value, s = logs[self.monitor], self._sign
        if self.best is None or s * value > s * self.best + self.min_delta:
            self.best, self.best_epoch, self.wait = value, epoch, 0
            self.best_weights = self.model.get_weights()
            return
        self.wait += 1
        if self.wait >= self.patience:
            self.model.stop_training = True
            if self.verbose:
                print(f"Epoch {epoch + 1}: early stopping")

    def on_train_end(self, logs=None):
        """Restore the best weights, if that was asked for."""
        if self.restore_best_weights and self.best is not None:
            self.model.set_weights(self.best_weights)


class Lines(Callback):
    """Prints a line an epoch: its loss and metrics, and those of data held back."""

    def on_epoch_end(self, epoch, logs=None):
        """The line of an epoch, counted from 1 as in Keras."""
        print(f"Epoch {epoch + 1}/{self.params['epochs']} - {written(logs)}")


def written(logs):
    """Logs on one line: "loss: 0.5 - accuracy: 0.75"."""
    return " - ".join(f"{name}: {value:.4g}" for name, value in logs.items())


def verbosity(verbose):
    """Whether to print: for 1, 2 and "auto"."""
    if verbose not in (0, 1, 2, "auto"):
        raise ValueError(f'verbose: expected 0, 1, 2 or "auto", got {short(verbose)}')
    return verbose != 0


def checked(callbacks, verbose):
    """`callbacks`, one or a list, as a list, with `Lines` if `verbose`; TypeError for what
    is no `Callback` object.
    """
    if not isinstance(callbacks, list | tuple):
        callbacks = [] if callbacks is None else [callbacks]
    for callback in callbacks:
        of_kind("callbacks", callback, Callback, "Callbacks")
    return [*callbacks, *([Lines()] if verbosity(verbose) else [])]


def has_batch_hooks(callback):
    """Whether a hook of a batch is its own, or one of its class: it costs time."""
    hooks = {getattr(callback, name) for name in HOOKS if "batch" in name}
    return not {getattr(hook, "__func__", hook) for hook in hooks} <= {*HOOKS.values()}


@contextmanager
def attached(callbacks, model, epochs, metrics):
    """Begin with all `callbacks`; end with those begun, whatever happens between, and
    with the logs that then are in the dict that it gives.
    """
    params, last = {"epochs": epochs, "metrics": metrics}, {}
    with ExitStack() as stack:
        for callback in callbacks:
            callback.model, callback.params = model, params
            callback.on_train_begin({})
            stack.callback(callback.on_train_end, last)
        yield last


def watched(batches, model, callbacks, logs):
    """The batches, with a word to the callbacks before and after each, and none once
    training is to stop. `logs()` is what has been recorded.
    """
    for k, batch in enumerate(batches):
        for callback in callbacks:
            callback.on_train_batch_begin(k, {})
        yield batch
        for callback in callbacks:
            callback.on_train_batch_end(k, logs())
        if model.stop_training:
            return
