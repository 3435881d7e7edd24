"""The book's widgets: one source each, alive in Jupyter and on the published page, a picture everywhere else."""

from nnbook.widgets.coffee import CoffeeRoaster
from nnbook.widgets.perceptron import PerceptronTrainer

__all__ = ["CoffeeRoaster", "PerceptronTrainer"]
