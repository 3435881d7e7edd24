"""Data to learn from, and how to prepare it."""

from nnlib.data.datasets import GATES, blobs, bmi, digits, gates, moons
from nnlib.data.preparation import (
    MinMaxScaler,
    StandardScaler,
    add_bias_column,
    flatten,
    minibatches,
    one_hot,
    train_test_split,
)
from nnlib.data.roasting import (
    COFFEE_HIGH,
    COFFEE_LOW,
    COFFEE_RULE,
    coffee,
    coffee_corners,
    coffee_grid,
    coffee_is_good,
    coffee_scaler,
)
