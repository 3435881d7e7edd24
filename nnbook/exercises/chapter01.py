"""The exercises of chapter 1: threshold units, the perceptron rule and XOR."""

from itertools import product

import numpy as np

from nnbook.checking.kinds import (
    Code,
    NotYet,
    Numbers,
    Wrong,
    as_numbers,
    call,
    close,
    judge_cases,
    same_shape,
)
from nnlib.data import GATES, gates
from nnlib.perceptron import Perceptron, heaviside

# 1.1, 1.2, 1.6: units worked out by hand

Z = [-2, 0, 0.5]

STEP = Numbers(
    number="1.1",
    title="The step",
    answer={"steps": heaviside(Z).tolist()},
    wrong=(
        Wrong({"steps": [0, 1, 1]}, "look again at z = 0: is 0 greater than 0?"),
        Wrong({"steps": [1, 0, 0]}, "the two sides are exchanged: H is on for z > 0"),
        Wrong({"steps": [1, 1, 0]}, "the two sides are exchanged: H is on for z > 0"),
        Wrong({"steps": [-1, 0, 1]}, "that is the sign of z; H says only 0 or 1"),
        Wrong({"steps": [-1, -1, 1]}, "H is off at 0, not at −1: it says only 0 or 1"),
        Wrong({"steps": [0, 0, 0.5]}, "where H is on it says 1, however large z is"),
    ),
    hints=(
        "The step asks one question of each z, and answers yes (1) or no (0).",
        "The question is: z > 0? Ask it of the three numbers one after the other.",
    ),
)

SUM = 1 * 1 - 1 * 0.8 - 0.5  # w · x + b for w = (1, −1), x = (1, 0.8), b = −0.5

UNIT = Numbers(
    number="1.2",
    title="One unit by hand",
    answer={"z": SUM, "y": int(heaviside(SUM))},
    wrong=(
        Wrong({"z": 1 - 0.8}, "the bias is missing: add b to the weighted sum"),
        Wrong({"z": 1 - 0.8 + 0.5}, "the bias has the wrong sign: z = w · x + b"),
        Wrong({"z": 1 + 0.8 - 0.5}, "the second weight is negative: keep its minus"),
        Wrong({"z": 1 + 0.8 + 0.5}, "w and b have minus signs: keep them"),
        Wrong({"z": 0.3}, "the size of z is right, its sign is not"),
        Wrong(
            {"z": SUM, "y": 1},
            "z is right; now ask whether it is greater than 0",
        ),
        Wrong(
            {"z": SUM, "y": SUM},
            "y is what the step makes of z, not z itself",
        ),
        Wrong(
            {"z": SUM, "y": -1},
            "z is right; but a unit that is off says 0, it has no −1",
        ),
    ),
    hints=(
        "First the weighted sum, then the bias, last the step.",
        "Multiply each input by its own weight, minus signs included, and add b.",
        "Is z above 0 or not? That alone decides y.",
    ),
)

THRESHOLD = 1.5

BIAS = Numbers(
    number="1.6",
    title="A threshold as a bias",
    answer={"b": -THRESHOLD},
    wrong=(
        Wrong(
            {"b": THRESHOLD}, "the sign: bring the threshold to the other side of the >"
        ),
        Wrong({"b": 0}, "with bias 0 the unit already fires for a sum just above 0"),
        Wrong(
            {"b": 2 - THRESHOLD},
            "that is the sum of two ones, less the threshold: z, not b",
        ),
        Wrong({"b": 1 - THRESHOLD}, "that is one input, less the threshold: z, not b"),
    ),
    hints=(
        "Two ways to say the same: sum > threshold, and sum + b > 0.",
        "Subtract the threshold from both sides of sum > threshold, and compare.",
    ),
)

# 1.3: the perceptron rule


def _positive(z):
    return z > 0


