"""Sequential: compile, evaluate and predict; what it refuses, and what a copy takes along."""

import copy
import pickle
import re

import numpy as np
import pytest

from nnlib import (
    L2,
    SGD,
    Adam,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Dense,
    MeanSquaredError,
    RMSprop,
    Sequential,
    SparseCategoricalCrossentropy,
    losses,
    optimizers,
)

X = np.random.default_rng(1).normal(size=(10, 2))
Y = (X[:, 0] + X[:, 1] > 0).astype(int)


def classifier(optimizer="adam", metrics=("accuracy",), l2=None):
    penalty = l2 and L2(l2)
    layers = [Dense(3, "tanh", kernel_regularizer=penalty), Dense(1, "sigmoid")]
    model = Sequential(layers, dtype="float64", seed=0)
    model.compile(optimizer, "binary_crossentropy", metrics)
    return model


def test_summary(capsys):
    model = Sequential([Dense(25, "relu"), Dense(15, "relu"), Dense(1, "relu")])
    model.build((None, 64))
    model.summary()
    assert capsys.readouterr().out == (
        "layer    type    units  activation W           b          params\n"
        "layer 1  Dense      25  relu       (64, 25)    (25,)       1,625\n"
        "layer 2  Dense      15  relu       (25, 15)    (15,)         390\n"
        "layer 3  Dense       1  relu       (15, 1)     (1,)           16\n"
        "2,031 parameters, 8,124 bytes as float32\n"
    )


def test_a_summary_needs_parameters():
    with pytest.raises(ValueError, match="^no parameters yet: "):
        Sequential([Dense(1)]).summary()


# compile


@pytest.mark.parametrize("name", losses.LOSSES)
def test_losses_by_name(name):
    model = Sequential([Dense(1)])
    model.compile(loss=name)
    assert type(model.loss) is losses.LOSSES[name] and not model.loss.from_logits


@pytest.mark.parametrize("name", optimizers.OPTIMIZERS)
def test_optimizers_by_name_and_each_model_gets_its_own(name):
    models = [Sequential([Dense(1)]) for _ in range(2)]
    for model in models:
        model.compile(name, "mse")
        assert type(model.optimizer) is optimizers.OPTIMIZERS[name]
    assert models[0].optimizer is not models[1].optimizer


def test_compile_takes_objects_as_they_are():
    optimizer, loss = Adam(0.5), SparseCategoricalCrossentropy(from_logits=True)
    model = Sequential([Dense(3)])
    model.compile(optimizer=optimizer, loss=loss)
    assert model.optimizer is optimizer and model.loss is loss


def test_rmsprop_is_the_optimizer_when_none_is_named():
    model = Sequential([Dense(1)])
    model.compile(loss=MeanSquaredError())
    assert type(model.optimizer) is RMSprop and model.optimizer.learning_rate == 0.001
    assert model.metrics == []


@pytest.mark.parametrize("metrics", ["accuracy", ["accuracy"], ("accuracy",)])
def test_metrics_are_names(metrics):
    model = classifier(metrics=metrics)
    assert model.metrics == ["accuracy"]


@pytest.mark.parametrize("metrics", [None, [], ()])
def test_no_metrics(metrics):
    assert classifier(metrics=metrics).metrics == []


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        ({}, ValueError, 'loss: expected a loss or its name, such as "mse"'),
        ({"loss": "cross_entropy"}, ValueError, "unknown loss 'cross_entropy': did you mean 'binary_crossentropy'"),
        ({"loss": "MSE"}, ValueError, "unknown loss 'MSE': did you mean 'mse'? known: "),
        ({"loss": 7}, ValueError, "unknown loss 7: known: binary_crossentropy, "),
        (
            {"loss": "mse", "optimizer": "adan"},
            ValueError,
            "unknown optimizer 'adan': did you mean 'adam'? known: adam, rmsprop, sgd",
        ),
        ({"loss": "mse", "optimizer": None}, ValueError, "unknown optimizer None: known: adam, rmsprop, sgd"),
        ({"loss": "mse", "optimizer": Adam}, ValueError, "unknown optimizer <class"),
        (
            {"loss": "mse", "metrics": ["acuracy"]},
            ValueError,
            "unknown metric 'acuracy': did you mean 'accuracy'? known: accuracy",
        ),
        ({"loss": "mse", "metrics": [len]}, ValueError, "unknown metric <built-in function len>: known: accuracy"),
        ({"loss": "mse", "metrics": 5}, TypeError, "metrics: expected a list of names, got 5"),
    ],
)
def test_compile_refuses_what_it_does_not_know_and_keeps_what_it_had(how, error, message):
    model = classifier()
    before = model.loss, model.optimizer, model.metrics
    with pytest.raises(error, match=f"^{re.escape(message)}") as caught:
        model.compile(**how)
    assert "\n" not in str(caught.value)
    after = model.loss, model.optimizer, model.metrics
    assert all(now is then for now, then in zip(after, before, strict=True))


# evaluate and predict


def test_evaluate_is_J_over_all_rows_with_its_penalty():
    model = classifier(l2=0.1)
    model.compile("sgd", "mse")
    J = model.evaluate(X, Y)
    W, b, V, c = model.get_weights()
    outputs = 1 / (1 + np.exp(-(np.tanh(X @ W + b) @ V + c)))
    error = sum((a - y) ** 2 for a, y in zip(outputs[:, 0], Y, strict=True)) / 10
    assert type(J) is float
    assert pytest.approx(error + 0.1 * (W**2).sum(), rel=1e-13) == J


