"""The tests of chapter 6's code: dead networks, measured slopes, tanh units made of sigmoids."""

import numpy as np

from nnbook.checking.kinds import (
    NotYet,
    as_numbers,
    call,
    close,
    fitted,
    judge_cases,
    letter_of,
    same_shape,
)
from nnlib import Dense, Sequential
from nnlib.activations import elu, relu, sigmoid, softplus, swish, tanh
from nnlib.initializers import constant


def _normal(seed, *shapes):
    rng = np.random.default_rng(seed)
    return [rng.normal(0, 1, shape) for shape in shapes]


def _shapes(n, hidden, outputs):
    return (n, hidden), (hidden,), (hidden, outputs), (outputs,)


# 6.5: dead or alive

VOLUMES, HEAVIEST, NETWORKS = np.linspace(0.05, 1.5, 40)[:, None], 9, 30


def _newborn(seed, bias):
    he = {"kernel_initializer": "he_normal"}
    last = Dense(1, "relu", bias_initializer=constant(bias), **he)
    net = Sequential([Dense(8, "relu", **he), last], seed=seed)
    net.build((None, 1))
    return net.get_weights()


def _dead(W1, b1, W2, b2, X):
    return not relu(relu(X @ W1 + b1) @ W2 + b2).any()


def _count(bias):
    return sum(_dead(*_newborn(seed, bias), VOLUMES) for seed in range(NETWORKS))


def _unit(weight, bias, hidden_bias=0):
    """One input, one hidden unit with weight 1, one output."""
    parts = [[1]], [hidden_bias], [[weight]], [bias]
    return tuple(np.array(part, float) for part in parts)


def _dead_cases():
    rows = np.array([[0.5], [2.0]])
    cases = {
        "two rows, of which one is alive": (*_unit(1, -1), rows),
        "two rows that are both off": (*_unit(-1, 0.25), rows),
        "a network that says 0 because its z is exactly 0": (*_unit(0, 0), rows),
        "a network whose bias keeps it alive": (*_unit(-1, 3), rows),
        "a row of which the hidden unit sees nothing": (*_unit(-1, 0.5), -rows),
        "a network whose hidden bias keeps it alive": (*_unit(1, -3, 2), rows),
        "the first row alive, the second off": (*_unit(-1, 1), rows),
        "a network whose hidden bias turns it off": (*_unit(-1, 0.25, 1), rows),
        "rows for which the hidden score is far below 0": (
            *_unit(-1, -0.5, -0.25),
            -rows,
        ),
    }
    for seed in range(8):
        X, *parts = _normal(seed, (5, 3), *_shapes(3, 4, 1))
        cases[f"three inputs and four hidden units, no. {seed}"] = *parts, X
    return cases


DEAD_CASES = _dead_cases()


def _describe_dead(wrong):
    where, (_, want) = next(iter(wrong.items()))
    raise NotYet(f"dead should be {bool(want)} for {where}")


def try_dead(dead, count, bias, slips=()):
    """The function on small networks, then the count, then a bias that keeps all thirty alive."""

    def answer_to(where, arguments):
        said = as_numbers(f"dead for {where}", call("dead", dead, *arguments))
        if said.size != 1:
            raise NotYet(f"dead for {where} should be a single True or False")
        return said.item()

    slips = [(function, hint) for function, _, _, hint in slips]
    judge_cases(DEAD_CASES, answer_to, _dead, slips, np.equal, _describe_dead)
    _judge_count(_single("count", count))
    _judge_bias(_single("bias", bias))


def _single(name, part):
    number = fitted(as_numbers(name, part, 0), 0)
    same_shape(name, number, 0)
    return number


def _judge_count(count):
    right = _count(0)
    if count == right:
        return
    if count == NETWORKS - right:
        raise NotYet("that is how many are alive: count the dead ones")
    if count == right / NETWORKS:
        raise NotYet("that is a share: give the number of networks")
    if abs(count - right) <= 6:
        raise NotYet("about half is right, but count them: seeds 0 to 29, bias 0")
    raise NotYet("count is not right yet: seeds 0 to 29, bias 0")


def _judge_bias(bias):
    if bias > HEAVIEST:
        raise NotYet("no parcel weighs that much: begin with what a typical one weighs")
    left = _count(float(bias))
    if left:
        raise NotYet(f"with that bias {left} of the {NETWORKS} are still dead")


