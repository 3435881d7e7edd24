"""fit: the loop of the book and what Keras means by its arguments; bad ends are good ends."""

import gc
import re
import signal
import sys
import warnings
from itertools import count
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import (
    L2,
    SGD,
    Adam,
    BinaryCrossentropy,
    Callback,
    CategoricalCrossentropy,
    Dense,
    EarlyStopping,
    History,
    MeanSquaredError,
    RMSprop,
    Sequential,
    SparseCategoricalCrossentropy,
    training,
)
from nnlib.activations import Activation
from nnlib.data import minibatches, one_hot

few = settings(max_examples=30)
X = np.random.default_rng(1).normal(size=(10, 2))
Y = (X[:, 0] + X[:, 1] > 0).astype(int)
TARGETS = np.column_stack([X[:, 0] - X[:, 1], X[:, 0] * X[:, 1]])
OPTIMIZERS = [
    SGD,
    lambda rate: SGD(rate, momentum=0.9, nesterov=True),
    RMSprop,
    Adam,
]


def regression(optimizer=None, l2=None, dtype="float64", seed=0, **about):
    """2-3-2 with linear outputs and squared error, compiled."""
    penalty = l2 and L2(l2)
    layers = [Dense(3, "tanh", kernel_regularizer=penalty), Dense(2)]
    model = Sequential(layers, dtype=dtype, seed=seed)
    model.compile(optimizer or SGD(0.1), "mse", **about)
    return model


def classifier(optimizer=None, seed=0, dtype="float64"):
    """2-3-1 with sigmoid output, cross-entropy and accuracy, compiled."""
    model = Sequential([Dense(3, "tanh"), Dense(1, "sigmoid")], dtype=dtype, seed=seed)
    model.compile(optimizer or SGD(0.5), "binary_crossentropy", ["accuracy"])
    return model


def state(model):
    """All that training can change, in a form that == compares."""
    theta = None if model._theta is None else model._theta.tobytes()
    steps = model.optimizer and model.optimizer.iterations
    return theta, str(model._rng.bit_generator.state), model.history, steps


# The loop


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("batch_size", [1, 3, 5, 10, 99])
def test_fit_is_the_loop_of_the_book_bit_for_bit(optimizer, shuffle, batch_size):
    model, twin = regression(optimizer(0.01), l2=0.1), regression(l2=0.1)
    history = model.fit(X, TARGETS, batch_size, 3, shuffle=shuffle)
    twin.build((None, 2))
    loss, optimizer, J = MeanSquaredError(), optimizer(0.01), []
    for _ in range(3):
        J.append(0)
        for X_batch, y_batch in minibatches(
            X, TARGETS, batch_size, twin._rng if shuffle else None
        ):
            output, caches = twin.forward(X_batch)
            J[-1] += len(X_batch) / 10 * (loss(y_batch, output) + twin.penalty())
            gradients = twin.backward(loss.gradient(y_batch, output), caches)
            optimizer.step(twin.parameters, gradients)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    np.testing.assert_allclose(history.history["loss"], J, rtol=1e-12)
    assert history.history.keys() == {"loss"}
    assert model.optimizer.iterations == 3 * ceil(10 / batch_size)


def test_one_step_worked_out_by_hand():
    model = Sequential([Dense(2, "sigmoid"), Dense(1, "sigmoid")], dtype="float64")
    model.build((None, 2))
    model.set_weights([[[0.1, 0.2], [-0.3, 0.4]], [0.1, -0.2], [[0.5], [-0.6]], [0.3]])
    model.compile(SGD(1.0), BinaryCrossentropy())
    history = model.fit([[0.5, -1]], [1])
    assert history.history["loss"] == [pytest.approx(0.521579, abs=5e-7)]
    W1, b1, W2, b2 = model.get_weights()
    np.testing.assert_allclose(
        W1, [[0.124157, 0.171347], [-0.348315, 0.457306]], atol=6e-7
    )
    np.testing.assert_allclose(b1, [0.148315, -0.257306], atol=5e-7)
    np.testing.assert_allclose(W2, [[0.748174], [-0.446561]], atol=5e-7)
    np.testing.assert_allclose(b2, [0.706418], atol=5e-7)


