"""Learning: fit is the loop of the book, with what Keras means by its arguments; bad ends are good ends."""

import copy
import gc
import pickle
import re
import signal
import sys
import warnings
from itertools import count
from math import ceil

import numpy as np
import pytest

from nnlib import (
    L2,
    SGD,
    Adam,
    BinaryCrossentropy,
    Callback,
    CategoricalCrossentropy,
    Dense,
    EarlyStopping,
    MeanSquaredError,
    RMSprop,
    Sequential,
    SparseCategoricalCrossentropy,
)
from nnlib.activations import ACTIVATIONS, Activation
from nnlib.data import minibatches, one_hot

X = np.random.default_rng(1).normal(size=(10, 2))
Y = (X[:, 0] + X[:, 1] > 0).astype(int)
TARGETS = np.column_stack([X[:, 0] - X[:, 1], X[:, 0] * X[:, 1]])
OPTIMIZERS = [SGD, lambda rate: SGD(rate, momentum=0.9, nesterov=True), RMSprop, Adam]
DUPLICATES = [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))]


def compiled(layers, loss="mse", optimizer=None, metrics=(), dtype="float64", seed=0):
    model = Sequential(layers, dtype=dtype, seed=seed)
    model.compile(optimizer or SGD(0.1), loss, metrics)
    return model


def regression(optimizer=None, l2=None, dtype="float64", seed=0):
    """2-3-2 with linear outputs and squared error, compiled."""
    layers = [Dense(3, "tanh", kernel_regularizer=l2 and L2(l2)), Dense(2)]
    return compiled(layers, optimizer=optimizer, dtype=dtype, seed=seed)


def classifier(optimizer=None, l2=None):
    """2-3-1 with sigmoid output, cross-entropy and accuracy, compiled."""
    layers = [Dense(3, "tanh", kernel_regularizer=l2 and L2(l2)), Dense(1, "sigmoid")]
    return compiled(layers, "binary_crossentropy", optimizer or SGD(0.5), ["accuracy"])


def line(rate, metrics=(), activation=None, dtype="float64"):
    """One unit that starts at 0."""
    return compiled([Dense(1, activation, kernel_initializer="zeros")], "mse", SGD(rate), metrics, dtype)


def same(model, twin):
    np.testing.assert_array_equal(model.parameters, twin.parameters)


# The loop


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("batch_size", [1, 3, 99])
def test_fit_is_the_loop_of_the_book_bit_for_bit(optimizer, shuffle, batch_size):
    seed = np.random.default_rng(0)
    model, twin = regression(optimizer(0.01), l2=0.1), regression(l2=0.1, seed=seed)
    history = model.fit(X, TARGETS, batch_size, 3, shuffle=shuffle)
    twin.build((None, 2))
    loss, optimizer, J = MeanSquaredError(), optimizer(0.01), []
    for _ in range(3):
        J.append(0)
        for X_batch, y_batch in minibatches(X, TARGETS, batch_size, seed if shuffle else None):
            output, caches = twin.forward(X_batch)
            J[-1] += len(X_batch) / 10 * (loss(y_batch, output) + twin.penalty())
            gradients = twin.backward(loss.gradient(y_batch, output), caches)
            optimizer.step(twin.parameters, gradients)
    same(model, twin)
    np.testing.assert_allclose(history.history["loss"], J, rtol=1e-12)
    assert history.history.keys() == {"loss"} and history.epoch == [0, 1, 2] and model.history is history
    assert {type(value) for value in history.history["loss"]} == {float}
    assert model.optimizer.iterations == 3 * ceil(10 / batch_size)


def test_one_step_worked_out_by_hand():
    model = compiled([Dense(2, "sigmoid"), Dense(1, "sigmoid")], BinaryCrossentropy(), SGD(1.0))
    model.build((None, 2))
    model.set_weights([[[0.1, 0.2], [-0.3, 0.4]], [0.1, -0.2], [[0.5], [-0.6]], [0.3]])
    history = model.fit([[0.5, -1]], [1])
    assert history.history["loss"] == [pytest.approx(0.521579, abs=5e-7)]
    W1, b1, W2 = [0.124157, 0.171347, -0.348315, 0.457306], [0.148315, -0.257306], [0.748174, -0.446561]
    np.testing.assert_allclose(model.parameters, [*W1, *b1, *W2, 0.706418], atol=6e-7)


