"""Every exercise takes right answers in unusual form, and no wrong answer that it does not know."""

import functools
import itertools
import math
import tomllib
from fractions import Fraction

import numpy as np
import pytest

import exercise_copies as copies
import forms
import notebooks
import solved
from nnbook.checking.kinds import Choice, Code, NotYet, Numbers
from nnbook.exercises import CHAPTERS, chapter06, find, of_chapter
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import lines_to_theta
from nnlib import Dense, Sequential, data
from nnlib.activations import sigmoid
from places import ROOT

EXERCISES = {x.number: x for chapter in CHAPTERS for x in of_chapter(chapter)}


def of_kind(kind):
    return pytest.mark.parametrize("number", [n for n, x in EXERCISES.items() if isinstance(x, kind)])


@of_kind(Numbers)
def test_numbers_in_every_form(number):
    for name, form in (forms.VALUES | forms.TEXTS).items():
        given = [form(value) for value in find(number).answer.values()]
        try:
            find(number).judge(*given)
        except NotYet as refused:
            pytest.fail(f"{name}: {refused}, given {given}")


@of_kind(Choice)
def test_a_letter_in_every_form(number):
    for form in forms.LETTERS:
        find(number).judge(form.format(find(number).answer))
        find(number).judge(form.format(find(number).answer.upper()))


# Code written otherwise, {number: right answers, each as the parts}


def with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


class Pocket:
    """A line as one vector of Python's numbers."""

    def __call__(self, X, y, epochs, **options):
        self.rows, self.y = with_ones(X), y
        tried = [0 * self.rows[0]]
        for row, t in [*zip(self.rows, y, strict=True)] * epochs:
            if error := t - (tried[-1] @ row > 0):
                tried.append(tried[-1] + error * row)
        *w, b = map(float, max(tried, key=self.right))
        return w, b, max(map(self.right, tried))

    def right(self, w):
        return sum(map(np.equal, self.rows @ w > 0, self.y))


def pocket_in_place(X, y, epochs, w=None, b=0):
    w = np.zeros((1, X.shape[1]))
    kept = w.copy(), b, np.float32(np.sum(y == 0))
    for i in [*range(len(X))] * epochs:
        if error := y[i] - ((X[i] @ w.T).item() + b > 0):
            w += error * X[i]
            b += error
            right = np.count_nonzero((X @ w[0] + b > 0) == y)
            if right > kept[2]:
                kept = w.copy(), np.array([b]), np.array(right)
    return list(kept)


def rest_one_by_one(z):
    return [math.exp(-z) / (1 + math.exp(-z)) if z > 0 else 1 / (1 + math.exp(z)) for z in z.tolist()]


def error_of(gradient, measured):
    return math.dist(gradient, measured) / (math.hypot(*gradient) + math.hypot(*measured))


def check_in_place(J, gradient, theta, h=1e-6):
    theta, measured = theta.copy(), []
    for i, old in enumerate(theta):
        theta[i] = old + h
        up = J(theta)
        theta[i] = old - h
        measured.append((up - J(theta)) / (2 * h))
        theta[i] = old
    return np.array([error_of(gradient, measured)])


def weighted_rows(X, y, s, w, b):
    gradient = [0.0] * (len(w) + 1)
    for x, t, share in zip(X, y, s / sum(s), strict=True):
        error = share * (1 / (1 + math.exp(-(x @ w + b))) - t)
        gradient = [g + error * v for g, v in zip(gradient, [*x, 1], strict=True)]
    return gradient


def weighted_average(X, y, s, w, b):
    error = sigmoid(with_ones(X) @ np.append(w, b)) - y
    return np.average(with_ones(X) * error[:, None], axis=0, weights=s)[None]


def standardise_in_place(train, new, ddof=0):
    new = new.copy()
    new -= train.mean(0, keepdims=True)
    new /= [math.sqrt(v) or 1 for v in train.var(0)]
    return new.tolist()


def activations_used_up(X, layers):
    A = [X]
    while layers:
        W, b, g = layers.pop(0)
        A += [g(np.einsum("ij,jk", A[-1], W) + b)]
    return A


LINES = lines_to_theta([(180, -1.22), (-90, -1.13), (41.6, 0.14)], 10, (20, -50))


def dead_in_loops(W1, b1, W2, b2, X):
    for x in X:
        a = [max(0, x @ w + b) for w, b in zip(W1.T, b1, strict=True)]
        if a @ W2[:, 0] + b2[0] > 0:
            return 0
    return 1


def slopes_by_recursion(g, z):
    return [slopes_by_recursion(g, v) if np.ndim(v) else np.diff(g(v + np.array([-1e-5, 1e-5])))[0] / 2e-5 for v in z]


def turned_sigmoids(W1, b1, W2, b2):
    return [(-2 * W1).tolist(), -2 * b1[None], -2 * W2, np.ones(len(W2)) @ W2 + b2]


def solved_outright(x, y, seed, shift=0.0, scale=1.0):
    """Kinks spread over the data, and output weights by least squares; the network reads (x - shift) / scale."""
    kinks = np.linspace(4, 5.875, 16) - 1e-3
    *v, b = np.linalg.lstsq(with_ones(np.maximum(x - kinks, 0)), y)[0]
    network = Sequential([Dense(16, "relu"), Dense(1)], seed=seed)
    network.build((None, 1))
    network.set_weights([np.full((1, 16), scale), shift - kinks, v, b])
    return network, functools.partial(lambda x, by: ((x - shift) / by).tolist(), by=scale)


