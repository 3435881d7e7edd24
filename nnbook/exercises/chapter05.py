"""The exercises of chapter 5: forward passes, parameters and the coffee roaster."""

from itertools import pairwise

import numpy as np

from nnbook.checking.kinds import (
    Choice,
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
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import ALL_THREE, GIVEN
from nnlib import Dense, Sequential
from nnlib.activations import sigmoid, tanh
from nnlib.data import coffee

# 5.1, 5.4: the notes' network by hand

W1, B1 = np.reshape(GIVEN[:6], (2, 3)), np.array(GIVEN[6:9])
W2, B2 = np.array(GIVEN[9:12]), GIVEN[12]


def _pass(x, b1=B1, b2=B2, g=sigmoid):
    """Z1, A1, Z2, A2 of the notes' network for one roast, as plain numbers."""
    Z1 = np.array(x) @ W1 + b1
    A1 = g(Z1)
    Z2 = A1 @ W2 + b2
    A2 = sigmoid(Z2)
    parts = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return {name: part.tolist() for name, part in parts.items()}


def _only(parts, *names):
    return {name: parts[name] for name in names}


ROAST, SMALL = [200, 17], [0.5, 0.25]
AT_ROAST, AT_SMALL = _pass(ROAST), _pass(SMALL)

FORGOT_HIDDEN = "the hidden biases are missing: each unit adds its own b"
FORGOT_OUTPUT = "the output unit's bias is missing"
MISPRINT = "the biases are subtracted: z = w · x + b, whatever their own sign"
SWAPPED = "the inputs are exchanged: temperature comes first, then the minutes"
SEEMS = "A2 comes out like this when {}. Is Z2 the sum of all its terms?"
NO_SIGMOID = "the output unit reads the activations of the hidden units, not their z"

ROAST_BY_HAND = Numbers(
    number="5.1",
    title="A forward pass by hand",
    answer=_only(AT_ROAST, "Z1", "Z2", "A2"),
    wrong=(
        Wrong(_only(_pass(ROAST, -B1), "Z1"), MISPRINT),
        Wrong(
            _only(_pass(ROAST, -B1, -B2), "A2"),
            SEEMS.format("the biases are subtracted"),
        ),
        Wrong(_only(_pass(ROAST, 0 * B1), "Z1"), FORGOT_HIDDEN),
        Wrong(_only(_pass(ROAST[::-1]), "Z1"), SWAPPED),
        Wrong(
            _only(_pass(ROAST[::-1]), "A2"),
            SEEMS.format("the two inputs change places"),
        ),
        Wrong(
            {"Z1": [[z] for z in AT_ROAST["Z1"]]},
            "Z1 has become a column: if each bias is an array of one number, so is "
            "each z. Write the biases as plain numbers",
        ),
        Wrong(_only(_pass(ROAST, g=np.array), "Z2"), NO_SIGMOID),
        Wrong(_only(_pass(ROAST, b2=0), "Z2"), FORGOT_OUTPUT),
        Wrong(_only(_pass(ROAST, b2=0), "A2"), FORGOT_OUTPUT),
        Wrong(
            _only(AT_ROAST, "Z1", "Z2") | {"A2": AT_ROAST["Z2"]},
            "A2 is still the pre-activation: one more sigmoid",
        ),
        Wrong(
            _only(AT_ROAST, "Z1", "Z2") | {"A2": 1},
            "A2 is the number before any decision: don't round it to 0 or 1",
        ),
    ),
    hints=(
        "Do the three hidden units one after the other: weight times temperature, plus "
        "weight times minutes, plus bias.",
        "The sigmoid of a large z is as good as 1, that of a large negative z as good "
        "as 0. So the output unit has little to add up.",
        "In Python: Z1 comes from x @ W1 and b1, and Z2 from sigmoid(Z1) in the same "
        "way.",
    ),
    tolerance=5e-4,
)

SMALL_BY_HAND = Numbers(
    number="5.4",
    title="The same network, awake",
    answer=AT_SMALL,
    wrong=(
        Wrong(_only(_pass(SMALL, -B1), "Z1"), MISPRINT),
        Wrong(_only(_pass(SMALL, 0 * B1), "Z1"), FORGOT_HIDDEN),
        Wrong(_only(_pass(SMALL[::-1]), "Z1"), SWAPPED),
        Wrong(
            _only(AT_SMALL, "Z1") | {"A1": AT_SMALL["Z1"]},
            "A1 is still Z1: the sigmoid is missing",
        ),
        Wrong(
            _only(AT_SMALL, "Z1") | {"A1": [0, *AT_SMALL["A1"][1:]]},
            "look again at the sigmoid of 0: that is the middle of the S, not its foot",
        ),
        Wrong(
            _only(AT_SMALL, "Z1") | {"A1": [0, 1, 1]},
            "that is a hard step: the sigmoid gives the numbers between 0 and 1 as well",
        ),
        Wrong(_only(_pass(SMALL, g=np.array), "Z2"), NO_SIGMOID),
        Wrong(_only(_pass(SMALL, b2=0), "Z2"), FORGOT_OUTPUT),
        Wrong(
            _only(AT_SMALL, "Z2") | {"A2": 1},
            "A2 is close to 1 but not 1: give six decimals",
        ),
    ),
    hints=(
        "The steps are those of 5.1, but here the sigmoid must be worked out: use "
        "Python or a calculator.",
        "sigmoid(z) is 1 / (1 + exp(−z)), entry by entry: A1 has as many numbers as Z1.",
    ),
    tolerance=1e-6,
)

# 5.2: counting

WIDTHS = 64, 25, 15, 1


def _count(widths):
    net = Sequential([Dense(units) for units in widths[1:]])
    net.build((None, widths[0]))
    return net.count_params()


WEIGHTS = sum(n_prev * n for n_prev, n in pairwise(WIDTHS))

COUNTING = Numbers(
    number="5.2",
    title="Counting parameters",
    answer={"parameters": _count(WIDTHS)},
    wrong=(
        Wrong({"parameters": WEIGHTS}, "those are the weights; the biases count too"),
        Wrong(
            {"parameters": sum(WIDTHS[1:])},
            "those are the biases; the weights count too",
        ),
        Wrong(
            {"parameters": WEIGHTS + sum(WIDTHS)},
            "the inputs have no biases: the input layer computes nothing",
        ),
        Wrong(
            {"parameters": _count((64, 25, 15, 10))},
            "that is the network with ten outputs; this one has a single output",
        ),
        Wrong(
            {"parameters": _count(WIDTHS[:-1])},
            "the output layer has parameters as well",
        ),
        Wrong(
            {"parameters": sum(n_prev * (n + 1) for n_prev, n in pairwise(WIDTHS))},
            "the + 1 stands at the wrong width: each unit has a bias, not each input",
        ),
    ),
    hints=(
        "Take the layers one at a time: three layers have parameters here.",
        "Each unit has one weight for every number it reads, and one bias.",
        "Layer l has (n_prev + 1) n parameters, n units reading n_prev numbers.",
    ),
    tolerance=1e-9,
)

# 5.3: a layer in code


def _dense(A_prev, W, b, g):
    """The right answer, from nnlib itself."""
    layer = Dense(W.shape[1], g)
    layer.bind(W, b)
    return layer.forward(A_prev)[0]


LAYER_SLIPS = (
    (
        lambda A_prev, W, b, g: g(W @ A_prev + b),
        "W @ A_prev: with examples as rows, A_prev stands on the left",
    ),
    (
        lambda A_prev, W, b, g: g(W.T @ A_prev + b),
        "W.T @ A_prev: with examples as rows, A_prev stands on the left",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev @ W.T + b),
        "W is transposed: column j of W belongs to unit j already",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev * W + b),
        "A_prev * W multiplies entry by entry; the matrix product is @",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev @ W + b[:, None]),
        "the bias goes along the wrong axis: b[j] belongs to column j, the unit, "
        "in every row",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev @ W),
        "the bias is missing",
    ),
    (
        lambda A_prev, W, b, g: A_prev @ W + b,
        "that is Z; apply g to it",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev @ W) + b,
        "the bias comes too late: add it before g",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev) @ W + b,
        "g is applied to the input: apply it to what the layer has added up",
    ),
    (
        lambda A_prev, W, b, g: sigmoid(A_prev @ W + b),
        "your layer always uses the sigmoid: use the g that it is given",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev @ W + b).T,
        "the answer is transposed: one example is one row",
    ),
    (
        lambda A_prev, W, b, g: g(A_prev[0] @ W + b),
        "only the first example has gone through: all rows at once are asked for",
    ),
)


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


