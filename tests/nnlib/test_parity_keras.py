"""Keras parity: one program, run on Keras and on nnlib from the same weights and batches, gives the same losses.

All in float32, on nets that are not saturated. Each library rounds in its own
order, which leaves 3e-7 of a loss and 7e-7 of an output after 50 steps. With Adam
it is up to ten times as much, and nnlib is not to blame: Keras computes
1 - beta^t in float32, so that its first steps are off by 2e-5 of their length.
"""

from functools import cache
from types import SimpleNamespace

import keras
import numpy as np
import pytest
import tensorflow as tf

import nnlib
from grids import thinned
from nnlib import activations, initializers
from nnlib.data import one_hot
from weights import start

tf.config.set_visible_devices([], "GPU")  # which may round to 10 bits

LOSSES = ("MeanSquaredError", "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy")
OPTIMIZERS = "SGD", "RMSprop", "Adam"
LIBRARIES = {
    "nnlib": nnlib,
    "keras": SimpleNamespace(
        Sequential=keras.Sequential,
        Dense=keras.layers.Dense,
        L2=keras.regularizers.L2,
        EarlyStopping=keras.callbacks.EarlyStopping,
        softmax=keras.activations.softmax,
        **{name: getattr(keras.losses, name) for name in LOSSES},
        **{name: getattr(keras.optimizers, name) for name in OPTIMIZERS},
    ),
}

# 320 rows are 10 batches of 32, so 5 epochs are 50 steps.
M, N, K = 320, 64, 10
_rng = np.random.default_rng(1)
X = _rng.normal(size=(M, N)).astype("float32")
SCORES = (X @ _rng.normal(size=(N, K)) / 8 + _rng.normal(size=(M, K))).astype("float32")
DIGIT, AMOUNT = SCORES.argmax(axis=1), SCORES[:, 0]
IS_FIRST = (AMOUNT > 0).astype(int)


def fit(model, X, y, epochs=5, **options):
    """`model.fit` row by row as they stand; the History's dict."""
    if isinstance(model, keras.Model):
        # Its memory in place beforehand, the step is compiled once and not twice.
        model.optimizer.build(model.trainable_variables)
    return model.fit(X, y, epochs=epochs, shuffle=False, verbose=0, **options).history


@cache
def run(library, program):
    """(what fit recorded, outputs afterwards) of a program on one of the LIBRARIES."""
    history, outputs = program(LIBRARIES[library])
    return history, np.asarray(outputs)


def assert_same(program, tolerance=1e-6):
    """Losses are the same to 1e-5; `tolerance`, of the outputs, is 1e-5 with Adam."""
    (ours, A), (theirs, A_keras) = run("nnlib", program), run("keras", program)
    assert ours.keys() == theirs.keys()
    for name, values in ours.items():
        np.testing.assert_allclose(values, theirs[name], rtol=1e-5, err_msg=name)
    np.testing.assert_allclose(A, A_keras, rtol=tolerance, atol=tolerance)


# The programs of the course, each written once


def layers(k, activations, units=(25, 15, 1)):
    return [k.Dense(n, activation=g) for n, g in zip(units, activations, strict=True)]


def course(activations, loss, y, units=(25, 15, 10), seed=3, optimizer="rmsprop", link=None, **from_logits):
    """A program of the course: three layers, a loss, and what makes outputs of its logits."""

    def program(k):
        model = start(k.Sequential(layers(k, activations, units)), N, seed)
        model.compile(k.Adam(learning_rate=1e-3) if optimizer == "adam" else optimizer, getattr(k, loss)(**from_logits))
        return fit(model, X, y), getattr(k, link)(model(X)) if link else model(X)

    return program


