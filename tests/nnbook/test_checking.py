"""The kinds of exercises, and `check` and `hint`, which look them up."""

import json
import warnings
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from nnbook import check, hint
from nnbook.checking import NotStarted, NotYet, kinds
from nnbook.checking.numbers import Unreadable, read
from nnbook.exercises import find
from nnlib.perceptron import Perceptron

PAIR = kinds.Numbers(
    number="9.1",
    title="Two parts",
    answer={"v": [1.0, -200.0], "s": 0.5},
    wrong=(
        kinds.Wrong({"v": [-200.0, 1.0]}, "exchanged"),
        kinds.Wrong({"v": [1.0, -200.0], "s": 5}, "only the point"),
        kinds.Wrong({"s": 7}, "seven"),
    ),
)
LETTER = kinds.Choice(
    number="9.2",
    title="A letter",
    name="pick",
    options={"a": "one", "b": "two", "c": "three"},
    answer="b",
    wrong={"a": "too few", "c": "too many"},
)


def refused(exercise, *answer):
    """The hint with which an answer is refused."""
    with pytest.raises(NotYet) as caught:
        exercise.judge(*answer)
    return str(caught.value)


# Numbers


@pytest.mark.parametrize("v", [[1, -200], (1.0, -200), np.array([1, -200], "float32"), [1, -200.019]])
def test_numbers_within_the_tolerance_are_right(v):
    PAIR.judge(v, np.float64(0.5))


@pytest.mark.parametrize("v", [[1, -200.021], [1.00011, -200], [1, 200]])
def test_numbers_beyond_the_tolerance_are_not(v):
    assert refused(PAIR, v, 0.5) == "v is not right yet"
    assert refused(PAIR, [1, -200], 0.6) == "s is not right yet"


def test_a_known_mistake_gets_its_hint_where_all_its_parts_agree():
    assert refused(PAIR, [-200, 1], 0.5) == "exchanged"
    assert refused(PAIR, [1, -200], 5) == "only the point"
    assert refused(PAIR, [-200, 1], [0.5, 1]) == "exchanged"  # before any shape


def test_a_mistake_is_told_only_where_nothing_before_it_is_off():
    assert refused(PAIR, [1, -200], 7) == "seven"
    assert refused(PAIR, [1, 200], 7) == "v is not right yet"
    assert refused(PAIR, [-200, 1], 7) == "exchanged"


@pytest.mark.parametrize(
    ("v", "s", "hint"),
    [
        ([[1, -200]] * 2, 0.5, "v should be an array of shape (2,), yours is an array of"),
        ([1, -200], [0.5, 1], "s should be a single number, yours is an array of shape"),
        (1, 0.5, "v should be an array of shape (2,), yours is a single number"),
        ("1, two", 0.5, "v should hold numbers, got “two”"),
        ("1, nan", 0.5, "v is not finite"),
        ([1, "2"], 0.5, "v holds text; numbers are asked for, without quotes"),
        (None, 0.5, "v is None; did a function forget its return?"),
        ([[1], [2, 3]], 0.5, "v has rows of different lengths"),
        ([1, np.nan], 0.5, "v is not finite"),
        ([1, -np.inf], 0.5, "v is not finite"),
        ({1, 2}, 0.5, "v should hold numbers, got set"),
        ([1, 2j], 0.5, "v should hold numbers, got complex"),
        ([1, ...], 0.5, "v should hold numbers, got ..."),
        ([1, None], 0.5, "v should hold numbers, got NoneType"),
        ([1, 10**400], 0.5, "v holds a number far too large"),
        ([1, -1e101], 0.5, "v holds a number far too large"),
    ],
)
def test_what_is_no_number_or_has_another_shape_is_named(v, s, hint):
    assert refused(PAIR, v, s).startswith(hint)


@pytest.mark.parametrize("v", [[[1, -200]], [[1], [-200]], "[1, −200]", "1 -200", "1; -200"])
@pytest.mark.parametrize("s", [[0.5], np.array([[0.5]]), "1/2", "0,5", "50 %"])
def test_axes_of_length_1_and_how_a_number_is_written_do_not_matter(v, s):
    PAIR.judge(v, s)


