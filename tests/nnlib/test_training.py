"""Training, piece by piece: decisions, what an epoch records, and when logits are used."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    L2,
    SGD,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Dense,
    MeanSquaredError,
    Sequential,
    SparseCategoricalCrossentropy,
)
from nnlib.activations import ACTIVATIONS, Activation
from nnlib.data import one_hot
from nnlib.training import (
    Objective,
    decide,
    diverged,
    epoch,
    measure,
    require_loss,
    split,
)

X = np.arange(10.0)[:, None]
TARGETS = X * X


def model_of(layers, loss="mse", metrics=(), rate=0.5):
    """A compiled model whose weights and biases start at 0."""
    layers = [
        Dense(units, activation, "zeros", kernel_regularizer=penalty)
        for units, activation, penalty in layers
    ]
    model = Sequential(layers, dtype="float64", seed=0)
    model.compile(SGD(rate), loss, list(metrics))
    return model


# Decisions


@pytest.mark.parametrize(
    ("output", "logits", "labels"),
    [
        ([[0.2], [0.5], [0.51], [1]], False, [0, 0, 1, 1]),
        ([[-3], [0], [0.1], [0.6]], True, [0, 0, 1, 1]),
        ([[0.2, 0.5, 0.3], [0.9, 0.1, 0]], False, [1, 0]),
        ([[-2, -5, -1], [3, 4, -9]], True, [2, 1]),
        ([[0.4, 0.4, 0.2]], False, [0]),
        ([[0, 0, 1], [1, 0, 0]], False, [2, 0]),
    ],
)
def test_the_label_of_an_output(output, logits, labels):
    result = decide(np.array(output, float), 0 if logits else 0.5)
    assert result.tolist() == labels and result.dtype.kind == "i"


@given(st.integers(1, 20), st.integers(2, 5))
def test_a_decision_is_the_same_for_logits_and_their_probabilities(m, K):
    Z = np.random.default_rng(m).normal(size=(m, K))
    P = ACTIVATIONS["softmax"].function(Z)
    np.testing.assert_array_equal(decide(Z, 0), decide(P))
    z, p = Z[:, :1], ACTIVATIONS["sigmoid"].function(Z[:, :1])
    np.testing.assert_array_equal(decide(z, 0), decide(p))


# The last weights and biases are set, so that outputs, or their logits, are as listed.
LOGITS = np.array([[-1.0, 2, 0], [0.3, 0.2, 0.1], [0, 0, 5], [2, 1, 0]])
THREE = np.array([1, 1, 2, 0])


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize(
    ("loss", "units", "y", "share"),
    [
        (SparseCategoricalCrossentropy, 3, THREE, 0.75),
        (SparseCategoricalCrossentropy, 3, THREE[:, None], 0.75),
        (CategoricalCrossentropy, 3, one_hot(THREE), 0.75),
        (BinaryCrossentropy, 1, np.array([0, 1, 0, 0]), 0.75),
        (BinaryCrossentropy, 1, np.array([[1], [1], [1], [1]]), 0.5),
    ],
)
def test_accuracy_for_every_kind_of_target(from_logits, loss, units, y, share):
    activation = "linear" if from_logits else loss.activation
    layers = [(units, activation, None)]
    model = model_of(layers, loss(from_logits=from_logits), ["accuracy"])
    model.build((None, 4))
    model.layers[0].W[...] = LOGITS[:, :units]
    rows = np.eye(4)
    assert model.evaluate(rows, y)[1] == share
    assert model.fit(rows, y, 3, shuffle=False).history["accuracy"][0] <= 1
    model.layers[0].W[...], model.layers[0].b[...] = LOGITS[:, :units], 0
    model.optimizer.learning_rate = 0.0
    assert model.fit(rows, y, 3).history["accuracy"] == [share]


def test_accuracy_of_squared_error_is_above_one_half_or_the_largest():
    model = model_of([(1, None, None)], metrics=["accuracy"])
    model.build((None, 1))
    model.layers[0].W[...] = 1
    assert model.evaluate([[0.4], [0.6], [0.5], [0.51]], [0, 0, 0, 1])[1] == 0.75
    model = model_of([(2, None, None)], metrics=["accuracy"])
    model.build((None, 1))
    model.layers[0].W[...] = [[1, -1]]
    rows, Y = [[1], [1], [-1]], [[1, 0], [0, 1], [0, 1]]
    assert model.evaluate(rows, Y)[1] == pytest.approx(2 / 3)


# One epoch


def test_an_epoch_by_hand():
    model = model_of([(1, None, L2(0.25))], rate=0.125)
    model.build((None, 1))
    model.layers[0].W[...] = 2
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([[0.0], [0.0], [0.0]])
    logs = epoch(model, X, y, 2, None)
    # Batch 1: outputs 2, 4, J = 10 + .25 * 4; dW = 10 + 1, db = 6, W = .625, b = -.75.
    # Batch 2: output 1.125, J = 1.265625 + .25 * .390625.
    J = 2 / 3 * 11 + 1 / 3 * (1.265625 + 0.25 * 0.390625)
    assert logs == {"loss": pytest.approx(J, rel=1e-14)}
    # dW = 6 * 1.125 + .3125, db = 2.25
    expected = [0.625 - 0.125 * 7.0625, -0.75 - 0.125 * 2.25]
    np.testing.assert_allclose(model.parameters, expected, rtol=1e-14)
    assert model.optimizer.iterations == 2


def test_measuring_takes_no_step():
    model = model_of([(1, None, L2(0.25))])
    model.build((None, 1))
    model.layers[0].W[...] = 2
    assert measure(model, X[1:3], np.zeros((2, 1))) == {"loss": 11.0}
    np.testing.assert_array_equal(model.parameters, [2, 0])
    assert model.optimizer.iterations == 0


# Through the logits


@pytest.mark.parametrize(
    ("activation", "loss", "fused"),
    [
        ("sigmoid", BinaryCrossentropy(), True),
        ("softmax", SparseCategoricalCrossentropy(), True),
        ("softmax", CategoricalCrossentropy(), True),
        ("softmax", BinaryCrossentropy(), False),
        ("sigmoid", CategoricalCrossentropy(), False),
        ("sigmoid", BinaryCrossentropy(from_logits=True), False),
        ("softmax", SparseCategoricalCrossentropy(from_logits=True), False),
        ("sigmoid", MeanSquaredError(), False),
        ("softmax", MeanSquaredError(), False),
    ],
)
def test_logits_are_used_for_an_activation_with_its_own_loss_only(
    activation, loss, fused
):
    objective = Objective(loss, ACTIVATIONS[activation])
    assert objective.of_scores is fused
    if fused:
        assert type(objective.loss) is type(loss) and objective.loss.from_logits
    else:
        assert objective.loss is loss


@pytest.mark.parametrize(
    "loss", [BinaryCrossentropy(from_logits=True), MeanSquaredError()]
)
def test_a_linear_activation_keeps_its_loss(loss):
    assert model_of([(3, "linear", None)], loss).objective.loss is loss


def test_an_activation_counts_by_what_it_does_not_by_its_name():
    sigmoid = ACTIVATIONS["sigmoid"]
    own = Activation("sigmoid", np.tanh, sigmoid.derivative)
    assert not Objective(BinaryCrossentropy(), own).of_scores
    assert Objective(BinaryCrossentropy(), Activation(*sigmoid)).of_scores


def test_softmax_with_binary_loss_trains_with_its_own_slope():
    """l = -(ln p_1 + ln(1 - p_0)) / 2 = -ln p_1, dz = p - y."""
    model = model_of([(2, "softmax", None)], BinaryCrossentropy(), rate=1.0)
    history = model.fit([[1.0]], one_hot([1], 2)).history["loss"]
    assert history == [pytest.approx(np.log(2))]
    np.testing.assert_allclose(model.layers[0].b, [-0.5, 0.5], atol=1e-15)


@pytest.mark.parametrize(
    "loss", [CategoricalCrossentropy, SparseCategoricalCrossentropy]
)
def test_sigmoids_are_no_probabilities_of_classes(loss):
    """Each may go to 1, and the loss to 0, whatever the right class is."""
    model = model_of([(3, "sigmoid", None)], loss())
    with pytest.raises(ValueError, match="expects probabilities; use .* or softmax"):
        require_loss(model)


@pytest.mark.parametrize("loss", [BinaryCrossentropy(), MeanSquaredError()])
def test_softmax_of_one_score_is_refused(loss):
    with pytest.raises(ValueError, match="softmax of one score is always 1"):
        require_loss(model_of([(1, "softmax", None)], loss))


def test_the_first_number_that_is_not_finite_is_named():
    model = model_of([(1, None, None)])
    model.build((None, 2))
    logs = {"loss": 1.0, "val_loss": np.nan, "val_mse": np.inf}
    message = diverged(model, 0, logs, np.ones((1, 2)))
    assert message.startswith("fit stopped in epoch 1: the val_loss (nan) is no longer")


def test_parameters_that_began_as_nan_are_named():
    model = model_of([(1, None, None)])
    model.build((None, 2))
    model.parameters[0] = np.nan
    message = diverged(model, 0, {"loss": np.nan}, np.ones((1, 2)))
    assert message.startswith("fit stopped in epoch 1: the parameters held nan or inf")


# Splitting


@pytest.mark.parametrize(
    ("share", "train"), [(0.1, 9), (0.15, 8), (0.2, 8), (0.5, 5), (0.75, 2)]
)
def test_the_last_rows_are_held_back(share, train):
    model = model_of([(1, None, None)])
    (A, b), (C, d) = split(model, X, TARGETS, share, None)
    assert A[:, 0].tolist() == list(range(train))
    assert C[:, 0].tolist() == list(range(train, 10))
    np.testing.assert_array_equal(b, A**2)
    np.testing.assert_array_equal(d, C**2)


def test_without_a_share_nothing_is_held_back():
    model = model_of([(1, None, None)])
    (A, b), held_back = split(model, X, TARGETS, 0, None)
    assert held_back is None and A is X and b is TARGETS


def test_validation_data_is_made_ready_like_the_data():
    model = model_of([(1, None, None)])
    model.dtype = np.dtype("float32")
    data, (A, b) = split(model, X, TARGETS, 0.5, ([[1], [2]], [3, 4]))
    assert data[0] is X and (A.dtype, b.dtype) == ("float32", "float32")
    assert (A.tolist(), b.tolist()) == ([[1], [2]], [[3], [4]])


# What is said of a divergence


@pytest.mark.parametrize(
    ("loss", "largest", "what", "cause"),
    [
        (np.nan, 30, "the loss (nan)", "the learning rate 0.5 is too large."),
        (np.inf, -30, "the loss (inf)", "the learning rate 0.5 is too large."),
        (
            1.0,
            -31,
            "a parameter",
            "inputs of up to 31 want scaling (StandardScaler), or the learning rate 0.5 "
            "is too large.",
        ),
    ],
)
def test_the_sentence_names_epoch_and_cause(loss, largest, what, cause):
    model = model_of([(1, None, None)])
    model.build((None, 2))
    assert diverged(model, 4, {"loss": loss}, np.array([[1, largest]])) == (
        f"fit stopped in epoch 5: {what} is no longer finite. "
        f"The model is back at the start of that epoch. Likely cause: {cause}"
    )
