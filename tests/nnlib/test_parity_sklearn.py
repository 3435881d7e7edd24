"""scikit-learn parity: MLPClassifier and nnlib, from the same weights, take the same steps, in float64."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.neural_network import MLPClassifier

from grids import thinned
from nnlib import L2, SGD, Adam, BinaryCrossentropy, Dense, Sequential, SparseCategoricalCrossentropy

# 320 rows are 10 batches, so 5 epochs are 50 steps.
BATCH, EPOCHS = 32, 5
_rng = np.random.default_rng(0)
X = _rng.normal(size=(320, 6))
SCORES = X @ _rng.normal(size=(6, 3)) + _rng.normal(size=(320, 3))

NAMES = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu"}
"""Of the activations: scikit-learn's and ours."""

# scikit-learn's epsilon is 1e-8, as in the paper.
SOLVERS = {
    "adam": ({"solver": "adam"}, lambda: Adam(0.01, epsilon=1e-8)),
    "adam-otherwise": (
        {"solver": "adam", "beta_1": 0.7, "beta_2": 0.95, "epsilon": 1e-3},
        lambda: Adam(0.01, beta_1=0.7, beta_2=0.95, epsilon=1e-3),
    ),
    "sgd": ({"solver": "sgd", "momentum": 0.0}, lambda: SGD(0.01)),
    "momentum": ({"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": False}, lambda: SGD(0.01, momentum=0.9)),
    "nesterov": ({"solver": "sgd", "momentum": 0.9}, lambda: SGD(0.01, momentum=0.9, nesterov=True)),
}


def weights(net):
    """What a fitted MLPClassifier knows, in the order of `get_weights`."""
    pairs = zip(net.coefs_, net.intercepts_, strict=True)
    return [A.copy() for pair in pairs for A in pair]


def theirs(net, X, y):
    """(weights at the start, losses by epoch, weights at the end) of an MLPClassifier."""
    # A step of length 1e-300 leaves the weights as they were drawn.
    still = clone(net).set_params(learning_rate_init=1e-300)
    begin = weights(still.partial_fit(X, y, classes=np.unique(y)))
    for _ in range(EPOCHS):
        net.partial_fit(X, y, classes=np.unique(y))
    return begin, net.loss_curve_, weights(net)


def ours(begin, X, y, activation, optimizer, alpha):
    """(losses by epoch, weights at the end) of the same net in nnlib."""
    # Per batch, the penalty there is (alpha / 2) / (its rows) ||W||^2.
    penalty = L2(alpha / (2 * BATCH)) if alpha else None
    *hidden, K = (len(b) for b in begin[1::2])
    outputs = Dense(K, "sigmoid" if K == 1 else "softmax", kernel_regularizer=penalty)
    layers = [Dense(n, activation, kernel_regularizer=penalty) for n in hidden]
    model = Sequential([*layers, outputs], "float64")
    model.build((None, X.shape[1]))
    model.set_weights(begin)
    loss = BinaryCrossentropy() if K == 1 else SparseCategoricalCrossentropy()
    model.compile(optimizer, loss)
    history = model.fit(X, y, BATCH, EPOCHS, shuffle=False)
    return history.history["loss"], model.get_weights()


def assert_same(solver, activation, alpha, X, y):
    options, optimizer = SOLVERS[solver]
    net = MLPClassifier(
        (7, 5),
        activation=activation,
        alpha=alpha,
        batch_size=BATCH,
        learning_rate_init=0.01,
        shuffle=False,
        random_state=3,
        **options,
    )
    begin, losses, end = theirs(net, X, y)
    found, W = ours(begin, X, y, NAMES[activation], optimizer(), alpha)
    assert not np.allclose(begin[0], end[0], atol=1e-3)
    np.testing.assert_allclose(found, losses, rtol=1e-11)
    for A, expected in zip(W, end, strict=True):
        np.testing.assert_allclose(A, expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("solver", "activation", "alpha", "K"), thinned(list(SOLVERS), list(NAMES), [0.5, 0], [3, 2]))
def test_fifty_steps(solver, activation, alpha, K):
    assert_same(solver, activation, alpha, X, SCORES[:, :K].argmax(axis=1))


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_last_batch_that_is_smaller(solver):
    assert_same(solver, "tanh", 0, X[:300], SCORES[:300].argmax(axis=1))
