"""Doors: every check is made where something comes in, and none where it goes on."""

import ast
import inspect
import pickle
from types import MethodType

import numpy as np
import pytest

from architecture import MODULES, TREES
from nnlib import SGD, Dense, Sequential, activations, crossentropy, losses, training
from nnlib.doors import checked, core


def whole(x, y):
    if not isinstance(x, int):
        raise TypeError("x: expected a whole number")
    return x, 10 * y


@checked(whole)
def power(x, y, times=1):
    """x y^times"""
    return x * y**times


class Counter:
    @checked(lambda counter, n: (counter, abs(n)))
    def add(self, n):
        return "added", n


# The decorator


def test_arguments_go_through_the_door_by_place_or_by_name_and_others_pass():
    assert power(2, 1) == power(2, y=1) == power(y=1, x=2) == 20
    assert power(2, 1, 2) == power(2, 1, times=2) == power(y=1, times=2, x=2) == 200
    with pytest.raises(TypeError, match="^x: expected a whole number$"):
        power("2", 1)


@pytest.mark.parametrize(
    "call",
    [
        lambda: power(2),
        lambda: power(y=2),
        lambda: power(2, 1, 1, 1),
        lambda: power(2, 1, speed=3),
        lambda: power(2, 1, x=3),
    ],
)
def test_wrong_arguments_are_refused_as_python_does(call):
    with pytest.raises(TypeError, match="argument"):
        call()


def test_the_core_is_the_function_without_its_door():
    assert power(2, 3, 1) == 60 and core(power)(2, 3, 1) == 6
    counter = Counter()
    assert counter.add(-1) == ("added", 1) and core(counter.add)(-1) == ("added", -1)
    assert core(core(power)) is core(power) and core(len) is len
    own = MethodType(lambda self: self, counter)
    assert core(own) is own


def test_an_override_without_a_door_is_its_own_core():
    class Own(Counter):
        def add(self, n):
            return "own", n

    assert core(Own().add)(-1) == ("own", -1)


@pytest.mark.parametrize("function", [power, activations.relu, Dense.forward])
def test_doors_are_found_by_pickle_and_keep_their_names(function):
    assert pickle.loads(pickle.dumps(function)) is function
    assert function.__qualname__ == core(function).__qualname__  # which errors show
    assert "checked" not in function.__qualname__ and function.__doc__


# Where doors are


def calls_in(function):
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


CHECKS = {"floats", "rows", "real_array", "batch", "labels", "short", "short_of"}
BEHIND = [
    pytest.param(node, id=f"{name}.{node.name}")
    for name in MODULES
    for node in ast.walk(TREES[name])
    if isinstance(node, ast.FunctionDef) and any(ast.unparse(d).startswith("checked(") for d in node.decorator_list)
]


def test_there_are_doors():
    assert len(BEHIND) > 40


@pytest.mark.parametrize("function", BEHIND)
def test_behind_a_door_nothing_is_checked(function):
    assert not calls_in(function) & CHECKS
    assert not any(isinstance(node, ast.Raise) for node in ast.walk(function))


@pytest.mark.parametrize("name", MODULES)
def test_no_function_has_a_switch_for_its_checks(name):
    switches = {"check", "logits", "to_input"}
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef) and node.args.defaults:
            settings = node.args.args[-len(node.args.defaults) :]
            assert not switches & {argument.arg for argument in settings}


def test_every_function_of_arrays_under_the_losses_has_a_door():
    for module in activations, crossentropy, losses:
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == module.__name__:
                plain = name.startswith("_") or name == "get"
                assert plain or core(thing) is not thing, name


# What runs behind them


def test_training_passes_the_doors_once_not_once_a_batch(monkeypatch):
    passes = []
    for module in "nnlib.validation", "nnlib.matching":
        real = __import__(module, fromlist=["x"])
        for name in ("floats", "real_array", "layer_inputs"):
            if hasattr(real, name):
                check = getattr(real, name)

                def counted(*args, check=check, **kwargs):
                    passes.append(check.__name__)
                    return check(*args, **kwargs)

                monkeypatch.setattr(real, name, counted)
    X = np.random.default_rng(0).normal(size=(40, 3))

    def checks(batch_size):
        model = Sequential([Dense(4, "relu"), Dense(1)], seed=0)
        model.compile(SGD(0.1), "mse")
        passes.clear()
        model.fit(X, X[:, 0], batch_size)
        return len(passes)

    assert checks(1) == checks(40)


def test_data_of_the_type_of_the_model_are_not_copied():
    X, model = np.ones((4, 3), "float32"), Sequential([Dense(1)], seed=0)
    model.compile("sgd", "mse")
    for _ in ("not built", "built"):
        assert np.shares_memory(training.examples(model, X, X[:, 0])[0], X)
        model.build((None, 3))


def test_the_loop_of_fit_is_four_lines():
    (loop,) = [node for node in ast.walk(ast.parse(inspect.getsource(training.epoch))) if isinstance(node, ast.For)]
    steps = [ast.unparse(line) for line in loop.body if "batches" not in ast.unparse(line)]
    assert steps == [
        "Z, caches = scores(X_batch)",
        "losses, Delta = objective(y_batch, Z)",
        "gradients = model.gradients(Delta, caches)",
        "step(model.parameters, gradients)",
    ]


def test_backward_hands_out_a_vector_of_its_own():
    model = Sequential([Dense(2, "tanh"), Dense(1)], dtype="float64", seed=0)
    output, caches = model.forward(np.ones((3, 2)))
    first = model.backward(np.ones_like(output), caches)
    kept = first.copy()
    second = model.backward(2 * np.ones_like(output), caches)
    np.testing.assert_array_equal(first, kept)
    np.testing.assert_allclose(second, 2 * first)
    assert not np.shares_memory(first, second)


def test_losses_and_gradient_are_the_two_in_one_go():
    rng = np.random.default_rng(0)
    for make in losses.LOSSES.values():
        loss = make()
        a = activations.softmax(rng.normal(size=(6, 3)))
        y = [0, 1, 2, 0, 1, 2] if make.__name__.startswith("Sparse") else np.eye(3)[[0, 1] * 3]
        each, gradient = loss.losses_and_gradient(y, a)
        assert float(each.mean()) == loss(y, a)
        np.testing.assert_array_equal(gradient, loss.gradient(y, a))
