"""What a solved notebook says of its exercises: read, tried out, and as data for `check` and the page.

An exercise is five cells, one after another, that the ROLES name. The last, a raw cell, is TOML:

    hints = ["a gentle one", "a plain one"]
    decimals = 3                # that the statement asks for, in words; or
    tolerance = 1e-9            # of numbers, if it is not 1e-4

    [wrong]                     # what people answer, and the hint that they get
    "z = 1 - 0.8" = "the bias is missing"
    "z: + b => - b" = "the bias has the wrong sign"

A wrong answer is Python that runs after the solution and gives parts of the answer other values, or an edit of the
solution, `old => new`, of which `z, y:` picks the parts that give the mistake away. For a choice it is a letter. A hint
that ends in … is how the check's own sentence begins: it is demanded, and nothing is stored of it.
"""

import re
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass

from nnbook.checking.kinds import Unfinished, exercise
from nnbook.exercises import tests_of

HEAD = {"title": "markdown", "setup": "code"}
ROLES = {
    "statement": "markdown",
    "answer": "code",
    "check": "code",
    "explain": "markdown",
    "mistakes": "raw",
}
HEADING = re.compile(r"## (\d+\.\d+) (.+)")
OPTION = re.compile(r"^- (\w)\) (.*)$", re.MULTILINE)
PICK = re.compile(r"(\w+(?:, \w+)*): (.* => .*)", re.DOTALL)
WORDS = "no", "one", "two", "three", "four", "five", "six"
BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"


class ExerciseError(Exception):
    """What an author has to change in a solved notebook."""


@contextmanager
def at(place):
    """Errors in here say that they are at this place."""
    try:
        yield
    except ExerciseError as error:
        raise ExerciseError(f"{' '.join(place.split())}: {error}") from None


@dataclass(frozen=True)
class Solved:
    """An exercise of a solved notebook: its cells by role."""

    number: str
    title: str
    cells: dict

    def source(self, role):
        return self.cells[role].source

    @property
    def names(self):
        """The parts of the answer, as the check takes them. Raises ExerciseError if the
        learner would not know them, or grading not find the answer.
        """
        call = rf'check\("{re.escape(self.number)}", (\w+(?:, \w+)*)\)'
        found = re.fullmatch(call, self.source("check"))
        if not found:
            raise ExerciseError(f'its check is not check("{self.number}", part, ...)')
        if not self.source("answer").startswith(f"# Exercise {self.number}\n"):
            raise ExerciseError(f"its answer does not begin # Exercise {self.number}")
        names = found[1].split(", ")
        for name in names:
            function = f"def {name}(" in self.source("answer")
            if not function and f"`{name}`" not in self.source("statement"):
                raise ExerciseError(f"its statement does not ask for `{name}`")
        return names


# Reading


def label(notebook):
    """Give the cells, in place, the ids and roles that follow from their order; return the
    exercises. Raises ExerciseError for disorder.
    """
    cells = [cell for cell in notebook.cells if cell.id != "install"]
    starts = [k for k, cell in enumerate(cells) if is_statement(cell)]
    _name(cells[: starts[0] if starts else None], HEAD)
    exercises = []
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        number, title = HEADING.match(cells[start].source).groups()
        mine = _name(cells[start:end], ROLES, number)
        exercises.append(Solved(number, title, mine))
    return exercises


def is_statement(cell):
    return cell.cell_type == "markdown" and bool(HEADING.match(cell.source))


def _name(cells, roles, number=None):
    """{role: cell} of these cells, each with its name."""
    if [cell.cell_type for cell in cells] != [*roles.values()]:
        wanted = ", ".join(f"{role} ({kind})" for role, kind in roles.items())
        have = ", ".join(cell.cell_type for cell in cells)
        raise ExerciseError(
            f"{number or 'the head'}: the cells are {have}, not {wanted}"
        )
    for cell, role in zip(cells, roles, strict=True):
        about = {"exercise": number} if number else {}
        cell.id = "-".join([role, *number.split(".")]) if number else role
        cell.metadata["nnlib"] = about | {"role": role}
    return dict(zip(roles, cells, strict=True))


def solution(source):
    """An answer cell as a reader sees it: without the marks, and without its name."""
    lines = [line for line in source.splitlines() if line.strip() not in (BEGIN, END)]
    return "\n".join(re.sub(r"\s*# SOLUTION$", "", line) for line in lines[1:])


def mistakes(solved):
    """The TOML of an exercise: its hints, its wrong answers and their hints, its decimals
    or tolerance.
    """
    try:
        found = tomllib.loads(solved.source("mistakes"))
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(f"its mistakes are no TOML: {error}") from None
    other = {*found} - {"hints", "wrong"}
    if len(found) - len(other) < 2 or other not in (set(), {"tolerance"}, {"decimals"}):
        raise ExerciseError(
            f"its mistakes have {', '.join(found)}, not hints and [wrong]"
        )
    asked = WORDS[found.get("decimals", 0)]
    if other == {"decimals"} and f"{asked} decimal" not in solved.source("statement"):
        raise ExerciseError(f"its statement does not ask for {asked} decimals")
    return found