def test_an_epochs_loss_is_of_all_rows_as_their_batches_came():
    history = line(0.0).fit([[1], [1], [1]], [1, 1, 4], batch_size=2, shuffle=False)
    assert history.history["loss"] == [6.0]  # of 1, 1 and 16, not of 1 and 16
    model = line(0.25, ["accuracy"])
    history = model.fit([[1], [1]], [1, 1], batch_size=1, epochs=2, shuffle=False)
    # Each step moves W and b by 0.5 (y - a): outputs 0, 1, then 1, 1.
    assert history.history == {"loss": [0.5, 0.0], "accuracy": [0.5, 1.0]}
    np.testing.assert_array_equal(model.parameters, [0.5, 0.5])


def test_the_defaults_are_those_of_keras():
    rows, model, twin = np.random.default_rng(0).normal(size=(65, 2)), regression(), regression()
    model.compile(loss="mse")
    model.fit(rows, rows)
    twin.compile(RMSprop(0.001, rho=0.9, epsilon=1e-7), MeanSquaredError())
    twin.fit(rows, rows, 32, 1, 0, None, 0.0, None, True)
    same(model, twin)
    assert model.optimizer.iterations == 3


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_training_stays_in_the_type_of_the_model(dtype):
    model = regression(Adam(0.01), l2=0.01, dtype=dtype)
    model.fit(X, TARGETS, validation_split=0.2, epochs=2)
    assert model.parameters.dtype == model.optimizer.m.dtype == model(X).dtype == dtype


def test_what_is_given_stays_as_it_was_and_lists_and_columns_are_welcome():
    arrays, callbacks = [X.copy(), Y.copy()], [Callback()]
    models = [classifier() for _ in range(3)]
    for array in arrays:
        array.flags.writeable = False
    models[0].fit(*arrays, 3, 2, callbacks=callbacks, validation_data=tuple(arrays))
    models[1].fit(X.tolist(), Y[:, None].astype("float32"), 3, 2)
    models[2].fit(X, Y == 1, 3, 2, callbacks=())
    same(models[0], models[1])
    same(models[0], models[2])
    assert len(callbacks) == 1


def test_the_seed_is_the_run_and_each_epoch_has_an_order_of_its_own():
    def trained(seed, **how):
        model = regression(seed=seed)
        model.fit(X, TARGETS, 3, 4, **how)
        return model.parameters

    np.testing.assert_array_equal(trained(5), trained(np.random.default_rng(5)))
    assert (trained(5) != trained(6)).any() and (trained(5) != trained(5, shuffle=False)).any()


# Data held back


@pytest.mark.parametrize(("share", "train"), [(0.2, 8), (0.25, 7), (0.5, 5), (1e-9, 9)])
def test_a_split_holds_back_the_last_rows_and_never_trains_on_them(share, train):
    model, twin, third = regression(), regression(), regression()
    history = model.fit(X, TARGETS, 3, 4, validation_split=share).history
    pair = [X[train:].tolist(), TARGETS[train:].tolist()]
    # Validation data go before a split.
    apart = twin.fit(X[:train], TARGETS[:train], 3, 4, validation_data=pair, validation_split=0.5)
    third.fit(X[:train], TARGETS[:train], 3, 4)
    assert history == apart.history
    same(model, twin)
    same(model, third)


def test_validation_is_measured_at_the_end_of_each_epoch_with_penalty():
    model, measured = classifier(l2=0.1), []

    class Watch(Callback):
        def on_epoch_end(self, epoch, logs=None):
            p = model.predict(X[7:])[:, 0]
            loss = -np.mean(np.where(Y[7:] == 1, np.log(p), np.log(1 - p))) + model.penalty()
            measured.append([loss, np.mean((p > 0.5) == Y[7:])])
            np.testing.assert_allclose(model.evaluate(X[7:], Y[7:]), measured[-1], rtol=1e-12)

    history = model.fit(X[:7], Y[:7], 3, 4, 0, [Watch()], 0, (X[7:], Y[7:])).history
    assert list(history) == ["loss", "accuracy", "val_loss", "val_accuracy"] and model.penalty() > 0.01
    np.testing.assert_allclose(np.transpose([history["val_loss"], history["val_accuracy"]]), measured, rtol=1e-12)