def _try_layer(forward):
    """Several shapes, one row among them, with positive and negative numbers."""

    def answer_to(where, arguments):
        result = call("forward", forward, *arguments, where=where)
        return as_numbers(f"the answer for {where}", result)

    judge_cases(
        LAYER_CASES, answer_to, _dense, LAYER_SLIPS, _same_layer, _describe_layer
    )


LAYER = Code(
    number="5.3",
    title="A layer in code",
    names=("forward",),
    test=_try_layer,
    hints=(
        "Formula (5.2) has two lines for a layer: first Z, then A. So has the function.",
        "Check the shapes: which order of A_prev and W gives a matrix with a row for "
        "each example and a column for each unit?",
        "A vector added to a matrix goes to each of its rows, by NumPy's own rules.",
    ),
)

# 5.5: who can learn

DEAF = Choice(
    number="5.5",
    title="Who can still learn?",
    name="who",
    options={
        "a": "those of all three units: every weight has some gradient",
        "b": "those of units 1 and 3, whose activation is 1",
        "c": "those of unit 2 only, because its slope is not exactly 0",
        "d": "none of them",
    },
    answer="d",
    wrong={
        "a": "look at the slope of the sigmoid at each z: how far would a weight move?",
        "b": "an activation of 1 is not a slope: there the sigmoid is flat",
        "c": "not exactly 0, but how large is it? A step in proportion to it must change "
        "the weight, and a weight near 1 has about 16 digits",
    },
    hints=(
        "A weight moves in proportion to the slope of its unit's sigmoid: a (1 − a).",
        "Work out the three slopes, and compare each with 1e-16, the relative size of "
        "the smallest change that float64 can hold.",
    ),
)

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


def _try_lines(network):
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


LINES = Code(
    number="5.6",
    title="Three lines by hand",
    names=("network",),
    test=_try_lines,
    hints=(
        "One unit for each side of the triangle: hot enough, long enough, not too much.",
        "A unit with angle φ and offset d is on where the point lies further than d in "
        "the direction φ. Look at one side at a time, with the map in standard "
        "deviations.",
        "When the lines are right and the accuracy is not, it is the steepness.",
    ),
)

EXERCISES = (ROAST_BY_HAND, COUNTING, LAYER, SMALL_BY_HAND, DEAF, LINES)
