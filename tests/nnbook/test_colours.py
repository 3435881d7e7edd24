"""The book's colours can be told from every ground they stand on, in both themes."""

import numpy as np
import pytest

from nnbook.colours import COLOURS


def luminance(colour):
    channels = np.array([*bytes.fromhex(colour[1:])]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


@pytest.mark.parametrize("name", sorted(COLOURS.keys() - {"background", "surface"}))
def test_every_colour_is_readable_on_every_ground(name):
    for shade in (0, 1):
        for ground in ("background", "surface"):
            pair = [luminance(COLOURS[which][shade]) for which in (name, ground)]
            assert (max(pair) + 0.05) / (min(pair) + 0.05) >= 4.5
