"""The coffee roaster's replay: recorded training under a reader's hands, and frames that are taken over."""

import numpy as np
import pytest
import traitlets

import test_coffee
from contract import Alive, Gesture, Remade
from hands import choose, click, done, drag_mouse, drag_touch, press, type_number, undo_is_off
from nnbook.colours import COLOURS
from nnbook.studies import Study, roasters
from nnbook.widgets import CoffeeRoaster
from nnlib.crossentropy import binary_crossentropy
from nnlib.data import coffee
from widgetry import settle, state, tell, text_of

LAST = len(roasters.FRAMES) - 1
KINDS = [("2", 2, True), ("3", 3, True), ("4", 4, True), ("8", 8, True), ("3 raw", 3, False)]