def test_evaluating_and_predicting_change_nothing():
    model, twin = classifier(l2=0.01), classifier(l2=0.01)
    for net in (model, twin):
        net.fit(X, Y, 3, 2)
        if net is model:
            history = net.history
            J, share = net.evaluate(X, Y)
            assert type(J) is float and 0 < share <= 1 and net.history is history
            np.testing.assert_array_equal(net.predict(X), net(X))
        net.fit(X, Y, 3, 2)
    same(model, twin)
    model.compile(loss="mse")
    assert type(model.evaluate(X, Y)) is float and Sequential([Dense(1)]).predict(X).shape == (10, 1)


# Going on


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("duplicate", [lambda model: model, *DUPLICATES])
def test_fitting_again_or_fitting_a_copy_goes_on_where_it_stopped(optimizer, duplicate):
    model, twin = (classifier(optimizer(0.01), l2=0.1) for _ in range(2))
    one = model.fit(X, Y, 3, 2).history["loss"]
    theta, again = model.parameters.copy(), duplicate(model)
    assert again.history.history["loss"] == one
    other = again.fit(X, Y, 3, 3).history["loss"]
    assert twin.fit(X, Y, 3, 5).history["loss"] == one + other
    same(again, twin)
    assert again.optimizer.iterations == 20
    if again is not model:
        np.testing.assert_array_equal(model.parameters, theta)
        assert model.optimizer.iterations == 8 and model.fit(X, Y, 3, 3).history["loss"] == other


@pytest.mark.parametrize("duplicate", DUPLICATES)
def test_a_copy_of_a_compiled_model_that_is_not_built(duplicate):
    model = classifier()
    assert duplicate(model).fit(X, Y).history == model.fit(X, Y).history


def test_compiling_again_starts_the_optimizer_and_keeps_the_parameters():
    model, twin = regression(Adam(0.01)), regression(Adam(0.01))
    model.fit(X, TARGETS)
    theta = model.parameters.copy()
    model.compile(Adam(0.01), "mse")
    np.testing.assert_array_equal(model.parameters, theta)
    assert model.optimizer.iterations == 0
    twin.build((None, 2))
    twin.parameters[...] = theta
    for net in (model, twin):
        net.fit(X, TARGETS, shuffle=False)
    same(model, twin)


# Through the logits

THREE = np.arange(10) % 3
PAIRS = [
    (1, "sigmoid", BinaryCrossentropy, Y),
    (3, "softmax", SparseCategoricalCrossentropy, THREE),
    (3, "softmax", CategoricalCrossentropy, one_hot(THREE)),
]
each_pair = pytest.mark.parametrize(("units", "activation", "loss", "y"), PAIRS)
each_dtype = pytest.mark.parametrize("dtype", ["float32", "float64"])


@each_pair
@each_dtype
def test_an_output_and_its_loss_train_as_their_logits_do(units, activation, loss, y, dtype):
    one, other = (
        compiled([Dense(4, g), Dense(units, head)], J, SGD(0.1), ["accuracy"], dtype)
        for g, head, J in [("sigmoid", activation, loss()), ("sigmoid", "linear", loss(from_logits=True))]
    )
    assert one.fit(X, y, 3, 4, validation_split=0.2).history == other.fit(X, y, 3, 4, validation_split=0.2).history
    same(one, other)
    assert one.evaluate(X, y) == other.evaluate(X, y)
    np.testing.assert_allclose(one.predict(X), ACTIVATIONS[activation].function(other.predict(X)), rtol=1e-6)


