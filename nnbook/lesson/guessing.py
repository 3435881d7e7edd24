"""`guess` asks before an experiment, `seen` answers after it: with what was measured, and why a wrong guess tempts."""

from numbers import Real
from typing import NamedTuple

import numpy as np

from nnbook.lesson.element import flat, key_of, marked, show
from nnbook.lesson.plot import Plot

_asked = {}  # {id: Guess} of this kernel


class Guess(NamedTuple):
    """A question, the kind of answer that it takes, and the key under which a reader's guess is kept."""

    question: str
    kind: object
    key: str


def guess(name, question, *answers):
    """Ask the reader to choose one of several options, or to give one `number` or one `sketch`.

    Raises ValueError where another question already has this name.
    """
    name, question = (
        flat("guess", name),
        flat(f'guess "{name}": the question', question),
    )
    kind = _kind(name, answers)
    asked = Guess(question, kind, key_of("guess", [question, kind.statement], name))
    if _asked.setdefault(name, asked).key != asked.key:
        raise ValueError(
            f'guess "{name}": this name already belongs to the question "{_asked[name].question}" '
            "(if you have just edited it, restart the kernel)"
        )
    show(
        "nn-guess",
        {"key": asked.key, **kind.asks},
        f'<p class="nn-question">{marked(question)}</p>\n{kind.html()}',
        f"Guess: {question}\n{kind.plain()}",
    )


def seen(name, *measured, told=None):
    """Answer the guess of this name with what was measured; `told` says the value in words, as "0 of 24".

    Raises ValueError unless exactly one option holds the value, or where nothing was asked.
    """
    if name not in _asked:
        raise ValueError(f'seen "{name}": there is no guess of this name before it')
    asked = _asked[name]
    asked.kind.refuse(f'seen "{name}"', *measured)
    was, inner, plain, data = asked.kind.answer(*measured, told)
    show(
        "nn-seen",
        {"key": asked.key, **data},
        f'<p class="nn-measured"><span>It</span> {was}.</p>\n{inner}',
        plain,
    )


def _kind(name, answers):
    if len(answers) == 1 and isinstance(answers[0], Number | Sketch):
        return answers[0]
    if len(answers) < 2 or not all(isinstance(answer, Option) for answer in answers):
        raise ValueError(
            f'guess "{name}": expected two or more options, one number or one sketch'
        )
    if len({answer.text for answer in answers}) < len(answers):
        raise ValueError(f'guess "{name}": two options say the same')
    return Choice(answers)


