"""Callbacks: what is recorded, when training stops early, and a bar only for those who ask."""

import re
import subprocess
import sys

import numpy as np
import pytest
import tqdm

from nnlib import SGD, Callback, Dense, EarlyStopping, History, Sequential
from nnlib.callbacks import ProgressBar, attached, checked

X, Y = np.array([[1.0], [2], [3], [4]]), np.array([0, 1, 1, 1])


class Scripted:
    """As much of a model as callbacks need: weights that count the epochs."""

    stop_training = False

    def __init__(self):
        self.epoch, self.restored = None, None

    def get_weights(self):
        return [self.epoch]

    def set_weights(self, weights):
        self.restored = weights[0]


def run(stopping, values, epochs=99):
    """The epoch after which training ends when `monitor` takes these values."""
    model, name = Scripted(), stopping.monitor
    with attached([stopping], model, epochs, ["loss", name]):
        for epoch, value in enumerate(values):
            model.epoch = epoch
            stopping.on_epoch_end(epoch, {"loss": 0.0, name: value})
            if model.stop_training:
                break
    return epoch, model.restored


@pytest.mark.parametrize(
    ("how", "values", "last"),
    [
        ({}, [3, 2, 2, 1], 2),
        ({"patience": 1}, [3, 2, 2, 1], 2),
        ({"patience": 2}, [3, 2, 2, 1, 0], 4),
        ({"patience": 2}, [3, 2, 2, 2, 0], 3),
        ({"patience": 2}, [1, 2, 0.9, 2, 0.8, 2, 2, 0], 6),
        ({"patience": 1, "min_delta": 0.5}, [3, 2.4, 1.9, 1.5, 1], 2),
        ({"patience": 1, "min_delta": 0.5}, [3, 2.5, 0], 1),
        ({"patience": 2, "min_delta": 0.5}, [3, 2.6, 2.4, 2.3, 2.0, 0], 4),
        ({"patience": 1}, [np.inf, 3, np.nan, 0], 2),
        ({"monitor": "val_accuracy"}, [0.5, 0.6, 0.6, 0.9], 2),
        ({"monitor": "accuracy", "min_delta": 0.1}, [0.5, 0.7, 0.75, 0.9], 2),
        ({"monitor": "accuracy", "patience": 2}, [0.5, 0.4, 0.6, 0.5, 0.6, 0.9], 4),
    ],
)
def test_training_stops_after_patience_epochs_without_improvement(how, values, last):
    assert run(EarlyStopping(**how), values) == (last, None)


@pytest.mark.parametrize(
    ("how", "values", "best"),
    [
        ({}, [3, 1, 2], 1),
        ({"patience": 3}, [3, 1, 2, 1], 1),
        ({"patience": 9}, [3, 2, 1], 2),
        ({"monitor": "val_accuracy"}, [0.1, 0.9, 0.2], 1),
        ({"min_delta": 1}, [3, 2.5], 0),
    ],
)
def test_the_best_epoch_comes_back_even_if_training_was_not_stopped(how, values, best):
    stopping = EarlyStopping(restore_best_weights=True, **how)
    _, restored = run(stopping, values)
    assert restored == stopping.best_epoch == best
    assert stopping.best == values[best]


def test_a_second_run_starts_counting_anew():
    stopping = EarlyStopping(patience=1, restore_best_weights=True)
    assert run(stopping, [1, 2]) == (1, 0)
    assert run(stopping, [9, 8, 8.5]) == (2, 1)
    assert run(stopping, [5, 7]) == (1, 0)


def test_it_does_not_take_back_the_stop_of_another_callback():
    stopping, model = EarlyStopping(patience=9), Scripted()
    with attached([stopping], model, 9, ["val_loss"]):
        stopping.on_epoch_end(0, {"val_loss": 1})
        model.stop_training = True
        stopping.on_epoch_end(1, {"val_loss": 2})
    assert model.stop_training is True


def test_before_the_first_epoch_there_is_nothing_to_go_back_to():
    stopping, model = EarlyStopping(restore_best_weights=True), Scripted()
    run(stopping, [1, 2])
    with pytest.raises(KeyboardInterrupt), attached([stopping], model, 1, ["val_loss"]):
        raise KeyboardInterrupt
    assert model.restored is None


def compiled(seed=0, rate=0.5):
    model = Sequential([Dense(1, "sigmoid")], dtype="float64", seed=seed)
    model.compile(SGD(rate), "binary_crossentropy", ["accuracy"])
    return model


def test_a_model_goes_back_to_its_best_weights():
    kept = []

    class Keep(Callback):
        def on_epoch_end(self, epoch, logs=None):
            kept.append(self.model.get_weights())

    worse = np.array([1, 0, 0, 0])  # the opposite of what is trained
    stopping = EarlyStopping(patience=2, restore_best_weights=True)
    model = compiled()
    history = model.fit(X, Y, 4, 50, callbacks=[Keep(), stopping], validation_data=(X, worse))
    val = history.history["val_loss"]
    best = int(np.argmin(val))
    assert len(val) == best + 3 == len(kept) < 50 and stopping.best_epoch == best
    for now, then in zip(model.get_weights(), kept[best], strict=True):
        np.testing.assert_array_equal(now, then)
    assert model.evaluate(X, worse)[0] == val[best]


