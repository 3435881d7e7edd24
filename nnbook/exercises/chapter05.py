"""The tests of chapter 5's code: a layer, and the coffee roaster's three lines."""

import numpy as np

from nnbook.checking.kinds import (
    NotYet,
    as_numbers,
    call,
    close,
    judge_cases,
    same_shape,
)
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import ALL_THREE, GIVEN
from nnlib import Dense, Sequential
from nnlib.activations import sigmoid, tanh
from nnlib.data import coffee

# 5.3: a layer in code


def _dense(A_prev, W, b, g):
    """The right answer, from nnlib itself."""
    layer = Dense(W.shape[1], g)
    layer.bind(W, b)
    return layer.forward(A_prev)[0]


def _layer_cases():
    """Square matrices first: there the typical slips raise no error, but show."""
    rng, cases = np.random.default_rng(53), {}
    sizes = (3, 3, 3, tanh), (5, 2, 3, sigmoid), (1, 2, 3, tanh), (4, 3, 1, sigmoid)
    for m, n_prev, n, g in sizes:
        shapes = (m, n_prev), (n_prev, n), (n,)
        where = f"A_prev {shapes[0]}, W {shapes[1]} and g = {g.__name__}"
        cases[where] = *(rng.normal(0, 1, shape) for shape in shapes), g
    return cases


LAYER_CASES = _layer_cases()


def _same_layer(got, want):
    return close(got, want, 1e-6)


def _describe_layer(wrong):
    where, (got, want) = next(iter(wrong.items()))
    same_shape(f"the answer for {where}", got, want)
    raise NotYet(f"the answer for {where} is not right yet")


def try_layer(forward, slips):
    """Several shapes, one row among them, with positive and negative numbers."""

    def answer_to(where, arguments):
        result = call("forward", forward, *arguments, where=where)
        return as_numbers(f"the answer for {where}", result)

    judge_cases(LAYER_CASES, answer_to, _dense, slips, _same_layer, _describe_layer)


# 5.6: three lines by hand

GOAL, FRESH = 0.97, coffee(2000, seed=56)


def _roaster(network):
    """Whatever the learner hands in, on a roaster: a copy, theirs stays as it is."""
    if isinstance(network, CoffeeRoaster):
        return CoffeeRoaster(theta=network.theta, standardise=network.standardise)
    roaster = CoffeeRoaster()
    if isinstance(network, Sequential):
        try:
            roaster.set_model(network)
        except ValueError as error:
            raise NotYet(str(error)) from None
        as_numbers("network", roaster.theta)
        return roaster
    theta = as_numbers("network", network)
    same_shape("network", theta, np.empty(len(GIVEN)))
    roaster.theta = theta
    return roaster


def _called_good(theta, standardise=True):
    roaster = CoffeeRoaster(theta=theta, standardise=standardise)
    return roaster.model()(roaster.inputs(FRESH[0]))[:, 0] > 0.5


def _accuracy(theta, standardise=True):
    return float(np.mean(_called_good(theta, standardise) == FRESH[1]))


def _steeper(theta):
    return np.concatenate([4 * theta[:9], theta[9:]])


def _with_vote(theta):
    return np.concatenate([theta[:9], 3 * [ALL_THREE[0]], ALL_THREE[1:]])


def _unit_by_unit(theta):
    """theta, if its hidden part was written down one unit after the other."""
    units = theta[:9].reshape(3, 3)
    return np.concatenate([units[:, :2].T.ravel(), units[:, 2], theta[9:]])


def _column_by_column(theta):
    return np.concatenate([theta[:6].reshape(3, 2).T.ravel(), theta[6:]])


LINES_SLIPS = (
    (
        lambda theta: np.concatenate([theta[:9], -theta[9:]]),
        "good and bad are exchanged: turn the output unit round",
    ),
    (
        _unit_by_unit,
        "the order: theta has the first row of W1, the second row, then all of b1, "
        "not one unit after the other",
    ),
    (
        _column_by_column,
        "the order: theta has W1 row by row, not column by column",
    ),
    (
        _steeper,
        "the lines lie well, but their edges are too soft: make the units steeper",
    ),
    (
        _with_vote,
        "the lines lie well; but the output unit should be on when all three vote for "
        "good, and only then",
    ),
    (
        lambda theta: _with_vote(_steeper(theta)),
        "the lines lie well; but the edges are too soft, and the output unit should be "
        "on when all three vote for good, and only then",
    ),
)


def try_lines(network):
    """2000 fresh beans; the sentence tells what goes wrong on them."""
    roaster = _roaster(network)
    theta, standardise = np.array(roaster.theta), roaster.standardise
    right = _accuracy(theta, standardise)
    if right >= GOAL:
        return
    if _accuracy(theta, not standardise) >= GOAL:
        other = "degrees and minutes" if standardise else "standardised inputs"
        raise NotYet(f"these weights are made for {other}, but do not get them")
    for mend, hint in LINES_SLIPS:
        if _accuracy(mend(theta), standardise) >= GOAL:
            raise NotYet(hint)
    raise NotYet(_describe(_called_good(theta, standardise), right))


def _describe(good, right):
    """What the network does with the beans, and how far it is from the goal."""
    y = FRESH[1]
    if good.all() or not good.any():
        word = "good" if good.all() else "bad"
        return f"every bean is called {word}, and so {right:.1%} are called right"
    return (
        f"{right:.1%} of {len(y)} fresh beans are called right, at least {GOAL:.0%} "
        f"are asked for; {np.sum(good & (y == 0))} bad ones are called good, "
        f"{np.sum(~good & (y == 1))} good ones bad"
    )


TESTS = {"5.3": try_layer, "5.6": try_lines}