@few
@given(st.integers(1, 10), st.integers(1, 12), st.integers(1, 4))
def test_an_epoch_is_one_step_a_batch_over_all_rows(m, batch_size, epochs):
    model = regression()
    history = model.fit(X[:m], TARGETS[:m], batch_size, epochs)
    assert isinstance(history, History) and model.history is history
    assert history.epoch == list(range(epochs))
    assert len(history.history["loss"]) == epochs
    assert all(type(value) is float for value in history.history["loss"])
    assert model.optimizer.iterations == epochs * ceil(m / batch_size)


def test_a_smaller_last_batch_counts_by_its_rows():
    model = Sequential([Dense(1, kernel_initializer="zeros")], dtype="float64")
    model.compile(SGD(0.0), "mse")
    history = model.fit([[1], [1], [1]], [1, 1, 4], batch_size=2, shuffle=False)
    assert history.history["loss"] == [6.0]  # of 1, 1 and 16, not of 1 and 16


def test_the_loss_of_an_epoch_is_measured_before_each_step():
    model = Sequential([Dense(1, kernel_initializer="zeros")], dtype="float64")
    model.compile(SGD(0.25), "mse", "accuracy")
    history = model.fit([[1], [1]], [1, 1], batch_size=1, epochs=2, shuffle=False)
    # Each step moves W and b by 0.5 (y - a): outputs 0, 1, then 1, 1.
    assert history.history == {"loss": [0.5, 0.0], "accuracy": [0.5, 1.0]}
    np.testing.assert_array_equal(model.parameters, [0.5, 0.5])


def test_the_defaults_are_those_of_keras():
    rows = np.random.default_rng(0).normal(size=(65, 2))
    model = regression()
    model.compile(loss="mse")
    model.fit(rows, rows)
    twin = regression()
    twin.compile(RMSprop(0.001, rho=0.9, epsilon=1e-7), MeanSquaredError())
    twin.fit(rows, rows, 32, 1, 0, None, 0.0, None, True)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    assert model.optimizer.iterations == 3


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_training_stays_in_the_type_of_the_model(dtype):
    model = regression(Adam(0.01), l2=0.01, dtype=dtype)
    model.fit(X, TARGETS, validation_split=0.2, epochs=2)
    assert model.parameters.dtype == dtype
    assert model.optimizer.m.dtype == dtype
    assert model(X).dtype == dtype


def test_what_is_given_stays_as_it_was():
    data = [X.copy(), TARGETS.copy(), X[:4].copy(), TARGETS[:4].copy()]
    callbacks = [Callback()]
    regression().fit(
        *data[:2], 3, 2, callbacks=callbacks, validation_data=tuple(data[2:])
    )
    for now, then in zip(data, (X, TARGETS, X[:4], TARGETS[:4]), strict=True):
        np.testing.assert_array_equal(now, then)
    assert len(callbacks) == 1


def test_lists_columns_and_floats_train_like_arrays():
    model, twin, third = classifier(), classifier(), classifier()
    model.fit(X.tolist(), Y.tolist(), 3, 2)
    twin.fit(X, Y[:, None].astype("float32"), 3, 2)
    third.fit(X, Y == 1, 3, 2)
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    np.testing.assert_array_equal(model.parameters, third.parameters)


# Order and chance


def trained(seed, **how):
    model = regression(seed=seed)
    model.fit(X, TARGETS, 3, 4, **how)
    return model.parameters


def test_the_same_seed_is_the_same_run():
    np.testing.assert_array_equal(trained(5), trained(5))
    np.testing.assert_array_equal(trained(5), trained(np.random.default_rng(5)))
    assert (trained(5) != trained(6)).any()


def seen(model, rows, **how):
    """The first column of the batches that one fit trains on, in their order."""
    seen, scores = [], model.scores

    def spy(X_batch):
        seen.append(np.array(X_batch)[:, 0].tolist())
        return scores(X_batch)

    model.scores = spy
    model.fit(rows, np.zeros((len(rows), 2)), **how)
    return seen


ROWS = np.column_stack([np.arange(10.0), np.zeros(10)])


def test_without_shuffle_rows_come_as_they_stand():
    batches = seen(regression(), ROWS, batch_size=4, epochs=2, shuffle=False)
    assert batches == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]] * 2


def test_shuffle_draws_every_row_once_and_anew_for_every_epoch():
    batches = seen(regression(), ROWS, batch_size=4, epochs=2)
    assert [len(batch) for batch in batches] == [4, 4, 2] * 2
    first = [*batches[0], *batches[1], *batches[2]]
    second = [*batches[3], *batches[4], *batches[5]]
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second and list(range(10)) not in (first, second)


# Data held back


