"""Gradients against automatic differentiation and against differences, for every activation with every loss.

The forward pass is written a second time here, in TensorFlow's elementary
operations; its tape knows nothing of our formulas for the slopes.
"""

from itertools import pairwise, product

import numpy as np
import pytest
import tensorflow as tf

from grids import thinned
from nnlib import SGD, Dense, Sequential, losses
from nnlib.gradcheck import gradient_check
from nnlib.losses import L2


def tf_softmax(z):
    e = tf.exp(z)
    return e / tf.reduce_sum(e, axis=1, keepdims=True)


ACTIVATIONS = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + tf.exp(-z)),
    "tanh": lambda z: (tf.exp(z) - tf.exp(-z)) / (tf.exp(z) + tf.exp(-z)),
    "relu": lambda z: tf.where(z > 0, z, tf.zeros_like(z)),
    "leaky_relu": lambda z: tf.where(z > 0, z, 0.2 * z),
    "elu": lambda z: tf.where(z > 0, z, tf.exp(z) - 1),
    "swish": lambda z: z / (1 + tf.exp(-z)),
    "softplus": lambda z: tf.math.log(1 + tf.exp(z)),
    "softmax": tf_softmax,
}
NAMES = list(ACTIVATIONS)


def tf_binary(y, p):
    return -tf.reduce_mean(y * tf.math.log(p) + (1 - y) * tf.math.log(1 - p))


def tf_categorical(Y, P):
    return -tf.reduce_mean(tf.reduce_sum(Y * tf.math.log(P), axis=1))


def tf_sparse(y, P):
    return tf_categorical(tf.one_hot(y, P.shape[1], dtype=P.dtype), P)


LOSSES = {
    "MeanSquaredError": lambda y, a: tf.reduce_mean((a - y) ** 2),
    "BinaryCrossentropy": tf_binary,
    "CategoricalCrossentropy": tf_categorical,
    "SparseCategoricalCrossentropy": tf_sparse,
}
LINKS = dict.fromkeys(LOSSES, tf_softmax)
LINKS["BinaryCrossentropy"] = ACTIVATIONS["sigmoid"]
"""What makes probabilities of logits."""

# Every loss, with the outputs that it can take and with logits.
ENDS = [("MeanSquaredError", output, False) for output in NAMES]
ENDS += [("BinaryCrossentropy", "sigmoid", False)]
ENDS += [(loss, "softmax", False) for loss in list(LOSSES)[2:]]
ENDS += [(loss, "linear", True) for loss in list(LOSSES)[1:]]

# The last layer alone, or one or two below it: each activation at every place.
HIDDEN = [(), *((g,) for g in NAMES), *pairwise([*NAMES, "linear"])]

ENDS = {"-".join(end[:2]) + "-logits" * end[2]: end for end in ENDS}
HIDDEN = {"-".join(hidden) or "alone": hidden for hidden in HIDDEN}
each_net = pytest.mark.parametrize(("hidden", "end"), thinned(list(HIDDEN), list(ENDS)))


def targets(rng, loss, m, units):
    if loss == "MeanSquaredError":
        return rng.normal(size=(m, units))
    if loss == "BinaryCrossentropy":
        return rng.integers(2, size=(m, units))
    if loss == "CategoricalCrossentropy":
        return rng.dirichlet(np.ones(units), size=m)
    return rng.integers(units, size=m)


def nets(hidden, end):
    """(model, loss, X, y) for one and for five examples, without and with penalties.

    All widths differ: 2 inputs, 4 and 5 hidden units, 3 outputs.
    """
    name, output, from_logits = end
    # With this seed no ReLU is within a step of gradient_check from its kink.
    rng = np.random.default_rng(1)
    for m, penalties in product((1, 5), [(None, None), (L2(0.03), L2(0.2))]):
        widths = zip((4, 5), hidden, strict=False)
        layers = [Dense(n, g, kernel_regularizer=penalties[0]) for n, g in widths]
        layers += [Dense(3, output, kernel_regularizer=penalties[1])]
        model = Sequential(layers, "float64")
        model.build((None, 2))
        model.parameters[...] = rng.normal(scale=0.7, size=model.count_params())
        loss = getattr(losses, name)(*[from_logits] * (name != "MeanSquaredError"))
        yield model, loss, rng.normal(size=(m, 2)), targets(rng, name, m, 3)


def by_tape(model, loss, X, y):
    """(J, its gradient in the order of `model.parameters`) by TensorFlow."""
    weights = [tf.Variable(A) for A in model.get_weights()]
    J, A, name = 0, X, type(loss).__name__
    with tf.GradientTape() as tape:
        for layer, W, b in zip(model.layers, weights[::2], weights[1::2], strict=True):
            A = ACTIVATIONS[layer.activation.name](A @ W + b)
            if layer.kernel_regularizer:
                J += layer.kernel_regularizer.l2 * tf.reduce_sum(W**2)
        J += LOSSES[name](y, LINKS[name](A) if loss.from_logits else A)
    gradients = tape.gradient(J, weights)
    return float(J), np.concatenate([np.ravel(g) for g in gradients])


@each_net
def test_the_gradient_is_that_of_automatic_differentiation(hidden, end):
    for model, loss, X, y in nets(HIDDEN[hidden], ENDS[end]):
        J, gradient = by_tape(model, loss, X, y)
        output, caches = model.forward(X)
        assert loss(y, output) + model.penalty() == pytest.approx(J, rel=1e-12)
        ours = model.backward(loss.gradient(y, output), caches)
        np.testing.assert_allclose(ours, gradient, rtol=1e-9, atol=1e-13)
        # In `fit`, softmax or sigmoid and its loss are one function of the logits.
        before = model.parameters.copy()
        model.compile(SGD(learning_rate=1), loss)
        assert model.fit(X, y).history["loss"] == pytest.approx([J], rel=1e-12)
        step = before - model.parameters
        np.testing.assert_allclose(step, gradient, rtol=1e-9, atol=1e-13)


@each_net
def test_the_gradient_is_that_of_central_differences(hidden, end):
    for model, loss, X, y in nets(HIDDEN[hidden], ENDS[end]):
        assert gradient_check(model, loss, X, y) < 1e-7
