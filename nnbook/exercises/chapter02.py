"""The test of chapter 2's code: the probability of label 0, right in both tails."""

import numpy as np

from nnbook.checking.kinds import NotYet, as_numbers, call, judge_cases, same_shape
from nnlib.activations import sigmoid

# 2.9: the rest

SCORES = {
    "z from -3 to 3": np.linspace(-3, 3, 13),
    "z = 0, 37 and 40": np.array([0.0, 37, 40]),
    "z = 700": np.array([700.0]),
    "z = -40 and -700": np.array([-40.0, -700]),
    "z = 1000": np.array([1000.0]),
    "z = -1000": np.array([-1000.0]),
}
REST_CASES = {where: (z,) for where, z in SCORES.items()}


def _rest(z):
    return sigmoid(-z)


def _same(got, want):
    """Relative to what is wanted: in the tail a number is small, but not 0."""
    return np.shape(got) == np.shape(want) and np.allclose(got, want, 1e-9, 0)


def _describe(wrong):
    where, (got, want) = next(iter(wrong.items()))
    same_shape(f"rest for {where}", got, want)
    raise NotYet(f"rest is not right yet for {where}: you give {got}, it is {want}")


def try_rest(rest, slips):
    """Scores from harmless to huge; what NumPy would warn of stops the function."""

    def answer_to(where, arguments):
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            result = call("rest", rest, *arguments, where=where)
        return as_numbers(f"rest for {where}", result)

    judge_cases(REST_CASES, answer_to, _rest, slips, _same, _describe)


TESTS = {"2.9": try_rest}