@pytest.mark.parametrize(("share", "train"), [(0.2, 8), (0.25, 7), (0.5, 5), (1e-9, 9)])
def test_a_split_holds_back_the_last_rows_and_never_trains_on_them(share, train):
    model, twin = regression(), regression()
    history = model.fit(X, TARGETS, 3, 4, validation_split=share).history
    held_back = X[train:], TARGETS[train:]
    apart = twin.fit(X[:train], TARGETS[:train], 3, 4, validation_data=held_back)
    assert history == apart.history
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    third = regression()
    third.fit(X[:train], TARGETS[:train], 3, 4)
    np.testing.assert_array_equal(model.parameters, third.parameters)


def test_validation_is_measured_at_the_end_of_each_epoch_with_penalty():
    model = regression(l2=0.1)
    measured = []

    class Watch(Callback):
        def on_epoch_end(self, epoch, logs=None):
            error = np.mean((model(X[7:]) - TARGETS[7:]) ** 2) + model.penalty()
            measured.append(float(error))

    history = model.fit(
        X[:7], TARGETS[:7], 3, 4, 0, [Watch()], 0, (X[7:], TARGETS[7:])
    ).history
    assert list(history) == ["loss", "val_loss"]
    np.testing.assert_allclose(history["val_loss"], measured, rtol=1e-13)
    assert model.penalty() > 0.01


def test_validation_data_goes_before_a_split():
    pair = [X[:4].tolist(), Y[:4].tolist()]
    history = classifier().fit(X, Y, 3, 2, validation_data=pair, validation_split=0.5)
    assert history.history == classifier().fit(X, Y, 3, 2, validation_data=pair).history
    names = ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert list(history.history) == names
    assert [len(values) for values in history.history.values()] == [2] * 4


# Fitting again


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_fitting_again_goes_on_where_it_stopped(optimizer):
    model, twin = regression(optimizer(0.01)), regression(optimizer(0.01))
    one = model.fit(X, TARGETS, 3, 2).history["loss"]
    other = model.fit(X, TARGETS, 3, 3).history["loss"]
    assert twin.fit(X, TARGETS, 3, 5).history["loss"] == one + other
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    assert len(other) == 3 and model.optimizer.iterations == 20


def test_compiling_again_starts_the_optimizer_and_keeps_the_parameters():
    model = regression(Adam(0.01))
    model.fit(X, TARGETS)
    theta = model.parameters.copy()
    model.compile(Adam(0.01), "mse")
    np.testing.assert_array_equal(model.parameters, theta)
    assert model.optimizer.iterations == 0
    model.fit(X, TARGETS, shuffle=False)
    twin = regression(Adam(0.01))
    twin.build((None, 2))
    twin.parameters[...] = theta
    twin.fit(X, TARGETS, shuffle=False)
    np.testing.assert_array_equal(model.parameters, twin.parameters)


# Through the logits

PAIRS = [
    (1, "sigmoid", BinaryCrossentropy, Y),
    (3, "softmax", SparseCategoricalCrossentropy, np.arange(10) % 3),
    (3, "softmax", CategoricalCrossentropy, one_hot(np.arange(10) % 3)),
]
each_pair = pytest.mark.parametrize(("units", "activation", "loss", "y"), PAIRS)


def headed(units, activation, loss, dtype="float64"):
    model = Sequential([Dense(units, activation)], dtype=dtype, seed=0)
    model.compile(SGD(0.1), loss, ["accuracy"])
    return model


@each_pair
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_an_output_and_its_loss_train_as_their_logits_do(
    units, activation, loss, y, dtype
):
    model = headed(units, activation, loss(), dtype)
    twin = headed(units, "linear", loss(from_logits=True), dtype)
    one = model.fit(X, y, 3, 4, validation_split=0.2).history
    other = twin.fit(X, y, 3, 4, validation_split=0.2).history
    assert one == other
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    assert model.evaluate(X, y) == twin.evaluate(X, y)


@each_pair
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_logits_of_ten_thousand_are_finite_and_move_the_right_way(
    units, activation, loss, y, dtype
):
    model = headed(units, activation, loss(), dtype)
    model.build((None, 1))
    W = 1e4 * np.eye(1, units)
    model.set_weights([W, np.zeros(units)])
    # Class 1 gets 1e4 if there is one output, else class 0; the label is another.
    wrong = y[Y == 0][:1] if units == 1 else y[1:2]
    history = model.fit([[1.0]], wrong, shuffle=False).history
    np.testing.assert_allclose(history["loss"], [1e4], rtol=1e-6)
    assert history["accuracy"] == [0]
    moved = model.layers[0].W - W.astype(dtype)
    expected = [[-0.1]] if units == 1 else [[-0.1, 0.1, 0]]
    np.testing.assert_allclose(
        moved, expected, atol=1e-3 if dtype == "float32" else 1e-9
    )
    np.testing.assert_allclose(model.layers[0].b, expected[0], atol=1e-7)