@pytest.mark.parametrize(
    ("how", "names"),
    [
        ({}, "'val_loss' among loss, accuracy"),
        ({"monitor": "val_acc"}, "'val_acc' among loss, accuracy"),
        ({"monitor": 5}, "5 among loss, accuracy"),
        ({"monitor": ("a", "b")}, r"\('a', 'b'\) among loss, accuracy"),
    ],
)
def test_a_value_that_will_not_come_is_refused_before_training(how, names):
    model = compiled()
    with pytest.raises(ValueError, match=f"^EarlyStopping: no {names}$"):
        model.fit(X, Y, callbacks=[EarlyStopping(**how)])
    assert model._theta is None and model.history is None
    assert model.optimizer.iterations == 0


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        ({"patience": -1}, ValueError, "patience: expected a finite number >= 0, got -1"),
        ({"patience": 1.5}, TypeError, "patience: expected a whole number, got 1.5"),
        ({"min_delta": -1}, ValueError, "min_delta: expected a finite number >= 0"),
        ({"min_delta": "0"}, TypeError, "min_delta: expected a number, got '0'"),
    ],
)
def test_refusals(how, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        EarlyStopping(**how)


# What is recorded


def test_history_keeps_every_value_of_every_epoch():
    history = History()
    for epoch in range(3):
        history.on_epoch_end(epoch, {"loss": epoch / 2, "accuracy": 1.0})
    assert history.epoch == [0, 1, 2]
    assert history.history == {"loss": [0, 0.5, 1], "accuracy": [1, 1, 1]}
    assert History().history == {} and History().epoch == []


def test_those_begun_are_ended_and_no_others():
    calls = []

    class Named(Callback):
        def __init__(self, name):
            self.name = name

        def on_train_begin(self, logs=None):
            if self.name == "broken":
                raise RuntimeError("broken")
            calls.append(f"begin {self.name}")

        def on_train_end(self, logs=None):
            calls.append(f"end {self.name}")

    three = [Named("a"), Named("broken"), Named("c")]
    with pytest.raises(RuntimeError), attached(three, None, 1, []):
        calls.append("never")
    assert calls == ["begin a", "end a"]


def test_checked_is_a_list_of_its_own():
    given = [Callback()]
    assert checked(given, 0) == given and checked(given, 0) is not given
    assert checked(tuple(given), False) == given
    assert checked(None, 0) == checked((), 0) == []
    assert [type(c) for c in checked(given, 1)] == [Callback, ProgressBar]


def test_a_plain_callback_does_nothing():
    model, twin = compiled(), compiled()
    model.fit(X, Y, epochs=3, callbacks=(Callback(),))
    twin.fit(X, Y, epochs=3, callbacks=None)
    np.testing.assert_array_equal(model.parameters, twin.parameters)


# The bar


def test_verbose_draws_a_bar_on_the_error_stream(capsys):
    model, twin = compiled(), compiled()
    history = model.fit(X, Y, epochs=3, verbose=1).history
    captured = capsys.readouterr()
    assert captured.out == ""
    last = captured.err.split("\r")[-1]
    assert "100%" in last and "3/3" in last and "epoch" in last
    assert f"loss={history['loss'][-1]:.4g}" in last and last.endswith("\n")
    assert f"accuracy={history['accuracy'][-1]:.4g}" in last
    twin.fit(X, Y, epochs=3)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_the_bar_is_closed_where_training_stopped(capsys):
    class Stop(Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 1

    compiled().fit(X, Y, epochs=9, verbose=2, callbacks=[Stop()])
    err = capsys.readouterr().err
    assert "2/9" in err and "3/9" not in err and err.endswith("\n")


def test_the_bar_is_closed_after_divergence(capsys):
    model = Sequential([Dense(1)], seed=0)
    model.compile(SGD(1e30), "mse")
    with pytest.warns(UserWarning, match="^fit stopped"):
        model.fit(X, Y, epochs=9, verbose=1)
    err = capsys.readouterr().err
    assert "0/9" in err and err.endswith("\n")


def test_no_bar_is_left_open_whatever_happens(monkeypatch):
    bars = []

    class Kept(tqdm.tqdm):
        def __init__(self, *args, **how):
            super().__init__(*args, **how)
            bars.append(self)

    class Interrupt(Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise KeyboardInterrupt

    monkeypatch.setattr(tqdm, "tqdm", Kept)
    compiled().fit(X, Y, epochs=2, verbose=1)
    with pytest.raises(KeyboardInterrupt):
        compiled().fit(X, Y, epochs=2, verbose=1, callbacks=[Interrupt()])
    assert [bar.disable for bar in bars] == [True, True]  # as close() leaves it


def test_without_tqdm_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    model = compiled()
    message = "verbose: needs tqdm (pip install tqdm)"
    with pytest.raises(ImportError, match=f"^{re.escape(message)}$"):
        model.fit(X, Y, verbose=1)
    assert model._theta is None and model.history is None
    assert len(model.fit(X, Y).history["loss"]) == 1


def test_tqdm_is_loaded_only_when_asked_for():
    code = (
        "import sys; from nnlib import Dense, Sequential\n"
        "model = Sequential([Dense(1)])\n"
        "model.compile(loss='mse')\n"
        "for verbose in (0, 1):\n"
        "    model.fit([[1], [2]], [1, 2], verbose=verbose)\n"
        "    print('tqdm' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\nTrue\n" and "1/1" in done.stderr
