"""Matching: what belongs to this layer or network, and what to another. These are the
checks at the doors of both.
"""

from nnlib.validation import numbers, shaped, short


def require_parameters(layer):
    """Raise ValueError unless the layer has weights."""
    if layer.W is None:
        how = "Sequential([Dense(2)]).build((None, 3)) gives a layer its own"
        raise ValueError(f"{layer.name or layer!r} has no weights yet: {how}")


def layer_inputs(layer, A_prev):
    """For `Dense.forward`: A_prev (m, n_prev) in the type of W; nan and inf may pass."""
    require_parameters(layer)
    shape, dtype = ("m", len(layer.W)), layer.W.dtype
    return layer, shaped(layer.name, A_prev, shape, dtype, finite=False)


def layer_gradient(layer, dA, cache):
    """For `Dense.backward`: the layer's own cache, and dA in the shape of its A."""
    _require_cache(layer, cache)
    return layer, shaped("dA", dA, cache.A.shape, layer.W.dtype, False), cache


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
    layers, _ = network.layers, network.parameters  # which says if there are none
    return network, _weights(layers, weights)


def layer_weights(layer, weights):
    """For `Dense.set_weights`: [W, b], finite, in the layer's shapes."""
    require_parameters(layer)
    return layer, _weights([layer], weights)


def _weights(layers, weights):
    named = [(f"{g.name}'s {v}", getattr(g, v)) for g in layers for v in "Wb"]
    listed = isinstance(weights, list | tuple)
    if not listed or len(weights) != len(named):
        got = len(weights) if listed else short(weights)
        expected = f"expected a list of {len(named)} arrays, W, b, ..., got {got}"
        raise ValueError(f"weights: {expected}")
    pairs = zip(named, weights, strict=True)
    return [shaped(name, new, old.shape, old.dtype) for (name, old), new in pairs]


def column(X):
    """X (m,) as (m, 1): the values of one input. All else stays as it is."""
    X = numbers("X", X)
    return X.reshape(-1, 1) if X.ndim == 1 else X


def next_layer(layers, n, layer):
    """The name of a `layer` that follows these, and the number of the model's inputs,
    `n` or what the first layer says. Raises where it does not fit.
    """
    place = f"layer {len(layers) + 1}"
    if layer.in_model:
        raise ValueError(f"{layer!r} is in a model already: make a new one")
    if (name := layer.name or place) in (other.name for other in layers):
        raise ValueError(f"{place}: another layer is named {name!r}")
    n_prev = layers[-1].units if layers else n
    if n_prev and layer.n_inputs not in (None, n_prev):
        raise ValueError(f"{name} says {layer.n_inputs} inputs, it has {n_prev}")
    return name, n if layers else n or layer.n_inputs