@each_pair
@each_dtype
def test_logits_of_ten_thousand_are_finite_and_move_the_right_way(units, activation, loss, y, dtype):
    model = compiled([Dense(units, activation)], loss(), SGD(0.1), ["accuracy"], dtype)
    model.build((None, 1))
    model.set_weights([1e4 * np.eye(1, units), np.zeros(units)])
    # Class 1 gets 1e4 if there is one output, else class 0; the label is another.
    history = model.fit([[1.0]], y[Y == 0][:1] if units == 1 else y[1:2], shuffle=False).history
    np.testing.assert_allclose(history["loss"], [1e4], rtol=1e-6)
    assert history["accuracy"] == [0]
    np.testing.assert_allclose(model.layers[0].b, [-0.1] if units == 1 else [-0.1, 0.1, 0], atol=1e-7)


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize(
    ("loss", "y", "share"),
    [
        (SparseCategoricalCrossentropy, np.array([1, 1, 2, 0]), 0.75),
        (SparseCategoricalCrossentropy, np.array([[1], [1], [2], [0]]), 0.75),
        (CategoricalCrossentropy, one_hot([1, 1, 2, 0]), 0.75),
        (BinaryCrossentropy, np.array([0, 1, 0, 0]), 0.75),
        (BinaryCrossentropy, np.array([[1], [1], [1], [1]]), 0.5),
    ],
)
def test_accuracy_for_every_kind_of_target(from_logits, loss, y, share):
    units = 1 if loss is BinaryCrossentropy else 3
    head = "linear" if from_logits else "sigmoid" if units == 1 else "softmax"
    model = compiled([Dense(units, head)], loss(from_logits=from_logits), SGD(0.0), ["accuracy"])
    model.build((None, 4))
    model.layers[0].W[...] = np.array([[-1.0, 2, 0], [0.3, 0.2, 0.1], [0, 0, 5], [2, 1, 0]])[:, :units]
    assert model.evaluate(np.eye(4), y)[1] == share
    assert model.fit(np.eye(4), y, 3).history["accuracy"] == [share]


def test_accuracy_of_squared_error_is_above_one_half_or_the_largest():
    model = line(0.0, ["accuracy"])
    model.build((None, 1))
    model.layers[0].W[...] = 1
    assert model.evaluate([[0.4], [0.6], [0.5], [0.51]], [0, 0, 0, 1])[1] == 0.75
    model = compiled([Dense(2)], metrics=["accuracy"])
    model.build((None, 1))
    model.set_weights([[[1, -1]], [0, 0]])
    assert model.evaluate([[1], [1], [-1]], [[1, 0], [0, 1], [0, 1]])[1] == pytest.approx(2 / 3)


def test_another_pair_of_activation_and_loss_keeps_the_slope_of_both():
    model = line(1.0, activation="sigmoid")  # (1/2 - 1)^2, whose slope is 2 (-1/2) (1/4)
    assert model.fit([[1.0]], [1]).history["loss"] == [0.25] and model.layers[0].b == [0.25]


def test_an_activation_of_your_own_is_not_left_out_for_its_name():
    half = ACTIVATIONS["sigmoid"]._replace(function=lambda z: np.full_like(z, 0.5), derivative=lambda z, a: 0 * z)
    history = compiled([Dense(1, half)], "binary_crossentropy").fit(X, Y)
    np.testing.assert_allclose(history.history["loss"], [np.log(2)], rtol=1e-12)


@pytest.mark.parametrize(
    ("head", "loss", "units"),
    [("softmax", kind, 3) for _, _, kind, _ in PAIRS[1:]] + [("sigmoid", BinaryCrossentropy, 1)],
)
def test_an_activation_that_the_loss_applies_too_is_warned_of_and_no_other(head, loss, units):
    with pytest.warns(UserWarning, match=f"expects logits, so {head} will be applied twice") as caught:
        compiled([Dense(units, head)], loss(from_logits=True))
    assert len(caught) == 1
    model = Sequential([Dense(units, head)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="applied twice"):
            model.compile("sgd", loss(from_logits=True))
        assert model.loss is None and model.optimizer is None
        for other in ("linear", "relu"):
            compiled([Dense(units, other)], loss(from_logits=True))
        compiled([Dense(units, head)], loss())


# Stopping


class At(Callback):
    """Does something at the end of one epoch."""

    def __init__(self, epoch, action):
        self.epoch, self.action = epoch, action

    def on_epoch_end(self, epoch, logs=None):
        if epoch == self.epoch:
            self.action(self.model)


def interrupt(*_):
    raise KeyboardInterrupt


def stop(model):
    model.stop_training = True


def test_a_callback_stops_training_at_the_end_of_its_epoch():
    model = regression()
    assert model.fit(X, TARGETS, epochs=9, callbacks=[At(1, stop)]).epoch == [0, 1]
    assert model.fit(X, TARGETS, epochs=3).epoch == [0, 1, 2]  # the stop is forgotten


def test_ctrl_c_in_a_callback_keeps_what_was_reached():
    model, twin = regression(), regression()
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, TARGETS, 3, 9, 1, [At(2, interrupt)])
    reached = twin.fit(X, TARGETS, 3, 3).history
    assert reached["loss"][:2] == model.history.history["loss"]  # the third has not ended
    same(model, twin)
    for net in (model, twin):
        net.fit(X, TARGETS, 3, 2)
    same(model, twin)