ONE, LOGITS = (25, 15, 1), {"from_logits": True, "link": "softmax"}
RELU, SPARSE = ["relu", "relu"], "SparseCategoricalCrossentropy"
COURSE = {
    "is it the digit": course(["sigmoid"] * 3, "BinaryCrossentropy", IS_FIRST, ONE, 2),
    "binary with relu": course([*RELU, "sigmoid"], "BinaryCrossentropy", IS_FIRST, ONE, 2),
    "regression of either sign": course([*RELU, "linear"], "MeanSquaredError", AMOUNT, ONE, 1),
    "regression without sign": course([*RELU, "relu"], "MeanSquaredError", abs(AMOUNT), ONE, 1),
    "which digit": course([*RELU, "softmax"], SPARSE, DIGIT),
    "which digit from logits": course([*RELU, "linear"], SPARSE, DIGIT, **LOGITS),
    "with adam": course([*RELU, "linear"], SPARSE, DIGIT, seed=1, optimizer="adam", **LOGITS),
    "twenty units for ten classes": course([*RELU, "softmax"], SPARSE, DIGIT, (25, 15, 20)),
}
SHORT = "binary with relu", "which digit", "which digit from logits"
"""What stands for the others each time."""


@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.long] * (n not in SHORT)) for n in COURSE])
def test_a_program_of_the_course(name):
    assert_same(COURSE[name], 1e-5 if name == "with adam" else 1e-6)


# Softmax and its loss are one function of the logits, in both libraries: in `fit`
# it makes no difference who is told so.
@pytest.mark.parametrize("library", LIBRARIES)
def test_from_logits_or_not_is_the_same_training(library):
    history, P = run(library, COURSE["which digit"])
    from_logits, P_from_logits = run(library, COURSE["which digit from logits"])
    assert history == from_logits
    np.testing.assert_allclose(P, P_from_logits, rtol=1e-5)


IMPORTS = {
    "keras": """
from keras import Sequential
from keras.activations import softmax
from keras.layers import Dense
from keras.losses import SparseCategoricalCrossentropy
from keras.optimizers import Adam
""",
    "nnlib": "from nnlib import Sequential, softmax, Dense, SparseCategoricalCrossentropy, Adam",
}
PROGRAM = """
model = Sequential([Dense(25, activation="relu"), Dense(15, activation="relu"), Dense(10, activation="linear")])
model.compile(loss=SparseCategoricalCrossentropy(from_logits=True), optimizer=Adam(learning_rate=1e-3))
history = model.fit(X, y, epochs=100)
probabilities = softmax(model(X))
"""


def literally(library):
    """The program above as it stands, on 32 rows: one batch, whatever the shuffling."""
    names = {"X": X[:32], "y": DIGIT[:32]}
    exec(IMPORTS[library], names)
    plain = names["Sequential"]
    names["Sequential"] = lambda layers: start(plain(layers), N, 613)
    exec(PROGRAM, names)
    return names["history"].history["loss"], np.asarray(names["probabilities"])


@pytest.mark.long
def test_the_program_word_for_word_with_another_import():
    (ours, P), (theirs, P_keras) = literally("nnlib"), literally("keras")
    assert len(ours) == 100 and ours[-1] < ours[0] / 2
    # 100 steps of Adam: see the top.
    np.testing.assert_allclose(ours, theirs, rtol=3e-5)
    np.testing.assert_allclose(P, P_keras, atol=2e-5)


# Losses x optimizers x activations. Each loss meets every optimizer and, in two
# hidden layers, every activation.

ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "swish", "softplus", "softmax")
TASKS = {
    "mse": ("MeanSquaredError", {}, "linear", SCORES[:, :2]),
    "binary": ("BinaryCrossentropy", {}, "sigmoid", IS_FIRST),
    "binary-logits": ("BinaryCrossentropy", {"from_logits": True}, "linear", (SCORES[:, :3] > 0).astype(int)),
    "categorical": ("CategoricalCrossentropy", {}, "softmax", one_hot(DIGIT, K)),
    "categorical-logits": ("CategoricalCrossentropy", {"from_logits": True}, None, one_hot(DIGIT, K)),
    "sparse": ("SparseCategoricalCrossentropy", {}, "softmax", DIGIT),
    "sparse-logits": ("SparseCategoricalCrossentropy", {"from_logits": True}, "linear", DIGIT[:, None]),
}
UNITS = {"mse": 2, "binary": 1, "binary-logits": 3}
WAYS = {
    "sgd": ("SGD", {"learning_rate": 0.05}),
    "momentum": ("SGD", {"learning_rate": 0.02, "momentum": 0.8}),
    "nesterov": ("SGD", {"learning_rate": 0.02, "momentum": 0.8, "nesterov": True}),
    "rmsprop": ("RMSprop", {"learning_rate": 0.002, "rho": 0.8, "epsilon": 1e-6}),
    "adam": ("Adam", {"learning_rate": 0.002, "beta_1": 0.8, "beta_2": 0.99}),
}


