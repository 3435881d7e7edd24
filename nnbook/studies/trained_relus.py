"""What training makes of a ReLU network that is to follow a sine: its parameters on the way, from three starts."""

import numpy as np

from nnlib.layers import Dense
from nnlib.model import Sequential
from nnlib.optimizers import Adam
from nnlib.piecewise import kinks

SEEDS = 5
UNITS, STEPS = 16, 3000
STARTS = "biases 0", "x rescaled", "kinks spread"
"""In the order of the second axis of each result."""
FRAMES = [0, *np.unique(np.geomspace(1, STEPS, 21).round().astype(int)).tolist()]
"""The numbers of steps after which the network was looked at: the third axis."""


def sine(x):
    return np.sin(2 * np.pi * x)


def untrained(start, seed, units=UNITS):
    """A network with He's random weights; its biases are 0, unless its kinks are to be spread over [0, 1]."""
    hidden = Dense(units, activation="relu", kernel_initializer="he_normal")
    model = Sequential([hidden, Dense(1)], seed=seed, dtype="float64")
    model.build((None, 1))
    if start == "kinks spread":
        W, _, *read_out = model.get_weights()
        places = (np.arange(units) + 0.5) / units
        model.set_weights([W, -W[0] * places, *read_out])
    model.compile(Adam(0.01), loss="mse")
    return model


def train(model, start, steps):
    """Take so many steps of Adam, each on all 101 points of one period."""
    x = np.linspace(0, 1, 101)[:, None]
    inputs = 2 * x - 1 if start == "x rescaled" else x
    model.fit(inputs, sine(x), batch_size=len(x), epochs=steps, shuffle=False)


def as_seen(model, start):
    """The same curve as a network of x itself: w (2 x - 1) + b is 2 w x + (b - w)."""
    W, b, *read_out = model.get_weights()
    if start == "x rescaled":
        W, b = 2 * W, b - W[0]
    seen = Sequential([Dense(len(b), activation="relu"), Dense(1)], dtype="float64")
    seen.build((None, 1))
    seen.set_weights([W, b, *read_out])
    return seen


def error(net):
    """The largest distance from the sine on [0, 1]."""
    x = np.linspace(0, 1, 1025)[:, None]
    return float(abs(net(x) - sine(x)).max())


def inside(net):
    """How many of its kinks lie between 0 and 1."""
    places = kinks(net)
    return int(((places > 0) & (places < 1)).sum())


def recorded(start, seed):
    """The network as seen, after each number of steps in `FRAMES`."""
    model, nets = untrained(start, seed), []
    for last, step in zip([0, *FRAMES], FRAMES, strict=False):
        if step > last:
            train(model, start, step - last)
        nets.append(as_seen(model, start))
    return nets


def run(seed):
    """For each start and frame: the parameters in nnlib's order (w, b, v, c), the error and the kinks inside."""
    films = [recorded(start, seed) for start in STARTS]
    return {
        "theta": [[net.parameters.tolist() for net in film] for film in films],
        "error": [[error(net) for net in film] for film in films],
        "inside": [[inside(net) for net in film] for film in films],
    }
