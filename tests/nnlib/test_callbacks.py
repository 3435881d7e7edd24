"""Callbacks: their order, when training stops early, and lines only for those who ask."""

import numpy as np
import pytest

from nnlib import SGD, Callback, Dense, EarlyStopping, Sequential
from nnlib.callbacks import HOOKS
from nnlib.counting import Metric

X, Y = np.array([[1.0], [2], [3], [4]]), np.array([0, 1, 1, 1])


class Scripted:
    """As much of a model as a callback needs: weights that count the epochs."""

    stop_training = False
    metrics = (Metric("accuracy"),)
    restored = epoch = None

    def get_weights(self):
        return [self.epoch]

    def set_weights(self, weights):
        self.restored = weights[0]


def run(stopping, values):
    """(the last epoch, the epoch gone back to) when the monitored value takes these values."""
    stopping.model = model = Scripted()
    stopping.params = {"epochs": len(values), "metrics": ["loss", stopping.monitor]}
    stopping.on_train_begin()
    for model.epoch, value in enumerate(values):
        stopping.on_epoch_end(model.epoch, {"loss": 0.0, stopping.monitor: value})
        if model.stop_training:
            break
    stopping.on_train_end()
    return model.epoch, model.restored


@pytest.mark.parametrize(
    ("how", "values", "last", "best"),
    [
        ({}, [3, 2, 2, 1], 2, 1),
        ({}, [3, 1, 2], 2, 1),
        ({"patience": 1}, [3, 2, 2, 1], 2, 1),
        ({"patience": 2}, [3, 2, 2, 1, 0], 4, 4),
        ({"patience": 2}, [3, 2, 2, 2, 0], 3, 1),
        ({"patience": 2}, [1, 2, 0.9, 2, 0.8, 2, 2, 0], 6, 4),
        ({"patience": 9}, [3, 1, 2, 1], 3, 1),
        ({"patience": 1, "min_delta": 0.5}, [3, 2.4, 1.9, 1.5, 1], 2, 1),
        ({"patience": 1, "min_delta": 0.5}, [3, 2.5, 0], 1, 0),
        ({"patience": 2, "min_delta": 0.5}, [3, 2.6, 2.4, 2.3, 2.0, 0], 4, 2),
        ({"patience": 1}, [np.inf, 3, np.nan, 0], 2, 1),
        ({"monitor": "val_accuracy"}, [0.5, 0.6, 0.6, 0.9], 2, 1),
        ({"monitor": "accuracy", "min_delta": 0.1}, [0.5, 0.7, 0.75, 0.9], 2, 1),
        ({"monitor": "accuracy", "patience": 2}, [0.5, 0.4, 0.6, 0.5, 0.6, 0.9], 4, 2),
    ],
)
def test_training_stops_after_patience_epochs_without_improvement(how, values, last, best):
    stopping = EarlyStopping(restore_best_weights=True, **how)
    assert run(stopping, values) == (last, best)
    assert (stopping.best_epoch, stopping.best) == (best, values[best])
    assert run(stopping, [7, 8][:: -1 if "accuracy" in stopping.monitor else 1])[1] == 0  # counts anew
    assert run(EarlyStopping(**how), values) == (last, None)


def test_it_does_not_take_back_the_stop_of_another_callback():
    stopping = EarlyStopping(patience=9)
    run(stopping, [2])
    stopping.model.stop_training = True
    stopping.on_epoch_end(1, {"val_loss": 1})
    assert stopping.model.stop_training is True


def compiled(rate=0.5):
    model = Sequential([Dense(1, "sigmoid")], dtype="float64", seed=0)
    model.compile(SGD(rate), "binary_crossentropy", ["accuracy"])
    return model


def test_a_model_goes_back_to_its_best_weights():
    kept = []

    class Keep(Callback):
        def on_epoch_end(self, epoch, logs=None):
            kept.append(self.model.get_weights())

    worse = np.array([1, 0, 0, 0])  # the opposite of what is trained
    stopping, model = EarlyStopping(patience=2, restore_best_weights=True), compiled()
    val = model.fit(X, Y, 4, 50, callbacks=[Keep(), stopping], validation_data=(X, worse)).history["val_loss"]
    best = int(np.argmin(val))
    assert len(val) == best + 3 == len(kept) < 50 and stopping.best_epoch == best
    for now, then in zip(model.get_weights(), kept[best], strict=True):
        np.testing.assert_array_equal(now, then)
    assert model.evaluate(X, worse)[0] == val[best]