def test_an_activation_of_your_own_is_not_left_out_for_its_name():
    half = training.ACTIVATIONS["sigmoid"]._replace(
        function=lambda z: np.full_like(z, 0.5), derivative=lambda z, a: 0 * z
    )
    model = headed(1, half, BinaryCrossentropy())
    history = model.fit(X, Y)
    np.testing.assert_allclose(history.history["loss"], [np.log(2)], rtol=1e-12)


# Stopping


class Recorder(Callback):
    """Writes down every call as (name, what)."""

    def __init__(self, name, calls):
        self.name, self.calls = name, calls

    def on_train_begin(self, logs=None):
        self.calls.append((self.name, "begin", self.params["epochs"]))

    def on_epoch_end(self, epoch, logs=None):
        self.calls.append((self.name, epoch, sorted(logs)))

    def on_train_end(self, logs=None):
        self.calls.append((self.name, "end", self.model.optimizer.iterations))


class At(Callback):
    """Does something at the end of one epoch."""

    def __init__(self, epoch, action):
        self.epoch, self.action = epoch, action

    def on_epoch_end(self, epoch, logs=None):
        if epoch == self.epoch:
            self.action(self.model)


def test_callbacks_are_called_in_their_order_after_the_history():
    calls, lengths = [], []

    class Watch(Callback):
        def on_epoch_end(self, epoch, logs=None):
            lengths.append(len(self.model.history.history["loss"]))

    pair = [Recorder("a", calls), Recorder("b", calls), Watch()]
    model = regression()
    model.fit(X, TARGETS, epochs=2, callbacks=pair, validation_split=0.2)
    names = ["loss", "val_loss"]
    assert calls[:-2] == [
        ("a", "begin", 2),
        ("b", "begin", 2),
        ("a", 0, names),
        ("b", 0, names),
        ("a", 1, names),
        ("b", 1, names),
    ]
    assert sorted(calls[-2:]) == [("a", "end", 2), ("b", "end", 2)]
    assert lengths == [1, 2]
    assert pair[0].model is model
    assert pair[0].params == {"epochs": 2, "metrics": names}


def test_a_callback_stops_training_at_the_end_of_its_epoch():
    def stop(model):
        model.stop_training = True

    calls = []
    model = regression()
    callbacks = [At(1, stop), Recorder("after", calls)]
    history = model.fit(X, TARGETS, epochs=9, callbacks=callbacks)
    assert history.epoch == [0, 1] and model.optimizer.iterations == 2
    assert [call[1] for call in calls] == ["begin", 0, 1, "end"]
    assert model.fit(X, TARGETS, epochs=3).epoch == [0, 1, 2]  # the stop is forgotten


def interrupt(*_):
    raise KeyboardInterrupt


def test_ctrl_c_in_a_callback_keeps_what_was_reached(capsys):
    calls = []
    model, twin = regression(), regression()
    callbacks = [Recorder("first", calls), At(2, interrupt)]
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, TARGETS, 3, 9, 1, callbacks)
    assert twin.fit(X, TARGETS, 3, 3).history == model.history.history
    np.testing.assert_array_equal(model.parameters, twin.parameters)
    assert calls[-1] == ("first", "end", 12)
    assert capsys.readouterr().err.endswith("\n")  # the bar is closed
    assert model.predict(X).shape == (10, 2)
    model.fit(X, TARGETS, 3, 2)
    twin.fit(X, TARGETS, 3, 2)
    np.testing.assert_array_equal(model.parameters, twin.parameters)


