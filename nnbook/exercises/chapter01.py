"""The tests of chapter 1's code: the perceptron rule and a network for XOR."""

import numpy as np

from nnbook.checking.kinds import (
    NotYet,
    as_numbers,
    call,
    close,
    judge_cases,
    same_shape,
)
from nnlib.data import GATES, gates
from nnlib.perceptron import Perceptron, heaviside

# 1.3: the perceptron rule


def _table(numbers):
    return np.array(numbers, float)


def _right(X, y, epochs):
    unit = Perceptron().fit(X, y, epochs)
    return unit.w, unit.b, unit.mistakes


RULE_CASES = {
    "AND, 1 epoch": (*gates("AND"), 1),
    "AND, 20 epochs": (*gates("AND"), 20),
    "OR, 20 epochs": (*gates("OR"), 20),
    "XOR, 5 epochs": (*gates("XOR"), 5),
    "the one row (−2, 3) with label 1": (_table([[-2, 3]]), np.array([1]), 20),
    "three inputs, some negative": (
        _table([[1, -2, 3], [-1, 1, -2], [2, 0, -1], [-3, -1, 1]]),
        np.array([1, 0, 0, 1]),
        20,
    ),
    "fractions": (
        _table([[0.5, 0.125], [0.25, -0.5], [-0.125, 0.25], [-0.5, 0.75]]),
        np.array([1, 0, 1, 0]),
        20,
    ),
}


def _parts(where, result):
    """The w, b and mistakes that a learner's function returned, as arrays."""
    if not isinstance(result, tuple | list) or len(result) != 3:
        raise NotYet("perceptron should return three things: w, b, mistakes")
    names = f"w for {where}", f"b for {where}", f"mistakes for {where}"
    return [as_numbers(n, part) for n, part in zip(names, result, strict=True)]


def _same(got, want):
    """Whether the parts that `want` holds, all three or w and b, are those of `got`."""
    return all(close(g, w, 1e-9) for g, w in zip(got, want, strict=False))


def _separates(got, X, y):
    w, b = got[:2]
    if np.shape(w) != X.shape[1:] or np.shape(b) != ():
        return False
    return np.array_equal(heaviside(X @ w + b), y)


def _scaled(got, want):
    """Whether got differs from what is wanted by the size of its steps only."""
    if np.shape(got[0]) != np.shape(want[0]) or not _same(got[2:], want[2:]):
        return False
    v, u = np.append(*got[:2]), np.append(*want[:2])
    return close(v * np.linalg.norm(u), u * np.linalg.norm(v), 1e-9)


def _describe(wrong):
    """What can be said of wrong answers that show no known slip."""
    where, (got, want) = next(iter(wrong.items()))
    for name, part, right in zip(("w", "b"), got, want, strict=False):
        same_shape(f"{name} for {where}", part, right)
    if np.ndim(got[2]) != 1:
        raise NotYet(f"mistakes for {where} should be a list: a number for each epoch")
    if all(_same(line, right[:2]) for line, right in wrong.values()):
        raise NotYet(
            f"for {where} w and b are right, the mistakes of each epoch not yet"
        )
    if all(_scaled(*pair) for pair in wrong.values()):
        raise NotYet("each step is scaled: this rule adds or subtracts the row itself")
    for other, (line, right) in wrong.items():
        works = _separates(line, *RULE_CASES[other][:2])
        if works and not _same(line, right[:2]):
            raise NotYet(
                f"for {other}: a line that works, but not the one this rule finds. Are "
                "the rows taken in their order, from w = 0 and b = 0, and is each "
                "mistake corrected at once, by the whole row?"
            )
    raise NotYet(f"w and b are not right yet for {where}")


def _telling(slip):
    """What tells a slip: w and b, for whoever makes it may count in other ways. If an
    epoch of it is right, it is one of stopping or counting, and its mistakes tell too.
    """
    tables = [(X, y, 1) for X, y, _ in RULE_CASES.values()]
    if all(_same(slip(*table), _right(*table)[:2]) for table in tables):
        return slip
    return lambda *case: slip(*case)[:2]


def try_rule(perceptron, slips):
    def answer_to(where, arguments):
        return _parts(where, call("perceptron", perceptron, *arguments, where=where))

    telling = ((_telling(slip), hint) for slip, hint in slips)
    judge_cases(RULE_CASES, answer_to, _right, telling, _same, _describe)


# 1.5: XOR


def _outputs(W1, b1, w2, b2, step=heaviside):
    return step(step(gates("XOR")[0] @ W1 + b1) @ w2 + b2)


def _closed_step(z):
    return (np.asarray(z) >= 0).astype(int)


def _computes_xor(*network, **step):
    return np.array_equal(_outputs(*network, **step), gates("XOR")[1])


def _network(W1, b1, w2, b2):
    """The four parts as arrays, of the shapes of a network with two hidden units."""
    parts = zip(XOR_SHAPES, (W1, b1, w2, b2), strict=True)
    W1, b1, w2, b2 = (as_numbers(name, part) for name, part in parts)
    if W1.ndim == 2 and W1.shape[1] > 2:
        raise NotYet(f"two hidden units are allowed, yours has {W1.shape[1]}")
    for (name, shape), part in zip(XOR_SHAPES.items(), (W1, b1, w2, b2), strict=True):
        same_shape(name, part, np.empty(shape))
    return W1, b1, w2, b2


XOR_SHAPES = {"W1": (2, 2), "b1": (2,), "w2": (2,), "b2": ()}

XOR_SLIPS = (
    (
        lambda W1, b1, w2, b2: _computes_xor(W1, -b1, w2, -b2),
        "these look like thresholds: a threshold becomes a bias with its sign changed",
    ),
    (
        lambda W1, b1, w2, b2: _computes_xor(W1.T, b1, w2, b2),
        "W1 looks turned: column j holds the weights of hidden unit j",
    ),
    (
        lambda *network: _computes_xor(*network, step=_closed_step),
        "some z is exactly 0, where the step is off: move a bias a little",
    ),
    (
        lambda *network: np.array_equal(1 - _outputs(*network), gates("XOR")[1]),
        "every row is wrong: that is the opposite of XOR",
    ),
)


def try_xor(*answer):
    """All four rows; if one is wrong, what kind of network this is instead."""
    network = _network(*answer)
    says, (X, y) = _outputs(*network), gates("XOR")
    if np.array_equal(says, y):
        return
    for looks_like, hint in XOR_SLIPS:
        if looks_like(*network):
            raise NotYet(hint)
    for name, column in GATES.items():
        if np.array_equal(says, column):
            raise NotYet(f"your network computes {name}, not XOR")
    row = int(np.argmax(says != y))
    raise NotYet(f"for x = {X[row].astype(int).tolist()} your network says {says[row]}")


TESTS = {"1.3": try_rule, "1.5": try_xor}