# Trying out


def run(code, space, made=None):
    """What this code adds to `space`, or to `made` where the names of `space` are known."""
    made = space if made is None else made
    try:
        exec(code, space, made)
    except Exception as error:
        raise ExerciseError(f"stops with {type(error).__name__}: {error}") from None
    return made


def mutated(code, mistake):
    """The code of a solution with a mistake in it."""
    old, edit, new = mistake.partition(" => ")
    if not edit:
        return f"{code}\n{mistake}"
    if (times := code.count(old)) != 1:
        raise ExerciseError(f"{old!r} stands {times} times in the solution, not once")
    return code.replace(old, new)


class Trial:
    """A solution that has been run, and can be run with a mistake."""

    def __init__(self, solved, setup):
        self.code, self.setup = solution(solved.source("answer")), setup
        self.made = run(self.code, dict(setup))
        if missing := {*solved.names} - {*self.made}:
            raise ExerciseError(f"the answer does not make {', '.join(missing)}")
        self.answer = {name: self.made[name] for name in solved.names}

    def split(self, mistake):
        """The parts that give a mistake away, if it says which, and the mistake itself."""
        pick = PICK.fullmatch(mistake)
        if pick and {*(names := pick[1].split(", "))} <= {*self.answer}:
            return names, pick[2]
        return self.answer, mistake

    def parts(self, mistake):
        """{name: part} of those parts that give a mistake away."""
        names, mistake = self.split(mistake)
        if " => " in mistake:
            made = run(mutated(self.code, mistake), dict(self.setup))
        else:
            made = run(mistake, dict(self.made), {})
        found = {name: made[name] for name in names if name in made}
        if not found:
            raise ExerciseError(f"gives no value to {' or '.join(names)}")
        return found


# As data


def data_of(solved, setup):
    """All that judges an exercise, ready for JSON but for NumPy's arrays. Raises ExerciseError
    if the solution is not right or a mistake does not get its hint.
    """
    about, trial = mistakes(solved), Trial(solved, setup)
    hints, tests = about.pop("wrong"), tests_of(int(solved.number.partition(".")[0]))
    options = dict(OPTION.findall(solved.source("statement")))
    if options:
        data, answers = choice(trial, options, hints)
    else:
        answers = {}
        for mistake in hints:
            with at(mistake):
                answers[mistake] = trial.parts(mistake)
        make = code if solved.number in tests else numbers
        data = make(trial, answers, {m: h for m, h in hints.items() if is_kept(h)})
    data = {"number": solved.number, "title": solved.title} | data | about
    verify(exercise(tests, **data), trial.answer, answers, hints)
    return data


def is_kept(hint):
    """Whether a hint is to be given; else the check finds such a sentence by itself."""
    return not hint.endswith("…")


def choice(trial, options, hints):
    """The data of a choice, and the answers that its mistakes are."""
    ((name, letter),) = trial.answer.items()
    if {*hints} != {*options} - {letter}:
        raise ExerciseError(f"[wrong] needs a hint for each letter but {letter}")
    data = {"kind": "choice", "name": name, "options": options, "answer": letter}
    return data | {"wrong": hints}, {other: {name: other} for other in hints}


def numbers(trial, answers, hints):
    wrong = [
        {"parts": answers[mistake], "hint": hint} for mistake, hint in hints.items()
    ]
    return {"kind": "numbers", "answer": trial.answer, "wrong": wrong}


def code(trial, answers, hints):
    wrong = [
        {"source": mutated(trial.code, trial.split(mistake)[1]), "hint": hint}
        for mistake, hint in hints.items()
    ]
    return {"kind": "code", "names": [*trial.answer], "wrong": wrong}


def verify(exercise, right, answers, hints):
    """Raise ExerciseError unless `right` is right and each mistake gets its own hint."""
    if said := verdict(exercise, right):
        raise ExerciseError(f"the solution is refused: {said}")
    for mistake, parts in answers.items():
        said, wanted = verdict(exercise, right | parts), hints[mistake]
        with at(mistake):
            if not said:
                raise ExerciseError("is a right answer")
            if said != wanted and (is_kept(wanted) or not said.startswith(wanted[:-1])):
                raise ExerciseError(f"gets another hint: {said}")


def verdict(exercise, answer):
    """What is said of an answer, {name: part}, that is not right; nothing of a right one."""
    try:
        exercise.judge(*answer.values())
    except Unfinished as reason:
        return str(reason)
    except NameError as error:  # of a slip, which runs without the setup cell
        raise ExerciseError(
            f"{error}: its mistakes know np and what the answer imports"
        ) from None
    return ""
