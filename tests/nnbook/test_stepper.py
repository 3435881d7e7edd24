"""The stepper's record: every statement of the functions named, with the very values of the run."""

import importlib
import json
import sys

import numpy as np
import pytest

from nnbook import trace
from nnbook.stepper import record
from nnbook.stepper.values import described
from nnlib import Adam, Dense, Sequential, data, network
from nnlib.network import Network
from nnlib.neuron import Neuron
from nnlib.perceptron import Perceptron

X, OR = data.gates("OR")
FOLLOWED = {"follow": (Perceptron._epoch,), "watch": ("self.w", "self.b")}


def code(trace, step):
    return trace.listings[step.listing].text(step.place).strip()


def values(trace, name, dtype=float):
    """What `name` was each time it was set."""
    found = [step.values[name] for step in trace.steps if name in step.values]
    return [np.array(json.loads(value.data), dtype) for value in found]


def test_the_perceptron_as_by_hand():
    w, b, hand = np.zeros(2), 0.0, []
    for x, t in zip(X, OR.tolist(), strict=True):
        y_pred = int(x @ w + b > 0)
        w, b = w + (t - y_pred) * x, b + t - y_pred
        hand.append((y_pred, *w, b))
    unit = Perceptron()
    seen = trace(unit.fit, X, OR, epochs=1, **FOLLOWED)
    assert values(seen, "y_pred") == [row[0] for row in hand]
    assert values(seen, "self.w")[-1].tolist() == list(hand[-1][1:3]) == unit.w.tolist()
    assert values(seen, "self.b")[-1] == hand[-1][3] == unit.b
    assert seen.result is unit


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_are_the_runs_bit_for_bit(dtype):
    layer = Dense(3, "sigmoid")
    Sequential([layer], dtype, seed=0).build((None, 2))
    A_prev = np.random.default_rng(0).normal(size=(4, 2)).astype(dtype)
    A, cache = layer.forward(A_prev)
    seen = trace(layer.forward, A_prev, watch=("self.W",))
    for name, array in {"A_prev": A_prev, "self.W": layer.W, "Z": cache.Z, "returned[1].A": A}.items():
        [found] = values(seen, name, dtype)
        assert found.tobytes() == np.ascontiguousarray(array).tobytes()


def test_odd_numbers_travel_too():
    [value] = described("x", np.array([np.nan, -np.inf, -0.0, 5e-324])).values()
    assert [str(float(x)) for x in json.loads(value.data)] == ["nan", "-inf", "-0.0", "5e-324"]


def test_what_changes_in_place_is_seen():
    theta, mine = np.array([1.0, -2.0]), np.array([1.0, -2.0])
    adam, other = Adam(0.1), Adam(0.1)

    def descend(theta):
        for _ in range(2):
            adam.step(theta, 2 * theta)

    seen = trace(descend, theta, follow=(Adam.step,), watch=("self.m", "self.v"))
    assert not seen.cut
    for name in ("self.m", "self.v"):
        assert sum(np.any(value != 0) for value in values(seen, name)) >= 2
    by_hand = []
    for _ in range(2):
        other.step(mine, 2 * mine)
        by_hand.append(mine.copy())
    moved = [step for step in seen.steps if code(seen, step) == "theta -= change"]
    assert [json.loads(step.values["theta"].data) for step in moved] == np.array(by_hand).tolist()


def swap(x):
    x[:2] = x[1::-1].copy()


def test_a_large_array_is_told_by_three_numbers_and_its_changes_are_seen():
    x = np.arange(100.0)
    first, then = trace(swap, x).steps
    assert first.values["x"].data == then.values["x"].data == "[0.0, 49.5, 99.0]"


