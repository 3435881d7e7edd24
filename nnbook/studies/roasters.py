"""Coffee roasters in training: what 2-H-1 sigmoid networks make of the beans, epoch by epoch, how often three units
find the triangle, and whether a run that does not is one line away from it.
"""

import numpy as np

from nnlib.callbacks import Callback
from nnlib.data import COFFEE_RULE, coffee, coffee_grid, coffee_is_good, coffee_scaler
from nnlib.layers import Dense
from nnlib.model import Sequential
from nnlib.optimizers import Adam

SEEDS, FURTHER = 8, 3
"""Seeds recorded, and for each of them further ones of which three units keep the last accuracy only."""
KINDS = [(2, True), (3, True), (4, True), (8, True), (3, False)]
"""Hidden units, and whether their inputs are standardised: the second axis of losses and accuracies."""
EPOCHS = 1000
FRAMES = [0, *np.unique(np.geomspace(1, EPOCHS, 47).round().astype(int)).tolist()]
"""The numbers of epochs after which a network was looked at: the last axis, and the middle one of theta."""
FAILED = 0.92
"""A network that is right on less of the map has missed a side of the triangle."""


def name(hidden, standardise):
    """What the parameters of this kind of network are called in the results."""
    return f"theta {hidden}" if standardise else f"theta {hidden} raw"


def untrained(hidden, seed):
    layers = [Dense(hidden, activation="sigmoid"), Dense(1, activation="sigmoid")]
    net = Sequential(layers, seed=seed, dtype="float64")
    net.build((None, 2))
    return net


def inputs(X, standardise):
    return coffee_scaler().transform(X) if standardise else X


def accuracy(net, standardise=True):
    """On how much of the whole map the network is right."""
    grid = coffee_grid()
    says_good = net(inputs(grid, standardise))[:, 0] > 0.5
    return float(np.mean(says_good == coffee_is_good(grid)))


class Camera(Callback):
    """Keeps the parameters after each of these numbers of epochs."""

    def __init__(self, frames):
        self.frames, self.theta = frames, []

    def on_train_begin(self, logs=None):
        self.on_epoch_end(-1)

    def on_epoch_end(self, epoch, logs=None):
        if epoch + 1 in self.frames:
            self.theta.append(self.model.parameters.copy())


def film(hidden, standardise, seed, frames=FRAMES):
    """Train on the 200 beans; after each of so many epochs the parameters, the loss and the accuracy on the map."""
    net, camera = untrained(hidden, seed), Camera(frames)
    X, y = coffee()
    X, y = inputs(X, standardise), y[:, None]
    net.compile(Adam(0.03), loss="binary_crossentropy")
    net.fit(X, y, batch_size=32, epochs=frames[-1], callbacks=[camera])
    losses, accuracies = [], []
    for theta in camera.theta:
        net.parameters[:] = theta
        losses.append(net.evaluate(X, y))
        accuracies.append(accuracy(net, standardise))
    return [theta.tolist() for theta in camera.theta], losses, accuracies


def sides():
    """The sides of the good triangle as units (w1, w2, b) of standardised inputs, with ||w|| = 1, (3, 3)."""
    scaler = coffee_scaler()
    W = COFFEE_RULE[:, :2] * scaler.scale_
    b = COFFEE_RULE[:, 2] + COFFEE_RULE[:, :2] @ scaler.mean_
    return np.column_stack([W, b]) / np.hypot(*W.T)[:, None]


def repaired(theta, hidden=3):
    """The best that comes of moving the line of one unit, as steep as it is, onto a side: (accuracy, unit)."""
    best, net = (0, 0), untrained(hidden, seed=0)
    for unit in range(hidden):
        own = [unit, hidden + unit, 2 * hidden + unit]
        steepness = np.hypot(theta[own[0]], theta[own[1]])
        for side in [*sides(), *-sides()]:
            net.parameters[:] = theta
            net.parameters[own] = steepness * side
            best = max(best, (accuracy(net), unit))
    return best


def run(seed):
    """The recordings of this seed, and for three units the last accuracies of further seeds and the best repair."""
    films = {name(*kind): film(*kind, seed) for kind in KINDS}
    thetas, losses, accuracies = zip(*films.values(), strict=True)
    further = [seed + SEEDS * k for k in range(1, FURTHER + 1)]
    ends = [film(3, True, other, [EPOCHS])[2][-1] for other in further]
    best, unit = repaired(films["theta 3"][0][-1])
    return {
        **dict(zip(films, thetas, strict=True)),
        "loss": losses,
        "accuracy": accuracies,
        "further": ends,
        "repaired": best,
        "moved": unit,
    }
