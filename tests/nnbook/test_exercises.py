"""Every exercise: its solution is right, its stub is not started, and each typical wrong answer gets its own hint.

The wrong answers and the fragments of their hints are written down here once more, apart from the checks: two
hints exchanged there are seen here.
"""

import re

import nbformat
import numpy as np
import pytest
from markdown_it import MarkdownIt

from nnbook import exercises
from nnbook.checking import NotStarted, NotYet
from nnbook.exercises import (
    chapter01,
    chapter05,
    find,
    of_chapter,
)
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import lines_to_theta, triangle_lines
from nnlib import Dense, Sequential, data
from nnlib.perceptron import Perceptron
from places import ROOT

NUMBERS = [e.number for chapter in exercises.CHAPTERS for e in of_chapter(chapter)]
each_exercise = pytest.mark.parametrize("number", NUMBERS)


def cells_of(number, folder):
    """{role: source} of an exercise, and of its notebook's setup."""
    (path,) = (ROOT / "book" / folder).glob(f"{int(number.split('.')[0]):02}_*.ipynb")
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        about = cell.metadata.get("nnlib", {})
        if about.get("exercise") == number or about.get("role") == "setup":
            found[about["role"]] = cell.source
    return found


def run(cells, *roles):
    """The names that are defined after these cells."""
    names = {}
    for role in roles:
        exec(cells[role], names)
    return names


@each_exercise
def test_the_solution_is_right(number, capsys):
    run(cells_of(number, "solutions"), "setup", "answer", "check")
    assert capsys.readouterr().out == f"{number} correct\n"


@each_exercise
def test_the_untouched_stub_is_not_started(number):
    cells = cells_of(number, "exercises")
    names = run(cells, "setup", "answer")
    with pytest.raises(NotStarted):
        exec(cells["check"], names)


# Wrong answers

RULE = cells_of("1.3", "solutions")["answer"]


def rule(*changes):
    """The solved perceptron rule after some replacements in its code."""
    code = RULE
    for old, new in changes:
        assert old in code
        code = code.replace(old, new)
    names = {"np": np}
    exec(code, names)
    return names["perceptron"]


