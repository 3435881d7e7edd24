"""Prices, which are never negative, from a network with six kinds of output: who ends up saying 0 to everything."""

import numpy as np

from nnlib import SGD, Dense, Sequential
from nnlib.initializers import constant

SEEDS = 50
WAYS = {
    "ReLU": ("relu", None),
    "ReLU, areas standardised": ("relu", "standardise"),
    "ReLU, bias begins at the mean price": ("relu", "mean"),
    "softplus": ("softplus", None),
    "linear, target ln(price)": ("linear", "log"),
    "linear": ("linear", None),
}
"""What the output unit is, and what else is done, in the order of each result's second axis."""


def flats(m, seed):
    """Floor areas (m, 1) in 100 square metres and prices (m,) in 100,000 euros of made-up flats."""
    rng = np.random.default_rng(seed)
    area = rng.uniform(0.3, 2, (m, 1))
    return area, (0.4 + 2.5 * area[:, 0]) * np.exp(0.15 * rng.standard_normal(m))


def price_net(output, bias, seed):
    """1-10-1: ReLUs, then this output; its bias begins at `bias`."""
    he = {"kernel_initializer": "he_normal"}
    last = Dense(1, output, bias_initializer=constant(bias), **he)
    return Sequential([Dense(10, "relu", **he), last], seed=seed)


def outcome(output, twist, seed):
    """Whether the net says 0 to all flats before and after training, and its errors on fresh flats."""
    area, price = flats(200, seed)
    fresh, paid = flats(2000, seed + SEEDS)
    middle, spread = (area.mean(), area.std()) if twist == "standardise" else (0, 1)
    net = price_net(output, price.mean() if twist == "mean" else 0, seed)
    net.compile(SGD(0.03), "mse")
    X = (area - middle) / spread
    before = not net(X).any()
    net.fit(X, np.log(price) if twist == "log" else price, epochs=60)
    said = net((fresh - middle) / spread)[:, 0].astype(float)
    said = np.exp(said) if twist == "log" else said
    rmse, off = np.sqrt(np.mean((said - paid) ** 2)), np.mean(abs(said / paid - 1))
    dead = output == "relu" and not net(X).any()
    return int(before), int(dead), float(rmse), float(off), float(said.min())


def run(seed):
    """For each way: dead at first, dead at last, root mean squared and mean relative error, the least price said."""
    names = "before", "dead", "rmse", "off", "least"
    rows = [outcome(*way, seed) for way in WAYS.values()]
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
