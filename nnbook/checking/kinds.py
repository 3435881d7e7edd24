"""What an exercise asks, and how an answer to it is judged.

An answer has one or more named parts. Every kind of exercise has `number`, `title`,
`names` (of the parts, in the order in which `check` takes them), `hints` (steps that
help, from gentle to plain) and `judge`, which returns for a right answer and raises
`NotStarted` or `NotYet` for any other.
"""

import copy
import re
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import NamedTuple

import numpy as np

from nnbook.checking.numbers import Unreadable, read, same_axes

LARGEST = 1e100  # of an answer's numbers, so that no sum of theirs is infinite


class Unfinished(Exception):  # noqa: N818 - a state, no error
    """Shown in a notebook as one sentence, without the frames between."""

    def _render_traceback_(self):
        return [f"{self.state}: {self}"]


class NotStarted(Unfinished):
    """Nothing has been answered."""

    state = "Not started"


class NotYet(Unfinished):
    """The answer is not right; the message is a hint."""

    state = "Not yet"


class Wrong(NamedTuple):
    """A wrong answer that people give, as {name: value} of the parts that give it
    away, and the hint that names the mistake.
    """

    parts: dict
    hint: str


def untouched(part):
    """Whether a part is as the exercise came: `...`, or a function of only that."""
    if part is ...:
        return True
    code = getattr(part, "__code__", None)
    stubs = _stub.__code__.co_code, _documented_stub.__code__.co_code
    return code and code.co_code in stubs and {*code.co_consts} <= {None, part.__doc__}


def _stub(): ...


def _documented_stub():
    """A function that says what it does, and does nothing."""


def started(names, answer):
    """Raise NotStarted if no part has been filled in, NotYet if only some have."""
    waiting = [n for n, part in zip(names, answer, strict=True) if untouched(part)]
    if len(waiting) == len(names):
        raise NotStarted("replace each ... in the cell above by your answer")
    if waiting:
        raise NotYet(f"{waiting[0]} is still empty: replace its ... by your answer")


def as_numbers(name, part, want=None):
    """A part as a float array; a text is read as what is wanted, if that is known.
    Raises NotYet if it is anything but finite numbers.
    """
    if isinstance(part, str):
        if want is None:
            raise NotYet(f"{name} is text; a number is asked for, without quotes")
        try:
            part = read(name, part, want)
        except Unreadable as reason:
            raise NotYet(str(reason)) from None
    if part is None:
        raise NotYet(f"{name} is None; did a function forget its return?")
    try:
        array = np.asarray(part)
    except ValueError:
        odd = not isinstance(part, list | tuple)
        what = f"should hold numbers, got {type(part).__name__}"
        what = what if odd else "has rows of different lengths"
        raise NotYet(f"{name} {what}") from None
    if array.dtype == bool:
        array = array.astype(int)
    if array.dtype.kind in "US":
        raise NotYet(f"{name} holds text; numbers are asked for, without quotes")
    odd = [entry for entry in array.flat if not isinstance(entry, Real | Decimal)]
    if odd:
        what = "..." if odd[0] is ... else type(odd[0]).__name__
        raise NotYet(f"{name} should hold numbers, got {what}")
    try:
        array = array.astype(float)
    except OverflowError:
        raise NotYet(f"{name} holds a number far too large") from None
    if not np.isfinite(array).all():
        raise NotYet(f"{name} is not finite: it holds nan or inf")
    if (abs(array) > LARGEST).any():
        raise NotYet(f"{name} holds a number far too large")
    return array


def letter_of(part):
    """The letter of a choice: capitals, and what stands around it as in "(a)", do not matter."""
    return re.sub(r"\W", "", part).lower() if isinstance(part, str) else ""


def close(got, want, tolerance):
    """|got - want| <= tolerance max(1, |want|) in every entry, and the same shape."""
    got, want = np.asarray(got, float), np.asarray(want, float)
    return got.shape == want.shape and bool(
        (abs(got - want) <= tolerance * np.maximum(1, abs(want))).all()
    )


def fitted(got, want):
    """What was got in the shape of what is wanted, if only axes of length 1 differ."""
    return np.reshape(got, np.shape(want)) if same_axes(got, want) else got


def short(got, want, decimals):
    """Whether got is want, rounded or cut off, with fewer decimals but two digits that count."""
    got, want = np.asarray(got, float), np.asarray(want, float)
    if got.shape != want.shape or not decimals:
        return False
    fits = abs(got - want) <= 10.0**-decimals * np.maximum(1, abs(want))
    for d in range(decimals):
        less = (want - got) * np.sign(want) * 10**d
        kept = abs(got * 10**d - np.round(got * 10**d)) < 1e-6
        near = (abs(less) <= 0.5 + 1e-6) | ((0 <= less) & (less < 1))
        fits |= kept & near & (abs(want) * 10**d >= 10)
    return bool(fits.all())


def same_shape(name, got, want):
    """Raise NotYet unless the shapes agree."""
    if np.shape(got) != np.shape(want):
        raise NotYet(
            f"{name} should be {_shape(np.shape(want))}, yours is {_shape(np.shape(got))}"
        )


def _shape(shape):
    return f"an array of shape {shape}" if shape else "a single number"


