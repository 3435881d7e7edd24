"""Every exercise: its solution is right, its stub is not started, and each known mistake gets its own hint."""

import re

import numpy as np
import pytest
from markdown_it import MarkdownIt

import exercise_copies as copies
import notebooks
import solved
from nnbook import check, exercises
from nnbook.checking import NotStarted, NotYet
from nnbook.exercises import chapter05, find, of_chapter
from nnbook.widgets import CoffeeRoaster
from nnbook.widgets.coffee import lines_to_theta, triangle_lines
from nnlib import Dense, Sequential, data
from nnlib.perceptron import Perceptron

NUMBERS = [e.number for chapter in exercises.CHAPTERS for e in of_chapter(chapter)]
each_exercise = pytest.mark.parametrize("number", NUMBERS)


def cells_of(number, folder):
    """{role: source} of an exercise, and of its notebook's setup."""
    (path,) = folder.glob(f"{int(number.split('.')[0]):02}_*.ipynb")
    notes = [(cell.metadata.nnlib, cell.source) for cell in notebooks.read(path).cells]
    return {note.role: source for note, source in notes if note.get("exercise") == number or note.role == "setup"}


def run(cells, *roles):
    """The names that are defined after these cells."""
    names = {}
    for role in roles:
        exec(cells[role], names)
    return names


@each_exercise
def test_the_solution_is_right(number, capsys):
    run(cells_of(number, copies.SOLVED), "setup", "answer", "check")
    assert capsys.readouterr().out == f"{number} correct\n"


@each_exercise
def test_the_untouched_stub_is_not_started(number):
    cells = cells_of(number, copies.BOOK)
    names = run(cells, "setup", "answer")
    with pytest.raises(NotStarted):
        exec(cells["check"], names)


@each_exercise
def test_each_mistake_gets_its_own_hint(number):
    """Those listed in the solved notebook, by the checks as they are stored."""
    (path,) = copies.SOLVED.glob(f"{int(number.split('.')[0]):02}_*.ipynb")
    (one,) = (x for x in solved.label(notebooks.read(path)) if x.number == number)
    trial = solved.Trial(one, run(cells_of(number, copies.SOLVED), "setup"))
    options = getattr(find(number), "options", {})
    wrong = solved.mistakes(one)["wrong"]
    assert len({*wrong.values()}) >= 3
    for mistake, hint in wrong.items():
        letter = {name: mistake for name in one.names if mistake in options}
        answer = trial.answer | (letter or trial.parts(mistake))
        with pytest.raises(NotYet) as caught:
            check(number, *answer.values())
        said = str(caught.value)
        if hint.endswith("…"):
            assert said.startswith(hint[:-1])
        else:
            assert said == hint
        assert gives_away(number, said) == []


# What the numbers are (typed here, computed there)

DIFFERENCES = [[1, -2], [-1, 2]], [0.5, 1], [1, 1], -1.5
RIGHT = {
    "0.1": (56,),
    "0.2": (0.815,),
    "0.3": ([30, 4], [4, 6], [30, 6], 6),
    "0.4": ("c",),
    "1.1": ([0, 0, 1, 0, 1],),
    "1.2": (-0.15, 0),
    "1.3": (-2.4, -0.75, 1),
    "1.4": (6,),
    "1.5": map(np.array, DIFFERENCES),
    "1.6": (7, 2, 42, 9),
    "1.7": ([3, -3], -1, [2, 2, 1, 0]),
    "1.8": (0.65, 0.35, 0.2375),
    "5.1": ([372, -479.5, 0.4], 1.3882, 0.8003),
    "5.2": (3415,),
    "5.4": ([-0.65, 0, -5.3], [0.342990, 0.5, 0.004967], 3.486764, 0.970309),
    "5.5": ("c",),
}


@pytest.mark.parametrize(("number", "answer"), RIGHT.items())
def test_the_right_values(number, answer):
    find(number).judge(*answer)


def test_the_pocket_finds_what_its_statement_and_its_explanation_say():
    pocket = run(cells_of("1.9", copies.SOLVED), "setup", "answer")["pocket"]
    found = [pocket(*data.gates("OR"), epochs) for epochs in (1, 3)]
    assert [(w.tolist(), b, right) for w, b, right in found] == [([0, 1], 1, 3), ([1, 1], 0, 4)]
    assert pocket(*data.gates("XOR"), 50)[2] == 2


# Right answers of other forms


def test_the_pocket_may_be_filled_from_a_perceptrons_history():
    def pocket(X, y, epochs):
        unit = Perceptron().fit(X, y, epochs)
        lines = [(np.zeros(X.shape[1]), 0), *((c.w, c.b) for c in unit.history)]
        rights = [np.mean((X @ w + b > 0) == y) * len(y) for w, b in lines]
        w, b = lines[int(np.argmax(rights))]
        return [w[None], np.array([b]), max(rights)]

    find("1.9").judge(pocket)


