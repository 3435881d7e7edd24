"""Never silently wrong: properties of every public function, whatever it computes."""

import inspect
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import nnlib
from architecture import public_objects
from nnlib import Dense, Sequential, data, losses
from nnlib import activations as g
from nnlib import beyond as be
from nnlib import crossentropy as ce
from nnlib import diagnostics as di
from nnlib import gradcheck as gc
from nnlib import initializers as ini
from nnlib import metrics as me
from nnlib import piecewise as pw
from nnlib.neuron import Neuron
from nnlib.perceptron import MulticlassPerceptron, Perceptron, heaviside

V = np.array([0.5, -1.5, 2.0])
P = np.array([0.2, 0.7, 0.1])
Y = np.array([0.0, 1.0, 1.0])
ROWS = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0], [2.0, 2.0, 1.0]])
CHANCES, ONE_HOT, LABELS = g.softmax(ROWS), np.eye(3)[[0, 2, 1]], np.array([0, 2, 1])
TINY, HUGE = 1e-300, 1e300


def network(*layers):
    model = Sequential(layers or [Dense(4, "sigmoid"), Dense(1)], dtype="float64", seed=0)
    model.build((None, 3))
    model.compile("sgd", "mse")
    return model


MODEL = network()
UNIT, STEPS = Neuron(3), Perceptron()
STEPS.w = np.ones(3)
SCALERS = [data.StandardScaler().fit(ROWS), data.MinMaxScaler().fit(ROWS)]
A3, KERNELS = np.ones((4, 4, 2)), np.ones((2, 2, 2, 3))

# A public function and arguments that it takes.
CALLS = [
    *[(activation.function, ROWS) for activation in g.ACTIVATIONS.values()],
    *[(activation.derivative, ROWS[0], P) for activation in g.ACTIVATIONS.values()],
    *[(activation.backward, V, V, P) for activation in g.ACTIVATIONS.values()],
    (g.log_softmax, ROWS),
    *[(f, Y, P) for f in (ce.likelihood, ce.binary, ce.binary_derivative)],
    *[(f, Y, V) for f in (ce.binary_from_logits, ce.binary_from_logits_derivative)],
    *[(f, ONE_HOT, CHANCES) for f in (ce.categorical, ce.categorical_derivative)],
    *[(f, ONE_HOT, ROWS) for f in (ce.categorical_from_logits, ce.categorical_from_logits_derivative)],
    *[(f, LABELS, CHANCES) for f in (ce.sparse, ce.sparse_derivative)],
    *[(f, LABELS, ROWS) for f in (ce.sparse_from_logits, ce.sparse_from_logits_derivative)],
    (lambda *a: ce.sparse_from_logits_with_derivative(*a)[0], LABELS, ROWS),
    *[(f, V, P) for f in (losses.squared_error, losses.squared_error_derivative)],
    *[(f, V, P) for f in (losses.MeanSquaredError(), losses.MeanSquaredError().gradient)],
    *[(f, Y, P) for f in (losses.BinaryCrossentropy(), losses.BinaryCrossentropy().gradient)],
    (losses.BinaryCrossentropy(from_logits=True).gradient, Y, V),
    (losses.CategoricalCrossentropy(from_logits=True), ONE_HOT, ROWS),
    (losses.SparseCategoricalCrossentropy(from_logits=True).gradient, LABELS, ROWS),
    *[(f, ROWS) for f in (losses.L2().penalty, losses.L2().gradient)],
    *[(f, Y, Y) for f in (me.accuracy, me.confusion_matrix, me.precision, me.recall, me.f1)],
    *[(f, Y, P) for f in (me.auc, me.calibration_error, lambda *a: me.roc_curve(*a)[1])],
    (gc.relative_error, V, P),
    (lambda theta: gc.numerical_gradient(losses.L2().penalty, theta, 1e-5), V),
    (lambda X, y: gc.gradient_check(MODEL, losses.MeanSquaredError(), X, y), ROWS, V),
    (pw.hinges, V, np.array([0.0, 1])),
    (pw.weights_from_slopes, np.array([0.0, 1, 3])),
    (pw.slopes_from_weights, V),
    (lambda k, v: pw.from_hinges(k, v)(V[:, None]), V, P),
    (lambda k: pw.relu_interpolant(np.square, k)(V[:, None]), np.array([0.0, 1, 3])),
    (lambda h: pw.interpolation_bound(h, h), 0.1),
    (lambda w: pw.kinks(pw.from_hinges(w, w)), V),
    (lambda x, c: pw.rbf_features(x, c, 1e-3), V, np.array([0.0, 1])),
    (lambda x, y: pw.rbf_fit(x, y, [0.0, 1], 0.5)[0], V, P),
    (lambda X: [stats[1:] for stats in di.layer_stats(MODEL, X)], ROWS),
    (lambda X, y: di.gradient_profile(MODEL, losses.MeanSquaredError(), X, y), ROWS, V),
    (di.dead_units, ROWS),
    (lambda W: di.collapse_linear(linear(W))[0], ROWS),
    (lambda i, k, b: be.conv2d(i, k, b), A3, KERNELS, V),
    (be.recurrent, ROWS, ROWS, ROWS, V),
    *[(f, ROWS) for s in SCALERS for f in (s.fit_transform, s.transform, s.inverse_transform)],
    *[(f, ROWS) for f in (data.add_bias_column, data.flatten)],
    (data.one_hot, LABELS),
    (lambda X, y: data.train_test_split(X, y, seed=0)[2], ROWS, V),
    (data.coffee_is_good, ROWS[:, :2]),
    (lambda c: data.blobs(9, c)[0], ROWS),
    (lambda s: data.moons(9, s)[0], 0.1),
    (heaviside, V),
    *[(f, ROWS) for f in (UNIT.score, UNIT.probability, UNIT.classify, STEPS.score, STEPS.predict)],
    *[(f, ROWS, Y) for f in (UNIT.loss, UNIT.gradient, lambda *a: Neuron(3).fit(*a))],
    (lambda X, y: Perceptron().fit(X, y, 5).w, ROWS, Y),
    (lambda X, y: MulticlassPerceptron().fit(X, y, 5).predict(X), ROWS, LABELS),
    (lambda X, y: network().fit(X, y).history["loss"], ROWS, V),
    (MODEL.evaluate, ROWS, V),
    *[(f, ROWS) for f in (MODEL.predict, MODEL)],
    (lambda X: Sequential([Dense(2, "swish"), Dense(2, "softmax")], seed=0).predict(X), ROWS),
    *[(lambda t, d, make=make: make(0.1).step(t.copy(), d), V, P) for make in (nnlib.SGD, nnlib.Adam, nnlib.RMSprop)],
]
NAMES = [f"{i} {getattr(call[0], '__name__', type(call[0]).__name__)}" for i, call in enumerate(CALLS)]
each_call = pytest.mark.parametrize("call", CALLS, ids=NAMES)


