"""Does training find the broken line that there is? The failing start, and what might help it, over twenty seeds."""

from nnbook.studies.trained_relus import (
    STARTS,
    STEPS,
    UNITS,
    as_seen,
    error,
    inside,
    train,
    untrained,
)

SEEDS = 20
LONGER, WIDER = 4 * STEPS, 4 * UNITS
WAYS = (STARTS[0], "four times the steps", "four times the units", *STARTS[1:])
"""In the order of the second axis of each result."""


def trained(start, seed, steps=STEPS, units=UNITS):
    model = untrained(start, seed, units)
    train(model, start, steps)
    return as_seen(model, start)


def run(seed):
    """For each way: the largest distance from the sine, and the kinks between 0 and 1."""
    plain, *others = STARTS
    nets = [
        trained(plain, seed),
        trained(plain, seed, LONGER),
        trained(plain, seed, units=WIDER),
        *(trained(start, seed) for start in others),
    ]
    return {
        "error": [error(net) for net in nets],
        "inside": [inside(net) for net in nets],
    }
