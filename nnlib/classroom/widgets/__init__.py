"""The book's widgets: one source each, alive in Jupyter and on the published page, a picture everywhere else."""

from nnlib.classroom.widgets.coffee import CoffeeRoaster
from nnlib.classroom.widgets.perceptron import PerceptronTrainer

__all__ = ["CoffeeRoaster", "PerceptronTrainer"]
