"""Training goes on exactly where it was: after copying, pickling, saving; an optimizer moves one model only."""

import copy
import io
import pickle
import warnings

import joblib
import numpy as np
import pytest

from nnlib import (
    SGD,
    Adam,
    BinaryCrossentropy,
    Dense,
    RMSprop,
    Sequential,
    SparseCategoricalCrossentropy,
)
from nnlib.activations import ACTIVATIONS
from nnlib.optimizers import OPTIMIZERS
from nnlib.training import Objective

X = np.random.default_rng(0).normal(size=(23, 4))
Y = (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 1)
MAKE = {
    "sgd": lambda: SGD(0.1),
    "momentum": lambda: SGD(0.1, momentum=0.9, nesterov=True),
    "rmsprop": lambda: RMSprop(0.01, rho=0.8),
    "adam": lambda: Adam(0.01, beta_1=0.8, epsilon=1e-6),
}


def classifier(optimizer="adam", dtype="float32", seed=3):
    model = Sequential([Dense(5, "tanh"), Dense(3)], dtype=dtype, seed=seed)
    loss = SparseCategoricalCrossentropy(from_logits=True)
    model.compile(MAKE[optimizer](), loss, ["accuracy"])
    return model


def dumped(model):
    file = io.BytesIO()
    joblib.dump(model, file)
    file.seek(0)
    return joblib.load(file)


def saved(model, path):
    model.save(path / "model.npz")
    return Sequential.load(path / "model.npz")