@pytest.mark.parametrize("yes", [True, np.True_, np.array([True]), "True"])
def test_true_is_1(yes):
    one = kinds.Numbers("9.4", "", {"y": 1})
    one.judge(yes)
    assert refused(one, False) == "y is not right yet"


DIGITS = kinds.Numbers("9.5", "", {"v": [13.052842, -0.952574], "s": 0.5}, decimals=6)


@pytest.mark.parametrize("v", [[13, -0.952574], [13.1, -0.953], [13.05, -0.95], [13.052, -0.952]])
def test_too_few_digits_are_right_so_far(v):
    assert refused(DIGITS, v, 0.5) == "v is right so far: give 6 decimals"
    DIGITS.judge([13.052842, -0.952574], 0.5)


@pytest.mark.parametrize("v", [[14, -0.952574], [13.04, -0.95], [13.052842, -1], [13.052842, -0.9], [13.0529, -0.95]])
def test_other_digits_are_not(v):
    assert refused(DIGITS, v, 0.5) == "v is not right yet"


CASES = json.loads((Path(__file__).parents[1] / "support" / "numbers.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "value", "want"), CASES["read"])
def test_numbers_are_read_as_people_write_them(text, value, want):
    assert read("s", text, want) == value


@pytest.mark.parametrize(("text", "why"), [*CASES["refused"], ("[" * 4000, "has a bracket without its partner")])
def test_what_is_no_number_gets_a_sentence(text, why):
    with pytest.raises(Unreadable) as caught:
        read("s", text, 7)
    assert str(caught.value) == f"s {why}"


def test_what_a_page_gets_is_what_is_stored():
    stored = {
        "kind": "numbers",
        "number": "9.1",
        "answer": {"v": [1, 2]},
        "wrong": [{"parts": {"v": [2, 1]}, "hint": "exchanged"}],
        "tolerance": 1e-3,
        "decimals": 3,
    }
    made = kinds.exercise({}, **stored, title="Two", hints=["a hint"])
    assert made.public() == stored
    assert (made.title, made.hints) == ("Two", ["a hint"])


# Choice


@pytest.mark.parametrize("letter", ["b", "B", " b ", "b)", "(B)", "b.", "'b'"])
def test_the_right_letter(letter):
    LETTER.judge(letter)


@pytest.mark.parametrize(
    ("letter", "hint"),
    [
        ("a", "too few"),
        ("C", "too many"),
        ("d", 'pick should be one of "a", "b", "c"'),
        ("", 'pick should be one of "a", "b", "c"'),
        (2, 'pick should be one of "a", "b", "c"'),
        (["b"], 'pick should be one of "a", "b", "c"'),
        (np.array(["b", "a"]), 'pick should be one of "a", "b", "c"'),
    ],
)
def test_another_letter_gets_its_hint(letter, hint):
    assert refused(LETTER, letter) == hint


def test_a_choice_on_a_page_is_what_is_stored():
    stored = {"options": LETTER.options, "answer": "b", "wrong": LETTER.wrong}
    stored |= {"kind": "choice", "number": "9.2"}
    assert kinds.exercise({}, **stored, title="A letter", name="pick").public() == stored


# Not started


def only_dots(x): ...


def documented(x):
    """Say something."""


def only_documented(x):
    """Say something."""


def begun(x):
    return x


def passing(x):
    """Say something."""
    return None if x else x


@pytest.mark.parametrize("part", [..., only_dots, documented, only_documented])
def test_an_untouched_part(part):
    assert kinds.untouched(part)


@pytest.mark.parametrize("part", [begun, passing, 0, None, [], np.array([]), "...", lambda x: 5, print])
def test_a_part_that_was_touched(part):
    assert not kinds.untouched(part)


def test_nothing_filled_in_is_not_started():
    with pytest.raises(NotStarted, match="replace each ... in the cell above"):
        PAIR.judge(..., ...)
    with pytest.raises(NotStarted):
        LETTER.judge(...)
    with pytest.raises(NotStarted):
        kinds.Code("9.3", "", ("f",), test=lambda f: None).judge(only_dots)


def test_one_part_still_empty_is_not_yet():
    assert refused(PAIR, [1, -200], ...) == ("s is still empty: replace its ... by your answer")


# Code


def test_code_is_tried_with_all_its_parts_and_its_known_slips():
    tried = []

    def test(f, g, **known):
        tried.append((f, g, [h(-3) for h, _, _ in known.get("slips", ())]))

    stored = {"kind": "code", "number": "9.3", "title": "", "names": ["f", "g"]}
    source = "g = 5\ndef f(x):\n    return np.abs(x)"
    for wrong in [], [{"source": source, "hint": "h"}]:
        kinds.exercise({"9.3": test}, wrong=wrong, **stored).judge(begun, 5)
    assert tried == [(begun, 5, []), (begun, 5, [3])]


def hint_of_call(function, *arguments, **where):
    with pytest.raises(NotYet) as caught:
        kinds.call("f", function, *arguments, **where)
    return str(caught.value)


def test_a_call_gives_what_the_function_returns():
    assert kinds.call("f", lambda x, y: x - y, 5, 3) == 2


def changes(X):
    X += 1
    return X


def appends(rows):
    rows.append(1)
    return 5


def test_what_goes_wrong_in_a_call_is_a_hint():
    zeros = np.zeros(2)
    assert hint_of_call(5) == "f should be a function, got int"
    assert hint_of_call(lambda x: 1 / x, 0, where="x = 0") == (
        "f stops with ZeroDivisionError for x = 0: division by zero"
    )
    assert hint_of_call(lambda x: 1 / x, 0).startswith("f stops with ZeroDivisionError:")
    assert hint_of_call(lambda x: None, 0) == "f returns nothing: end it with return"
    assert hint_of_call(changes, zeros) == "f changes what it is given: work on a copy"
    assert zeros.tolist() == [0, 0]
    assert hint_of_call(appends, []) == "f changes what it is given: work on a copy"


SLIPS = (
    (lambda x: int("no"), "cannot be tried"),
    (lambda x: x + 1, "one too many"),
    (lambda x: x - 1, "one too few"),
    (lambda x: 0, "always nothing"),
)


def judge_double(function):
    """The hint for a function that should double 1, then 2, then 0; None if it does."""

    def describe(wrong):
        raise NotYet(f"wrong: {wrong}")

    def answer_to(where, arguments):
        return kinds.call("double", function, *arguments, where=where)

    cases = {"one": (1,), "two": (2,), "nought": (0,)}
    try:
        kinds.judge_cases(cases, answer_to, lambda x: 2 * x, SLIPS, lambda a, b: a == b, describe)
    except NotYet as hint:
        return str(hint)
    return None


@pytest.mark.parametrize(
    ("function", "hint"),
    [
        (lambda x: x + x, None),
        (lambda x: x + 1, "one too many"),
        (lambda x: 0 * x, "always nothing"),
        (lambda x: x, "wrong: {'one': (1, 2), 'two': (2, 4)}"),
        (lambda x: x + 1 if x < 2 else 4, "wrong: {'nought': (1, 0)}"),
        (lambda x: [3, 5][x], "wrong: {'one': (5, 2)}"),
        (lambda x: [0, 2][x], "double stops with IndexError for two:"),
        (lambda x: [3, 0][x], "one too few"),
    ],
)
def test_a_function_is_tried_on_all_cases_and_slips_must_fit_all(function, hint):
    got = judge_double(function)
    assert (got or "").startswith(hint or "") and (got is None) == (hint is None)


# check and hint


def test_check_says_one_line_for_a_right_answer(capsys):
    assert check("0.1", 56) is None
    assert capsys.readouterr().out == "0.1 correct\n"


def test_check_counts_the_parts():
    with pytest.raises(NotYet, match=r'call check\("1.2", z, y\): one argument for each'):
        check("1.2", 0)


def test_what_a_learner_has_set_does_not_judge():
    before = np.seterr(all="raise")
    try:
        with warnings.catch_warnings(action="error"):
            check("5.1", [372, -0.9, 0.4], 0.4115, 0.6015)
            check("1.9", warns_and_returns_a_list)
    finally:
        np.seterr(**before)


def warns_and_returns_a_list(X, y, epochs):
    warnings.warn("of a learner's own", stacklevel=2)
    lines = [(np.zeros(X.shape[1]), 0), *((c.w, c.b) for c in Perceptron().fit(X, y, epochs).history)]
    rights = [int(((X @ w + b > 0) == y).sum()) for w, b in lines]
    return [*lines[np.argmax(rights)], max(rights)]


@pytest.mark.parametrize("b", [Fraction(-12, 5), Decimal("-2.4"), np.float32(-2.4), "−2,4"])
def test_numbers_of_every_kind_are_numbers(b, capsys):
    check("1.3", b, -0.75, np.True_)
    assert capsys.readouterr().out == "1.3 correct\n"


@pytest.mark.parametrize(("number", "near"), [("0.1", 56.004), ("5.2", 3415.1)])
def test_a_whole_number_is_exact(number, near):
    with pytest.raises(NotYet, match="is not right yet"):
        check(number, near)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("99.1", "no exercises for chapter 99; there are some for 0, 1"),
        ("5.77", "no exercise 5.77; chapter 5 has 5.1, 5.2"),
        ("05.1", "no exercise 05.1; chapter 05 has 5.1"),
        (
            "5",
            "the number of an exercise is a text such as \"5.2\", in quotes, got '5'",
        ),
        (5.2, 'the number of an exercise is a text such as "5.2", in quotes, got 5.2'),
    ],
)
def test_an_unknown_number_is_refused(number, message):
    for use in (check, hint):
        with pytest.raises(ValueError, match="^" + message.replace(".", r"\.")):
            use(number)