def _learn(X, y, epochs, epoch, step=_positive):
    """The rule with another `epoch`, and another step."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while len(mistakes) < epochs and 0 not in mistakes:
        count = 0
        for dw, db, wrong in epoch(X, y, step, w, b):
            w, b, count = w + dw, b + db, count + wrong
        mistakes.append(count)
    return w, b, mistakes


def _row_by_row(correction):
    """An epoch that applies `correction(error, x, t)` after each row."""

    def epoch(X, y, step, w, b):
        for x, t in zip(X, y, strict=True):
            error = t - int(step(x @ w + b))
            dw, db = correction(error, x, t)
            w, b = w + dw, b + db
            yield dw, db, error != 0

    return epoch


def _at_the_end(X, y, step, w, b):
    """An epoch that judges all rows by the weights it began with."""
    for x, t in zip(X, y, strict=True):
        error = t - int(step(x @ w + b))
        yield error * x, error, error != 0


def _slip(correction, step=_positive):
    """w and b as they come out; a learner with this slip may count in other ways."""
    epoch = _row_by_row(correction)
    return lambda X, y, epochs: _learn(X, y, epochs, epoch, step)[:2]


def _right(X, y, epochs):
    unit = Perceptron().fit(X, y, epochs)
    return unit.w, unit.b, unit.mistakes


def _never_stops(X, y, epochs):
    w, b, mistakes = _right(X, y, epochs)
    return w, b, mistakes + [0] * (epochs - len(mistakes))


def _without_last(X, y, epochs):
    w, b, mistakes = _right(X, y, epochs)
    return w, b, mistakes[: -1 if mistakes[-1] == 0 else None]


RULE_SLIPS = (
    (
        _slip(lambda error, x, t: (error * x, 0)),
        "the bias never moves: it learns as well, as the weight of a constant 1",
    ),
    (
        _slip(lambda error, x, t: (-error * x, -error)),
        "each correction makes the mistake worse: w should move by (t − ŷ) x, "
        "label minus output",
    ),
    (
        _slip(lambda error, x, t: ((2 * t - 1) * x, 2 * t - 1)),
        "rows that are right already are corrected too: change nothing unless "
        "the output differs from the label",
    ),
    (
        _slip(lambda error, x, t: (t * x, t)),
        "the correction is t x whatever the unit said: it should depend on the "
        "mistake, label minus output",
    ),
    (
        _slip(lambda error, x, t: (abs(error) * t * x, abs(error) * t)),
        "nothing is ever taken away: where the label is 0 and the output 1, label "
        "minus output is negative",
    ),
    (
        _slip(lambda error, x, t: (error * x, error), lambda z: z >= 0),
        "at z = 0 your unit says 1; the step is on for z > 0 only",
    ),
    (
        _slip(lambda error, x, t: (error * x, error), lambda z: z > 0.5),
        "your unit asks for z > 0.5; the step is on for every z > 0",
    ),
    (
        _slip(lambda error, x, t: (error, error)),
        "w moves by the mistake alone: multiply it by the row x",
    ),
    (
        lambda X, y, epochs: _learn(X, y, epochs, _at_the_end)[:2],
        "the corrections wait for the end of the epoch: make each of them at once, "
        "so that the next row meets the new w and b",
    ),
    (
        lambda X, y, epochs: _right(X, y, 1),
        "the first epoch is right, but no other follows: is return inside the loop "
        "over the epochs?",
    ),
    (
        _never_stops,
        "w and b are right; but stop after an epoch without a mistake",
    ),
    (
        _without_last,
        "w and b are right; but the last epoch counts too, with its 0 mistakes",
    ),
)


def _table(numbers):
    return np.array(numbers, float)


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


def _try_rule(perceptron):
    def answer_to(where, arguments):
        return _parts(where, call("perceptron", perceptron, *arguments, where=where))

    judge_cases(RULE_CASES, answer_to, _right, RULE_SLIPS, _same, _describe)


RULE = Code(
    number="1.3",
    title="The perceptron rule",
    names=("perceptron",),
    test=_try_rule,
    hints=(
        "Two loops: one over epochs, in it one over the rows, in their order.",
        "For a row, work out the output first. The label minus the output is 0 for a "
        "right answer, else 1 or −1: that number decides the correction of w and b.",
        "Try one epoch of AND by hand: only the last row is a mistake there.",
    ),
)

# 1.4, 1.5: XOR


def _best_line(y, X):
    """The largest share of labels that a single unit gets right, over many lines."""
    lines = product(
        np.linspace(-1, 1, 5), np.linspace(-1, 1, 5), np.arange(-2, 2, 0.25)
    )
    return max(float((heaviside(X @ [u, v] + b) == y).mean()) for u, v, b in lines)


LINE = Numbers(
    number="1.4",
    title="One line and XOR",
    answer={"accuracy": _best_line(gates("XOR")[1], gates("XOR")[0])},
    wrong=(
        Wrong({"accuracy": 0.5}, "a line can do better than answering the same always"),
        Wrong({"accuracy": 1}, "all rows right? Then XOR would need no hidden units"),
        Wrong({"accuracy": 0.25}, "answer the opposite of that unit, and do better"),
        Wrong({"accuracy": 75}, "as a share between 0 and 1, not in percent"),
        Wrong({"accuracy": 3}, "the share of the rows is asked for, not their number"),
    ),
    hints=(
        "Draw the rows as corners of a square, and try to part the ones from the "
        "zeros with a ruler.",
        "The ones lie on one diagonal, the zeros on the other. How many corners must "
        "any line leave on the wrong side, at least?",
    ),
)


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


def _try_xor(*answer):
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


XOR = Code(
    number="1.5",
    title="XOR with two hidden units",
    names=tuple(XOR_SHAPES),
    test=_try_xor,
    hints=(
        "XOR says: at least one of the inputs, but not both. Each half of the sentence "
        "is a gate that one unit can be.",
        "Let one hidden unit be OR and the other NAND, as in the chapter, or AND. "
        "Their biases decide how many inputs must be on.",
        "The output unit should be on when both halves of the sentence are true: with "
        "NAND, when both hidden units are on; with AND, when only the first is.",
    ),
)

EXERCISES = (STEP, UNIT, RULE, LINE, XOR, BIAS)
