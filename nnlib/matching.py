"""Matching: what belongs to this layer or network, and what to another. These are the
checks at the doors of both.
"""

from nnlib.validation import real_array, short


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
