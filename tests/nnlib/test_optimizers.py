"""Optimizers: first steps by hand, then step by step against the formulas of the papers."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.optimizers import SGD, Adam, Optimizer, RMSprop, get

ALL = {
    "sgd": lambda: SGD(0.1),
    "momentum": lambda: SGD(0.1, momentum=0.9),
    "nesterov": lambda: SGD(0.1, momentum=0.9, nesterov=True),
    "rmsprop": lambda: RMSprop(0.1),
    "adam": lambda: Adam(0.1),
}
EACH = pytest.mark.parametrize("make", ALL.values(), ids=ALL)


def path(optimizer, gradients):
    """theta after each step, from 0, one number for each gradient."""
    theta, thetas = np.zeros(1), []
    for g in gradients:
        optimizer.step(theta, np.array([float(g)]))
        thetas.append(theta[0])
    return thetas


# By hand


@pytest.mark.parametrize(
    ("gradients", "expected"),
    [
        ([1, 1, 1], [-0.1, -0.2, -0.3]),
        ([1, -1, 1], [-0.1, -0.094737, -0.128316]),
        ([10, 0.1, 0.1], [-0.1, -0.167747, -0.220752]),
    ],
)
def test_three_steps_of_adam(gradients, expected):
    np.testing.assert_allclose(path(Adam(0.1), gradients), expected, atol=2e-6)
    np.testing.assert_allclose(
        path(Adam(0.1, epsilon=0), gradients), expected, atol=6e-7
    )


def test_three_steps_of_momentum():
    np.testing.assert_allclose(path(SGD(0.1), [1, 1, 1]), [-0.1, -0.2, -0.3])
    np.testing.assert_allclose(path(SGD(0.1, 0.9), [1, 1, 1]), [-0.1, -0.29, -0.561])
    # v = 1, 1.9, 2.71; the step is g + 0.9 v = 1.9, 2.71, 3.439
    np.testing.assert_allclose(
        path(SGD(0.1, 0.9, nesterov=True), [1, 1, 1]), [-0.19, -0.461, -0.8049]
    )


def test_two_steps_of_rmsprop():
    # v = 0.1 * 4 = 0.4, then 0.9 * 0.4 + 0.1 * 1 = 0.46
    first = -0.1 * 2 / np.sqrt(0.4)
    expected = [first, first + 0.1 / np.sqrt(0.46)]
    np.testing.assert_allclose(path(RMSprop(0.1, epsilon=0), [2, -1]), expected)
    # with epsilon = 1, inside the root as in Keras and not added to it
    first = -0.1 * 2 / np.sqrt(1.4)
    np.testing.assert_allclose(path(RMSprop(0.1, epsilon=1), [2]), [first])


def _settings(optimizer):
    return vars(optimizer) | {"learning_rate": optimizer.learning_rate}


def test_defaults_are_those_of_keras():
    assert (
        _settings(SGD()).items()
        >= {
            "learning_rate": 0.01,
            "momentum": 0,
            "nesterov": False,
        }.items()
    )
    assert (
        _settings(RMSprop()).items()
        >= {
            "learning_rate": 0.001,
            "rho": 0.9,
            "epsilon": 1e-7,
        }.items()
    )
    assert (
        _settings(Adam()).items()
        >= {
            "learning_rate": 0.001,
            "beta_1": 0.9,
            "beta_2": 0.999,
            "epsilon": 1e-7,
        }.items()
    )


# Against the papers, written out


def descend(g, t, s, eta):
    return eta * g


def polyak(g, t, s, eta, mu=0.8):
    s["v"] = mu * s.get("v", 0) + eta * g
    return s["v"]


def nesterov(g, t, s, eta, mu=0.8):
    # theta is the look-ahead point phi = x - mu u, at which g was taken: with
    # u' = mu u + eta g and x' = x - u', the next one is phi' = x' - mu u'.
    u = s.get("u", 0)
    s["u"] = mu * u + eta * g
    return s["u"] + mu * s["u"] - mu * u


def tieleman(g, t, s, eta, rho=0.7, epsilon=1e-3):
    s["v"] = rho * s.get("v", 0) + (1 - rho) * g**2
    return eta * g / np.sqrt(s["v"] + epsilon)


def kingma(g, t, s, eta, beta_1=0.8, beta_2=0.95, epsilon=1e-3):
    s["m"] = beta_1 * s.get("m", 0) + (1 - beta_1) * g
    s["v"] = beta_2 * s.get("v", 0) + (1 - beta_2) * g**2
    m_hat, v_hat = s["m"] / (1 - beta_1**t), s["v"] / (1 - beta_2**t)
    return eta * m_hat / (np.sqrt(v_hat) + epsilon / np.sqrt(1 - beta_2**t))


@pytest.mark.parametrize(
    ("optimizer", "paper"),
    [
        (lambda: SGD(0.03), descend),
        (lambda: SGD(0.03, momentum=0.8), polyak),
        (lambda: SGD(0.03, momentum=0.8, nesterov=True), nesterov),
        (lambda: RMSprop(0.03, rho=0.7, epsilon=1e-3), tieleman),
        (lambda: Adam(0.03, beta_1=0.8, beta_2=0.95, epsilon=1e-3), kingma),
    ],
    ids=["sgd", "momentum", "nesterov", "rmsprop", "adam"],
)
@pytest.mark.parametrize("scale", [1e-4, 1, 100])
def test_twenty_steps_against_the_paper(optimizer, paper, scale):
    rng, optimizer = np.random.default_rng(3), optimizer()
    theta = rng.normal(0, 1, 7)
    expected, state = theta.copy(), {}
    for t in range(1, 21):
        g = rng.normal(0, scale, 7)
        optimizer.step(theta, g)
        expected = expected - paper(g, t, state, 0.03)
        np.testing.assert_allclose(theta, expected, rtol=1e-10, atol=1e-12)
    assert optimizer.iterations == 20


def test_nesterov_looks_ahead():
    # On J = theta^2 / 2: x' = x - u', u' = mu u + eta J'(x - mu u), as in 1983.
    eta, mu, x, u = 0.1, 0.9, 1.0, 0.0
    theta, optimizer = np.array([1.0]), SGD(eta, momentum=mu, nesterov=True)
    for _ in range(20):
        optimizer.step(theta, theta.copy())
        u = mu * u + eta * (x - mu * u)
        x -= u
        assert theta[0] == pytest.approx(x - mu * u, rel=1e-12, abs=1e-14)


# Facts about their steps


@pytest.mark.parametrize("g", [1e-4, 1.0, 1e4])
def test_constant_gradients_move_adam_by_the_rate_whatever_their_size(g):
    steps = np.diff(path(Adam(0.1, epsilon=0), [g] * 50), prepend=0)
    np.testing.assert_allclose(steps, -0.1, rtol=1e-12)


def test_without_bias_correction_the_first_step_would_be_three_rates():
    assert path(Adam(0.1), [1])[0] == pytest.approx(-0.1, rel=1e-5)
    assert (1 - 0.9) / np.sqrt(1 - 0.999) == pytest.approx(3.16, abs=0.005)


def test_alternating_gradients_slow_adam_down():
    steps = np.diff(path(Adam(1.0), [1, -1] * 500), prepend=0)
    assert abs(steps[-1]) == pytest.approx(0.1 / 1.9, rel=1e-3)


def test_a_rare_gradient_makes_the_largest_step_of_adam():
    step = path(Adam(1.0), [0] * 2999 + [1])[-1]
    bound = 0.1 / np.sqrt(0.001)
    # The bias of v is not quite gone: 0.999^3000 = 0.0497 of it is left.
    assert step == pytest.approx(-bound * np.sqrt(1 - 0.999**3000), rel=1e-5)
    assert 3 < -step < bound


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30))
def test_no_step_of_adam_is_above_its_bound(gradients):
    steps = np.diff(path(Adam(1.0), gradients), prepend=0)
    assert (abs(steps) <= (1 - 0.9) / np.sqrt(1 - 0.999) + 1e-9).all()


def test_a_thousandfold_loss_changes_the_path_of_sgd_but_not_of_adam():
    gradients = np.random.default_rng(8).normal(0, 1, 30)
    for make, same in [(lambda: Adam(0.1), True), (lambda: SGD(0.1), False)]:
        once, scaled = path(make(), gradients), path(make(), 1000 * gradients)
        assert np.allclose(once, scaled, atol=1e-6, rtol=0) is same


@pytest.mark.parametrize(("eta", "converges"), [(1.9, True), (2.1, False)])
def test_gradient_descent_on_a_parabola_is_stable_up_to_rate_two(eta, converges):
    theta, optimizer = np.array([1.0]), SGD(eta)
    for _ in range(100):
        optimizer.step(theta, theta.copy())  # the slope of J = theta^2 / 2
    expected = (1 - eta) ** 100
    assert theta[0] == pytest.approx(expected, rel=1e-10)
    assert (expected < 1e-4) if converges else (expected > 1e4)


@EACH
def test_each_finds_the_bottom_of_a_bowl(make):
    theta, optimizer, curvature = np.array([2.0, -1.0]), make(), np.array([1, 3])
    optimizer.learning_rate = 0.02
    for _ in range(1000):
        optimizer.step(theta, curvature * theta)
    np.testing.assert_allclose(theta, 0, atol=0.02)


@EACH
def test_the_learning_rate_may_change_between_steps(make):
    optimizer, theta = make(), np.zeros(1)
    optimizer.learning_rate = 0.0
    optimizer.step(theta, np.ones(1))
    assert theta[0] == 0
    optimizer.learning_rate = 0.1
    optimizer.step(theta, np.ones(1))
    assert theta[0] < 0


@EACH
def test_every_parameter_is_on_its_own(make):
    G = np.random.default_rng(6).normal(0, 1, (10, 3))
    theta, optimizer = np.zeros(3), make()
    for g in G:
        optimizer.step(theta, g)
    alone = [path(make(), column)[-1] for column in G.T]
    np.testing.assert_allclose(theta, alone, rtol=1e-14)


# State, types, places


@EACH
def test_theta_changes_in_place_and_the_gradient_does_not(make):
    theta, optimizer = np.zeros(5), make()
    view, gradient = theta[1:3], np.ones(5)
    gradient.flags.writeable = False
    for _ in range(2):
        assert optimizer.step(theta, gradient) is None
    assert (view < 0).all()


@EACH
def test_what_is_remembered_is_a_copy(make):
    once, again = make(), make()
    theta, other, g = np.zeros(2), np.zeros(2), np.ones(2)
    for _ in range(3):
        once.step(theta, g)
        again.step(other, np.ones(2))
    g[:] = 1000
    once.step(theta, np.ones(2))
    again.step(other, np.ones(2))
    np.testing.assert_array_equal(theta, other)


@EACH
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("gradient_dtype", ["float32", "float64", "int64"])
def test_the_type_of_theta_is_kept_and_is_that_of_the_memory(
    make, dtype, gradient_dtype
):
    theta, optimizer = np.zeros(3, dtype), make()
    optimizer.step(theta, np.ones(3, gradient_dtype))
    assert theta.dtype == dtype and (theta < 0).all()
    assert {getattr(optimizer, name).dtype for name in optimizer.memory} == {
        np.dtype(dtype)
    }


@EACH
def test_lists_and_whole_numbers_are_welcome_as_gradients(make):
    theta, other = np.zeros(2), np.zeros(2)
    optimizer, again = make(), make()
    optimizer.step(theta, [1, -2])
    again.step(other, np.array([1.0, -2.0]))
    np.testing.assert_array_equal(theta, other)
    small = make()
    small.step(third := np.zeros(2), np.array([200, 200], "uint8"))
    assert np.isfinite(third).all() and (third < 0).all()


@EACH
def test_a_gradient_that_is_nan_stays_visible(make):
    theta = np.zeros(2)
    make().step(theta, np.array([np.nan, 1]))
    assert np.isnan(theta[0]) and theta[1] < 0


@EACH
@pytest.mark.parametrize(
    ("gradient", "message"),
    [
        (np.ones((2, 1)), "gradient: expected shape (2,), got (2, 1)"),
        (np.ones(3), "gradient: expected shape (2,), got (3,)"),
        (1.0, "gradient: expected shape (2,), got ()"),
        ([[1], [1, 2]], "gradient: rows of different lengths, not a table"),
        (["a", "b"], "gradient: expected real numbers, got 'a'"),
        ([1j, 2], "gradient: expected real numbers, got 1j"),
        (None, "gradient: expected real numbers, got None"),
    ],
)
def test_refused_gradients(make, gradient, message):
    theta, optimizer = np.zeros(2), make()
    with pytest.raises((ValueError, TypeError), match=f"^{re.escape(message)}$"):
        optimizer.step(theta, gradient)
    assert optimizer.iterations == 0 and (theta == 0).all()
    optimizer.step(third := np.zeros(3), np.ones(3))  # bound to nothing
    with pytest.raises(ValueError, match="^gradient: expected shape"):
        optimizer.step(third, np.ones(2))
    assert optimizer.iterations == 1


READ_ONLY = np.zeros(2)
READ_ONLY.flags.writeable = False


@EACH
@pytest.mark.parametrize(
    "theta", [[0.0, 0.0], np.zeros(2, int), None, np.zeros(2, complex), READ_ONLY]
)
def test_refused_vectors(make, theta):
    optimizer = make()
    with pytest.raises(
        TypeError, match="^theta: expected a NumPy array of floats, changed in place$"
    ):
        optimizer.step(theta, np.ones(2))
    assert optimizer.iterations == 0
    optimizer.step(np.zeros(2), np.ones(2))  # not bound to what it refused


# Hyper-parameters


@pytest.mark.parametrize(
    ("cls", "name"),
    [
        (SGD, "learning_rate"),
        (RMSprop, "learning_rate"),
        (Adam, "learning_rate"),
        (RMSprop, "epsilon"),
        (Adam, "epsilon"),
    ],
)
def test_rates_and_epsilon_are_finite_and_not_negative(cls, name):
    assert getattr(cls(**{name: 0}), name) == 0
    for junk in (-1e-9, np.nan, np.inf):
        with pytest.raises(ValueError, match=f"^{name}: expected a finite number >= 0"):
            cls(**{name: junk})
    for junk in ("0.1", None, True, [0.1]):
        with pytest.raises(TypeError, match=f"^{name}: expected a number, got "):
            cls(**{name: junk})


@pytest.mark.parametrize(
    ("cls", "name"),
    [(SGD, "momentum"), (RMSprop, "rho"), (Adam, "beta_1"), (Adam, "beta_2")],
)
def test_decays_are_from_zero_to_below_one(cls, name):
    for value in (0, 0.5, 0.999999):
        assert getattr(cls(**{name: value}), name) == value
    for junk in (1, 1.0, -0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match=f"^{name}: expected a .*number"):
            cls(**{name: junk})
    with pytest.raises(TypeError, match=f"^{name}: expected a number, got '0.9'$"):
        cls(**{name: "0.9"})


@pytest.mark.parametrize("junk", [1, "no", None])
def test_nesterov_is_true_or_false(junk):
    with pytest.raises(TypeError, match="^nesterov: expected True or False, got "):
        SGD(0.1, 0.9, nesterov=junk)


def test_a_rate_of_single_precision_does_not_change_the_type_of_the_memory():
    theta, optimizer = np.zeros(2, "float32"), Adam(np.float64(0.1))
    optimizer.step(theta, np.ones(2, "float32"))
    assert type(optimizer.learning_rate) is float and theta.dtype == "float32"


# By name


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("sgd", SGD),
        ("SGD", SGD),
        ("rmsprop", RMSprop),
        ("RMSprop", RMSprop),
        ("adam", Adam),
        ("Adam", Adam),
    ],
)
def test_get_takes_a_name_or_an_optimizer(name, cls):
    assert type(get(name)) is cls and isinstance(get(name), Optimizer)
    assert get(name) is not get(name)
    own = cls(0.5)
    assert get(own) is own


@pytest.mark.parametrize(
    ("junk", "got"),
    [
        ("adm", "'adm': did you mean 'adam'? "),
        ("xyz", "'xyz': "),
        (Adam, "<class 'nnlib.optimizers.Adam'>: "),
        (None, "None: "),
        (0.01, "0.01: "),
    ],
)
def test_get_refuses_what_it_does_not_know(junk, got):
    with pytest.raises(ValueError, match="^unknown optimizer ") as caught:
        get(junk)
    message = str(caught.value)
    assert message.endswith("known: adam, rmsprop, sgd") and "\n" not in message
    if junk is not Adam:
        assert message == f"unknown optimizer {got}known: adam, rmsprop, sgd"


@pytest.mark.parametrize("Kind", [SGD, RMSprop, Adam])
def test_a_refused_step_leaves_the_optimizer_free(Kind):
    optimizer = Kind()
    with pytest.raises(ValueError, match="^gradient: expected shape"):
        optimizer.step(np.zeros(3), np.zeros(4))
    theta = np.zeros(2)
    optimizer.step(theta, np.ones(2))
    assert (theta < 0).all() and optimizer.iterations == 1


@pytest.mark.parametrize("rate", [-5, "fast", np.nan])
def test_a_later_learning_rate_is_checked_too(rate):
    optimizer = SGD(0.1)
    with pytest.raises((TypeError, ValueError), match="^learning_rate: expected"):
        optimizer.learning_rate = rate
    assert optimizer.learning_rate == 0.1