class Interrupted(SGD):
    """Ctrl-C after the tenth step, or as soon as something is no longer finite."""

    def step(self, theta, gradient):
        super().step(theta, gradient)
        if self.iterations == 10 or not np.isfinite(theta).all():
            signal.raise_signal(signal.SIGINT)


@pytest.fixture
def sigint():
    """Python's own answer to SIGINT, which a shell may have switched off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("sigint")
def test_ctrl_c_between_two_batches_keeps_the_steps_taken():
    errors, model = np.geterr(), regression(Interrupted(0.01))
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, TARGETS, 3, 9)
    assert model.history.epoch == [0, 1] and model.optimizer.iterations == 4 + 4 + 2
    assert np.isfinite(model.predict(X)).all() and np.geterr() == errors
    model.fit(X, TARGETS, 3, 2)
    assert model.history.epoch == [0, 1] and model.optimizer.iterations == 18


@pytest.mark.usefixtures("sigint")
def test_ctrl_c_on_the_way_to_nan_goes_back_to_the_start_of_the_epoch():
    model = regression(Interrupted(1e30))
    model.build((None, 2))
    before = model.parameters.copy()
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, TARGETS, 1)
    np.testing.assert_array_equal(model.parameters, before)
    assert model.optimizer.iterations == 0


def test_an_error_in_an_activation_of_ones_own_changes_nothing():
    above = Activation("above", lambda z: z + 0.5, lambda z, a: np.ones_like(z))
    model = compiled([Dense(1, above)], "binary_crossentropy", SGD(1.0))
    model.build((None, 1))
    model.set_weights([[[0.0]], [0.0]])
    with pytest.raises(ValueError, match="expected values from 0 to 1"):  # in the second batch
        model.fit([[0.0], [9.0]], [1.0, 1.0], 1, shuffle=False)
    assert not model.parameters.any() and model.optimizer.iterations == 0


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


@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("trained", [True, False])
def test_ctrl_c_at_any_moment_leaves_a_model_that_works(trained, stride):
    for moment in count(1, stride):
        model = regression(Adam(0.01) if trained else SGD(0.01), l2=0.1)
        if trained:
            model.fit(X, TARGETS)
        if not interrupted_fit(model, moment):
            break
        assert np.isfinite(model.predict(X)).all() and all(np.ptp(layer.W) > 0 for layer in model.layers)
        losses = model.fit(X, TARGETS, 5, 2).history["loss"]
        assert np.isfinite(losses).all() and len(losses) == 2
    assert moment > 100


# Divergence


def divergence(model, *args, **how):
    """The history of a fit that warns once, with that warning's text; the model is back and goes on well."""
    errors = np.geterr()
    with pytest.warns(UserWarning, match="^fit stopped") as caught:
        history = model.fit(*args, **how)
    assert len(caught) == 1 and caught[0].filename == __file__ and np.geterr() == errors
    assert model.history is history and model.optimizer.iterations == 0
    assert np.isfinite(history.history["loss"]).all()
    return history, str(caught[0].message)