@pytest.fixture
def ctrl_c():
    """Python's own answer to SIGINT, which a shell may have switched off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: signal.raise_signal(signal.SIGINT)
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_between_two_batches_keeps_the_steps_taken(monkeypatch, capsys, ctrl_c):
    passes = count(1)

    def interrupted(*args):
        for i, pair in enumerate(minibatches(*args)):
            if i == 2 and next(passes) == 3:
                ctrl_c()
            yield pair

    monkeypatch.setattr(training, "minibatches", interrupted)
    errors = np.geterr()
    model = regression(Adam(0.01))
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, TARGETS, 3, 9, 1)
    monkeypatch.undo()
    assert model.history.epoch == [0, 1] and model.optimizer.iterations == 4 + 4 + 2
    assert np.isfinite(model.parameters).all() and np.isfinite(model.predict(X)).all()
    assert np.geterr() == errors
    assert capsys.readouterr().err.endswith("\n")
    model.fit(X, TARGETS, 3, 2)
    assert model.history.epoch == [0, 1] and model.optimizer.iterations == 18


def test_ctrl_c_on_the_way_to_nan_goes_back_to_the_start_of_the_epoch():
    class Interrupted(SGD):
        def step(self, theta, gradient):
            super().step(theta, gradient)
            if not np.isfinite(theta).all():
                raise KeyboardInterrupt

    model = regression(Interrupted(1e30))
    model.build((None, X.shape[1]))
    before = model.parameters.copy()
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, TARGETS, 1)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.optimizer.iterations == 0
    model.optimizer.learning_rate = 0.01
    assert len(model.fit(X, TARGETS, 1).epoch) == 1


def test_an_error_in_an_activation_of_ones_own_changes_nothing():
    above = Activation("above", lambda z: z + 0.5, lambda z, a: np.ones_like(z))
    model = Sequential([Dense(1, above)], seed=0)
    model.compile("sgd", "binary_crossentropy")
    model.build((None, 1))
    before = model.parameters.copy()
    with pytest.raises(ValueError, match="expected probabilities"):
        model.fit([[3.0]], [1.0])
    np.testing.assert_array_equal(model.parameters, before)


def test_a_loss_of_the_validation_data_that_is_not_finite_stops_too():
    model = Sequential([Dense(2)], dtype="float64", seed=0)
    model.compile(SGD(0.0), "mse")
    far = 1e200 * X  # finite, but its square is not
    with pytest.warns(UserWarning, match=r"epoch 1: the val_loss \(inf\)"):
        history = model.fit(X, TARGETS, epochs=3, validation_data=(far, TARGETS))
    assert history.epoch == []


def interrupted_fit(model, moment):
    """Ctrl-C at the given call, of Python or C, inside fit; False if fit ends before."""
    calls = count(1)

    def ring(frame, event, arg):
        inside = event in ("call", "c_call") and arg is not sys.setprofile
        if inside and next(calls) == moment:
            sys.setprofile(None)
            raise KeyboardInterrupt

    profile = sys.getprofile()
    gc.disable()  # an interrupt inside it would be lost
    sys.setprofile(ring)
    try:
        model.fit(X, TARGETS, 5)
    except KeyboardInterrupt:
        return True
    finally:
        sys.setprofile(profile)
        gc.enable()
    return False


@pytest.mark.parametrize("trained", [True, False])
def test_ctrl_c_at_any_moment_leaves_a_model_that_works(trained):
    for moment in count(1):
        model = regression(Adam(0.01) if trained else SGD(0.01), l2=0.1)
        if trained:
            model.fit(X, TARGETS)
        if not interrupted_fit(model, moment):
            break
        if model._theta is not None:
            assert all(np.ptp(layer.W) > 0 for layer in model.layers)
            assert np.isfinite(model.parameters).all()
        assert np.isfinite(model.predict(X)).all()
        losses = model.fit(X, TARGETS, 5, 2).history["loss"]
        assert np.isfinite(losses).all() and len(losses) == 2
    assert moment > 150


# Divergence


def divergence(model, *args, **how):
    """The history of a fit that warns once, with that warning's text."""
    errors = np.geterr()
    with pytest.warns(UserWarning, match="^fit stopped") as caught:
        history = model.fit(*args, **how)
    assert len(caught) == 1 and caught[0].filename == __file__
    assert np.geterr() == errors
    return history, str(caught[0].message)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_too_large_a_rate_stops_with_a_warning_and_goes_back(dtype):
    model = Sequential([Dense(1, kernel_initializer="zeros")], dtype=dtype)
    model.compile(SGD(1e15, momentum=0.5), "mse", ["accuracy"])
    starts, calls = [], []

    class Watch(Callback):
        def on_epoch_end(self, epoch, logs=None):
            starts.append(self.model.parameters.copy())

    watch = [Watch(), Recorder("r", calls)]
    split = {"validation_split": 0.5, "callbacks": watch, "epochs": 50}
    history, message = divergence(model, [[1]] * 4, [1] * 4, **split)
    epochs = len(history.epoch)
    assert 1 <= epochs < 20
    assert {len(values) for values in history.history.values()} == {epochs}
    assert np.isfinite(history.history["loss"]).all()
    np.testing.assert_array_equal(model.parameters, starts[-1])
    assert [call[1] for call in calls] == ["begin", *range(epochs), "end"]
    assert re.fullmatch(
        rf"fit stopped in epoch {epochs + 1}: the (val_)?loss \((inf|nan)\) is no longer finite. "
        "The model is back at the start of that epoch. "
        r"Likely cause: the learning rate 1e\+15 is too large.",
        message,
    ) or message.startswith(
        f"fit stopped in epoch {epochs + 1}: a parameter is no longer"
    )
    assert model.history is history