def test_a_layer_may_be_written_with_loops():
    def forward(A_prev, W, b, g):
        rows = [[g(a @ w + c) for w, c in zip(W.T, b, strict=True)] for a in A_prev]
        return np.array(rows)

    find("5.3").judge(forward)


def roast(lines=((0, -1.1), (90, -1.3), (-140, 0.1)), k=10, votes=(20, -50)):
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


@pytest.mark.parametrize(
    "network",
    [
        tuple(roast().tolist()),
        roast(triangle_lines()),
        sequential(roast()),
        CoffeeRoaster(theta=raw(roast()), standardise=False),
        CoffeeRoaster("triangle"),
    ],
)
def test_the_lines_may_come_in_any_form(network):
    find("5.6").judge(network)


@pytest.mark.parametrize(
    ("network", "hint"),
    [
        (roast(triangle_lines(), k=5), "edges are too soft: make"),
        (raw(roast()), "made for degrees and minutes"),
        (sequential(raw(roast())), "made for degrees and minutes"),
        (sequential(np.zeros(17), hidden=4), "2-3-1 network of sigmoid units"),
        (sequential(roast(), activation="relu"), "2-3-1 network of sigmoid units"),
        (Sequential([Dense(3), Dense(1)]), "2-3-1 network of sigmoid units"),
        (sequential(np.full(13, np.nan)), "^network is not finite"),
    ],
)
def test_wrong_lines_in_other_forms(network, hint):
    with pytest.raises(NotYet, match=hint):
        find("5.6").judge(network)


def test_judging_leaves_the_learners_roaster_as_it_is():
    roaster = CoffeeRoaster("own")
    before = roaster.get_state()
    with pytest.raises(NotYet):
        find("5.6").judge(roaster)
    assert roaster.get_state() == before


def test_the_sentence_counts_the_beans_of_the_check_which_are_not_the_pages():
    theta = roast([(0, -1.1), (90, -1.3), (-140, 0.25)])
    X, y = chapter05.FRESH
    says = sequential(theta)(data.coffee_scaler().transform(X))[:, 0] > 0.5
    bad, good = ((says != y) & (y == label) for label in (0, 1))
    right = 1 - (bad | good).mean()
    assert 0.9 < right < 0.97 and bad.sum() != good.sum()
    sentence = (
        f"{right:.1%} of 2000 fresh beans are called right, at least 97% are asked for; "
        f"{bad.sum()} bad ones are called good, {good.sum()} good ones bad"
    )
    with pytest.raises(NotYet, match=f"^{re.escape(sentence)}$"):
        find("5.6").judge(theta)
    shown = {tuple(row) for row in data.coffee()[0].tolist()}
    assert len(X) == 2000 and len(shown.intersection(map(tuple, X.tolist()))) < 5


# Hints


def secrets(number):
    """What must not be read in a hint: the right values, or the lines of the solution."""
    exercise = find(number)
    if hasattr(exercise, "options"):
        return {exercise.options[exercise.answer]}
    if hasattr(exercise, "answer"):
        values = [v for v in exercise.answer.values() if v not in (0, 1)]
        return {text for value in values for text in as_text(value)}
    code = solved.solution(cells_of(number, copies.SOLVED)["answer"]).splitlines()
    right = [line.split(" = ", 1)[-1].strip() for line in code]
    return {text for text in right if len(text) > 5}


def as_text(value):
    """How a right value may be written: with either minus sign, and rounded or not."""
    if isinstance(value, list):
        texts = {", ".join(f"{x:g}" for x in np.ravel(value))}
    else:
        texts = {f"{value:.6g}", f"{value:.4g}", f"{value:,}", repr(value)} - {"1"}
    return texts | {text.replace("-", "−") for text in texts}


def gives_away(number, text):
    """The right values that stand in the text, as words of their own."""
    return [secret for secret in secrets(number) if re.search(rf"(?<![\w.,]){re.escape(secret)}(?![\w]|[.,]\d)", text)]


@each_exercise
def test_hints_help_by_steps_in_plain_words_and_do_not_give_the_answer_away(number):
    hints = find(number).hints
    assert 2 <= len(hints) == len({*hints}) <= 3
    for text in hints:
        assert gives_away(number, text) == []
        (paragraph,) = re.findall(r"^<p>(.*)</p>\n$", MarkdownIt().render(text), re.S)
        assert paragraph.replace("&gt;", ">").replace("&quot;", '"') == text