class Recorder(Callback):
    """Writes down every call; raises `error` at the moment of that name."""

    def __init__(self, name, calls, at=None, error=None):
        self.name, self.calls, self.at, self.error = name, calls, at, error

    def note(self, moment):
        if moment == self.at:
            raise self.error
        self.calls.append((self.name, moment))

    def on_train_begin(self, logs=None):
        self.note("begin")

    def on_epoch_end(self, epoch, logs=None):
        assert sorted(logs) == sorted(self.params["metrics"]) and len(self.model.history.epoch) == epoch
        self.note(epoch)

    def on_train_end(self, logs=None):
        self.note("end")


def test_callbacks_are_called_in_their_order_after_the_history():
    calls, model = [], compiled()
    pair = [Recorder("a", calls), Recorder("b", calls)]
    model.fit(X, Y, epochs=2, callbacks=pair, validation_split=0.25)
    assert calls[:-2] == [(name, moment) for moment in ("begin", 0, 1) for name in "ab"]
    assert sorted(calls[-2:]) == [("a", "end"), ("b", "end")]
    assert pair[0].model is model
    assert pair[0].params == {"epochs": 2, "metrics": ["loss", "accuracy", "val_loss", "val_accuracy"]}


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_those_begun_are_ended_and_no_others(error):
    for at, ended in [("begin", [("a", "begin"), ("a", "end")]), (0, [("a", "end"), ("c", "end")])]:
        calls = []
        three = [Recorder("a", calls), Recorder("b", [], at, error), Recorder("c", calls)]
        with pytest.raises(error):
            compiled().fit(X, Y, callbacks=three)
        assert sorted(calls[-2:]) == ended


def test_a_stop_before_the_first_epoch_stops_after_it():
    class Stop(Callback):
        def on_train_begin(self, logs=None):
            self.model.stop_training = True

    assert len(compiled().fit(X, Y, epochs=5, callbacks=[Stop()]).epoch) == 1


# The bar


class Stop(Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = epoch == 1


class Interrupt(Callback):
    def on_epoch_end(self, epoch, logs=None):
        raise KeyboardInterrupt


@pytest.mark.parametrize("verbose", [1, 2, "auto"])
def test_verbose_prints_a_line_an_epoch(capsys, verbose):
    model, twin = compiled(), compiled()
    history = model.fit(X, Y, epochs=2, verbose=verbose).history
    twin.fit(X, Y, epochs=2)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("Epoch 1/2 - loss: ")
    assert last == f"Epoch 2/2 - loss: {history['loss'][1]:.4g} - accuracy: {history['accuracy'][1]:.4g}"
    model.evaluate(X, Y, verbose=1)
    assert capsys.readouterr().out.startswith("loss: ")


def test_every_hook_runs_when_keras_would_run_it():
    calls = []

    class All(Callback):
        """Writes down every call of every hook, with its logs."""

    for name in HOOKS:
        setattr(All, name, lambda self, *args, name=name, logs=None: calls.append((name, *args)))
    All = type("Watching", (All,), {"on_train_batch_end": All.on_train_batch_end})
    compiled().fit(X, Y, 3, 2, callbacks=[All()])
    batches = [(f"on_train_batch_{when}", k) for k in (0, 1) for when in ("begin", "end")]
    names = [call[:2] if "begin" in call[0] or "batch" in call[0] else (call[0],) for call in calls]
    assert [(n, *rest) for n, *rest in names if "batch" in n] == 2 * batches
    assert [call[0] for call in calls if "batch" not in call[0]] == [
        "on_train_begin", "on_epoch_begin", "on_epoch_end", "on_epoch_begin", "on_epoch_end", "on_train_end",
    ]  # fmt: skip


def test_the_logs_of_a_batch_are_those_of_the_epoch_so_far_and_a_stop_counts_at_once():
    class Watch(Callback):
        def __init__(self):
            self.losses, self.free = [], "to have attributes of its own"

        def on_train_batch_end(self, batch, logs=None):
            self.losses.append(logs["loss"])
            self.model.stop_training = batch == 1

        def on_train_end(self, logs=None):
            self.last = logs

    watch, model = Watch(), compiled()
    history = model.fit(X, Y, 1, 9, callbacks=[watch], shuffle=False).history
    assert len(watch.losses) == 2 and history["loss"] == watch.losses[1:] == [watch.last["loss"]]
    assert model.optimizer.iterations == 2


@pytest.mark.parametrize(("mode", "last"), [("auto", 1), ("max", 3), ("min", 1)])
def test_the_mode_says_what_is_better(mode, last):
    assert run(EarlyStopping("loss_of_mine", mode=mode), [1, 2, 3, 2])[0] == last


def test_early_stopping_says_so(capsys):
    run(EarlyStopping(verbose=1), [1, 2])
    assert capsys.readouterr().out == "Epoch 2: early stopping\n"
