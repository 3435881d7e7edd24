"""The tests of chapter 8's code: a layer's backward pass, and a roaster that is trained."""

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
from nnlib import data
from nnlib.activations import sigmoid_derivative, tanh_derivative

# 8.2: backward


def _tanh_slope(Z):
    return tanh_derivative(Z, np.tanh(Z))


def _sigmoid_slope(Z):
    return sigmoid_derivative(Z, 1 / (1 + np.exp(-Z)))


PARTS = "dA_prev", "dW", "db"


def _layer_cases():
    """Equal widths first: there a missing transpose raises no error, but shows; last the layers of 4-5-6-3."""
    rng, cases = np.random.default_rng(82), {}
    slopes = _tanh_slope, _sigmoid_slope
    for k, (m, n_prev, n) in enumerate([(3, 3, 3), (7, 4, 5), (7, 5, 6), (1, 6, 3)]):
        shapes = (m, n), (m, n_prev), (m, n), (n_prev, n)
        where = f"{m} rows and a layer of {n} units on {n_prev} inputs"
        arrays = [rng.normal(0, 1, shape) for shape in shapes]
        cases[where] = *arrays, slopes[k % 2]
    return cases


LAYER_CASES = _layer_cases()


def _right(dA, A_prev, Z, W, slope):
    """The right answer, row by row and path by path."""
    Delta = dA * slope(Z)
    dW = sum(np.outer(a, d) for a, d in zip(A_prev, Delta, strict=True))
    dA_prev = np.array([[row @ d for row in W] for d in Delta])
    return dA_prev, dW, sum(Delta)


def _same(got, want):
    return all(close(g, w, 1e-7) for g, w in zip(got, want, strict=True))


def _describe(wrong):
    where, (got, want) = next(iter(wrong.items()))
    for name, g, w in zip(PARTS, got, want, strict=True):
        same_shape(f"{name} for {where}", g, w)
        if not close(g, w, 1e-7):
            raise NotYet(f"{name} for {where} is not right yet")


def try_backward(backward, slips):
    """Several shapes; a gradient check would pass within the same tolerance."""

    def answer_to(where, arguments):
        result = call("backward", backward, *arguments, where=where)
        if not isinstance(result, tuple | list) or len(result) != 3:
            raise NotYet(f"backward should return three arrays: {', '.join(PARTS)}")
        *others, db = (as_numbers(f"{n} for {where}", r) for n, r in zip(PARTS, result))  # noqa: B905
        W = arguments[3]
        return [*others, fitted(db, W[0])]

    judge_cases(LAYER_CASES, answer_to, _right, slips, _same, _describe)


# 8.6: train a roaster

SEEDS, GOAL = range(5), 0.97


def try_training(train):
    """Five seeds; the share of the whole map that each is right about."""
    X, y = data.coffee(500, seed=86)
    grid = data.coffee_grid()
    good = data.coffee_is_good(grid)
    for seed in SEEDS:
        says = call("train", train, X, y, seed, where=f"seed {seed}")
        answers = call("what train returns", says, grid, where="the roasts of the map")
        name = f"what it says of the map, seed {seed},"
        answers = as_numbers(name, answers).ravel()
        same_shape(name, answers, good)
        if answers.min() < 0 or answers.max() > 1:
            raise NotYet(
                f"{name} goes from {answers.min():.3g} to {answers.max():.3g}: numbers between 0 and 1 are asked for"
            )
        if np.ptp(answers) < 1e-3:
            raise NotYet(
                f"seed {seed}: the same answer, {answers[0]:.3f}, for every roast. Do the inputs come in degrees?"
            )
        right = np.mean((answers > 0.5) == good)
        if right < 1 - good.mean() + 0.02:
            raise NotYet(
                f"seed {seed}: right about {right:.1%} of the map, no more than who always says bad; are the steps "
                "long enough, and do they go downhill?"
            )
        if right < GOAL:
            raise NotYet(
                f"seed {seed}: right about {right:.1%} of the map; {GOAL:.0%} are asked for. More steps, longer steps "
                "or more units?"
            )


TESTS = {"8.2": try_backward, "8.6": try_training}