@each_dtype
def test_too_large_a_rate_stops_with_a_warning_and_goes_back(dtype):
    model, starts = line(1e15, ["accuracy"], dtype=dtype), []

    class Watch(Callback):
        def on_epoch_end(self, epoch, logs=None):
            starts.append(self.model.parameters.copy())

    history, message = divergence(model, [[1]] * 4, [1] * 4, validation_split=0.5, callbacks=[Watch()], epochs=50)
    epochs = len(history.epoch)
    assert 1 <= epochs < 20 and {len(values) for values in history.history.values()} == {epochs}
    np.testing.assert_array_equal(model.parameters, starts[-1])
    assert f"in epoch {epochs + 1}: " in message and "no longer finite" in message


def test_after_divergence_a_smaller_rate_works_from_where_it_was():
    model, twin = regression(Adam(1e200)), regression(Adam(0.01))
    model.build((None, 2))
    start = model.parameters.copy()
    history, _ = divergence(model, X, TARGETS, batch_size=5, epochs=5)
    assert history.history == {"loss": []}
    np.testing.assert_array_equal(model.parameters, start)
    model.optimizer.learning_rate = 0.01
    for net in (model, twin):
        net.fit(X, TARGETS, epochs=3, shuffle=False)
    same(model, twin)


@pytest.mark.parametrize(
    ("rate", "x", "y", "how", "message"),
    [
        (1e38, 1, 1000.0, {}, "a parameter is no longer finite"),
        (0.0, 1, 1e30, {}, "the loss (inf) is no longer finite"),
        (0.0, 1, 1, {"validation_data": ([[1]], [1e30])}, "the val_loss (inf) is no longer finite"),
        (1e38, 30, 1000.0, {}, "Likely cause: the learning rate 1e+38 is too large."),
        (1e38, -31, 1000.0, {}, "inputs of up to 31 want scaling (StandardScaler), or the learning rate"),
    ],
)
def test_what_is_no_longer_finite_is_named_with_its_cause(rate, x, y, how, message):
    model = line(rate, dtype="float32")
    assert message in divergence(model, [[x]], [y], **how)[1] and not model.parameters.any()


def test_weights_that_are_nan_before_training_are_named():
    model = regression()
    model.build((None, 2))
    model.parameters[0] = np.nan
    assert "the parameters held nan or inf when it began" in divergence(model, X, TARGETS, epochs=2)[1]


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
    ({"x": X[:9]}, "y: expected 9 rows, as X has, got shape (10,)"),
    ({"y": 1}, "y: expected 10 rows, as X has, got shape ()"),
    ({"y": None}, "y: expected real numbers, got None"),
    ({"y": ["a"] * 10}, "y[0]: expected real numbers, got 'a'"),
    ({"y": [[1], [1, 2]]}, "y: rows of different lengths, not a table"),
    ({"y": [np.nan] * 10}, "y[0] is nan: expected finite numbers"),
    ({"y": Y + 1}, "y_true: expected values from 0 to 1, got 2"),
    ({"y": TARGETS}, "y_true: expected shape (10, 1), got (10, 2)"),
    ({"x": 5.0}, "), got ()"),
    ({"x": [["a", 1]] * 10}, "X[0, 0]: expected real numbers, got 'a'"),
    ({"x": X * np.nan}, "X[0, 0] is nan: expected finite numbers"),
    ({"x": np.zeros((0, 2)), "y": []}, "X: expected at least one row and column, got (0, 2)"),
    ({"epochs": 0}, "epochs: expected at least 1, got 0"),
    ({"epochs": 1.5}, "epochs: expected a whole number, got 1.5"),
    ({"batch_size": 0}, "batch_size: expected at least 1, got 0"),
    ({"batch_size": 2.5}, "batch_size: expected a whole number, got 2.5"),
    ({"validation_split": 1.0}, "validation_split: 1 of 10 rows leaves one side without rows"),
    ({"validation_split": -0.1}, "validation_split: expected a finite number >= 0 and <= 1, got -0.1"),
    ({"validation_split": 1e-17}, "validation_split: 1e-17 of 10 rows leaves one side without rows"),
    ({"validation_data": ()}, "validation_data: expected a pair (X_val, y_val), got ()"),
    ({"validation_data": (X[:, :1], Y)}, "validation_data: X: expected shape (m, 2), got (10, 1)"),
    ({"validation_data": (X, Y[:3])}, "validation_data: y: expected 10 rows, as X has, got shape (3,)"),
    ({"validation_data": (X, Y - 1)}, "validation_data: y_true: expected values from 0 to 1, got -1"),
    ({"callbacks": "stop"}, "callbacks: expected Callbacks, got 'stop'"),
    ({"callbacks": [Callback(), "stop"]}, "callbacks: expected Callbacks, got 'stop'"),
    ({"callbacks": [EarlyStopping]}, "callbacks: expected Callbacks, got <class "),
    ({"callbacks": [EarlyStopping()]}, "EarlyStopping: no 'val_loss' among loss, accuracy"),
    ({"shuffle": 1}, "shuffle: expected True or False, got 1"),
    ({"verbose": 3}, 'verbose: expected 0, 1, 2 or "auto", got 3'),
]