def test_what_stands_behind_a_door_is_followed():
    layer = Dense(2, "relu")
    Sequential([layer], seed=0).build((None, 2))
    seen = trace(layer.forward, np.ones((1, 2)))
    [listing] = seen.listings
    assert listing.name == "Dense.forward"
    assert listing.lines[:2] == ["def forward(self, A_prev):", "    Z = A_prev @ self.W + self.b"]
    assert [step.calls for step in seen.steps] == [[], [], ["relu"], []]
    assert repr(seen) == "Dense.forward: 4 steps"


def test_a_call_of_what_is_followed_interrupts_its_line():
    net = Network([Dense(2, "tanh"), Dense(1)], dtype="float64", seed=1)
    net.build((None, 2))
    A, caches = net.forward(X)
    seen = trace(net.backward, A, caches, follow=(Network.gradients,))
    before, inside, *_, after = [step for step in seen.steps if "self.gradients(" in code(seen, step) or step.listing]
    assert before.calls == ["Network.gradients"] and inside.place == (1, 1)
    assert before.place == after.place and "returned" in after.values
    assert values(seen, "returned")[-1].tolist() == net.backward(A, caches).tolist()


def test_lists_of_named_tuples_are_told_once():
    layers = [Dense(3, "sigmoid"), Dense(1)]
    Sequential(layers, seed=0).build((None, 2))
    seen = trace(network.through, [layer.forward for layer in layers], np.array([[200.0, -17]]))
    caches = [step.values["caches"][:2] for step in seen.steps if "caches" in step.values]
    assert caches == [("", "[]"), ("1 entry", ""), ("2 entries", "")]
    last = seen.steps[-1].values
    assert {*last} == {"returned[0]", "returned[1]"} and last["returned[1]"].text == "caches"
    assert not any(value.text == "gone" for step in seen.steps for value in step.values.values())


def test_columns_are_as_wide_as_they_must_be():
    [value] = described("x", np.array([[1, 2e-231, 30.0], [2, 3, 4]])).values()
    assert value.text == "1  2e−231  30\n2       3   4"


def spread_out(x):
    # A remark of
    # two lines.
    y = [
        x + i
        for i in range(3)
    ]  # fmt: skip
    try:
        y[x]
    except IndexError:
        return sum(y)


def test_a_statement_is_one_step_however_many_lines_it_has():
    seen = trace(spread_out, 5)
    assert [step.place for step in seen.steps] == [(1, 1), (4, 7), (8, 8), (9, 9), (10, 10), (11, 11)]
    assert seen.steps[1].values["y"].text == "5  6  7"
    assert values(seen, "returned") == [18]


def chooses(x):
    @np.vectorize
    def half(z):
        return z / 2

    match x:
        case 0:
            return 0
        case _:
            return half(x)


def test_lines_that_are_no_statement_have_a_place_too():
    places = [step.place for step in trace(chooses, 3).steps]
    assert places[-1] == (10, 10) and {(2, 2), (6, 6)} <= set(places)


def fails(x):
    y = x + 1
    raise KeyError(y)


@pytest.mark.parametrize("before", [None, lambda *_: None])
def test_exceptions_pass_and_the_tracer_before_is_back(before):
    own = sys.gettrace()
    try:
        sys.settrace(before)
        trace(swap, np.arange(4))
        after = sys.gettrace()
        with pytest.raises(KeyError, match="3"):
            trace(fails, 2)
        assert after is sys.gettrace() is before
    finally:
        sys.settrace(own)


def counts(n):
    for i in range(n):
        n = n - i
    return n


def test_a_long_run_is_cut_and_says_so():
    whole, cut = trace(counts, 28), trace(counts, 29)
    assert (len(whole.steps), whole.cut) == (2 * 28 + 3, False)
    assert (len(cut.steps), cut.cut) == (record.STEPS, True)
    assert "the first 60 steps" in repr(cut) and "its first 60 steps" in cut._repr_mimebundle_()["text/html"]
    assert cut.result == counts(29)


def grows(x):
    for i in range(50):
        x = x + [i, *range(20)]  # noqa: RUF005
        y = [np.full(24, 1 / 3 + i) for _ in range(8)]
    return y


