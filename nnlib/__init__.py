"""nnlib: the small NumPy package that the book opens up, one module per idea."""

from nnlib.activations import softmax
from nnlib.callbacks import Callback, EarlyStopping, History
from nnlib.keras_names import to_categorical
from nnlib.layers import Dense, Input
from nnlib.losses import (
    L2,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)
from nnlib.model import Sequential
from nnlib.optimizers import SGD, Adam, RMSprop

__version__ = "0.2.0"