def test_evaluate_gives_loss_and_accuracy_in_this_order():
    model = classifier()
    p = model(X)[:, 0]
    loss = -np.mean(np.where(Y == 1, np.log(p), np.log(1 - p)))
    J, share = model.evaluate(X, Y)
    assert pytest.approx(loss, rel=1e-12) == J
    assert share == np.mean((p > 0.5) == Y) and 0 < share < 1
    model.compile(loss="mse")
    assert type(model.evaluate(X, Y)) is float


def test_evaluate_is_what_fit_says_of_data_held_back():
    model = classifier(l2=0.01)
    logs = model.fit(X[:6], Y[:6], validation_data=(X[6:], Y[6:]), epochs=2).history
    assert model.evaluate(X[6:], Y[6:]) == [logs["val_loss"][-1], logs["val_accuracy"][-1]]


def test_evaluating_and_predicting_change_nothing():
    model = classifier(l2=0.01)
    model.fit(X, Y, epochs=2)
    theta, rng = model.parameters.copy(), str(model._rng.bit_generator.state)
    history, steps = model.history, model.optimizer.iterations
    model.evaluate(X, Y)
    np.testing.assert_array_equal(model.predict(X), model(X))
    np.testing.assert_array_equal(model.parameters, theta)
    assert (str(model._rng.bit_generator.state), model.history) == (rng, history)
    assert model.optimizer.iterations == steps == 2


def test_predict_gives_probabilities_though_training_used_logits():
    model = Sequential([Dense(3, "softmax")], dtype="float64", seed=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.fit(X, Y)
    P = model.predict(X)
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-14)
    Z = X @ model.layers[0].W + model.layers[0].b
    np.testing.assert_allclose(P, np.exp(Z) / np.exp(Z).sum(axis=1)[:, None], rtol=1e-13)


@pytest.mark.parametrize("entry", ["predict", "evaluate"])
@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (X[:, :1], ValueError, "X: expected shape (m, 2), got (10, 1)"),
        (X[:, 0], ValueError, "X: expected shape (m, 2), got (10,); one example is a"),
        (X * np.inf, ValueError, "X[0, 0] is "),
        ([["a", "b"]], TypeError, "X: expected real numbers, got 'a'"),
        (np.ones((0, 2)), ValueError, "X: expected at least one row and one column"),
    ],
)
def test_bad_inputs(entry, rows, error, message):
    model = classifier()
    model.build((None, 2))
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        model.predict(rows) if entry == "predict" else model.evaluate(rows, Y)


@pytest.mark.parametrize(
    ("y", "error", "message"),
    [
        (Y[:9], ValueError, "y: expected 10 rows, as X has, got shape (9,)"),
        (3, ValueError, "y: expected 10 rows, as X has, got shape ()"),
        (["a"] * 10, TypeError, "y: expected real numbers, got 'a'"),
        (Y * 2, ValueError, "y_true: expected values from 0 to 1, got 2"),
        (np.ones((10, 2)), ValueError, "y_true: expected shape (10, 1), got (10, 2)"),
    ],
)
def test_bad_targets(y, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        classifier().evaluate(X, y)


def test_predict_needs_layers_but_no_compile():
    with pytest.raises(ValueError, match="^this model has no layers: "):
        Sequential().predict(X)
    assert Sequential([Dense(1)]).predict(X).shape == (10, 1)


# Copies


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
@pytest.mark.parametrize("optimizer", [lambda: SGD(0.1, momentum=0.9), lambda: Adam(0.01)])
def test_a_copy_of_a_trained_model_trains_on_alone(duplicate, optimizer):
    model = classifier(optimizer())
    model.fit(X, Y, 3, 4)
    twin = duplicate(model)
    theta, steps = model.parameters.copy(), model.optimizer.iterations
    assert twin.history.history == model.history.history
    twin_losses = twin.fit(X, Y, 3, 4).history
    np.testing.assert_array_equal(model.parameters, theta)
    assert (model.optimizer.iterations, twin.optimizer.iterations) == (steps, 2 * steps)
    assert model.fit(X, Y, 3, 4).history == twin_losses
    np.testing.assert_array_equal(model.parameters, twin.parameters)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_of_a_compiled_model_that_is_not_built(duplicate):
    model, loss = classifier(), BinaryCrossentropy()
    twin = duplicate(model)
    assert twin.fit(X, Y).history == model.fit(X, Y).history
    twin.compile("sgd", loss)
    assert model.loss is not loss


@pytest.mark.parametrize(
    ("activation", "loss"),
    [
        ("softmax", SparseCategoricalCrossentropy(from_logits=True)),
        ("softmax", CategoricalCrossentropy(from_logits=True)),
        ("sigmoid", BinaryCrossentropy(from_logits=True)),
    ],
)
def test_an_activation_that_the_loss_applies_too_is_warned_of(activation, loss):
    twice = f"expects logits, so {activation} will be applied twice"
    with pytest.warns(UserWarning, match=twice) as caught:
        Sequential([Dense(3, activation)]).compile("sgd", loss)
    assert len(caught) == 1 and caught[0].filename == __file__


def test_other_pairs_are_not_warned_of():
    for activation in "linear", "sigmoid", "relu":
        model = Sequential([Dense(3, activation)])
        model.compile("sgd", SparseCategoricalCrossentropy(from_logits=True))
    Sequential([Dense(3, "softmax")]).compile("sgd", SparseCategoricalCrossentropy())
    Sequential().compile("sgd", SparseCategoricalCrossentropy(from_logits=True))
