"""The body-mass index of made-up people, learned from their weights and heights as they are, and standardised;
in float64, so that processors agree.
"""

import numpy as np

from nnlib import Adam, Dense, Sequential, data

SEEDS = 20
WAYS = "raw", "standardised"
RATES = 0.001, 0.01, 0.1
"""The axes of `rmse` after the seeds."""


def straight(X, y, X_new):
    """What the best plane through the examples says about new ones (least squares)."""
    A = data.add_bias_column(X)
    theta = np.linalg.lstsq(A, y)[0]
    return data.add_bias_column(X_new) @ theta


def learned(X, y, X_new, rate, seed):
    """What 16 hidden tanh units say about new examples, after training."""
    net = Sequential([Dense(16, "tanh"), Dense(1)], seed=seed, dtype="float64")
    net.compile(Adam(rate), "mse")
    net.fit(X, y, epochs=200)
    return net(X_new)[:, 0]


def standardised(X, y, X_new, rate, seed):
    """The same, but inputs and target are standardised, and the answers turned back."""
    inputs, target = data.StandardScaler().fit(X), data.StandardScaler().fit(y[:, None])
    t = target.transform(y[:, None])
    answers = learned(inputs.transform(X), t, inputs.transform(X_new), rate, seed)
    return target.inverse_transform(answers[:, None])[:, 0]


def run(seed):
    """Root mean squared errors on 500 fresh people, in kg/m^2: of the networks, a plane, and the mean."""
    (X, y), (X_new, y_new) = data.bmi(500, seed), data.bmi(500, seed + SEEDS)

    def rmse(p):
        return float(np.sqrt(np.mean((p - y_new) ** 2)))

    return {
        "rmse": [
            [rmse(way(X, y, X_new, rate, seed)) for rate in RATES]
            for way in (learned, standardised)
        ],
        "plane": rmse(straight(X, y, X_new)),
        "mean": rmse(y.mean()),
    }