def test_a_heavy_run_is_cut_and_says_so():
    seen = trace(grows, [])
    assert seen.cut and len(seen.steps) < record.STEPS
    assert sum(len(v.data) + len(v.text) for step in seen.steps for v in step.values.values()) < record.BYTES


def test_pauses_take_their_answers_from_the_run():
    fires = {"yes": "x @ self.w + self.b > 0", "no": "x @ self.w + self.b <= 0"}
    ask = {
        "y_pred =": ("Does it fire on row 0?", fires),
        ("self.b =", "row == 1"): ("The second weight?", "self.w[1]"),
        ("y_pred =", "row == 3"): ("And on row 3?", fires),
    }
    seen = trace(Perceptron().fit, X, OR, epochs=1, ask=ask, **FOLLOWED)
    asked = [step.pause for step in seen.steps if step.pause]
    assert [pause.answer for pause in asked] == [1, 1.0, 0]
    assert asked[0].options == ("yes", "no") and asked[1].options == ()
    third = trace(counts, 3, ask={3: ("n?", "n")})
    assert third.steps[2].pause.answer == 3
    assert len(ask) == 3


def inner(x):  # noqa: RET503
    if x < 0:
        return [][x]
    x = x + 1


def outer(x):
    y = 5
    for sign in (1, -1):
        try:
            y = inner(sign * x)
        except IndexError:
            return y
    return 7


def test_behind_a_door_stands_the_name_of_the_function():
    unit = Neuron(2)
    seen = trace(unit.fit, X, OR, epochs=1)
    [step] = [step for step in seen.steps if "optimizer.step" in code(seen, step)]
    assert step.calls == ["Neuron.gradient", "SGD.step"]


def test_a_line_that_calls_what_is_followed_is_over_when_that_is():
    seen = trace(outer, 2, follow=(inner,), ask={"y = inner": ("What is y?", {"5": "y == 5", "none": "y is None"})})
    lines = [step for step in seen.steps if code(seen, step).startswith("y = inner")]
    assert [[step.calls, [*step.values]] for step in lines] == [[["inner"], []], [[], ["y"]], [["inner"], []], [[], []]]
    assert [step.pause and step.pause.options[step.pause.answer] for step in lines] == [None, "none", None, None]
    assert [code(seen, step) for step in seen.steps if "returned" in step.values] == ["return y"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({"n = ": ("n?", {"three": "n == 3", "more": "n > 0"})}, "2 answers are true, not one: n\\?"),
        ({"no such": ("n?", "n")}, "no step is 'no such'"),
        ({1: ("n?", "n")}, "no step is 1"),
        ({"n = ": ("m?", "m")}, "ask: m: name 'm' is not defined"),
        (dict.fromkeys("abcd", ("n?", "n")), "at most 3 pauses"),
    ],
)
def test_pauses_that_cannot_be(ask, message):
    with pytest.raises(ValueError, match=message):
        trace(counts, 3, ask=ask)
    assert sys.gettrace() is None


@pytest.mark.parametrize("thing", [len, np.add, lambda x: x, 3, (i for i in "ab").__next__])
def test_only_functions_of_python_with_a_def(thing):
    with pytest.raises(TypeError, match="trace"):
        trace(thing, [1])


def test_another_source_is_another_record(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    for body in ("return 2 * x", "y = 3 * x\n    return y"):
        (tmp_path / "lesson_of_today.py").write_text(f"def f(x):\n    {body}\n")
        sys.modules.pop("lesson_of_today", None)
        importlib.invalidate_caches()
        seen = trace(importlib.import_module("lesson_of_today").f, 2)
        assert seen.listings[0].lines[1:] == [line.rstrip() for line in f"    {body}".splitlines()]
        assert values(seen, "returned") == [seen.result]
    del sys.modules["lesson_of_today"]