def linear(W):
    model = network(Dense(3))
    model.set_weights([W, np.zeros(3)])
    return model


def flat(result):
    return np.asarray(getattr(result, "parameters", result), float)


def test_every_public_function_of_arrays_is_called():
    here = inspect.getsource(inspect.getmodule(linear))
    known = {call[0] for call in CALLS} | {activation.derivative for activation in g.ACTIVATIONS.values()}
    for module in (g, ce, losses, me, gc, pw, di, be):
        for name, thing in public_objects(module.__name__.removeprefix("nnlib.")):
            if inspect.isfunction(thing) and "." not in name and name not in ("get", "sawtooth"):
                assert thing in known or f".{name}(" in here, name


def refusal(function, arguments):
    """What a call gives and the sentence with which it is refused; one of them is None."""
    try:
        return function(*arguments), None
    except (ValueError, TypeError, UserWarning) as error:
        return None, str(error)


@each_call
def test_shapes_never_broadcast_by_accident(call):
    function, *arguments = call
    expected = flat(function(*arguments))
    for changed in range(len(arguments) if len(arguments) > 1 else 0):
        column = arguments[changed][..., None]
        given, refused = refusal(function, [*arguments[:changed], column, *arguments[changed + 1 :]])
        if refused is None:
            np.testing.assert_allclose(flat(given).ravel(), expected.ravel(), rtol=1e-6)
        else:
            assert "expected" in refused


@each_call
@pytest.mark.parametrize("scale", [TINY, 1e-30, 800, 1e30, HUGE])
def test_no_setting_of_numpy_stops_a_function(call, scale):
    function, *arguments = call
    with np.errstate(all="raise"):
        for changed in range(len(arguments)):
            scaled = arguments[changed] * scale
            _, refused = refusal(function, [*arguments[:changed], scaled, *arguments[changed + 1 :]])
            # Labels and chances are small, and fit says that it went back.
            assert refused is None or re.search("expect|too large|no row|fit stopped", refused)


# As in Keras


def test_fixed_numbers_of_names_that_differ_elsewhere():
    assert g.leaky_relu(-1) == -0.2 and g.elu(-1) == np.expm1(-1)
    W = ini.he_normal((100, 1000), np.random.default_rng(0))
    assert W.std() == pytest.approx(0.02**0.5, rel=0.01) and abs(W).max() < 2.28 * 0.02**0.5
    b = ini.glorot_uniform((2000,), np.random.default_rng(0))
    assert b.max() == pytest.approx((6 / 4000) ** 0.5, rel=0.01)


