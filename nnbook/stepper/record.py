"""What a function does, statement by statement, while it runs."""

import inspect
import json
import re
from dataclasses import dataclass, field
from functools import reduce
from types import FunctionType, ModuleType
from typing import NamedTuple

from nnbook.stepper.listing import Listing
from nnbook.stepper.values import GONE, described
from nnlib.validation import short

STEPS, BYTES, PAUSES = 60, 30_000, 3
WRAPPERS = {"nnlib.doors": "function", "numpy._core._ufunc_config": "func"}
"""Modules whose decorators stand before a function, and what they call it."""


class Pause(NamedTuple):
    """A question, what one can answer (none: a number), the answer (the place of an option, or the number), and why."""

    question: str
    options: tuple
    answer: float
    why: str


@dataclass
class Step:
    """One statement of one call: its lines, what it set, what it called, and what is asked before it is shown."""

    listing: int
    call: int
    place: tuple
    values: dict
    calls: list
    pause: Pause | None


@dataclass
class Call:
    """A call that is going on: the statement at which it is, and all values before that."""

    frame: object
    number: int
    listing: Listing
    place: tuple
    values: dict = field(default_factory=dict)
    calls: list = field(default_factory=list)
    raised: bool = False


def body(function):
    """The function that holds the code: without its doors, and without its object. Raises TypeError."""
    inner = inspect.unwrap(function)
    inner = getattr(inner, "__func__", inner)
    if not isinstance(inner, FunctionType):
        raise TypeError(
            f"trace: expected a function written in Python, got {short(function)}"
        )
    if inspect.isgeneratorfunction(inner):
        raise TypeError(
            f"trace: {inner.__qualname__} is a generator, which stops on its way"
        )
    return inner


class Recorder:
    """A tracer for `sys.settrace`: `steps` of the functions, until there are as many as a page can hold (`full`)."""

    def __init__(self, functions, watch, ask):
        bodies = [body(function) for function in functions]
        self.listings = {code.__code__: Listing(code) for code in bodies}
        self._order = list(self.listings.values())
        self._watch, self._ask = watch, dict(ask)
        if len(self._ask) > PAUSES:
            raise ValueError(f"ask: at most {PAUSES} pauses, got {len(self._ask)}")
        self.steps, self.full, self._size = [], False, 0
        self._calls, self._count = [], 0

    def enter(self, frame, event, arg):
        """What Python calls when a function begins."""
        if self.full:
            return None
        listing = self.listings.get(frame.f_code)
        if listing:
            if self._calls:
                caller = self._calls[-1]
                if listing.name not in caller.calls:  # its door has said so
                    caller.calls.append(listing.name)
                self._close(caller, over=False)
            self._calls.append(Call(frame, self._count, listing, listing.header))
            self._count += 1
            return self._inside
        if self._calls and frame.f_back is self._calls[-1].frame:
            self._calls[-1].calls += _called(frame)
        return None

    def _inside(self, frame, event, arg):
        """What Python calls at each line of a function that is followed, and at its end."""
        if self.full:
            return None
        call = self._calls[-1]
        if event == "line":
            place = call.listing.place(frame.f_lineno)
            if place != call.place:  # another line of the same statement is no step
                self._close(call)
                call.place = place
            call.raised = False
        elif event == "exception":
            call.raised = True
        elif event == "return":
            returns = call.listing.text(call.place).lstrip().startswith("return")
            self._close(call, {"returned": arg} if returns and not call.raised else {})
            self._calls.pop()
        return self._inside

    def _close(self, call, more=None, over=True):
        """The statement is over, or (`over` is False) calls what is followed too: what is other than before?"""
        now = self._seen(call.frame, more or {})
        done = over and not call.raised
        gone = dict.fromkeys(call.values.keys() - now.keys(), GONE)
        new = {
            name: value
            for name, value in {**now, **gone}.items()
            if value != call.values.get(name)
            or (done and call.listing.sets(call.place, name))
        }
        self._size += len(json.dumps(new))
        if len(self.steps) == STEPS or self._size > BYTES:
            self.full = True
            return
        pause = self._pause(call) if over and self.steps else None
        listing = self._order.index(call.listing)
        step = Step(listing, call.number, call.place, new, call.calls, pause)
        self.steps.append(step)
        call.values, call.calls = now, []

    def _seen(self, frame, more):
        """The names of a call and what is watched, copied: they may be changed in place."""
        found = {}
        for name, value in frame.f_locals.items():
            if name not in ("self", "cls") and not isinstance(value, ModuleType):
                found |= described(name, value)
        known = {id(value): name for name, value in frame.f_locals.items()}
        for name, value in more.items():
            found |= described(name, value, known)
        for path in self._watch:
            first, *rest = path.split(".")
            try:
                value = reduce(getattr, rest, frame.f_locals[first])
            except (AttributeError, KeyError):
                continue
            found |= described(path, value)
        return found

    def _pause(self, call):
        """The pause that belongs to this step, with its answer."""
        names = {**call.frame.f_globals, **call.frame.f_locals}
        code, number = call.listing.text(call.place), len(self.steps) + 1
        for key, asked in self._ask.items():
            text, condition = key if isinstance(key, tuple) else (key, "True")
            here = text == number if isinstance(text, int) else text in code
            if here and _holds(condition, names):
                del self._ask[key]
                return _pause(names, *asked)
        return None

    def left(self):
        """The pauses for which no step came."""
        return list(self._ask)


def _pause(names, question, answer, why=""):
    if isinstance(answer, str):
        return Pause(question, (), float(_value(answer, names)), why)
    true = [bool(_value(condition, names)) for condition in answer.values()]
    if true.count(True) != 1:
        raise ValueError(
            f"ask: {true.count(True)} answers are true, not one: {question}"
        )
    return Pause(question, tuple(answer), true.index(True), why)


def _holds(condition, names):
    """Whether a condition is true here; where it speaks of names that there are not, it is not."""
    try:
        return eval(condition, names)
    except NameError:
        return False


def _value(expression, names):
    try:
        return eval(expression, names)
    except Exception as error:
        raise ValueError(f"ask: {expression}: {error}") from error


def _called(frame):
    """What is called here, in a list: a function of nnlib or of the reader's that one would look up, or nothing."""
    module, name = frame.f_globals.get("__name__", ""), frame.f_code.co_qualname
    if module in WRAPPERS:
        inner = frame.f_locals.get(WRAPPERS[module])
        if inner is None or name == "core":
            return []
        inner = inspect.getclosurevars(inner).nonlocals.get("function", inner)  # a door
        return [inner.__qualname__.removesuffix(".__wrapped__")]
    owner = type(frame.f_locals.get("self"))
    attribute = inspect.getattr_static(owner, frame.f_code.co_name, None)
    hidden = isinstance(attribute, property) or re.search(r"<(?!locals)|__", name)
    ours = module.split(".")[0] in ("nnlib", "__main__")
    return [name] if ours and not hidden else []
