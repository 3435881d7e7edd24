"""The tests of chapter 1's code: the pocket, and a network of two hidden units."""

import itertools

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
from nnlib.data import gates
from nnlib.perceptron import Perceptron, heaviside

# 1.5: equal, with two hidden units

DIALS = np.array([*itertools.product(range(3), repeat=2)])
EQUAL = (DIALS[:, 0] == DIALS[:, 1]).astype(int)
BELOW_2 = (DIALS < 2).all(axis=1)
SHAPES = {"W1": (2, 2), "b1": (2,), "w2": (2,), "b2": ()}


def _outputs(W1, b1, w2, b2, step=heaviside):
    return step(step(DIALS @ W1 + b1) @ w2 + b2)


def _closed_step(z):
    return (np.asarray(z) >= 0).astype(int)


def _tells(*network, **step):
    return np.array_equal(_outputs(*network, **step), EQUAL)


def _network(*answer):
    """The four parts as arrays, of the shapes of a network with two hidden units."""
    parts = zip(SHAPES, answer, strict=True)
    W1, *others = (as_numbers(name, part) for name, part in parts)
    if W1.ndim == 2 and W1.shape[1] > 2:
        raise NotYet(f"two hidden units are allowed, yours has {W1.shape[1]}")
    wanted = map(np.empty, SHAPES.values())
    network = [*map(fitted, (W1, *others), wanted)]
    for (name, shape), part in zip(SHAPES.items(), network, strict=True):
        same_shape(name, part, np.empty(shape))
    return network


SLIPS = (
    (
        lambda W1, b1, w2, b2: _tells(W1, -b1, w2, -b2),
        "these look like thresholds: a threshold becomes a bias with its sign changed",
    ),
    (
        lambda W1, b1, w2, b2: _tells(W1.T, b1, w2, b2),
        "W1 looks turned: column j holds the weights of hidden unit j",
    ),
    (
        lambda *network: _tells(*network, step=_closed_step),
        "some z is exactly 0, where the step is off: move a bias a little",
    ),
    (
        lambda *network: np.array_equal(1 - _outputs(*network), EQUAL),
        "every row is wrong: that is the opposite of equal",
    ),
)


def try_equal(*answer):
    """All nine rows; if one is wrong, what can be said of the network."""
    network = _network(*answer)
    wrong = _outputs(*network) != EQUAL
    if not wrong.any():
        return
    for looks_like, hint in SLIPS:
        if looks_like(*network):
            raise NotYet(hint)
    only_2 = not (wrong & BELOW_2).any()
    row = int(np.argmax(wrong))
    raise NotYet(
        ("right while both dials show 0 or 1; but " if only_2 else "")
        + f"for x = {DIALS[row].tolist()} your network says {1 - EQUAL[row]}"
    )


# 1.9: the pocket


def _table(rows, labels):
    return np.array(rows, float), np.array(labels)


def _crowd():
    """Rows that no line parts, so that the pocket is filled several times."""
    X = np.random.default_rng(19).integers(-4, 5, (12, 2)).astype(float)
    return X, (X.sum(axis=1) + 3 * (X[:, 0] % 2) > 1).astype(int)


POCKET_CASES = {
    "AND, 2 epochs": (*gates("AND"), 2),
    "AND, 20 epochs": (*gates("AND"), 20),
    "OR, 2 epochs": (*gates("OR"), 2),
    "OR, 1 epoch": (*gates("OR"), 1),
    "XOR, 5 epochs": (*gates("XOR"), 5),
    "the one row (−2, 3) with label 1": (*_table([[-2, 3]], [1]), 20),
    "two rows with label 0": (*_table([[1, 2], [-3, 1]], [0, 0]), 3),
    "three inputs": (
        *_table([[1, -2, 3], [-1, 1, -2], [2, 0, -1], [-3, -1, 1]], [1, 0, 0, 1]),
        20,
    ),
    "fractions": (
        *_table(
            [[0.5, -0.125], [0.0, 0.5], [0.375, 0.125], [0.125, 0.125]], [0, 1, 1, 0]
        ),
        3,
    ),
    "twelve rows that no line parts, 6 epochs": (*_crowd(), 6),
}
PARTS = "w", "b", "the number of right rows"


def _right(X, y, epochs):
    """The pocket, filled from the perceptron's own history."""
    lines = [(np.zeros(X.shape[1]), 0.0)]
    lines += [(c.w, c.b) for c in Perceptron().fit(X, y, epochs).history]
    counts = [_count(*line, X, y) for line in lines]
    best = int(np.argmax(counts))
    return *lines[best], counts[best]


def _count(w, b, X, y):
    return int(np.sum(heaviside(X @ w + b) == y))


def _result(where, result):
    """The three things that a learner's function returned, as arrays."""
    if not isinstance(result, tuple | list) or len(result) != 3:
        raise NotYet(
            "pocket should return three things: w, b, the number of right rows"
        )
    return [
        as_numbers(f"{name} for {where}", part)
        for name, part in zip(PARTS, result, strict=True)
    ]


def _same(got, want):
    return all(close(fitted(g, w), w, 1e-9) for g, w in zip(got, want, strict=True))


def _describe(wrong):
    """What can be said of wrong answers that show no known slip."""
    where, (got, want) = next(iter(wrong.items()))
    for name, part, right in zip(PARTS, got, want, strict=True):
        same_shape(f"{name} for {where}", fitted(part, right), right)
    X, y, _ = POCKET_CASES[where]
    off = [not _same([g], [w]) for g, w in zip(got, want, strict=True)]
    if off == [False, False, True]:
        raise NotYet(f"w and b are right for {where}, the number of right rows is not")
    w, b = (fitted(g, w) for g, w in zip(got[:2], want[:2], strict=True))
    if _count(w, b, X, y) == want[2]:
        raise NotYet(
            f"for {where}: a line as good as the pocket's, but not the one that this rule "
            "puts there. Are the rows taken in their order, from w = 0 and b = 0, and is "
            "each mistake corrected at once, by the whole row?"
        )
    raise NotYet(f"{PARTS[off.index(True)]} is not right yet for {where}")


def try_pocket(pocket, slips):
    def answer_to(where, arguments):
        return _result(where, call("pocket", pocket, *arguments, where=where))

    judge_cases(POCKET_CASES, answer_to, _right, slips, _same, _describe)


TESTS = {"1.5": try_equal, "1.9": try_pocket}
