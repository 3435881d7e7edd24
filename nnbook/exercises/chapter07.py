"""The test of chapter 7's code: a fit that fails, rescued."""

import numpy as np

from nnbook.checking.kinds import NotYet, as_numbers, call, same_shape
from nnlib import Dense, Sequential
from nnlib.piecewise import kinks

# 7.7: rescue it

SEEDS, UNITS, GOOD, MANY = range(5), 16, 0.15, 12
LOW, HIGH = 4, 6


def _curve(x):
    return np.sin(np.pi * x)


def _points(m):
    return np.linspace(LOW, HIGH, m)[:, None]


def _pair(result):
    """The network and the function that prepares its input."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotYet("rescue should return two things: the network, prepare")
    network, prepare = result
    if not isinstance(network, Sequential):
        kind = type(network).__name__
        raise NotYet(
            f"the first thing that rescue returns should be a network, got {kind}"
        )
    return network, prepare


def _look(network):
    """Only one hidden layer of ReLUs, and no more of them."""
    layers = network.layers
    names = [layer.activation.name for layer in layers if isinstance(layer, Dense)]
    if names != ["relu", "linear"] or layers[-1].units != 1:
        raise NotYet(
            "the network should have one hidden layer of ReLUs and one linear output"
        )
    if (units := layers[0].units) > UNITS:
        raise NotYet(
            f"the network has {units} hidden units; {UNITS} are enough, "
            "if they begin in the right place"
        )


def _explain(seed, network, ends, off, worst):
    """What can be said of a network that is too far off."""
    places, (low, high) = kinks(network), np.sort(ends)
    among = int(((places > low) & (places < high)).sum())
    said = f"seed {seed}: {off:.2f} off at x = {worst:.2f}. "
    if among >= MANY:
        raise NotYet(
            f"{said}The kinks lie well, among the data. Is it trained for long enough, and on y as it is?"
        )
    raise NotYet(
        f"{said}Only {among} of its kinks lie among the data, which the network reads "
        f"as {low:.3g} to {high:.3g}. Where do they begin?"
    )


def try_rescue(rescue):
    """Five seeds; the largest distance from the curve between the points, too."""
    x, fine = _points(101), _points(1025)
    for seed in SEEDS:
        where = f"seed {seed}"
        result = call("rescue", rescue, x, _curve(x), seed, where=where)
        network, prepare = _pair(result)
        _look(network)
        name = f"what prepare makes of x, {where},"
        read = as_numbers(name, call("prepare", prepare, fine, where=where))
        same_shape(name, read, fine)
        off = abs(network(read) - _curve(fine))[:, 0]
        if off.max() > GOOD:
            worst = fine[np.argmax(off), 0]
            _explain(seed, network, read[[0, -1], 0], off.max(), worst)


TESTS = {"7.7": try_rescue}
