"""What a chapter shows: the installed source, sentences with measured numbers, shapes, and figures with alt text."""

import inspect
import io
import re
import textwrap

import numpy as np
import PIL.Image
from IPython.display import Image, Markdown, display
from matplotlib import pyplot as plt

DPI = 150
DOOR = r"(?m)^ *@(checked\(.*\)|calm)\n"  # a line of code that names one
COLOURS = 128  # of a stored figure: enough for its tints, a quarter of the bytes


def source(*objects):
    """Show the source of functions, classes or single methods as it stands in the installed package, without the
    line that names the door (`nnlib.doors`): what is shown is what is computed."""
    for thing in objects:
        code = re.sub(DOOR, "", inspect.getsource(thing))
        code = textwrap.dedent(code).rstrip()
        place = f"{thing.__module__}.{thing.__qualname__}"
        display(Markdown(f"`{place}`\n\n```python\n{code}\n```"))


def say(text):
    """Show a sentence, in Markdown, whose numbers this cell has computed."""
    display(Markdown(inspect.cleandoc(text)))


def shapes(**arrays):
    """Print the name and shape of each array, one a line."""
    width = max(map(len, arrays))
    for name, array in arrays.items():
        print(f"{name:<{width}}  {np.shape(array)}")


def figure(fig, alt):
    """Show a matplotlib figure once, with `alt`, a sentence for readers who cannot see it; it must not be empty."""
    if not (alt or "").strip():
        raise ValueError("figure: alt is empty; say what the figure shows")
    drawn, picture = io.BytesIO(), io.BytesIO()
    fig.savefig(drawn, dpi=DPI, bbox_inches="tight")
    plt.close(fig)
    image = PIL.Image.open(drawn).convert("RGB").quantize(COLOURS)
    image.save(picture, "png", optimize=True)
    text = " ".join(alt.split())
    width = round(image.width * 96 / DPI)
    # Not alt=text, which the IPython of Colab lacks.
    display(Image(picture.getvalue(), width=width, metadata={"alt": text}))