def test_one_half_is_class_0_everywhere():
    model = network(Dense(1, "sigmoid", kernel_initializer="zeros"))
    model.compile("sgd", "binary_crossentropy", ["accuracy"])
    assert model.evaluate(ROWS, [0, 0, 0])[1] == 1
    assert not Neuron(3).classify(ROWS).any() and not heaviside([0.0]).any()


# Numbers in whatever holds them


class Table:
    """What a table of columns of several types gives: an array of objects."""

    def __array__(self, dtype=None, copy=None):
        return np.array([[1, True, Fraction(1, 2)], [2.5, np.False_, Decimal("0.5")]], dtype or object)


def test_real_numbers_in_objects_are_numbers_and_a_text_is_named_with_its_place():
    expected = [[1, 1, 0.5], [2.5, 0, 0.5]]
    for X in (Table(), np.asarray(Table()), np.asarray(Table()).tolist()):
        np.testing.assert_array_equal(data.flatten(X).astype(float), expected)
        np.testing.assert_array_equal(network().predict(X), network().predict(np.array(expected)))
        np.testing.assert_array_equal(g.relu(X), expected)
    for odd in ("2", None, 1j):
        bad = np.asarray(Table())
        bad[1, 2] = odd
        for f in (g.sigmoid, data.StandardScaler().fit, MODEL.predict):
            with pytest.raises(TypeError, match=r"\[1, 2\]: expected real numbers, got " + re.escape(repr(odd))):
                f(bad)
    with pytest.raises(ValueError, match=r"X\.filled\(0\)"):
        data.StandardScaler().fit(np.ma.array(ROWS, mask=ROWS > 1))
    assert losses.squared_error(np.float16([300]), 0) == 90000
    assert g.sigmoid(np.array([10**400, -(10**400)], object)).tolist() == [1, 0]


# Infinite scores


@pytest.mark.parametrize("inf", [np.inf, 1e308])
def test_losses_of_infinite_scores_are_limits(inf):
    binary = losses.BinaryCrossentropy(from_logits=True)
    categorical = losses.CategoricalCrossentropy(from_logits=True)
    sparse = losses.SparseCategoricalCrossentropy(from_logits=True)
    assert binary([1, 0], [inf, -inf]) == 0 == categorical([[0, 1]], [[-inf, 0]])
    assert categorical([[0, 1]], [[0, inf]]) == 0 == sparse([1, 0], [[-inf, inf], [0, -inf]])
    assert min(binary([0], [inf]), categorical([[1, 0]], [[0, inf]]), sparse([1], [[0, -inf]])) >= 1e308
    Z = [[inf, 0], [-inf, 0], [-inf, -inf], [inf, inf]]
    expected = [[1, 0], [0, 1], [0.5, 0.5], [0.5, 0.5]]
    np.testing.assert_array_equal(g.softmax(Z), expected)
    np.testing.assert_allclose(np.exp(g.log_softmax(Z)), expected)
    np.testing.assert_allclose(4 * sparse.gradient([0] * 4, Z), np.subtract(expected, [[1, 0]]))
    np.testing.assert_allclose(4 * categorical.gradient([[1, 0]] * 4, Z), np.subtract(expected, [[1, 0]]))


# Advice


def test_labels_that_do_not_fit_are_told_which_loss_does():
    B, C = losses.BinaryCrossentropy(), losses.CategoricalCrossentropy()
    S, M = losses.SparseCategoricalCrossentropy(), losses.MeanSquaredError()
    one = P[:, None]
    for loss, y, a, word in [
        *[(S, ONE_HOT, CHANCES, "CategoricalCrossentropy"), (S, LABELS + 1, CHANCES, "count from 0")],
        *[(S, V, CHANCES, "MeanSquared"), (S, LABELS, one, "BinaryCross"), (C, Y, one, "BinaryCross")],
        *[(loss, y, CHANCES, "SparseCat") for loss in (B, C, M) for y in (LABELS, LABELS[:, None])],
        *[(loss, ONE_HOT, one, "CategoricalCrossentropy, 3 outputs") for loss in (B, M)],
        *[(C, [[1, 1, 0]] * 3, CHANCES, "BinaryCrossentropy"), (B, 2 * Y - 1, one, "0 and 1")],
        *[(B, LABELS, one, "SparseCat"), (B, 9 * P, one, "MeanSquaredError"), (B, Y, V, "from_logits=True")],
    ]:
        with pytest.raises(ValueError, match=word):
            loss(y, a)


@pytest.mark.parametrize("x", [[1.0, 2, 3], np.array([1.0, 2, 3])])
def test_both_ways_out_of_one_dimension_work(x):
    with pytest.raises(ValueError, match="one column") as caught:
        data.StandardScaler().fit(x)
    column, row = re.findall(r"(?:np\.array\(X\)|X)\[[^]]*\]", str(caught.value))
    assert eval(column, {"X": x, "np": np}).shape == (3, 1) and eval(row, {"X": x, "np": np}).shape == (1, 3)
