"""How fast digits are learned by hidden units of three kinds, at four rates; and whether ReLU's slope at 0 matters."""

import numpy as np

from nnlib import SGD, Dense, Sequential, data
from nnlib.activations import Activation, relu
from nnlib.callbacks import Callback

SEEDS = 20
KINDS = "relu", "tanh", "sigmoid"
RATES = 0.05, 0.1, 0.3, 1.0
"""The axes of `epochs` after the seeds: kind, rate."""
GOAL, MOST = 0.95, 150


class Reach(Callback):
    """Stop as soon as the test accuracy reaches the goal."""

    def on_epoch_end(self, epoch, logs):
        self.model.stop_training = logs["val_accuracy"] >= GOAL


def split(seed):
    """Training and test digits: X, X_test, y, y_test, pixels from 0 to 1."""
    X, y = data.digits()
    return data.train_test_split(X / 16, y, test_size=0.25, seed=seed)


def digit_net(kind, rate, seed):
    """64-50-10 with hidden units of a kind, ready to learn."""
    net = Sequential([Dense(50, kind), Dense(10, "softmax")], seed=seed)
    net.compile(SGD(rate), "sparse_categorical_crossentropy", ["accuracy"])
    return net


def epochs_needed(kind, rate, seed):
    """Epochs until 95 % of the test digits are right; at most MOST."""
    X, X_test, y, y_test = split(seed)
    net, test = digit_net(kind, rate, seed), (X_test, y_test)
    history = net.fit(X, y, epochs=MOST, validation_data=test, callbacks=[Reach()])
    return len(history.epoch)


RELU_1 = Activation("relu with g'(0) = 1", relu, lambda z, a: (z >= 0).astype(a.dtype))


def trained(kind, seed):
    """A net after ten epochs, and its hidden layer's Z and A on the training digits."""
    X, _, y, _ = split(seed)
    net = digit_net(kind, 0.1, seed)
    net.fit(X, y, epochs=10)
    return net, net.forward(X)[1][0]


def run(seed):
    """Epochs to the goal; exact zeros among hidden z and a; and what the slope 1 at z = 0 changes."""
    (usual, cache), (other, _) = trained("relu", seed), trained(RELU_1, seed)
    soft = trained("sigmoid", seed)[1]
    return {
        "epochs": [
            [epochs_needed(kind, rate, seed) for rate in RATES] for kind in KINDS
        ],
        "z_zero": int((cache.Z == 0).sum()),
        "changed": float(np.abs(usual.parameters - other.parameters).max()),
        # The share of hidden activations that are exactly 0: ReLU, sigmoid; and the sigmoid's mean.
        "silent": [float((cache.A == 0).mean()), float((soft.A == 0).mean())],
        "mean": float(soft.A.mean()),
    }