WAYS = {
    "copied": lambda model, path: copy.deepcopy(model),
    "pickled": lambda model, path: pickle.loads(pickle.dumps(model)),
    "by joblib": lambda model, path: dumped(model),
    "saved": saved,
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", MAKE)
@pytest.mark.parametrize("way", WAYS)
def test_training_goes_on_as_if_nothing_had_been_in_between(way, optimizer, dtype, tmp_path):
    model, unbroken = classifier(optimizer, dtype), classifier(optimizer, dtype)
    model.fit(X, Y, 5, 3)
    twin = WAYS[way](model, tmp_path)
    before = model.parameters.copy()
    rest = twin.fit(X, Y, 5, 3).history
    np.testing.assert_array_equal(model.parameters, before)
    whole = unbroken.fit(X, Y, 5, 6).history
    assert {name: values[3:] for name, values in whole.items()} == rest
    np.testing.assert_array_equal(twin.parameters, unbroken.parameters)
    model.fit(X, Y, 5, 3)  # and so does the one that was left behind
    np.testing.assert_array_equal(model.parameters, unbroken.parameters)


@pytest.mark.parametrize("way", WAYS)
def test_a_model_of_probabilities_goes_on_too_before_any_step(way, tmp_path):
    model = Sequential([Dense(1, "sigmoid")], seed=np.random.Generator(np.random.MT19937(1)))
    model.compile("adam", "binary_crossentropy")
    model.build((None, 4))
    twin = WAYS[way](model, tmp_path)
    assert twin.fit(X, Y > 0, 5, 2).history == model.fit(X, Y > 0, 5, 2).history
    np.testing.assert_array_equal(twin.parameters, model.parameters)


def test_a_seed_overrides_the_order_that_was_saved(tmp_path):
    model = classifier()
    model.fit(X, Y, 5)
    model.save(tmp_path / "m.npz")
    one, other = (Sequential.load(tmp_path / "m.npz", seed=s) for s in (None, 1))
    assert one.fit(X, Y, 5).history != other.fit(X, Y, 5).history


@pytest.mark.parametrize("own", ["loss", "optimizer"])
def test_a_loss_or_optimizer_of_your_own_is_no_part_of_the_file(own, tmp_path):
    class MyLoss(BinaryCrossentropy):
        pass

    class MyAdam(Adam):
        pass

    model = Sequential([Dense(1, "sigmoid")])
    loss = MyLoss() if own == "loss" else BinaryCrossentropy()
    model.compile(MyAdam() if own == "optimizer" else Adam(), loss)
    model.fit(X, Y > 0)
    twin = saved(model, tmp_path)
    np.testing.assert_array_equal(twin.predict(X), model.predict(X))
    with pytest.raises(ValueError, match="no loss yet: compile"):
        twin.fit(X, Y > 0)


SPOILED = [
    ("v", lambda v: v[:-1]),
    ("m", lambda m: m[None]),
    ("m", lambda m: m.astype(str)),
    ("v", lambda v: None),
]


@pytest.mark.parametrize(("name", "spoil"), SPOILED)
def test_a_memory_that_does_not_fit_is_refused(name, spoil, tmp_path):
    model, path = classifier(), tmp_path / "m.npz"
    model.fit(X, Y)
    model.save(path)
    with np.load(path) as arrays:
        arrays = dict(arrays)
    arrays[name] = spoil(arrays[name])
    np.savez(path, **{k: v for k, v in arrays.items() if v is not None})
    with pytest.raises(ValueError, match="no model saved by nnlib, or a broken one"):
        Sequential.load(path)


# One optimizer, one model


@pytest.mark.parametrize("fitted", [False, True])
def test_a_second_model_does_not_get_the_optimizer_of_the_first(fitted):
    model, other = classifier(), classifier("sgd")
    if fitted:
        model.fit(X, Y)
    mine = other.optimizer
    with pytest.raises(ValueError, match="^this Adam moves another model: compile wi"):
        other.compile(model.optimizer, "mse")
    assert other.optimizer is mine and other.loss.by_row
    model.compile(model.optimizer, model.loss)  # its own it may have again
    model.fit(X, Y)
    other.compile(copy.deepcopy(model.optimizer), model.loss)  # or a copy


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_of_a_model_has_its_optimizer_to_itself(way, tmp_path):
    model = classifier()
    model.fit(X, Y)
    twin = WAYS[way](model, tmp_path)
    with pytest.raises(ValueError, match="moves another model"):
        classifier().compile(twin.optimizer, "mse")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_travels_alone(name):
    theta, rng = np.ones(3), np.random.default_rng(1)
    optimizer = OPTIMIZERS[name](0.1)
    G = rng.normal(size=(6, 3))
    for g in G[:3]:
        optimizer.step(theta, g)
    twins = pickle.loads(pickle.dumps(optimizer)), copy.copy(optimizer)
    others = theta.copy(), theta.copy()
    for g in G[3:]:
        optimizer.step(theta, g)
        for twin, other in zip(twins, others, strict=True):
            twin.step(other, g)
    for twin, other in zip(twins, others, strict=True):
        np.testing.assert_array_equal(theta, other)
        assert twin.iterations == 6


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("theta", [np.zeros(2), np.zeros(3, "float32"), np.zeros((3, 1))])
def test_a_memory_of_another_vector_is_refused_until_reset(name, theta):
    optimizer = OPTIMIZERS[name](0.1)
    optimizer.step(np.zeros(3), np.ones(3))
    with pytest.raises(ValueError, match="moves another vector: make a new one$"):
        optimizer.step(theta, np.ones_like(theta))
    assert optimizer.iterations == 1 and not theta.any()
    optimizer.reset()
    fresh, expected = OPTIMIZERS[name](0.1), theta.copy()
    fresh.step(expected, np.ones_like(theta))
    optimizer.step(moved := theta.copy(), np.ones_like(theta))
    np.testing.assert_array_equal(moved, expected)


# The objective


def test_a_layer_added_after_compile_decides_anew():
    model = Sequential(seed=0)
    model.compile(SGD(0.1), "binary_crossentropy")
    model.add(Dense(3, "tanh"))
    model.add(Dense(1, "sigmoid"))
    twin = Sequential([Dense(3, "tanh"), Dense(1, "sigmoid")], seed=0)
    twin.compile(SGD(0.1), "binary_crossentropy")
    assert Objective(model).of_scores and Objective(twin).of_scores
    assert model.fit(X, Y > 0).history == twin.fit(X, Y > 0).history


def test_an_activation_or_a_loss_set_after_compile_is_the_one_that_trains():
    model, twin = (Sequential([Dense(1, g)], seed=0) for g in ("sigmoid", "tanh"))
    model.compile(SGD(0.1), "binary_crossentropy")
    twin.compile(SGD(0.1), "mse")
    model.loss, model.layers[0].activation = twin.loss, ACTIVATIONS["tanh"]
    assert model.fit(X, Y > 0).history == twin.fit(X, Y > 0).history


def test_every_activation_with_every_slope_can_be_pickled():
    for name, g in ACTIVATIONS.items():
        assert pickle.loads(pickle.dumps(g)) == g
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert copy.deepcopy(Dense(2, name)).activation == g
