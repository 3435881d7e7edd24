"""Sequential: a network that learns. The names and their meaning are Keras'."""

import warnings

import numpy as np

from nnlib import counting, losses, optimizers, storage, training
from nnlib.callbacks import History, attached, checked, verbosity, written
from nnlib.network import Network
from nnlib.validation import choose, flag, generator, positive_integer, whole_number


class Sequential(Network):
    """A `Network` that learns: batch by batch, theta moves against the gradient of J.

    `compile` names the loss and the optimizer, `fit` trains, `evaluate` measures,
    `save` and `load` keep it. `history` is what the last `fit` recorded.
    """

    loss = optimizer = history = None
    metrics = ()
    stop_training = False
    _made = {"loss": lambda _, given: losses.get(given)}
    _fixed = Network._fixed | dict.fromkeys(
        ("optimizer", "metrics"), "compile(...) chooses it"
    )

    def __setstate__(self, state):
        super().__setstate__(state)
        if self.optimizer:
            self.optimizer.in_model = True

    def compile(self, optimizer="rmsprop", loss=None, metrics=()):
        """Choose how to learn: an optimizer and a loss, objects or Keras' names.

        `metrics` is a list of names in `nnlib.counting.METRICS`, such as "accuracy".
        Raises ValueError for unknown names, without a loss, and for an optimizer that
        another model has; warns of an output activation that the loss applies too.
        """
        loss, optimizer = losses.get(loss), optimizers.get(optimizer)
        metrics = counting.chosen(metrics)
        if optimizer.in_model and optimizer is not self.optimizer:
            kind = type(optimizer).__name__
            raise ValueError(f"this {kind} moves another model: compile with a new one")
        last = self.layers[-1].activation.name if self.layers else None
        if loss.from_logits and last == loss.activation:
            twice = f"{loss!r} expects logits, so {last} will be applied twice"
            warnings.warn(twice, stacklevel=2)
        self.loss = loss
        vars(self).update(optimizer=optimizer, metrics=metrics)
        optimizer.in_model = True

    def fit(
        self,
        x,
        y,
        batch_size=32,
        epochs=1,
        verbose=0,
        callbacks=(),
        validation_split=0.0,
        validation_data=None,
        shuffle=True,
    ):
        """Train for `epochs` passes over x (m, n) and y; returns the `History`.

        `shuffle` draws a new order of the rows for every epoch. `validation_data`
        is (X_val, y_val); `validation_split` instead holds back that share of the
        rows, the last ones. `verbose` prints a line an epoch. Loss and metrics of an
        epoch are those of its batches as they came, before each step; those of the
        validation data ("val_...") are from the end of the epoch.

        When J or a parameter is no longer finite, fit goes back to the start of
        that epoch, warns and stops. After Ctrl-C the model holds the steps taken
        (none of this epoch, if they have led to nan or inf) and `history` the epochs
        finished. Bad input is refused before anything is changed.
        """
        epochs = positive_integer("epochs", epochs)
        size = training.rows_a_batch(batch_size)
        X, y = training.examples(self, x, y)
        data, held_back = training.split(self, X, y, validation_split, validation_data)
        rng = self._rng if flag("shuffle", shuffle) else None
        self.stop_training, history = False, History()
        callbacks = [*checked(callbacks, verbose), history]
        with attached(callbacks, self, epochs, training.names(self, held_back)) as last:
            self.build(X.shape)
            self.optimizer.build(self.parameters)
            self.history = history
            for epoch in range(epochs):
                for callback in callbacks:
                    callback.on_epoch_begin(epoch, {})
                logs = self._epoch(epoch, data, size, rng, held_back, callbacks)
                if logs is None or self._stops(callbacks, epoch, logs, last):
                    break
        return history

    def _stops(self, callbacks, epoch, logs, last):
        last.update(logs)
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        return self.stop_training

    def _epoch(self, epoch, data, batch_size, rng, held_back, callbacks):
        before = self.parameters.copy()
        try:
            with np.errstate(all="ignore"):
                logs = training.epoch(self, *data, batch_size, rng, callbacks)
                if held_back:
                    measured = training.measure(self, *held_back)
                    logs |= {f"val_{name}": value for name, value in measured.items()}
        except BaseException as stop:  # Ctrl-C, or an error in a function of your own
            if not (isinstance(stop, KeyboardInterrupt) and self._is_finite()):
                self._go_back(before)
            raise
        if np.isfinite([*logs.values()]).all() and self._is_finite():
            return logs
        self._go_back(before)
        warnings.warn(training.diverged(self, epoch, logs, data[0]), stacklevel=3)
        return None

    def _is_finite(self):
        return np.isfinite(self.parameters).all()

    def _go_back(self, parameters):
        self.parameters[...] = parameters
        self.optimizer.reset()

    def evaluate(self, x, y, batch_size=None, verbose=0, *, return_dict=False):
        """J for x (m, n) and y, or [J, accuracy, ...] if compiled with metrics, or as a
        dict; printed if `verbose`. `batch_size` is there because Keras has it.
        """
        training.rows_a_batch(batch_size)
        show = verbosity(verbose)
        X, y = training.examples(self, x, y)
        self.build(X.shape)
        logs = training.measure(self, X, y)
        if show:
            print(written(logs))
        values = list(logs.values()) if self.metrics else logs["loss"]
        return logs if flag("return_dict", return_dict) else values

    def predict(self, x, batch_size=None, verbose=0):
        """The same as `model(x)`, under the name Keras and scikit-learn use.

        `batch_size` and `verbose` are there because Keras has them: nothing is printed.
        """
        training.rows_a_batch(batch_size)
        verbosity(verbose)
        return self(x)

    def get_layer(self, name=None, index=None):
        """The layer of this name, or the one of this index, counted from 0."""
        layers = {layer.name: layer for layer in self.layers}
        if index is not None:
            place = whole_number("index", index)
            known = place in range(-len(layers), len(layers))
            name = [*layers][place] if known else place
        return choose("layer", name, layers)

    def summary(self):
        """Print each layer with its shapes and parameters; "?" before they are known."""
        print(*counting.table(self), sep="\n")

    def save(self, path):
        """Write the model to an .npz file, and how it learns: loss, optimizer, memory.

        An older file is replaced only when the new one is complete. Raises
        ValueError for another ending than .npz. A loss or an optimizer of your own
        is not part of the file: `compile` the loaded model.
        """
        storage.write(path, self)

    @classmethod
    def load(cls, path, seed=None):
        """A new model from a file that `save` has written: the same outputs, and `fit`
        goes on as if it had not been interrupted.

        With a `seed` the rows of a further `fit` come in another order. Raises
        ValueError for a file that is broken or holds something else.
        """
        rng = generator("seed", seed)

        def restore(about, arrays):
            layers = [storage.revive(**layer) for layer in about["layers"]]
            model = cls(layers, about["dtype"], rng, about["name"])
            model.build((None, about["inputs"]))
            weights = model.unpack(arrays["parameters"])
            model.set_weights([A for pair in weights for A in pair])
            if learning := about.get("learning"):
                storage.revive_learning(model, learning, arrays)
                if seed is None:
                    model._rng = storage.revive_generator(learning["rng"])
            return model

        return storage.read(path, restore)