@dataclass(frozen=True)
class Numbers:
    """Parts that are numbers, vectors or matrices; right within `tolerance`, or to as many
    `decimals` as the statement asks for.
    """

    number: str
    title: str
    answer: dict
    wrong: tuple = ()
    hints: tuple = ()
    tolerance: float = 1e-4
    decimals: int = 0

    @property
    def names(self):
        return tuple(self.answer)

    @property
    def near(self):
        """How far from 1, or from a number below 1, an answer may be."""
        return 10.0**-self.decimals if self.decimals else self.tolerance

    def judge(self, *answer):
        """First the known mistakes that begin no later than the first part that is off, for
        what comes after it may be off for its sake; then shapes, then values.
        """
        started(self.names, answer)
        parts = zip(self.answer.items(), answer, strict=True)
        given = {name: as_numbers(name, part, want) for (name, want), part in parts}

        def agrees(name, want):
            return close(fitted(given[name], want), want, self.near)

        off = [name for name, want in self.answer.items() if not agrees(name, want)]
        if not off:
            return
        known = self.names[: self.names.index(off[0]) + 1]
        for parts, hint in self.wrong:
            if {*parts} & {*known} and all(agrees(*part) for part in parts.items()):
                raise NotYet(hint)
        for name, want in self.answer.items():
            same_shape(name, fitted(given[name], want), want)
        name, want = off[0], self.answer[off[0]]
        if short(fitted(given[name], want), want, self.decimals):
            raise NotYet(f"{name} is right so far: give {self.decimals} decimals")
        raise NotYet(f"{name} is not right yet")

    def public(self):
        """Everything that a page needs to judge as `judge` does."""
        wrong = [{"parts": parts, "hint": hint} for parts, hint in self.wrong]
        return {
            "kind": "numbers",
            "number": self.number,
            "answer": self.answer,
            "wrong": wrong,
            "tolerance": self.near,
            "decimals": self.decimals,
        }


@dataclass(frozen=True)
class Choice:
    """One of `options`, {letter: text}; `wrong` holds a hint for every other letter."""

    number: str
    title: str
    name: str
    options: dict
    answer: str
    wrong: dict
    hints: tuple = ()

    @property
    def names(self):
        return (self.name,)

    def judge(self, answer):
        started(self.names, [answer])
        letter = letter_of(answer)
        if letter not in self.options:
            letters = ", ".join(f'"{key}"' for key in self.options)
            raise NotYet(f"{self.name} should be one of {letters}")
        if letter != self.answer:
            raise NotYet(self.wrong[letter])

    def public(self):
        """Everything that a page needs to judge as `judge` does."""
        return {
            "kind": "choice",
            "number": self.number,
            "options": self.options,
            "answer": self.answer,
            "wrong": self.wrong,
        }


@dataclass(frozen=True)
class Code:
    """Parts that a test must try out: `test(*parts)` raises NotYet with a hint; if there
    are `slips`, each the parts of a wrong answer and its hint, they go to `test` as well.
    """

    number: str
    title: str
    names: tuple
    test: callable
    hints: tuple = ()
    slips: tuple = ()

    def judge(self, *answer):
        started(self.names, answer)
        known = {"slips": self.slips} if self.slips else {}
        self.test(*answer, **known)


def exercise(tests, kind, wrong, **data):
    """An exercise from what is stored of it; a code exercise's test is in `tests`."""
    if kind == "numbers":
        return Numbers(**data, wrong=tuple(Wrong(**one) for one in wrong))
    if kind == "choice":
        return Choice(**data, wrong=wrong)
    slips = tuple((*_run(one["source"], data["names"]), one["hint"]) for one in wrong)
    return Code(**data, test=tests[data["number"]], slips=slips)


def _run(source, names):
    """What these names stand for after a cell, in which NumPy is at hand as np."""
    space = {"np": np}
    exec(source, space)
    return [space[name] for name in names]


def call(name, function, *arguments, where=""):
    """What the learner's function returns. Its errors, and changed arguments, are
    hints; `where` says for which input.
    """
    if not callable(function):
        raise NotYet(f"{name} should be a function, got {type(function).__name__}")
    given, at = copy.deepcopy(arguments), f" for {where}" if where else ""
    try:
        result = function(*given)
    except Exception as error:
        raise NotYet(f"{name} stops with {type(error).__name__}{at}: {error}") from None
    if result is None:
        raise NotYet(f"{name} returns nothing{at}: end it with return")
    for before, after in zip(arguments, given, strict=True):
        if not np.array_equal(before, after):
            raise NotYet(f"{name} changes what it is given: work on a copy")
    return result


def tried(cases, answer_to):
    """The learner's answers, {where: answer}, to `cases`, {where: arguments}, and the
    NotYet, or None, that `answer_to(where, arguments)` raised and so ended the trial.
    """
    answers = {}
    for where, arguments in cases.items():
        try:
            answers[where] = answer_to(where, arguments)
        except NotYet as stopped:
            return answers, stopped
    return answers, None


def explain(answers, cases, slips, same):
    """Raise NotYet with the hint of the first of `slips`, pairs (function, hint), that
    gives in every case what the learner got.
    """
    for slip, hint in slips:
        try:
            fits = [same(got, slip(*cases[where])) for where, got in answers.items()]
        except ValueError:  # a slip need not fit every shape
            continue
        if all(fits):
            raise NotYet(hint)


def judge_cases(cases, answer_to, right, slips, same, describe):
    """Try a learner's function on all cases. If an answer is wrong: a known slip, or
    what `describe(wrong)` raises, wrong being {where: (got, wanted)} of those answers.
    `right(*arguments)` gives what is wanted, and `same(got, wanted)` compares.
    """
    answers, stopped = tried(cases, answer_to)
    wanted = {where: right(*cases[where]) for where in answers}
    wrong = {
        where: (got, wanted[where])
        for where, got in answers.items()
        if not same(got, wanted[where])
    }
    if wrong:
        explain(answers, cases, slips, same)
        describe(wrong)
    if stopped:
        raise stopped