def backward_in_loops(dA, A_prev, Z, W, slope):
    dA_prev, dW, db = np.zeros_like(A_prev), np.zeros_like(W), [0] * len(W[0])
    for (i, k), d in np.ndenumerate(dA * slope(Z)):
        db[k] += d
        dW[:, k] += A_prev[i] * d
        dA_prev[i] += W[:, k] * d
    return [dA_prev.tolist(), dW, db]


def backward_in_place(dA, A_prev, Z, W, slope):
    D = dA.copy()
    D *= slope(Z)
    return np.einsum("ik,jk", D, W), np.einsum("ij,ik", A_prev, D), D.sum(0, keepdims=True)


class Trained:
    def __init__(self, X, y, seed=0):
        self.roaster = CoffeeRoaster("triangle")

    def __call__(self, roasts):
        return self.roaster.model()(self.roaster.inputs(roasts)).ravel()


DEAD = chapter06._count(0)
OTHERWISE = {
    "1.5": [
        ([[2, -2], [-2, 2]], [[1], [1]], [[1, 1]], [[-1.5]]),
        (np.array([[1, 1], [-1, -1]], object), (Fraction(1, 2), -0.5), (1, -1), np.float32(-0.5)),
    ],
    "1.9": [(Pocket(),), (functools.partial(pocket_in_place, b=0),)],
    "2.9": [(rest_one_by_one,), (lambda z, one=1: np.exp(-np.logaddexp(0, one * z)),)],
    "3.3": [
        (check_in_place,),
        (lambda J, g, t: np.float32(error_of(g, [(J(t + e) - J(t - e)) / 2e-4 for e in 1e-4 * np.eye(t.size)])),),
    ],
    "3.4": [(weighted_rows,), (weighted_average,)],
    "4.4": [
        (lambda X, mu, V, c: np.einsum("ik,jk", X - mu, V, optimize=True) + c,),
        (lambda X, mu, V, c: (((X - mu)[:, None] * V).sum(-1) + c).tolist(),),
        (lambda X, mu, V, c: with_ones(X) @ np.vstack([V.T, c - V @ mu]),),
    ],
    "4.5": [
        (standardise_in_place,),
        (lambda train, new: (new - train.mean(0)) / ((s := np.std(train, 0)) + (s == 0)),),
    ],
    "4.6": [
        (lambda A, W_col, b_col: np.einsum("mn,un", A, W_col) + b_col.T,),
        (lambda A, W_col, b_col: [[w @ a + b[0] for w, b in zip(W_col, b_col, strict=True)] for a in A],),
    ],
    "5.3": [
        (lambda A_prev, W, b, g: [[float(g(a @ w + c)) for w, c in zip(W, b, strict=True)] for a in A_prev],),
        (functools.partial(lambda A_prev, W, b, g, kind: g((W @ A_prev.T).T + b).astype(kind), kind=object),),
    ],
    "5.6": [(np.array(LINES, object)[:, None],), (CoffeeRoaster(theta=LINES).model(),)],
    "5.7": [
        (activations_used_up,),
        (lambda X, layers: [*itertools.accumulate(layers, lambda A, l: l[2](A @ l[0] + l[1]), initial=X)],),
    ],
    "6.5": [
        (dead_in_loops, [[DEAD]], "5"),
        (
            lambda W1, b1, W2, b2, X: np.maximum(np.maximum(X @ W1 + b1, 0) @ W2 + b2, 0).max(keepdims=True) == 0,
            str(DEAD),
            [4.5],
        ),
    ],
    "6.6": [(slopes_by_recursion, " A) "), (lambda g, z, h=1e-5: np.divide(g(z + h) - g(z - h), h) / 2, "[a]")],
    "6.7": [(turned_sigmoids,), (lambda W1, b1, W2, b2: (W1 + W1, b1 + b1, W2 + W2, [b2 - sum(W2)]),)],
    "7.7": [(solved_outright,), (functools.partial(solved_outright, shift=5, scale=-0.5),)],
    "8.2": [(backward_in_loops,), (backward_in_place,)],
    "8.6": [(Trained,), (lambda X, y, seed: lambda roasts: [[bool(good)] for good in data.coffee_is_good(roasts)],)],
}


@of_kind(Code)
def test_code_written_otherwise(number):
    assert len(OTHERWISE[number]) >= 2
    for answer in OTHERWISE[number]:
        find(number).judge(*answer)


# Wrong answers that are not listed

UNLISTED = tomllib.loads((ROOT / "tests" / "support" / "unlisted.toml").read_text("utf-8"))


@functools.cache
def notebook(chapter):
    (path,) = copies.SOLVED.glob(f"{chapter:02}_*.ipynb")
    book = notebooks.read(path)
    (setup,) = (cell.source for cell in book.cells if cell.metadata.nnlib.role == "setup")
    space = {}
    exec(setup, space)
    return {one.number: one for one in solved.label(book)}, space


@pytest.mark.parametrize("number", EXERCISES)
def test_wrong_answers_that_nobody_listed_are_refused_without_a_guess_at_the_cause(number):
    exercises, setup = notebook(int(number.split(".")[0]))
    trial = solved.Trial(exercises[number], setup)
    listed = {hint for hint in solved.mistakes(exercises[number])["wrong"].values() if not hint.endswith("…")}
    assert len(UNLISTED[number]) >= 3
    for entry in UNLISTED[number]:
        mistake, _, hint = entry.partition(" # ")
        answer = trial.answer | trial.parts(mistake)
        with pytest.raises(NotYet) as caught, np.errstate(all="ignore"):
            find(number).judge(*answer.values())
        said = str(caught.value)
        assert said.startswith(hint) if hint else said not in listed, entry
