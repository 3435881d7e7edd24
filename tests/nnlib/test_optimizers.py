"""Optimizers: first steps by hand, then step by step against the formulas of the papers."""

import numpy as np
import pytest

from nnlib.optimizers import SGD, Adam, RMSprop, get

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
    np.testing.assert_allclose(path(Adam(0.1, epsilon=0), gradients), expected, atol=6e-7)


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


# Facts about their steps


@EACH
def test_the_learning_rate_may_change_between_steps(make):
    optimizer, theta = make(), np.zeros(1)
    optimizer.learning_rate = 0.0
    optimizer.step(theta, np.ones(1))
    assert theta[0] == 0
    optimizer.learning_rate = 0.1
    optimizer.step(theta, np.ones(1))
    assert theta[0] < 0


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
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("gradient_dtype", ["float32", "float64", "int64"])
def test_the_type_of_theta_is_kept_and_is_that_of_the_memory(make, dtype, gradient_dtype):
    theta, optimizer = np.zeros(3, dtype), make()
    optimizer.step(theta, np.ones(3, gradient_dtype))
    assert theta.dtype == dtype and (theta < 0).all()
    assert {getattr(optimizer, name).dtype for name in optimizer.memory} == {np.dtype(dtype)}


@pytest.mark.parametrize("rate", [-5, "fast", np.nan])
def test_a_later_learning_rate_is_checked_too(rate):
    optimizer = SGD(0.1)
    with pytest.raises((TypeError, ValueError), match="^learning_rate: expected"):
        optimizer.learning_rate = rate
    assert optimizer.learning_rate == 0.1


@EACH
def test_a_refused_step_changes_nothing(make):
    optimizer, theta = make(), np.zeros(2)
    for wrong in (np.ones(3), np.ones((2, 1)), ["a", "b"]):
        with pytest.raises((TypeError, ValueError), match=r"^gradient(\[0\])?: expected"):
            optimizer.step(theta, wrong)
    assert optimizer.iterations == 0 and (theta == 0).all()
    optimizer.step(other := np.zeros(3), np.ones(3))  # no step taken: bound to nothing
    assert optimizer.iterations == 1 and (other < 0).all()


@EACH
def test_after_a_reset_it_starts_anew(make):
    optimizer, fresh, expected = make(), make(), np.zeros(2)
    theta = np.zeros(2)
    optimizer.step(theta, [3, -1])
    optimizer.step(theta, [1, 1])
    optimizer.reset()
    assert optimizer.iterations == 0
    theta[...] = 0
    optimizer.step(theta, [1, 1])
    fresh.step(expected, [1, 1])
    np.testing.assert_array_equal(theta, expected)


@pytest.mark.parametrize(("name", "cls"), [("sgd", SGD), ("SGD", SGD), ("RMSprop", RMSprop), ("adam", Adam)])
def test_get_takes_a_name_or_an_optimizer_and_defaults_are_those_of_keras(name, cls):
    own = get(name)
    assert type(own) is cls and get(name) is not own and get(own) is own
    theta, expected = np.zeros(1), {SGD: -0.01, RMSprop: -0.001 / np.sqrt(0.1 + 1e-7), Adam: -0.001}[cls]
    own.step(theta, [1.0])
    assert theta[0] == pytest.approx(expected, rel=1e-5)