# 6.6: measuring a slope

PLACES = np.array([-2, -0.5, 0.5, 2])
SLOPE_CASES = {
    "sine at four places": (np.sin, PLACES),
    "tanh at four places": (tanh, PLACES),
    "ELU at four places": (elu, PLACES),
    "swish on a table of two rows": (swish, PLACES.reshape(2, 2)),
    "softplus at one place": (softplus, np.array([0.3])),
}
SLOPES = {
    np.sin: np.cos,
    tanh: lambda z: 1 - np.tanh(z) ** 2,
    elu: lambda z: np.where(z > 0, 1, np.exp(z)),
    swish: lambda z: sigmoid(z) * (1 + z * sigmoid(-z)),
    softplus: sigmoid,
}
WRONG_ROW, ROWS = (
    "a",
    {
        "b": "at z = 2, a is 2/3, so (1 − a)² is 1/9; what do you measure?",
        "c": "e^a is 1 + z², so at z = 2 the table says 4/5; what do you measure?",
        "d": "1 − a² is 1 / (1 + z²), so at z = 2 the table says 0.0894; what do you measure?",
    },
)


def _same_slopes(got, want):
    return close(fitted(got, want), want, 1e-7)


def _describe_slopes(wrong):
    where, (got, want) = next(iter(wrong.items()))
    same_shape(f"slopes for {where}", fitted(got, want), want)
    raise NotYet(f"slopes is not right yet for {where}")


def try_slopes(slopes, wrong, slips=()):
    """The function on five functions whose slopes are known, then the letter."""

    def answer_to(where, arguments):
        result = call("slopes", slopes, *arguments, where=where)
        return as_numbers(f"slopes for {where}", result)

    slips = [(function, hint) for function, _, hint in slips]
    judge_cases(
        SLOPE_CASES,
        answer_to,
        lambda g, z: SLOPES[g](z),
        slips,
        _same_slopes,
        _describe_slopes,
    )
    letter = letter_of(wrong)
    if letter in ROWS:
        raise NotYet(f"slopes is right. Row {letter}: {ROWS[letter]}")
    if letter != WRONG_ROW:
        raise NotYet('wrong should be one of "a", "b", "c", "d"')


# 6.7: the same in sigmoids

PARTS = "V1", "c1", "V2", "c2"
TANH_CASES = {
    "one input, three hidden units and one output": _normal(67, *_shapes(1, 3, 1)),
    "two inputs, two hidden units and two outputs": _normal(68, *_shapes(2, 2, 2)),
    "three inputs, five hidden units and two outputs": _normal(69, *_shapes(3, 5, 2)),
}


def _says(g, W1, b1, W2, b2):
    X = np.random.default_rng(70).normal(0, 1, (20, len(W1)))
    return g(X @ W1 + b1) @ W2 + b2


def _in_tanhs(*network):
    return _says(tanh, *network)


def _same_says(got, want):
    return close(got, want, 1e-9)


def _describe_says(wrong):
    where, (got, want) = next(iter(wrong.items()))
    raise NotYet(
        f"the outputs are not the same for {where}: for one x yours is {got[0, 0]:.4f}, "
        f"the tanh network's {want[0, 0]:.4f}"
    )


def try_in_sigmoids(in_sigmoids, slips):
    """What the two networks say, for three sizes."""

    def answer_to(where, network):
        result = call("in_sigmoids", in_sigmoids, *network, where=where)
        if not isinstance(result, tuple | list) or len(result) != len(PARTS):
            raise NotYet(f"in_sigmoids should return four arrays, {', '.join(PARTS)}")
        parts = []
        for name, part, given in zip(PARTS, result, network, strict=True):
            array = fitted(as_numbers(f"{name} for {where}", part), given)
            same_shape(f"{name} for {where}", array, given)
            parts.append(array)
        return _says(sigmoid, *parts)

    slips = [
        (lambda *network, slip=slip: _says(sigmoid, *slip(*network)), hint)
        for slip, hint in slips
    ]
    judge_cases(TANH_CASES, answer_to, _in_tanhs, slips, _same_says, _describe_says)


TESTS = {"6.5": try_dead, "6.6": try_slopes, "6.7": try_in_sigmoids}