def test_hints_come_by_steps(capsys):
    steps = find("5.1").hints
    hint("5.1")
    hint("5.1", len(steps))
    assert capsys.readouterr().out == (f'{steps[0]}  (more: hint("5.1", 2))\n{steps[-1]}\n')
    for step in (0, len(steps) + 1, "1"):
        with pytest.raises(ValueError, match="exercise 5.1 has hints 1 to 3, got"):
            hint("5.1", step)


@pytest.fixture
def notebook(tmp_path, capsys):
    """Runs cells as a notebook does, and gives what the last one prints."""
    config = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell.instance(config=config, ipython_dir=str(tmp_path))

    def run(*cells):
        shell.reset()
        for cell in ("from nnbook import check", *cells):
            capsys.readouterr()
            shell.run_cell(cell, store_history=True)
        return capsys.readouterr().out

    yield run
    InteractiveShell.clear_instance()


def test_in_a_notebook_an_unfinished_answer_is_one_sentence(notebook):
    assert notebook("check('0.1', 15)") == "Not yet: that is the sum; × asks for the product\n"
    assert notebook("check('0.1', ...)").startswith("Not started: replace each")


OTHERS = "# Exercise 1.2\nw, b = (2, -1.5), -1.35"
RIGHT = "# Exercise 1.3\nb = -2.4\ntheta = -0.75\nsilence = 1"


def test_in_a_notebook_an_earlier_exercises_name_is_no_answer(notebook):
    said = "Not yet: b is not set in this exercise: it is that of 1.2\n"
    ask = 'check("1.3", b, theta, silence)'
    assert notebook(OTHERS, RIGHT.replace("b =", "bias ="), ask) == said
    assert notebook(RIGHT, OTHERS, ask) == said
    assert notebook(OTHERS, RIGHT, ask) == "1.3 correct\n"
    assert notebook(OTHERS, RIGHT.replace("1.3", "1.2"), ask) == "1.3 correct\n"
    assert notebook(OTHERS, RIGHT, "b = 7", "%%time\n!", ask) == "Not yet: b is not right yet\n"
    assert notebook(OTHERS, RIGHT, 'check("1.3", 7, theta, silence)') == "Not yet: b is not right yet\n"
