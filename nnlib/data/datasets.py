"""Small data sets: made from a formula and a seed, and one of real handwriting."""

from numbers import Real
from pathlib import Path

import numpy as np

from nnlib.doors import calm
from nnlib.validation import at_least_0, batch, choose, generator, positive_integer

GATES = {
    "AND": (0, 0, 0, 1),
    "OR": (0, 1, 1, 1),
    "NAND": (1, 1, 1, 0),
    "XOR": (0, 1, 1, 0),
}
"""What each logic gate answers to the inputs 00, 01, 10 and 11."""


def gates(name):
    """The truth table of a logic gate: X (4, 2), rows 00, 01, 10, 11, and y (4,).

    `name` is "AND", "OR", "NAND" or "XOR", in capitals or not. Raises ValueError for
    another.
    """
    y = np.array(choose("gate", str(name).upper(), GATES))
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), y


@calm
def blobs(m=300, centers=3, spread=1.0, seed=0):
    """x = c_k + spread e, e standard normal: X (m, n) and the class k of each row.

    `centers` is an array (K, n) of the c_k, or their number K; then n = 2 and
    c_k = 5 (cos t, sin t) with t = 2 pi k / K, evenly on a circle. Classes get
    m / K rows each, as nearly as that goes, in random order; y (m,) holds
    0..K-1. Raises TypeError or ValueError for a number or an array of another kind.
    """
    rng, m = generator("seed", seed), positive_integer("m", m)
    C = _circle(centers) if isinstance(centers, Real) else batch("centers", centers)
    spread = at_least_0("spread", spread)
    y = rng.permutation(np.arange(m) % len(C))
    return C[y] + spread * rng.standard_normal((m, C.shape[1])), y


def _circle(K, radius=5):
    t = 2 * np.pi * np.arange(positive_integer("centers", K)) / K
    return radius * np.column_stack([np.cos(t), np.sin(t)])


@calm
def moons(m=200, noise=0.1, seed=0):
    """Two interleaving half circles: X (m, 2) and y (m,), 0 above and 1 below.

    Class 0 is x = (cos t, sin t), class 1 is x = (1 - cos t, 1/2 - sin t), with
    t uniform in [0, pi]; then x moves by `noise` times a standard normal pair.
    Classes share the m rows evenly, in random order. Raises TypeError or
    ValueError for m below 1 or noise below 0.
    """
    rng, m = generator("seed", seed), positive_integer("m", m)
    noise = at_least_0("noise", noise)
    y = rng.permutation(np.arange(m) % 2)
    t = rng.uniform(0, np.pi, m)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    X = np.where(y[:, None] == 0, upper, [1, 0.5] - upper)
    return X + noise * rng.standard_normal((m, 2)), y


def bmi(m=500, seed=0):
    """BMI = weight / height^2 of m made-up adults: X (m, 2), y (m,) in kg/m^2.

    Columns of X: weight in kg, rounded to 0.1, and height in m, rounded to
    0.01; y is taken from the rounded values. Heights are normal, 1.70 +- 0.10,
    cut at 1.40 and 2.10; weight = 25 exp(0.17 e) height^2 with e standard
    normal, so half of all people have a BMI below 25.
    """
    rng, m = generator("seed", seed), positive_integer("m", m)
    height = rng.normal(1.70, 0.10, m).clip(1.40, 2.10).round(2)
    weight = (25 * np.exp(0.17 * rng.standard_normal(m)) * height**2).round(1)
    return np.column_stack([weight, height]), weight / height**2


def digits():
    """1797 handwritten digits: X (1797, 64) of pixels 0..16, y (1797,) of 0..9.

    A row of X is an image of 8 x 8 pixels, row by row; a pixel counts the inked
    points, out of 4 x 4, of a larger scan. Thirteen people wrote them. Each
    call gives new arrays. Source: Alpaydin & Kaynak (1998), Optical Recognition
    of Handwritten Digits, UCI Machine Learning Repository,
    https://doi.org/10.24432/C50P49, the test part as distributed with
    scikit-learn (BSD 3-Clause). Licence of the data: CC BY 4.0.
    """
    path = Path(__file__).with_name("digits.npz")
    with np.load(path, allow_pickle=False) as file:
        return file["images"].astype(float), file["labels"].astype(int)
