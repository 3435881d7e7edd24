"""What the coffee roaster shows, in numbers, in both of its modes."""

import numpy as np

from nnlib.data import coffee_grid, coffee_is_good, coffee_scaler


def numbers_of(roaster):
    """Every number that the roaster shows, by nnlib."""
    net, found = roaster.model(), {}
    caches = net.forward(roaster.inputs(np.array([roaster.probe])))[1]
    for i, layer in enumerate(caches, 1):
        for j, (z, a) in enumerate(zip(layer.Z[0], layer.A[0], strict=True), 1):
            unit = {"Z": z, "A": a, "slope": a * (1 - a)}
            found |= {f"{what}{i}_{j}": x for what, x in unit.items()}
    W1, b1, W2, b2 = net.get_weights()
    units = [*zip(W1.T, b1, strict=True), (W2[:, 0], b2[0])]
    w, b = units[min(roaster.selected, roaster.hidden)]
    if roaster.selected < roaster.hidden and roaster.standardise and roaster.units == "raw":
        w = w / coffee_scaler().scale_
        b = b - w @ coffee_scaler().mean_
    found |= {f"w{i + 1}": x for i, x in enumerate(w)} | {"b": b}
    found["map_accuracy"], beans = roaster.accuracy()
    found["baseline"] = np.mean(~coffee_is_good(coffee_grid()))
    return found | {"beans_right": 200 * beans}


def output_of(roaster):
    """What its network says of the roast in front."""
    return roaster.model()(roaster.inputs(np.array([roaster.probe]))).ravel()
