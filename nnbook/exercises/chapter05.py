"""The tests of chapter 5's code: a layer, a network, and three lines around another roastery's beans."""

import copy

import numpy as np

from nnbook.checking.kinds import (
    NotYet,
    as_numbers,
    call,
    close,
    fitted,
    judge_cases,
    same_shape,
)
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import ALL_THREE, GIVEN
from nnlib import Dense, Sequential
from nnlib.activations import sigmoid, tanh
from nnlib.data import coffee, coffee_is_good

# 5.3: a layer whose units are rows


def _dense(A_prev, W, b, g):
    """The right answer, from nnlib itself."""
    layer = Dense(len(W), g)
    layer.bind(W.T, b)
    return layer.forward(A_prev)[0]


def _layer_cases():
    """Square matrices first: there the typical slips raise no error, but show."""
    rng, cases = np.random.default_rng(53), {}
    sizes = (3, 3, 3, tanh), (5, 2, 3, sigmoid), (1, 2, 3, tanh), (4, 3, 1, sigmoid)
    for m, n_prev, n, g in sizes:
        shapes = (m, n_prev), (n, n_prev), (n,)
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


# 5.7: a network


def _activations(X, layers):
    A = [X]
    for W, b, g in layers:
        A.append(_dense(A[-1], W.T, b, g))
    return A


def _network_cases():
    """Equal widths first, for the same reason; then one layer, and more than two."""
    rng, cases = np.random.default_rng(57), {}
    widths = (3, 3, 3), (2, 3, 1), (4, 2), (2, 5, 3, 4, 1)
    for sizes in widths:
        layers = [
            (rng.normal(0, 1, (n_prev, n)), rng.normal(0, 1, n), g)
            for n_prev, n, g in zip(
                sizes, sizes[1:], [tanh, sigmoid, tanh, sigmoid], strict=False
            )
        ]
        name = f"a {'-'.join(map(str, sizes))} network"
        cases[name] = rng.normal(0, 1, (3, sizes[0])), layers
    return cases


NETWORK_CASES = _network_cases()


def _same_network(got, want):
    return len(got) == len(want) and all(map(_same_layer, got, map(np.asarray, want)))


def _describe_network(wrong):
    where, (got, want) = next(iter(wrong.items()))
    if len(got) != len(want):
        raise NotYet(
            f"the answer for {where} should be a list of {len(want)} arrays, got {len(got)}"
        )
    for l, (A, right) in enumerate(zip(got, want, strict=True)):
        same_shape(f"A^[{l}] for {where}", A, right)
        if not _same_layer(A, right):
            raise NotYet(f"A^[{l}] for {where} is not right yet")


def try_network(activations, slips):
    """Networks of one layer and of several, each layer with its own activation function."""

    def answer_to(where, arguments):
        X, layers = arguments
        # `call` compares what it gives before and after; a list of triples is no array.
        run = activations
        if callable(activations):
            run = lambda X: activations(X, copy.deepcopy(layers))  # noqa: E731
        result = call("activations", run, X, where=where)
        if not isinstance(result, list | tuple):
            kind = type(result).__name__
            raise NotYet(f"the answer for {where} should be a list, got {kind}")
        return [
            as_numbers(f"A^[{l}] for {where}", entry) for l, entry in enumerate(result)
        ]

    judge_cases(
        NETWORK_CASES,
        answer_to,
        _activations,
        slips,
        _same_network,
        _describe_network,
    )


# 5.6: another roastery

GOAL = 0.97
RULE = np.array([[-1, 0, 265], [0, -1, 14.8], [1 / 30, 1, -21]])
"""Rows (a, b, c): good where a T + b D + c > 0 in all three."""
BEANS = coffee(2000, seed=56)[0]
GOOD = (BEANS @ RULE[:, :2].T + RULE[:, 2] > 0).all(axis=1)
KIND = "network should be a 2-3-1 network of sigmoid units, 13 numbers"


def _theta(network):
    """Whatever the learner hands in, as 13 numbers: a copy, theirs stays as it is."""
    if isinstance(network, CoffeeRoaster):
        return np.array(network.theta)
    if isinstance(network, Sequential):
        roaster = CoffeeRoaster()
        try:
            roaster.set_model(network)
        except ValueError:
            raise NotYet(KIND) from None
        network = roaster.theta
    theta = fitted(as_numbers("network", network), np.empty(len(GIVEN)))
    if theta.shape != (len(GIVEN),):
        raise NotYet(KIND)
    return theta


def _called_good(theta, standardise):
    roaster = CoffeeRoaster(theta=theta, standardise=standardise)
    return roaster.model()(roaster.inputs(BEANS))[:, 0] > 0.5


def _right(theta, good=GOOD):
    """The share of right answers, for the kind of inputs that suits the network better."""
    return max(
        float(np.mean(_called_good(theta, standardise) == good))
        for standardise in (True, False)
    )


def _steeper(theta):
    return np.concatenate([4 * theta[:9], theta[9:]])


def _with_vote(theta):
    return np.concatenate([theta[:9], 3 * [ALL_THREE[0]], ALL_THREE[1:]])


def _turned(j):
    """A change of theta: unit j on, on the other side of its line."""
    sign = np.ones(len(GIVEN))
    sign[[j, 3 + j, 6 + j]] = -1
    return lambda theta: sign * theta


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
    *(
        (_turned(j), f"unit {j + 1} has its line, but is on, on the wrong side of it")
        for j in range(3)
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
    theta = _theta(network)
    if _right(theta) >= GOAL:
        return
    if _right(theta, coffee_is_good(BEANS)) >= GOAL:
        raise NotYet("that is the triangle of the chapter; this roastery has another")
    for mend, hint in LINES_SLIPS:
        if _right(mend(theta)) >= GOAL:
            raise NotYet(hint)
    raise NotYet(_describe(theta))


def _describe(theta):
    """What the network does with the beans, and how far it is from the goal."""
    right = _right(theta)
    says = (_called_good(theta, standardise) for standardise in (True, False))
    good = max(says, key=lambda said: np.mean(said == GOOD))
    if good.all() or not good.any():
        word = "good" if good.all() else "bad"
        return f"every bean is called {word}, and so {right:.1%} are called right"
    return (
        f"{right:.1%} of {len(BEANS)} fresh beans are called right, at least {GOAL:.0%} "
        f"are asked for; {np.sum(good & ~GOOD)} bad ones are called good, "
        f"{np.sum(~good & GOOD)} good ones bad"
    )


TESTS = {"5.3": try_layer, "5.6": try_lines, "5.7": try_network}