def test_after_divergence_a_smaller_rate_works_from_where_it_was():
    model = regression(Adam(1e200))
    start = model.forward(X) and model.parameters.copy()
    history, message = divergence(model, X, TARGETS, batch_size=5, epochs=5)
    assert message.startswith("fit stopped in epoch 1: ")
    assert history.history == {"loss": []} and model.history is history
    np.testing.assert_array_equal(model.parameters, start)
    assert model.optimizer.iterations == 0
    model.optimizer.learning_rate = 0.01
    model.fit(X, TARGETS, epochs=3, shuffle=False)
    twin = regression(Adam(0.01))
    twin.fit(X, TARGETS, epochs=3, shuffle=False)
    np.testing.assert_array_equal(model.parameters, twin.parameters)


def test_inputs_without_scaling_are_named_as_the_cause():
    model = Sequential([Dense(3, "relu"), Dense(1)], seed=0)
    model.compile("sgd", "mse")
    rows = np.random.default_rng(0).normal(size=(100, 2)) * [1, 1000]
    _, message = divergence(model, rows, rows[:, 0], epochs=50)
    largest = abs(rows).max()
    assert message.endswith(
        f"Likely cause: inputs of up to {largest:g} want scaling (StandardScaler), or "
        "the learning rate 0.01 is too large."
    )
    assert np.isfinite(model.parameters).all()


def test_a_parameter_that_overflows_after_a_finite_loss_is_seen():
    model = Sequential([Dense(1, kernel_initializer="zeros")], dtype="float32")
    model.compile(SGD(1e38), "mse")
    _, message = divergence(model, [[1]], [1000.0])
    assert message.startswith(
        "fit stopped in epoch 1: a parameter is no longer finite."
    )
    np.testing.assert_array_equal(model.parameters, 0)


def test_a_loss_of_infinity_is_seen_though_parameters_are_finite():
    model = Sequential([Dense(1, kernel_initializer="zeros")], dtype="float32")
    model.compile(SGD(0.0), "mse")
    _, message = divergence(model, [[1]], [1e30])
    assert message.startswith("fit stopped in epoch 1: the loss (inf) is no longer")


def test_where_warnings_are_errors_the_model_is_back_all_the_same():
    model = regression(SGD(1e300))
    model.build((None, 2))
    theta = model.parameters.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="^fit stopped in epoch 1"):
            model.fit(X, TARGETS, 3, epochs=3)
    np.testing.assert_array_equal(model.parameters, theta)


# Refusals: one line, nothing changed