def training(task, way):
    loss, from_logits, output, y = TASKS[task]
    optimizer, options = WAYS[way]
    first = list(TASKS).index(task) + 2 * list(WAYS).index(way)
    hidden = [ACTIVATIONS[i % len(ACTIVATIONS)] for i in (first, first + 1)]

    def program(k):
        widths = 8, 7, UNITS.get(task, K)
        model = start(k.Sequential(layers(k, [*hidden, output], widths)), 12, seed=9)
        model.compile(getattr(k, optimizer)(**options), getattr(k, loss)(**from_logits))
        return fit(model, X[:, :12], y), model(X[:, :12])

    return program


@pytest.mark.parametrize(("task", "way"), thinned(list(TASKS), list(WAYS)))
def test_fifty_steps(task, way):
    assert_same(training(task, way), 1e-5 if way == "adam" else 1e-6)


# What `fit` and `evaluate` can do besides


def small(k, units=1, output="sigmoid", **options):
    hidden = k.Dense(9, activation="tanh", **options)
    return start(k.Sequential([hidden, k.Dense(units, activation=output)]), N)


def test_a_penalty_and_a_last_batch_that_is_smaller():
    def program(k):
        model = small(k, 10, "softmax", kernel_regularizer=k.L2(0.02))
        model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
        history = fit(model, X[:300], DIGIT[:300], batch_size=32)
        loss, share = model.evaluate(X[:77], DIGIT[:77])
        return history | {"evaluated": [loss], "right": [share]}, model(X)

    assert_same(program)