def at_the_end(X, y, epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while len(mistakes) < epochs and 0 not in mistakes:
        errors = y - (X @ w + b > 0)
        w, b = w + errors @ X, b + errors.sum()
        mistakes.append(int(abs(errors).sum()))
    return w, b, mistakes


def learned(change):
    """The right perceptron, of which `change` makes what is returned."""

    def perceptron(X, y, epochs):
        unit = Perceptron().fit(X, y, epochs)
        return change(unit.w, unit.b, unit.mistakes)

    return perceptron


def relabels(X, y, epochs):
    y[y == 0] = -1
    return np.zeros(X.shape[1]), 0.0, [1]


UPDATE = "w, b = w + (t - output) * x, b + (t - output)"
IF_WRONG = "if output != t:\n                "
WRONG_RULES = [
    (rule(("b + (t - output)", "b")), "bias never moves"),
    (rule(("+ (t - output)", "- (t - output)")), "makes the mistake worse"),
    (
        rule(
            (
                IF_WRONG + UPDATE,
                "w, b = w + (2 * t - 1) * x, b + 2 * t - 1\n" + 12 * " " + "if output != t:",
            )
        ),
        "rows that are right already",
    ),
    (
        rule(
            (
                IF_WRONG + UPDATE,
                "w, b = w + t * x, b + t\n" + 12 * " " + "if output != t:",
            )
        ),
        "t x whatever",
    ),
    (rule((UPDATE, "w, b = w + t * x, b + t")), "nothing is ever taken away"),
    (rule(("> 0", ">= 0")), "on for z > 0 only"),
    (rule(("> 0", "> 0.5")), "on for every z > 0"),
    (rule(("> 0", ">= 1")), "w and b are not right yet"),
    (rule((", 0.0, []", ", 1.0, []")), "Are the rows taken in their order"),
    (rule((" * x, b", ", b")), "multiply it by the row"),
    (at_the_end, "make each of them at once"),
    (rule(("    return w, b", "        return w, b")), "is return inside the loop"),
    (rule(("break", "pass")), "stop after an epoch"),
    (
        rule(("            break", "            return w, b, mistakes[:-1]")),
        "last epoch counts",
    ),
    (rule(("(t - output)", "0.1 * (t - output)")), "each step is scaled"),
    (rule(("zip(X, y)", "zip(X[::-1], y[::-1])")), "Are the rows taken in their order"),
    (
        rule(("np.zeros(X.shape[1])", "np.ones(X.shape[1])")),
        "Are the rows taken in their order",
    ),
    (learned(lambda w, b, mistakes: (w, b, sum(mistakes))), "should be a list"),
    (
        learned(lambda w, b, mistakes: (w, b, mistakes[::-1])),
        "mistakes of each epoch not yet",
    ),
    (learned(lambda w, b, mistakes: (w, b)), "three things"),
    (
        learned(lambda w, b, mistakes: (w[0], b, mistakes)),
        "w for AND, 1 epoch should be an array",
    ),
    (
        learned(lambda w, b, mistakes: (w, [b], mistakes)),
        "b for AND, 1 epoch should be a single",
    ),
    (
        learned(lambda w, b, mistakes: (1 - w, b, mistakes)),
        "not right yet for AND, 1 epoch",
    ),
    (learned(lambda w, b, mistakes: None), "returns nothing"),
    (
        rule(("range(epochs)", "range(min(epochs, 5))")),
        "for AND, 20 epochs w and b are right",
    ),
    (relabels, "changes what it is given"),
    (rule(("x @ w", "X @ w")), "stops with TypeError for AND, 1 epoch"),
    (5, "should be a function"),
]

XOR_PARTS = "W1", "b1", "w2", "b2"
OR_AND = [[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], -0.5
OR_NAND = [[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], -1.5


def xor(**parts):
    return tuple((dict(zip(XOR_PARTS, OR_AND, strict=True)) | parts).values())


WRONG_XORS = [
    (xor(b1=[0.5, 1.5], b2=0.5), "look like thresholds"),
    (([[1, 1], [-1, -1]], *OR_NAND[1:]), "W1 looks turned"),
    (xor(b1=[-1, -2], b2=-1), "exactly 0, where the step is off"),
    (xor(w2=[-1, 1], b2=0.5), "the opposite of XOR"),
    (xor(w2=[1, 0]), "computes OR, not XOR"),
    (xor(w2=[0, 1]), "computes AND, not XOR"),
    (xor(w2=[0, -1], b2=0.5), "computes NAND, not XOR"),
    (xor(b2=0.5), "for x = [0, 0] your network says 1"),
    (xor(W1=[[1, 1], [0, 1]]), "for x = [0, 1] your network says 0"),
    (
        ([[1, -1, 0], [-1, 1, 0]], [-0.5, -0.5, 0], [1, 1, 0], -0.5),
        "two hidden units are allowed, yours has 3",
    ),
    (xor(W1=[[1], [1]]), "W1 should be an array of shape (2, 2)"),
    (xor(w2=[[1], [-1]]), "w2 should be an array of shape (2,)"),
    (xor(b2=[-0.5]), "b2 should be a single number"),
    (xor(b2="-0.5"), "b2 is text"),
    (xor(b2=...), "b2 is still empty"),
]

WRONG_LAYERS = [
    (lambda A, W, b, g: g(W @ A + b), "W @ A_prev: with examples as rows"),
    (lambda A, W, b, g: g(W.T @ A + b), "W.T @ A_prev: with examples"),
    (lambda A, W, b, g: g((W.T @ A.T).T + b[:, None]), "along the wrong axis"),
    (lambda A, W, b, g: g(A @ W.T + b), "belongs to unit j already"),
    (lambda A, W, b, g: g(A * W + b), "multiplies entry by entry"),
    (lambda A, W, b, g: g(A @ W), "bias is missing"),
    (lambda A, W, b, g: A @ W + b, "that is Z"),
    (lambda A, W, b, g: g(A @ W) + b, "comes too late"),
    (lambda A, W, b, g: g(A) @ W + b, "applied to the input"),
    (lambda A, W, b, g: 1 / (1 + np.exp(-(A @ W + b))), "always uses the sigmoid"),
    (lambda A, W, b, g: g(W.T @ A.T + b[:, None]), "answer is transposed"),
    (lambda A, W, b, g: g(A[0] @ W + b), "only the first example"),
    (
        lambda A, W, b, g: np.array([g(A[i] @ W + b) for i in range(5)]),
        "stops with IndexError for A_prev (3, 3), W (3, 3) and g = tanh",
    ),
    (
        lambda A, W, b, g: g(A @ W + b) if len(A) > 1 else g(A @ W + b)[0],
        "for A_prev (1, 2), W (2, 3) and g = tanh should be an array of shape (1, 3)",
    ),
    (
        lambda A, W, b, g: g(abs(A) @ W + b),
        "for A_prev (3, 3), W (3, 3) and g = tanh is not right yet",
    ),
    (
        lambda A, W, b, g: (A @ W + b, g(A @ W + b)),
        "should be an array of shape (3, 3)",
    ),
    (lambda A, W, b, g: print(end=""), "returns nothing for A_prev (3, 3)"),
    (5, "should be a function"),
]

LINES = [(0, -1.1), (90, -1.3), (-140, 0.1)]


def roast(lines=LINES, k=10, votes=(20, -50)):
    return np.array(lines_to_theta(lines, k, votes))


def raw(theta):
    """The same network for degrees and minutes."""
    scaler, W = data.coffee_scaler(), theta[:6].reshape(2, 3)
    W_raw = W / scaler.scale_[:, None]
    b_raw = theta[6:9] - scaler.mean_ @ W_raw
    return np.concatenate([W_raw.ravel(), b_raw, theta[9:]])


def sequential(theta, hidden=3, activation="sigmoid"):
    net = Sequential([Dense(hidden, activation), Dense(1, "sigmoid")], dtype="float64")
    net.build((None, 2))
    net.parameters[...] = theta
    return net


BY_UNIT = roast()[[0, 3, 6, 1, 4, 7, 2, 5, 8, 9, 10, 11, 12]]
BY_COLUMN = roast()[[0, 3, 1, 4, 2, 5, 6, 7, 8, 9, 10, 11, 12]]
WRONG_LINES = [
    (roast(votes=(-20, 50)), "good and bad are exchanged"),
    (BY_UNIT, "not one unit after the other"),
    (BY_COLUMN, "not column by column"),
    (roast(k=4), "edges are too soft: make"),
    (roast(triangle_lines(), k=5), "edges are too soft: make"),
    (roast(votes=(20, -30)), "well; but the output unit should be on when all three"),
    (roast(votes=(20, -60)), "well; but the output unit should be on when all three"),
    (roast(k=3, votes=(20, -30)), "the edges are too soft, and the output unit"),
    (raw(roast()), "made for degrees and minutes"),
    (sequential(raw(roast())), "made for degrees and minutes"),
    (CoffeeRoaster(theta=roast(), standardise=False), "made for standardised inputs"),
    (CoffeeRoaster("zeros"), "every bean is called bad"),
    (CoffeeRoaster("given"), "every bean is called good"),
    (roast([(0, -1.1), (90, -1.3), (-140, 0.6)]), "good ones bad"),
    (roast([(0, -1.1), (90, -1.3), (-140, -0.6)]), "bad ones are called good"),
    (roast()[:12], "an array of shape (13,), yours is an array of shape (12,)"),
    (sequential(np.zeros(17), hidden=4), "2-3-1 network of sigmoid units"),
    (sequential(roast(), activation="relu"), "2-3-1 network of sigmoid units"),
    (Sequential([Dense(3), Dense(1)]), "2-3-1 network of sigmoid units"),
    ("theta", "network is text"),
    ([*roast().tolist()[:12], float("nan")], "not finite"),
]

Z1, A2 = [233, -531, 900], 0.9933071
X1, A1, X2 = [0, 0.5, 3], [0.5, 0.622459, 0.952574], 13.052842
WRONG = {
    "0.1": [
        ((13,), "sum"),
        ((67,), "side by side"),
        ((6**7,), "power"),
        (("42",), "is text"),
        (([42],), "a single number"),
        ((41,), "not right yet"),
    ],
    "1.1": [
        (([0, 1, 1],), "look again at z = 0"),
        (([1, 0, 0],), "sides are exchanged"),
        (([1, 1, 0],), "sides are exchanged"),
        (([-1, 0, 1],), "sign of z"),
        (([-1, -1, 1],), "off at 0, not at"),
        (([0, 0, 0.5],), "says 1, however large"),
        (([False, False, True],), "True and False"),
        (([[0, 0, 1]],), "an array of shape (3,)"),
    ],
    "1.2": [
        ((0.2, 1), "bias is missing"),
        ((0.7, 1), "wrong sign: z = w"),
        ((1.3, 1), "second weight is negative"),
        ((2.3, 1), "minus signs: keep them"),
        ((0.3, 1), "size of z is right"),
        ((-0.3, 1), "whether it is greater than 0"),
        ((-0.3, -0.3), "not z itself"),
        ((-0.3, -1), "has no −1"),
        ((-0.3, False), "True and False"),
    ],
    "1.3": [((function,), hint) for function, hint in WRONG_RULES],
    "1.4": [
        ((0.5,), "answering the same always"),
        ((1.0,), "no hidden units"),
        ((0.25,), "the opposite of that unit"),
        ((75,), "not in percent"),
        ((3,), "not their number"),
    ],
    "1.5": WRONG_XORS,
    "1.6": [
        ((1.5,), "other side of the >"),
        ((0,), "just above 0"),
        ((0.5,), "sum of two ones"),
        ((-0.5,), "one input, less"),
    ],
    "5.1": [
        (([235, -533, 896], -1, 0.2689414), "biases are subtracted: z ="),
        ((Z1, 5, 0.2689414), "like this when the biases"),
        (([234, -532, 898], 5, A2), "hidden biases are missing"),
        (([416, 750, -1113], 4, 0.9820138), "inputs are exchanged"),
        ((Z1, 4, 0.9820138), "like this when the two inputs"),
        (([[233], [-531], [900]], 5, A2), "become a column"),
        ((Z1, 2224, 1), "not their z"),
        ((Z1, 2, 0.8807971), "output unit's bias"),
        ((Z1, 5, 0.8807971), "output unit's bias"),
        ((Z1, 5, 5), "one more sigmoid"),
        ((Z1, 5, 1), "don't round"),
        (([Z1], 5, A2), "Z1 should be an array of shape (3,)"),
        ((Z1, [5], A2), "Z2 should be a single number"),
    ],
    "5.2": [
        ((1990,), "those are the weights"),
        ((41,), "those are the biases"),
        ((2095,), "inputs have no biases"),
        ((2175,), "ten outputs"),
        ((2015,), "output layer has parameters"),
        ((2094,), "wrong width"),
        ((2030,), "not right yet"),
    ],
    "5.3": [((function,), hint) for function, hint in WRONG_LAYERS],
    "5.4": [
        (([2, -1.5, -1], A1, X2, 1), "biases are subtracted"),
        (([1, -0.5, 1], A1, X2, 1), "hidden biases are missing"),
        (([0.25, 2.25, 0.25], A1, X2, 1), "inputs are exchanged"),
        ((X1, X1, X2, 1), "A1 is still Z1"),
        ((X1, [0, *A1[1:]], X2, 1), "the sigmoid of 0"),
        ((X1, [0, 1, 1], X2, 1), "hard step"),
        ((X1, A1, 34, 1), "not their z"),
        ((X1, A1, X2 - 3, 1), "output unit's bias"),
        ((X1, A1, X2, 1), "close to 1 but not 1"),
        ((X1, [0.5, 0.62, 0.95], X2, 0.999998), "A1 is not right yet"),
    ],
    "5.5": [
        (("a",), "how far would a weight move"),
        (("b",), "not a slope"),
        (("c",), "how large is it"),
        (("none",), "should be one of"),
    ],
    "5.6": [((network,), hint) for network, hint in WRONG_LINES],
}
CASES = [(number, *case) for number in NUMBERS for case in WRONG[number]]


@pytest.mark.parametrize(
    ("number", "answer", "hint"),
    [pytest.param(*case, id=f"{case[0]}-{case[2].replace(' ', '_')}") for case in CASES],
)
def test_a_wrong_answer_gets_its_hint(number, answer, hint):
    with pytest.raises(NotYet) as caught:
        find(number).judge(*answer)
    assert hint in str(caught.value)
    assert not gives_away(number, str(caught.value))


@each_exercise
def test_at_least_three_wrong_answers_are_known(number):
    assert len({hint for _, hint in WRONG[number]}) >= 3


SLIPS = {
    "1.3": chapter01.RULE_SLIPS,
    "1.5": chapter01.XOR_SLIPS,
    "5.3": chapter05.LAYER_SLIPS,
    "5.6": chapter05.LINES_SLIPS,
}


def known_hints(number):
    """Every hint that the check of an exercise holds for a known mistake."""
    wrong = getattr(find(number), "wrong", ())
    pairs = wrong.items() if isinstance(wrong, dict) else wrong or SLIPS[number]
    return {hint for _, hint in pairs}


@each_exercise
def test_each_known_mistake_is_tried_here(number):
    untried = [hint for hint in known_hints(number) if not any(fragment in hint for _, fragment in WRONG[number])]
    assert untried == []


# Right answers of other forms


def test_any_network_that_computes_xor_is_right():
    find("1.5").judge(*map(np.array, OR_NAND))
    find("1.5").judge([[1, -1], [-1, 1]], [-0.5, -0.5], [1, 1], -0.5)


def test_the_packaged_perceptron_obeys_the_rule():
    find("1.3").judge(learned(lambda w, b, mistakes: (w, b, np.array(mistakes))))


def test_a_layer_may_be_written_with_loops():
    def forward(A_prev, W, b, g):
        rows = [[g(a @ w + c) for w, c in zip(W.T, b, strict=True)] for a in A_prev]
        return np.array(rows)

    find("5.3").judge(forward)


@pytest.mark.parametrize(
    "network",
    [
        roast(),
        tuple(roast().tolist()),
        roast(triangle_lines()),
        sequential(roast()),
        CoffeeRoaster(theta=roast()),
        CoffeeRoaster(theta=raw(roast()), standardise=False),
        CoffeeRoaster("triangle"),
    ],
)
def test_the_lines_may_come_in_any_form(network):
    find("5.6").judge(network)


def test_judging_leaves_the_learners_roaster_as_it_is():
    roaster = CoffeeRoaster("own")
    before = roaster.get_state()
    with pytest.raises(NotYet):
        find("5.6").judge(roaster)
    assert roaster.get_state() == before


def test_the_sentence_counts_the_beans():
    theta = roast([(0, -1.1), (90, -1.3), (-140, 0.3)])
    X, y = chapter05.FRESH
    says = sequential(theta)(data.coffee_scaler().transform(X))[:, 0] > 0.5
    bad, good = ((says != y) & (y == label) for label in (0, 1))
    assert bad.sum() != good.sum()
    sentence = (
        f"{1 - (bad | good).mean():.1%} of 2000 fresh beans are called right, at least "
        f"97% are asked for; {bad.sum()} bad ones are called good, {good.sum()} good "
        "ones bad"
    )
    with pytest.raises(NotYet, match=f"^{re.escape(sentence)}$"):
        find("5.6").judge(theta)


def test_the_beans_of_the_check_are_not_those_of_the_page():
    X, y = chapter05.FRESH
    shown = {tuple(row) for row in data.coffee()[0].tolist()}
    assert len(X) == len(y) == 2000
    assert len(shown.intersection(map(tuple, X.tolist()))) < 5


# What the numbers are (typed here, computed there)


@pytest.mark.parametrize(
    ("number", "answer"),
    [
        ("0.1", (42,)),
        ("1.1", ([0, 0, 1],)),
        ("1.2", (-0.3, 0)),
        ("1.4", (0.75,)),
        ("1.6", (-1.5,)),
        ("5.1", (Z1, 5, A2)),
        ("5.2", (2031,)),
        ("5.4", (X1, A1, X2, 0.999998)),
        ("5.5", ("d",)),
    ],
)
def test_the_right_values(number, answer):
    find(number).judge(*answer)


def test_the_rule_finds_on_and_what_the_statement_says():
    w, b, mistakes = rule()(*data.gates("AND"), 20)
    assert (w.tolist(), b, mistakes) == ([2, 1], -2, [1, 3, 3, 2, 1, 0])
    w, b, mistakes = rule()(*data.gates("AND"), 1)
    assert (w.tolist(), b, mistakes) == ([1, 1], 1, [1])


# Hints


def as_text(value):
    """How a right value may be written: with either minus sign, and rounded or not."""
    if isinstance(value, list):
        texts = {", ".join(f"{x:g}" for x in value)}
    else:
        texts = {f"{value:.6g}", f"{value:.4g}", f"{value:,}", repr(value)} - {"1"}
    return texts | {text.replace("-", "−") for text in texts}


def secrets(number):
    """What must not be read in a hint: the right values, or the lines of the solution."""
    exercise = find(number)
    if hasattr(exercise, "options"):
        return {exercise.options[exercise.answer], f'"{exercise.answer}"'}
    if hasattr(exercise, "answer"):
        values = [v for v in exercise.answer.values() if v not in (0, 1)]
        return {text for value in values for text in as_text(value)}
    code = cells_of(number, "solutions")["answer"].splitlines()
    right = [line.split(" = ", 1)[-1].split("  #")[0].strip() for line in code]
    return {text for text in right if len(text) > 5 and not text.startswith("#")}


def gives_away(number, text):
    """The right values that stand in the text, as words of their own."""
    found = [secret for secret in secrets(number) if re.search(rf"(?<![\w.,]){re.escape(secret)}(?![\w]|[.,]\d)", text)]
    return [] if is_a_list_of_letters(text) else found


def is_a_list_of_letters(text):
    return "should be one of" in text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.1", "it is 42."),
        ("1.1", "say [0, 0, 1]"),
        ("1.2", "z = −0.3"),
        ("1.6", "b = -1.5, of course"),
        ("5.1", "A2 is 0.9933"),
        ("5.1", "Z2 is 5"),
        ("5.2", "2,031 in all"),
        ("5.3", "return g(Z) of A_prev @ W + b"),
        ("5.5", "none of them"),
    ],
)
def test_a_secret_is_seen(number, text):
    assert gives_away(number, text)


@each_exercise
def test_hints_help_by_steps_and_do_not_give_the_answer_away(number):
    hints = find(number).hints
    assert 2 <= len(hints) == len({*hints}) <= 3
    for text in [*hints, *known_hints(number)]:
        assert gives_away(number, text) == []


@each_exercise
def test_a_hint_reads_the_same_as_markdown(number):
    for text in find(number).hints:
        (paragraph,) = re.findall(r"^<p>(.*)</p>\n$", MarkdownIt().render(text), re.S)
        assert paragraph.replace("&gt;", ">").replace("&quot;", '"') == text
