"""Matching: which arrays belong together, and what to this layer or network and what to
another. These are the checks at the doors.
"""

import numpy as np

from nnlib.validation import floats, labels, probabilities, real_array, short


def single(z):
    """For the door of a function of one array: it as floats."""
    return (floats("z", z),)


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


def chances(y, p):
    """For the door of a loss of probabilities: both from 0 to 1."""
    y, p = pair(y, p)
    return probabilities("y", y), probabilities("p", p)


def rows(Y, A):
    """For the door of a loss of rows: both (m, K)."""
    (Y,), (A,) = scores(Y), scores(A)
    if A.ndim != 2 or Y.shape != A.shape:
        raise ValueError(f"expected rows (m, K) twice, got {Y.shape} and {A.shape}")
    return Y, A


def rows_of_chances(Y, P):
    """For the door of a loss of rows of probabilities."""
    return chances(*rows(Y, P))


def labelled(y, A):
    """For the door of a loss of labels: y (m,) for the rows A (m, K)."""
    A, _ = rows(A, A)
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
    elif not one_hot and a.ndim == 2 and y.shape[:1] == a.shape[:1]:
        hint = "; for labels 0, 1, ... use SparseCategoricalCrossentropy"
    raise ValueError(f"y_true: expected shape {expected}, got {y.shape}{hint}")


def require_parameters(layer):
    """Raise ValueError unless the layer has weights."""
    if layer.W is None:
        raise ValueError(
            f"{layer.name} ({layer!r}) has no weights yet: build the model first"
        )


def layer_inputs(layer, A_prev):
    """For `Dense.forward`: A_prev (m, n_prev) in the type of W; nan and inf may pass."""
    require_parameters(layer)
    A_prev = real_array(layer.name, A_prev, layer.W.dtype, finite=False)
    if A_prev.shape[1:] != layer.W.shape[:1]:
        shapes = f"expected shape (m, {layer.W.shape[0]}), got {A_prev.shape}"
        raise ValueError(f"{layer.name}: {shapes}")
    return layer, A_prev


def layer_gradient(layer, dA, cache):
    """For `Dense.backward`: the layer's own cache, and dA in the shape of its A."""
    _require_cache(layer, cache)
    dA = real_array("dA", dA, layer.W.dtype, finite=False)
    if dA.shape != cache.A.shape:
        raise ValueError(f"dA: expected shape {cache.A.shape}, got {dA.shape}")
    return layer, dA, cache


def _require_cache(layer, cache, m=None):
    require_parameters(layer)
    if getattr(cache, "_fields", None) != ("A_prev", "Z", "A"):
        got = short(cache)
        raise TypeError(f"cache: expected the Cache of a forward pass, got {got}")
    if cache.A is None:
        forward = "backward wants those of forward"
        raise ValueError(f"{layer.name}: this cache is of scores: {forward}")
    rows = len(cache.A) if m is None else m
    shapes = (cache.A_prev.shape, cache.A.shape)
    expected = (rows, len(layer.W)), (rows, layer.units)
    if shapes != expected:
        got = f"expected shapes {expected}, got {shapes}"
        raise ValueError(f"{layer.name}: this cache is of another pass: {got}")


def network_inputs(network, X):
    """For `Network.forward`: X (m, n_0) in the model's type; it is built, if need be."""
    X = network.inputs(X)
    if network._theta is None:
        network.build(X.shape)
    return network, X


def network_gradient(network, dA, caches):
    """For `Network.backward`: a cache of one and the same pass for each layer, and dA."""
    layers, count = network.layers, len(network.unpack(network.parameters))
    if not isinstance(caches, list | tuple) or len(caches) != count:
        expected = f"the {count} caches of a forward pass"
        raise ValueError(f"caches: expected {expected}, got {short(caches)}")
    m = None
    for layer, cache in zip(layers, caches, strict=True):
        _require_cache(layer, cache, m)
        m = len(cache.A)
    dA = layer_gradient(layers[-1], dA, caches[-1])[1]
    return network, dA, caches


def network_weights(network, weights):
    """For `Network.set_weights`: [W, b, W, b, ...], finite, in the layers' shapes."""
    views = [view for pair in network.unpack(network.parameters) for view in pair]
    listed = isinstance(weights, list | tuple)
    if not listed or len(weights) != len(views):
        got = len(weights) if listed else short(weights)
        expected = f"expected a list of {len(views)} arrays, W, b, ..., got {got}"
        raise ValueError(f"weights: {expected}")
    arrays = []
    for i, (view, new) in enumerate(zip(views, weights, strict=True)):
        name = f"{network.layers[i // 2].name}'s {'Wb'[i % 2]}"
        arrays.append(real_array(name, new, network.dtype))
        if arrays[i].shape != view.shape:
            shapes = f"expected shape {view.shape}, got {arrays[i].shape}"
            raise ValueError(f"{name}: {shapes}")
    return network, arrays