def test_the_last_rows_are_held_back():
    def program(k):
        model = small(k, kernel_regularizer=k.L2(0.003))
        model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
        # 305 * (1 - 0.3) = 213.5: 213 rows to learn from
        history = fit(model, X[:305], IS_FIRST[:305], validation_split=0.3)
        return history, model.predict(X)

    assert_same(program)
    names = {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert run("nnlib", program)[0].keys() == names


@pytest.mark.long
def test_validation_data_and_a_second_fit_that_goes_on():
    def program(k):
        model = small(k, 10, "linear")
        loss = k.CategoricalCrossentropy(from_logits=True)
        model.compile("adam", loss, metrics=["accuracy"])
        Y = one_hot(DIGIT, K)
        validation = X[200:], Y[200:]
        fits = [fit(model, X[:200], Y[:200], epochs, validation_data=validation) for epochs in (2, 3)]
        return {name: fits[0][name] + fits[1][name] for name in fits[0]}, model(X)

    assert_same(program, 1e-5)
    assert len(run("nnlib", program)[0]["val_loss"]) == 5


@pytest.mark.long
def test_evaluate_gives_a_number_or_with_a_metric_a_list():
    def program(k):
        model = small(k)
        model.compile(loss="mse")
        loss = model.evaluate(X[:50], IS_FIRST[:50])
        model.compile(loss="mean_squared_error", metrics=["accuracy"])
        with_accuracy = model.evaluate(X[:50], IS_FIRST[:50])
        return {"loss": loss, "both": with_accuracy}, model.predict(X)

    assert_same(program)
    loss, both = run("nnlib", program)[0].values()
    assert both == [loss, both[1]] and 0 < both[1] < 1


# Accuracy of logits is the one place where the two count differently: Keras asks
# whether an output is above 0.5, be it a probability or a logit; nnlib knows from
# the loss which it is, and a logit above 0 is a probability above 0.5.
def test_accuracy_of_logits_is_not_what_keras_counts():
    Z = np.array([[-0.3], [0.2], [0.4], [0.7]], "float32")
    found = {}
    for library, k in LIBRARIES.items():
        model = k.Sequential([k.Dense(1)])
        model.build((None, 1))
        model.set_weights([np.ones((1, 1)), np.zeros(1)])
        loss = k.BinaryCrossentropy(from_logits=True)
        model.compile(loss=loss, metrics=["accuracy"])
        found[library] = model.evaluate(Z, np.array([0, 1, 1, 1]))[1]
    assert found == {"nnlib": 1, "keras": 0.5}


@pytest.mark.parametrize("patience", [pytest.param(0, marks=pytest.mark.long), 3])
def test_early_stopping(patience):
    def program(k):
        model = small(k)
        model.compile(k.SGD(0.3), "binary_crossentropy", metrics=["accuracy"])
        stop = k.EarlyStopping(
            patience=patience,
            monitor="val_loss" if patience else "val_accuracy",
            min_delta=0.005,  # more than the last step down of val_loss
            restore_best_weights=True,
        )
        history = fit(model, X[:200], IS_FIRST[:200], 50, validation_split=0.5, callbacks=[stop])
        stopped = {"best": [stop.best], "epoch": [stop.best_epoch]}
        return history | stopped, model(X)

    assert_same(program)
    history, _ = run("nnlib", program)
    assert history["epoch"][0] + 1 + max(patience, 1) == len(history["loss"]) < 50


# Weights and probabilities


def test_weights_travel_both_ways():
    ours, theirs = (k.Sequential([k.Dense(7, activation="tanh"), k.Dense(2)]) for k in LIBRARIES.values())
    ours.build((None, N))
    theirs.build((None, N))
    drawn = theirs.get_weights()
    ours.set_weights(drawn)
    np.testing.assert_allclose(ours(X), np.asarray(theirs(X)), atol=1e-6)
    ours.parameters[...] = np.linspace(-1, 1, ours.count_params())
    theirs.set_weights(ours.get_weights())
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X), atol=1e-5)
    for back, A in zip(theirs.get_weights(), ours.get_weights(), strict=True):
        np.testing.assert_array_equal(back, A, strict=True)


# Names both have

POINTS = np.array([-1e4, -90, -20, -3, -1, -0.3, -1e-6, 1e-6, 0.5, 1, 2.5, 6, 30, 90, 1e4], "float32")


@pytest.mark.parametrize("name", sorted(vars(keras.activations).keys() & {*activations.ACTIVATIONS, "log_softmax"}))
def test_an_activation_has_keras_values_and_slopes(name):
    x = tf.constant(POINTS[None])
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum((theirs := getattr(keras.activations, name)(x)) ** 2) / 2
    np.testing.assert_allclose(getattr(activations, name)(POINTS[None]), theirs, rtol=2e-5, atol=1e-7)
    if name in activations.ACTIVATIONS:
        ours = activations.get(name)
        a = ours.function(POINTS[None])
        np.testing.assert_allclose(ours.backward(a, POINTS[None], a), tape.gradient(total, x), rtol=2e-5, atol=1e-7)


@pytest.mark.long
@pytest.mark.parametrize("shape", [(300, 500), (4000,)])
@pytest.mark.parametrize("name", initializers.INITIALIZERS)
def test_an_initializer_has_keras_distribution(name, shape):
    ours = initializers.get(name)(shape, np.random.default_rng(0)).ravel()
    theirs = np.ravel(keras.initializers.get(name)(shape))
    twentieths, spread = np.linspace(0.02, 0.98, 21), theirs.std()
    np.testing.assert_allclose(np.quantile(ours, twentieths), np.quantile(theirs, twentieths), atol=0.15 * spread)
    np.testing.assert_allclose(ours.std(), spread, rtol=0.05)
