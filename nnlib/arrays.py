"""Arrays: which belong together, in shape and in meaning. These are the checks at the doors
of functions of arrays, and of losses.
"""

import numpy as np

from nnlib.validation import labels, numbers, real_array


def floats(name, value):
    """`value` as an array of floats, float32 as it is; nan and inf may pass."""
    array = numbers(name, value)
    return array.astype(float, copy=False) if array.dtype != "float32" else array


def probabilities(name, a, hint=""):
    """Return the array `a`, refused where an entry is below 0 or above 1."""
    if (odd := (a < 0) | (a > 1)).any():
        raise ValueError(f"{name}: expected values from 0 to 1, got {a[odd][0]}{hint}")
    return a


def single(z):
    """For the door of a function of one array: it as floats."""
    return (floats("z", z),)


def weights(penalty, W):
    """For the doors of a penalty: the weights as floats."""
    return penalty, floats("W", W)


def scores(z):
    """For the door of a function of rows: their last axis has a score for each class.

    A row whose largest score is infinite is taken to the limit, 0 for the largest and
    minus infinity for the others, which has the same softmax.
    """
    z = floats("z", z)
    if 0 in z.shape[-1:] or not z.ndim:
        raise ValueError(f"expected rows of scores, got shape {z.shape}")
    largest = z.max(axis=-1, keepdims=True, initial=-np.inf)
    if np.isinf(largest).any():
        z = np.where(np.isinf(largest), np.log(z == largest, dtype=z.dtype), z)
    return (z,)


def output_alone(z, a):
    """For the door of a derivative that needs the rows a = g(z) only; z may be None."""
    return z if z is None else pair(z, a)[0], *scores(a)


def pair(y, a):
    """For the door of a function of two arrays: both as floats, of one shape; a single
    number goes with any.
    """
    y, a = floats("the first array", y), floats("the second array", a)
    if y.shape != a.shape and y.ndim and a.ndim:
        alike = y.squeeze().shape == a.squeeze().shape
        hint = f": np.reshape(..., {y.shape}) makes the second fit" if alike else ""
        raise ValueError(f"expected one shape, got {y.shape} and {a.shape}{hint}")
    return y, a


def slopes(activation, dA, z, a):
    """For `Activation.backward`: three arrays of one shape; a may be None."""
    dA, z = pair(dA, z)
    return activation, dA, z, a if a is None else pair(z, a)[1]


def chance(y, z):
    """For the door of a loss of scores: y from 0 to 1."""
    y, z = pair(y, z)
    return probabilities("y", y), z


def chances(y, p):
    """For the door of a loss of probabilities: both from 0 to 1."""
    y, p = chance(y, p)
    return y, probabilities("p", p)


def _table(A):
    (A,) = scores(A)
    if A.ndim != 2:
        raise ValueError(f"expected rows (m, K), got shape {A.shape}")
    return A


def rows(Y, A):
    """For the door of a loss of rows (m, K) of scores: the entries of Y from 0 to 1."""
    return chance(_table(Y), _table(A))


def rows_of_chances(Y, P):
    """For the door of a loss of rows of probabilities."""
    return chances(_table(Y), _table(P))


def labelled(y, A):
    """For the door of a loss of labels: y (m,) for the rows A (m, K)."""
    A = _table(A)
    return labels("y", y, *A.shape), A


def labelled_chances(y, P):
    """For the door of a loss of labels and probabilities."""
    y, P = labelled(y, P)
    return y, probabilities("P", P)


def targets_and_outputs(loss, y_true, y_pred):
    """For the doors of a `Loss`: its targets, and outputs that it can judge."""
    single = getattr(y_pred, "dtype", None) == "float32"
    a = real_array("y_pred", y_pred, "float32" if single else float, finite=False)
    rows = a.ndim == 2 and a.shape[1] > 1 if loss.by_row else a.ndim > 0
    if not rows or a.size == 0:
        columns = "K) with K >= 2 classes" if loss.by_row else "units)"
        hint = "; for one output use BinaryCrossentropy" if loss.by_row else ""
        raise ValueError(f"y_pred: expected shape (m, {columns}, got {a.shape}{hint}")
    if loss.activation and not loss.from_logits:
        hint = f"; for scores use {type(loss).__name__}(from_logits=True)"
        probabilities("y_pred", a, hint)
        if loss.by_row:
            require_rows_of_sum_1("y_pred", a)
    return loss, loss.targets(y_true, a), *(scores(a) if loss.by_row else (a,))


def require_rows_of_sum_1(name, P, hint=""):
    """Raise ValueError unless each row of P (m, K) has the sum 1, nearly."""
    off = abs(P.sum(axis=1) - 1)
    if (off > 1e-3).any():
        i = int(off.argmax())
        got = f"row {i} has {P[i].sum():g}"
        raise ValueError(f"{name}: expected rows of sum 1, {got}{hint}")


def refuse_shape(expected, y, a):
    """Raise ValueError for targets y, with the loss that does fit them and outputs a."""
    hint, one_hot = "", y.ndim == 2 and y.shape[1] > 1
    if y.shape == a.shape or (one_hot and a.shape[1:] == (1,)):
        hint = f"; for one-hot rows use CategoricalCrossentropy, {y.shape[1]} outputs"
    elif not one_hot and a.ndim == 2:
        hint = "; for labels 0, 1, ... use SparseCategoricalCrossentropy"
    hint *= y.shape[:1] == a.shape[:1]
    raise ValueError(f"y_true: expected shape {expected}, got {y.shape}{hint}")