@pytest.mark.parametrize("trained", [False, True])
@pytest.mark.parametrize(("change", "message"), BAD, ids=[message for _, message in BAD])
def test_a_refused_fit_leaves_the_model_as_it_was(change, message, trained):
    model, twin = classifier(Adam(0.1)), classifier(Adam(0.1))
    for net in (model, twin)[: 2 * trained]:
        net.fit(X, Y, 3)
    history = model.history
    with pytest.raises((TypeError, ValueError)) as caught:
        model.fit(**({"x": X, "y": Y} | change))
    assert message in str(caught.value) and "\n" not in str(caught.value)
    assert model.history is history and (trained or model.layers[0].W is None)
    assert model.fit(X, Y, 3, 2).history == twin.fit(X, Y, 3, 2).history
    same(model, twin)


@pytest.mark.parametrize("entry", ["fit", "evaluate"])
@pytest.mark.parametrize(
    ("units", "head", "loss", "y", "message"),
    [
        (3, "softmax", "sparse_categorical_crossentropy", np.arange(10) % 4, "y_true[3] is 3: expected labels 0..2"),
        (3, "softmax", "categorical_crossentropy", Y, "use SparseCategoricalCrossentropy"),
        (3, "softmax", "categorical_crossentropy", np.ones((10, 3)), "y_true: expected rows of sum 1, row 0 has 3"),
        (1, "softmax", "sparse_categorical_crossentropy", 0 * Y, "expects one output a class, 2 or more"),
        (1, "softmax", "binary_crossentropy", Y, "softmax of one score is always 1; use sigmoid"),
        (3, "softmax", "binary_crossentropy", one_hot(THREE), "expects sigmoid; for scores use Binary"),
        (1, "softmax", "mse", Y, "softmax of one score is always 1; use sigmoid"),
        (1, "linear", "binary_crossentropy", Y, "expects sigmoid; for scores use BinaryCrossentropy(from_logits=True)"),
        (3, "relu", "sparse_categorical_crossentropy", Y, "expects softmax; for scores use Sparse"),
        (3, "sigmoid", "categorical_crossentropy", one_hot(THREE), "expects softmax; "),
        (1, "sigmoid", "binary_crossentropy", Y[:9], "y: expected 10 rows, as X has, got shape (9,)"),
    ],
)
def test_a_loss_that_does_not_fit_is_refused(entry, units, head, loss, y, message):
    model = compiled([Dense(2), Dense(units, head)], loss)
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        getattr(model, entry)(X, y)
    assert "\n" not in str(caught.value) and model.layers[0].W is None


@pytest.mark.parametrize(
    "how", [{}, {"loss": "MSE"}, {"loss": "mse", "optimizer": Adam}, {"loss": "mse", "metrics": [len]}]
)
def test_a_refused_compile_keeps_what_was_there(how):
    model = classifier()
    before = model.loss, model.optimizer, model.metrics
    with pytest.raises(ValueError, match="loss|optimizer|metric"):
        model.compile(**how)
    assert all(now is then for now, then in zip((model.loss, model.optimizer, model.metrics), before, strict=True))


def test_a_summary_has_every_layer_and_all_numbers(capsys):
    model = Sequential([Dense(25, "relu"), Dense(15, "relu"), Dense(1)])
    model.build((None, 64))
    model.summary()
    out = capsys.readouterr().out
    for part in ("(64, 25)", "1,625", "(25,)", "(25, 15)", "390", "(15, 1)", "16", "2,031", "8,124"):
        assert part in out