BAD = [
    ({"X": X[:9]}, ValueError, "y: expected 9 rows, as X has, got shape (10,)"),
    ({"y": Y[:9]}, ValueError, "y: expected 10 rows, as X has, got shape (9,)"),
    ({"y": 1}, ValueError, "y: expected 10 rows, as X has, got shape ()"),
    ({"y": []}, ValueError, "y: expected 10 rows, as X has, got shape (0,)"),
    ({"y": None}, TypeError, "y: expected real numbers, got None"),
    ({"y": ["a"] * 10}, TypeError, "y: expected real numbers, got 'a'"),
    ({"y": [[1], [1, 2]]}, ValueError, "y: rows of different lengths, not a table"),
    ({"y": [np.nan] * 10}, ValueError, "y[0] is nan: expected finite numbers"),
    ({"y": Y + 1}, ValueError, "y_true: expected values from 0 to 1, got 2"),
    ({"y": TARGETS}, ValueError, "y_true: expected shape (10, 1), got (10, 2)"),
    (
        {"X": X[:, 0]},
        ValueError,
        "X: expected shape (m, n), got (10,); one example is a row of its own: [[...]]",
    ),
    ({"X": 5}, ValueError, "X: expected shape (m, n), got ()"),
    ({"X": [[1, 2], [3]]}, ValueError, "X: rows of different lengths, not a table"),
    ({"X": [["a", 1]] * 10}, TypeError, "X: expected real numbers, got 'a'"),
    ({"X": X * np.nan}, ValueError, "X[0, 0] is nan: expected finite numbers"),
    (
        {"X": np.zeros((0, 2)), "y": []},
        ValueError,
        "X: expected at least one row and one column, got (0, 2)",
    ),
    ({"epochs": 0}, ValueError, "epochs: expected at least 1, got 0"),
    ({"epochs": 1.5}, TypeError, "epochs: expected a whole number, got 1.5"),
    ({"batch_size": 0}, ValueError, "batch_size: expected at least 1, got 0"),
    ({"batch_size": 2.5}, TypeError, "batch_size: expected a whole number, got 2.5"),
    (
        {"validation_split": 1.0},
        ValueError,
        "validation_split: 1 of 10 rows leaves one side without rows",
    ),
    (
        {"validation_split": -0.1},
        ValueError,
        "validation_split: expected a finite number between 0 and 1, got -0.1",
    ),
    (
        {"validation_split": 1e-17},
        ValueError,
        "validation_split: 1e-17 of 10 rows leaves one side without rows",
    ),
    (
        {"validation_split": "0.2"},
        TypeError,
        "validation_split: expected a number, got '0.2'",
    ),
    (
        {"validation_data": 7},
        TypeError,
        "validation_data: expected a pair (X_val, y_val), got 7",
    ),
    (
        {"validation_data": ()},
        TypeError,
        "validation_data: expected a pair (X_val, y_val), got ()",
    ),
    (
        {"validation_data": (X[:, :1], Y)},
        ValueError,
        "validation_data: X: expected shape (m, 2), got (10, 1)",
    ),
    (
        {"validation_data": (X, Y[:3])},
        ValueError,
        "validation_data: y: expected 10 rows, as X has, got shape (3,)",
    ),
    (
        {"validation_data": (X, Y - 1)},
        ValueError,
        "validation_data: y_true: expected values from 0 to 1, got -1",
    ),
    (
        {"validation_data": (X, ["a"] * 10)},
        TypeError,
        "validation_data: y: expected real numbers, got 'a'",
    ),
    (
        {"callbacks": 5},
        TypeError,
        "callbacks: expected a list of Callback objects, got 5",
    ),
    (
        {"callbacks": [Callback(), "stop"]},
        TypeError,
        "callbacks: expected a list of Callback objects, got 'stop'",
    ),
    (
        {"callbacks": [EarlyStopping]},
        TypeError,
        "callbacks: expected a list of Callback objects, got <class ",
    ),
    (
        {"callbacks": [EarlyStopping()]},
        ValueError,
        "EarlyStopping: no 'val_loss' among loss, accuracy",
    ),
]
WIDE = (
    {"X": X[:, :1]},
    ValueError,
    "X: expected shape (m, 2), got (10, 1)",
)


def refuses(model, call, error, message):
    before = state(model)
    with pytest.raises(error, match=f"^{re.escape(message)}") as caught:
        call()
    assert "\n" not in str(caught.value)
    assert state(model) == before


@pytest.mark.parametrize(("change", "error", "message"), BAD)
def test_a_refused_fit_leaves_a_new_model_as_it_was(change, error, message):
    model = classifier()
    refuses(model, lambda: model.fit(**({"X": X, "y": Y} | change)), error, message)
    assert model._theta is None and model.history is None
    assert model.layers[0].W is None


@pytest.mark.parametrize(("change", "error", "message"), [*BAD, WIDE])
def test_a_refused_fit_leaves_a_trained_model_as_it_was(change, error, message):
    model = classifier()
    model.fit(X, Y)
    message = message.replace("X: expected shape (m, n)", "X: expected shape (m, 2)")
    refuses(model, lambda: model.fit(**({"X": X, "y": Y} | change)), error, message)
    assert model.history.epoch == [0]


def test_a_single_callback_wants_a_list():
    model = classifier()
    message = "callbacks: expected a list of Callback objects, got <nnlib.callba"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}"):
        model.fit(X, Y, callbacks=Callback())


def compiled(layers, loss):
    model = Sequential(layers)
    model.compile("sgd", loss)
    return model


