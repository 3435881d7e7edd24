"""Callbacks: their order, when training stops early, and a bar only for those who ask."""

import sys

import numpy as np
import pytest
import tqdm

from nnlib import SGD, Callback, Dense, EarlyStopping, Sequential

X, Y = np.array([[1.0], [2], [3], [4]]), np.array([0, 1, 1, 1])


class Scripted:
    """As much of a model as a callback needs: weights that count the epochs."""

    stop_training = False
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
        assert sorted(logs) == sorted(self.params["metrics"]) and len(self.model.history.epoch) == epoch + 1
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


def test_verbose_draws_a_bar_on_the_error_stream(capsys):
    model, twin = compiled(), compiled()
    history = model.fit(X, Y, epochs=3, verbose=1).history
    captured = capsys.readouterr()
    last = captured.err.split("\r")[-1]
    assert captured.out == "" and last.endswith("\n")
    for part in ("100%", "3/3", f"loss={history['loss'][-1]:.4g}", f"accuracy={history['accuracy'][-1]:.4g}"):
        assert part in last
    twin.fit(X, Y, epochs=3)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_no_bar_is_left_open_whatever_happens(monkeypatch, capsys):
    bars = []

    class Kept(tqdm.tqdm):
        def __init__(self, *args, **how):
            super().__init__(*args, **how)
            bars.append(self)

    monkeypatch.setattr(tqdm, "tqdm", Kept)
    compiled().fit(X, Y, epochs=9, verbose=2, callbacks=[Stop()])
    assert "2/9" in (err := capsys.readouterr().err) and "3/9" not in err and err.endswith("\n")
    with pytest.raises(KeyboardInterrupt):
        compiled().fit(X, Y, epochs=2, verbose=1, callbacks=[Interrupt()])
    diverging = Sequential([Dense(1)], seed=0)
    diverging.compile(SGD(1e30), "mse")
    with pytest.warns(UserWarning, match="^fit stopped"):
        diverging.fit(X, Y, epochs=9, verbose=1)
    assert [bar.disable for bar in bars] == [True] * 3  # as close() leaves it


def test_without_tqdm_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    model = compiled()
    with pytest.raises(ImportError, match=r"^verbose: needs tqdm \(pip install tqdm\)$"):
        model.fit(X, Y, verbose=1)
    assert model.layers[0].W is None and model.history is None
    assert len(model.fit(X, Y).history["loss"]) == 1
