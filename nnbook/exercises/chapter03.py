"""The tests of chapter 3's code: a gradient check, and a gradient of weighted examples."""

import numpy as np

from nnbook.checking.kinds import (
    NotYet,
    as_numbers,
    call,
    close,
    judge_cases,
    same_shape,
)
from nnlib.activations import sigmoid
from nnlib.crossentropy import binary
from nnlib.gradcheck import numerical_gradient, relative_error

# 3.3: a gradient check

RIGHT, M = 1e-7, 8


def _check_cases():
    """A neuron's cost with gradients that are right, or wrong in ways of their own."""
    rng = np.random.default_rng(33)
    X, y, theta = rng.normal(size=(M, 3)), rng.integers(0, 2, M), rng.normal(size=4)
    p = sigmoid(X @ theta[:3] + theta[3])
    g = np.append(X.T @ (p - y), np.sum(p - y)) / M

    def J(theta):
        return float(binary(y, sigmoid(X @ theta[:3] + theta[3])).mean())

    def small(theta):
        return 1e-6 * J(theta)

    one_off = g * [1, 1, 1, 1.01]
    return {
        "a gradient that is right": (J, g, theta),
        "one that lacks its 1/m": (J, M * g, theta),
        "one whose last entry is off by a hundredth": (J, one_off, theta),
        "a right one, cost and slopes a millionth as large": (small, 1e-6 * g, theta),
        "one with the wrong sign, cost and slopes a millionth as large": (
            small,
            -1e-6 * g,
            theta,
        ),
    }


CHECK_CASES = _check_cases()


def _relative(J, gradient, theta):
    return relative_error(gradient, numerical_gradient(J, theta))


def _same_error(got, want):
    """A right gradient's error is rounding: only its size counts."""
    if np.shape(got) != ():
        return False
    return 0 <= got <= RIGHT if want <= RIGHT else abs(got - want) <= 1e-3 * want


def _describe_error(wrong):
    where, (got, want) = next(iter(wrong.items()))
    same_shape(f"the error of {where}", got, want)
    should = f"at most {RIGHT:g}" if want <= RIGHT else f"{want:.4g}"
    raise NotYet(f"for {where} you give {got:.4g}; it should be {should}")


def try_check(check_gradient, slips):
    """Right gradients and wrong ones, long ones and short ones."""

    def answer_to(where, arguments):
        result = call("check_gradient", check_gradient, *arguments, where=where)
        return as_numbers(f"the error of {where}", result)

    judge_cases(CHECK_CASES, answer_to, _relative, slips, _same_error, _describe_error)


# 3.4: weighted examples


def _weighted_cases():
    """As many rows as columns first: there a wrong product raises no error, but shows."""
    rng, cases = np.random.default_rng(34), {}
    for m, n in (3, 3), (8, 3), (1, 2), (5, 1):
        s, w = rng.uniform(0.5, 9, m), rng.normal(size=n)
        X, y = rng.normal(size=(m, n)), rng.integers(0, 2, m)
        cases[f"X of shape {m, n}"] = X, y, s, w, float(rng.normal())
    return cases


WEIGHTED_CASES = _weighted_cases()


def _weighted(X, y, s, w, b):
    dz = s * (sigmoid(X @ w + b) - y) / s.sum()
    return np.append(X.T @ dz, dz.sum())


def _same_gradient(got, want):
    return close(got, want, 1e-9)


def _describe_gradient(wrong):
    where, (got, want) = next(iter(wrong.items()))
    same_shape(f"the gradient for {where}", got, want)
    raise NotYet(f"the gradient for {where} is not right yet")


def try_weighted(weighted_gradient, slips):
    """Several shapes, one row and one column among them."""

    def answer_to(where, arguments):
        result = call("weighted_gradient", weighted_gradient, *arguments, where=where)
        return as_numbers(f"the gradient for {where}", result)

    judge_cases(
        WEIGHTED_CASES, answer_to, _weighted, slips, _same_gradient, _describe_gradient
    )


TESTS = {"3.3": try_check, "3.4": try_weighted}
