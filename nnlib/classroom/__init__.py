"""Everything a lesson needs around the mathematics: source, figures, sentences, widgets. nnlib never imports it."""

from nnlib.classroom.show import figure, say, shapes, source

__all__ = ["figure", "say", "shapes", "source"]
