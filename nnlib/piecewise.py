"""Piecewise: networks whose weights are chosen, not learned.

With r(x) = max(0, x), a sum of hinges v_i r(x - k_i) is a broken line: flat left
of the first kink, and each weight v_i is the change of slope at its kink k_i.
"""

import numpy as np

from nnlib.activations import ACTIVATIONS
from nnlib.doors import calm
from nnlib.layers import Dense
from nnlib.model import Sequential
from nnlib.validation import having, number, of_kind, positive_integer, short, vector


@calm
def hinges(x, kinks):
    """r(x_i - k_j) = max(0, x_i - k_j), for x (m,) and kinks (N,) an array (m, N)."""
    return np.maximum(0, vector("x", x)[:, None] - vector("kinks", kinks))


@calm
def weights_from_slopes(slopes):
    """v_i = s_i - s_(i-1): from the slopes (N + 1,) of the pieces, left to right, the
    weights (N,) of the hinges between them.

    Raises ValueError unless the first slope is 0: left of its first kink a sum of
    hinges is flat.
    """
    slopes = vector("slopes", slopes)
    if slopes[0] != 0 or slopes.size < 2:
        expected = "0, for left of the first kink, and one slope after each kink"
        raise ValueError(f"slopes: expected {expected}, got {short(slopes.tolist())}")
    return np.diff(slopes)


@calm
def slopes_from_weights(weights):
    """s_i = v_1 + ... + v_i: from weights (N,) the slopes (N + 1,), beginning with 0."""
    return np.append(0, np.cumsum(vector("weights", weights)))


def from_hinges(kinks, weights, constant=0.0):
    """f(x) = c + sum_i v_i r(x - k_i) as a 1-N-1 network in float64: W^[1] = 1,
    b^[1] = -k, W^[2] = v, b^[2] = c.

    `kinks` and `weights` have shape (N,). Raises ValueError for unequal lengths.
    """
    kinks = vector("kinks", kinks)
    v, c = vector("weights", weights, kinks.size), number("constant", constant)
    # 0 - k and not -k, which would show a kink at 0 as a bias of -0.0.
    return _network([np.ones((1, kinks.size)), 0 - kinks, v[:, None], [c]])


def _network(weights):
    """ReLU layers and one linear unit, on one input, with weights [W, b, W, b, ...]."""
    hidden = [Dense(len(b), "relu") for b in weights[1:-1:2]]
    model = Sequential([*hidden, Dense(1)], dtype="float64", seed=0)
    model.build((None, 1))
    model.set_weights(weights)
    return model


@calm
def relu_interpolant(f, knots):
    """f(k_0) + s_1 r(x - k_0) + sum_(i=1..N-1) (s_(i+1) - s_i) r(x - k_i), with the
    slopes s_i = (f(k_i) - f(k_(i-1))) / (k_i - k_(i-1)), as a 1-N-1 network.

    It equals f at the increasing knots k_0..k_N (N + 1,) and is straight between
    them, N pieces from N hinges; left of k_0 it is constant, right of k_N it goes
    on with the last slope. `f` is called with one number at a time. Raises
    ValueError for knots that do not increase and where f is not a finite number.
    """
    knots = vector("knots", knots)
    if knots.size < 2 or (np.diff(knots) <= 0).any():
        got = short(knots.tolist())
        raise ValueError(f"knots: expected two or more, increasing, got {got}")
    having("f", f, ["__call__"], "a function of x")
    values = vector("f(knots)", [f(k) for k in knots])
    slopes = np.diff(values) / np.diff(knots)
    return from_hinges(knots[:-1], weights_from_slopes([0, *slopes]), values[0])


def interpolation_bound(h, curvature):
    """h^2 max|f''| / 8, which |f - interpolant| never exceeds between the knots.

    `h` is the widest distance between neighbouring knots, `curvature` the largest
    |f''| there; it is the height of a parabola above its chord.
    """
    h, curvature = number("h", h, 0), number("curvature", curvature, 0)
    return h * h * curvature / 8


@calm
def kinks(model):
    """-b_j / w_j (N,), where the hidden ReLU units of a 1-N-1 network switch; nan
    for a unit with w_j = 0, which has no kink.

    Raises TypeError for what is no Sequential, ValueError for another shape.
    """
    weights = of_kind("model", model, Sequential, "a Sequential").get_weights()
    widths = [len(weights[0]), *(layer.units for layer in model.layers)]
    used = [layer.activation for layer in model.layers]
    wanted = [ACTIVATIONS["relu"], ACTIVATIONS["linear"]]
    if widths[::2] != [1, 1] or used != wanted:
        names = ", ".join(g.name for g in used)
        got = f"{'-'.join(map(str, widths))} with {names}"
        raise ValueError(f"model: expected 1-N-1 with relu, linear, got {got}")
    w, b = weights[0][0], weights[1]
    return 0 - np.divide(b, w, out=np.full_like(w, np.nan), where=w != 0)


def sawtooth(k):
    """tent(tent(...(x))), k times, with tent(x) = 2 r(x) - 4 r(x - 1/2): on [0, 1]
    teeth from 0 to 1 in 2^k straight pieces, from k ReLU layers of 2 units.

    Each tent is merged into the weights that come after it. One hidden layer
    would need 2^k units for this. Source: Telgarsky (2016).
    """
    ones, bias = np.ones((1, 2)), np.array([0, -0.5])
    tent = np.array([[2.0], [-4.0]])
    later = [tent @ ones, bias] * (positive_integer("k", k) - 1)
    return _network([ones, bias, *later, tent, [0.0]])


@calm
def rbf_features(x, centers, width):
    """phi_ij = exp(-(x_i - c_j)^2 / (2 s^2)): radial basis functions, bells of width s.

    x (m,), centers (N,), s > 0, result (m, N). Source: Broomhead & Lowe (1988).
    """
    width = number("width", width, above=0)
    distance = vector("x", x)[:, None] - vector("centers", centers)
    return np.exp(-((distance / width) ** 2) / 2)


@calm
def rbf_fit(x, y, centers, width):
    """The v (N,) and c that make sum_i (c + phi_i . v - y_i)^2 least: (v, c).

    x and y (m,), phi as in `rbf_features`. Only the read-out is fitted, so this
    is least squares; of several best v, c it takes the shortest.
    """
    phi = rbf_features(x, centers, width)
    y = vector("y", y, len(phi))
    table = np.column_stack([phi, np.ones(len(phi))])
    *v, c = np.linalg.lstsq(table, y)[0]
    return np.array(v), float(c)