@pytest.mark.parametrize("entry", ["fit", "evaluate"])
@pytest.mark.parametrize(
    ("layers", "loss", "y", "message"),
    [
        (
            [Dense(3, "softmax")],
            "sparse_categorical_crossentropy",
            np.arange(10) % 4,
            "y_true[3] is 3: expected labels 0..2",
        ),
        (
            [Dense(3, "softmax")],
            "sparse_categorical_crossentropy",
            -Y,
            f"y_true[{Y.argmax()}] is -1: expected labels 0..2",
        ),
        (
            [Dense(3, "softmax")],
            "sparse_categorical_crossentropy",
            Y / 2,
            f"y_true[{Y.argmax()}] is 0.5: expected labels 0..2",
        ),
        (
            [Dense(3, "softmax")],
            "categorical_crossentropy",
            Y,
            "y_true: expected shape (10, 3); for labels use "
            "SparseCategoricalCrossentropy",
        ),
        (
            [Dense(3, "softmax")],
            "categorical_crossentropy",
            np.ones((10, 3)),
            "y_true: expected rows of sum 1, row 0 has 3",
        ),
        (
            [Dense(1, "softmax")],
            "sparse_categorical_crossentropy",
            np.zeros(10),
            "layer 1 (Dense(1, activation='softmax')): SparseCategoricalCrossentropy() "
            "expects one output a class, 2 or more",
        ),
        (
            [Dense(2), Dense(1, "softmax")],
            "categorical_crossentropy",
            np.ones((10, 1)),
            "layer 2 (Dense(1, activation='softmax')): CategoricalCrossentropy() "
            "expects one output a class, 2 or more",
        ),
        (
            [Dense(1)],
            "binary_crossentropy",
            Y,
            "layer 1 (Dense(1, activation='linear')): BinaryCrossentropy() expects "
            "probabilities; use BinaryCrossentropy(from_logits=True) or sigmoid",
        ),
        (
            [Dense(3, "relu")],
            "sparse_categorical_crossentropy",
            Y,
            "layer 1 (Dense(3, activation='relu')): SparseCategoricalCrossentropy() "
            "expects probabilities; use "
            "SparseCategoricalCrossentropy(from_logits=True) or softmax",
        ),
        ([], "mse", Y, "this model has no layers yet: add(Dense(...))"),
    ],
)
def test_a_loss_that_does_not_fit_is_refused(entry, layers, loss, y, message):
    model = compiled([Dense(n.units, n.activation) for n in layers], loss)
    refuses(model, lambda: getattr(model, entry)(X, y), ValueError, message)
    assert model._theta is None


@pytest.mark.parametrize("entry", ["fit", "evaluate"])
def test_a_model_without_a_loss_says_what_to_do(entry):
    model = Sequential([Dense(1)])
    message = "this model has no loss yet: compile(loss=...) it first"
    refuses(model, lambda: getattr(model, entry)(X, Y), ValueError, message)


@pytest.mark.parametrize("shuffle", ["batch", [], 1, None])
def test_shuffle_is_true_or_false(shuffle):
    with pytest.raises(TypeError, match="^shuffle: expected True or False"):
        regression(SGD(0.1)).fit(X, TARGETS, shuffle=shuffle)


@pytest.mark.parametrize("verbose", [-1, 3, "auto", None])
def test_verbose_is_0_1_or_2(verbose):
    with pytest.raises(ValueError, match="^verbose: expected 0, 1 or 2"):
        regression(SGD(0.1)).fit(X, TARGETS, verbose=verbose)


def test_a_callback_may_stop_before_the_second_epoch_from_the_very_start():
    class Stop(Callback):
        def on_train_begin(self, logs=None):
            self.model.stop_training = True

    history = regression(SGD(0.1)).fit(X, TARGETS, epochs=5, callbacks=[Stop()])
    assert len(history.epoch) == 1


def test_weights_that_are_nan_before_training_are_named():
    model = regression(SGD(0.1))
    model.forward(X)
    model.parameters[0] = np.nan
    _, message = divergence(model, X, TARGETS, epochs=2)
    assert "the parameters held nan or inf when it began" in message


def test_a_compile_that_warns_as_an_error_changes_nothing():
    model = Sequential([Dense(3, "softmax")])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="applied twice"):
            model.compile("sgd", SparseCategoricalCrossentropy(from_logits=True))
    assert model.loss is None and model.optimizer is None
