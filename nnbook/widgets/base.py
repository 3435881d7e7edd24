"""What every widget shares: its module, its life without a kernel, and its picture."""

import base64
import hashlib
import html
import json
import math
from importlib.resources import files

import anywidget
import traitlets

from nnbook.colours import COLOURS
from nnlib.validation import short

_HERE = files(__name__.rpartition(".")[0])


def module(name):
    """The ES module of the widget `name`: colours, style, what widgets share and the widget's own script."""
    style = "".join(
        (_HERE / f"{part}.css").read_text("utf-8") for part in ("kit", name)
    )
    head = f"const COLOURS = {json.dumps(COLOURS)};\nconst STYLE = {json.dumps(style, ensure_ascii=False)};\n"
    return head + "\n".join(
        (_HERE / f"{part}.js").read_text("utf-8") for part in ("kit", "line", name)
    )


def json_number(x):
    """A float for JSON, which has no nan and no infinity: those travel as "nan", "inf" and "-inf"."""
    return x if math.isfinite(x) else str(x)


class Numbers(traitlets.List):
    """A list of floats of a fixed length; nan and infinity may pass, so that a widget can say what it got."""

    def __init__(self, what, default, **options):
        self.what, self.length = what, len(default)
        super().__init__(traitlets.Float(), [float(x) for x in default], **options)
        self.tag(sync=True, to_json=lambda value, _: [json_number(x) for x in value])
        self.tag(from_json=lambda value, _: [float(x) for x in value])

    def validate(self, obj, value):
        """Accept any sequence or array of `length` real numbers; refuse others in one line."""
        try:
            numbers = [float(x) for x in value]
        except (TypeError, ValueError, OverflowError):
            raise traitlets.TraitError(
                f"{self.what}: expected {self.length} numbers, got {short(value)}"
            ) from None
        if len(numbers) != self.length:
            raise traitlets.TraitError(
                f"{self.what}: expected {self.length} numbers, got {len(numbers)}"
            )
        return numbers


class Widget(anywidget.AnyWidget):
    """An anywidget that also lives on a page without a kernel.

    Subclasses set `name` (of their .js, .css and poster), `_esm = module(name)` and `alt`, what the poster shows.
    """

    name = ""
    alt = ""

    def __repr__(self):
        return f"{type(self).__name__}()"

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {
            **data,
            "text/plain": repr(self),
            "text/html": self.static_html(),
        }, metadata

    def static_html(self):
        """The poster, the state as JSON, the module and the host that mounts it. No ids, no requests.

        `data-heights` says how high the widget will be on a page of that width, so that nothing jumps.
        """
        state = {
            key: value
            for key, value in self.get_state().items()
            if key not in _OF_JUPYTER
        }
        text = self._module_text()
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        return (
            f'<div class="nn-host" data-module="{digest}" data-heights="{html.escape(self._heights())}">{self.poster()}'
            f'<script type="application/json">{_in_script(json.dumps(state))}</script>'
            f'<script type="text/nn-module" data-hash="{digest}">{text}</script>'
            f"<script>{(_HERE / 'host.js').read_text('utf-8')}</script></div>"
        )

    def _module_text(self):
        text = module(self.name)
        if "</script" in text:
            raise ValueError(f"{self.name}.js would end its own <script> block")
        return text

    def _heights(self):
        return (_HERE / "posters" / f"{self.name}.json").read_text("utf-8").strip()

    def poster(self):
        """The widget's picture as an <img>, for pages where no script runs."""
        picture = base64.b64encode(
            (_HERE / "posters" / f"{self.name}.png").read_bytes()
        ).decode()
        style = "display: block; width: 680px; max-width: 100%; height: auto"
        source = f"data:image/png;base64,{picture}"
        return f'<img class="nn-poster" alt="{html.escape(self.alt)}" style="{style}" src="{source}">'


_OF_JUPYTER = {
    *anywidget.AnyWidget.class_trait_names(sync=True),
    *("_esm", "_css", "_anywidget_id"),
}


def _in_script(text):
    return text.replace("<", "\\u003c")