def in_words(value):
    """A measured value as a sentence says it."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if not isinstance(value, Real):
        return str(value)
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


# ---- a choice ----


class Option(NamedTuple):
    """One answer: its text, where it is true, and what is said to those who chose it."""

    text: str
    truth: object
    said: str

    def holds(self, value):
        if isinstance(self.truth, tuple):
            low, high = self.truth
            return bool(low <= value <= high)
        return bool(value == self.truth)


def option(text, truth, said):
    """One answer of a guess: true where the measured value is `truth`, or lies in `truth = (low, high)`."""
    text = flat("option", text)
    if isinstance(truth, tuple) and not (len(truth) == 2 and truth[0] <= truth[1]):
        raise ValueError(f'option "{text}": expected (low, high), got {truth!r}')
    return Option(text, truth, flat(f'option "{text}": what is said', said))


class Choice(NamedTuple):
    options: tuple

    @property
    def asks(self):
        return {"kind": "choice"}

    @property
    def statement(self):
        return [option.text for option in self.options]

    def html(self):
        items = "\n".join(f"<li>{marked(option.text)}</li>" for option in self.options)
        return f'<ul class="nn-choices">\n{items}\n</ul>'

    def plain(self):
        return "\n".join(f"- {option.text}" for option in self.options)

    def refuse(self, where, value):
        holding = [option.text for option in self.options if option.holds(value)]
        if len(holding) != 1:
            which = " and ".join(f'"{text}"' for text in holding) or "none"
            raise ValueError(
                f"{where}: measured {in_words(value)}; exactly one option must hold it: {which} did"
            )

    def answer(self, value, told):
        told = told or in_words(value)
        truth = [option.holds(value) for option in self.options].index(True)
        lines = [f"{option.text}: {option.said}" for option in self.options]
        items = "\n".join(
            f"<li><b>{marked(option.text)}:</b> {marked(option.said)}</li>"
            for option in self.options
        )
        lines.insert(0, lines.pop(truth))
        return (
            f"was <b>{marked(told)}</b>",
            f'<ul class="nn-reasons">\n{items}\n</ul>',
            "\n".join([f"It was {told}.", *lines]),
            {"kind": "choice", "truth": truth},
        )


# ---- a number ----


class Number(NamedTuple):
    low: float
    high: float
    unit: str
    near: float

    @property
    def asks(self):
        return {"kind": "number", "low": self.low, "high": self.high, "unit": self.unit}

    @property
    def statement(self):
        return list(self)

    def html(self):
        return f'<p class="nn-range">{self.plain()}</p>'

    def plain(self):
        unit = f" {self.unit}" if self.unit else ""
        return f"A number from {self.low:g} to {self.high:g}{unit}."

    def refuse(self, where, value):
        if not self.low <= value <= self.high:
            raise ValueError(
                f"{where}: measured {in_words(value)}, but the guess takes {self.low:g} to {self.high:g}"
            )

    def answer(self, value, told):
        told = " ".join(filter(None, [told or in_words(value), self.unit]))
        data = {"kind": "number", "value": float(value), "near": self.near}
        return f"was <b>{marked(told)}</b>", "", f"It was {told}.", data


def number(low, high, unit="", near=0):
    """The answer is a number from `low` to `high`; a guess within `near` of what was measured counts as good."""
    if not low < high or near < 0:
        raise ValueError(
            f"number: expected low < high and near >= 0, got {low}, {high}, near={near}"
        )
    return Number(float(low), float(high), unit and flat("number: unit", unit), near)


# ---- a curve ----


class Sketch(NamedTuple):
    plot: Plot

    @property
    def asks(self):
        return {"kind": "sketch", **self.plot.data()}

    @property
    def statement(self):
        return [list(self.plot.x), list(self.plot.y)]

    def html(self):
        return self.plot.svg()

    def plain(self):
        (x, *x_range), (y, *y_range) = self.plot.x, self.plot.y
        return "A curve of {} ({:g} to {:g}) against {} ({:g} to {:g}).".format(
            y, *y_range, x, *x_range
        )

    def refuse(self, where, xs, ys):
        xs, ys = np.asarray(xs, float), np.asarray(ys, float)
        if xs.ndim != 1 or xs.shape != ys.shape or len(xs) < 2:
            raise ValueError(
                f"{where}: expected two rows of equally many numbers, got shapes {xs.shape} and {ys.shape}"
            )
        if not (np.diff(xs) > 0).all():
            raise ValueError(f"{where}: x must grow from each point to the next")
        for values, (axis, low, high) in zip((xs, ys), self.plot, strict=True):
            if not (values.min() >= low and values.max() <= high):
                raise ValueError(
                    f"{where}: {axis} was {values.min():g} to {values.max():g}, "
                    f"but the sketch shows {low:g} to {high:g}"
                )

    def answer(self, xs, ys, told):
        xs, ys = np.asarray(xs, float), np.asarray(ys, float)
        ends = f"began at {in_words(ys[0])} and ended at {in_words(ys[-1])}"
        told = f"was {told}" if told else ends
        data = {"kind": "sketch", **self.plot.data(), "xs": list(xs), "ys": list(ys)}
        return marked(told), self.plot.svg((xs, ys)), f"It {told}.", data


def sketch(x, y):
    """The answer is a curve, drawn on axes `(name, low, high)`."""
    for axis in (x, y):
        if not (len(axis) == 3 and axis[1] < axis[2]):
            raise ValueError(f"sketch: expected (name, low, high), got {axis!r}")
    return Sketch(Plot(tuple(x), tuple(y)))
