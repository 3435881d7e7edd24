"""What every widget shares: its module, its options, its life without a kernel, and its picture."""

import base64
import hashlib
import html
import json
import math
import re
from importlib.resources import files
from typing import ClassVar

import anywidget
import traitlets

from nnbook.colours import COLOURS
from nnlib.validation import choose, short

_HERE = files(__name__.rpartition(".")[0])
_NEEDS = re.compile(r"^// needs: (.+)$", re.MULTILINE)
LONG = 1000
_EXPORT = "export default { render };\n"


def styled(script, style):
    """A script that also brings its style, a file that may be missing."""
    if not style.is_file():
        return script
    text = json.dumps(style.read_text("utf-8"), ensure_ascii=False)
    return f"{script}STYLES.push({text});\n"


def _kit(name):
    """The kit module `name`, with its style."""
    known = {
        file.name.removesuffix(".js"): file
        for file in (_HERE / "kit").iterdir()
        if file.name.endswith(".js")
    }
    script = choose("kit module", name, known).read_text("utf-8")
    return styled(script, _HERE / "kit" / f"{name}.css")


def _own(name):
    """What is the widget's alone: its scripts, `maths.js` first and `view.js` last, and its style."""
    folder = _HERE / name
    named = {file.name: file for file in folder.iterdir() if file.name.endswith(".js")}
    first, last = named.pop("maths.js"), named.pop("view.js")
    scripts = [first, *(named[part] for part in sorted(named)), last]
    texts = (script.read_text("utf-8") for script in scripts)
    return styled("\n".join(texts), folder / "style.css")


def parts(own):
    """The texts that together, in one scope, make the script `own` run; `own` comes last.

    A script names the kit modules that it needs in a line `// needs: plot, heat`; each stands once, after those
    that it needs itself. Raises ValueError for a module that the kit does not have, and for a text that would end
    its own <script> block on a page.
    """
    texts = {"": f"const COLOURS = {json.dumps(COLOURS)}, STYLES = [];\n"}

    def add(name, text):
        for line in _NEEDS.findall(text):
            for need in line.split(", "):
                if need not in texts:
                    add(need, _kit(need))
        texts[name] = text
        if "</script" in text or "<!--" in text:
            raise ValueError(f"{name} would end its own <script> block")

    add("the widget", own)
    return list(texts.values())


def module(name):
    """The ES module of the widget `name`: colours, the kit modules it needs, its own scripts and style."""
    return "\n".join([*parts(_own(name)), _EXPORT])


def hosted(own, state, before="", after=""):
    """The script `own` and its parts as HTML that mounts itself, with its state, between two texts of HTML.

    The host runs before what stands after it is there, so that the script's work stands from the first moment on and
    nothing jumps. A page may drop the parts that stand further up (same `data-hash`).
    """
    texts = {_digest(text): text for text in parts(own)}
    modules = [
        f'<script type="text/nn-module" data-hash="{digest}">{text}</script>'
        for digest, text in texts.items()
    ]
    return (
        f'<div class="nn-host" data-parts="{" ".join(texts)}">{before}'
        f'<script type="application/json">{_in_script(json.dumps(state))}</script>'
        f"{''.join(modules)}<script>{(_HERE / 'host.js').read_text('utf-8')}</script>{after}</div>"
    )


def json_number(x):
    """A float for JSON, which has no nan and no infinity: those travel as "nan", "inf" and "-inf"."""
    return x if math.isfinite(x) else str(x)


class Numbers(traitlets.List):
    """A list of floats, as many as in `default` or as one of `sizes`.

    nan and infinity may pass, so that a widget can say what it got.
    """

    def __init__(self, what, default, sizes=None, **options):
        self.what, self.sizes = what, sizes or [len(default)]
        super().__init__(traitlets.Float(), [float(x) for x in default], **options)
        self.tag(sync=True, to_json=lambda value, _: [json_number(x) for x in value])
        self.tag(from_json=lambda value, _: [float(x) for x in value])

    def validate(self, obj, value):
        """Accept any sequence or array of so many real numbers; refuse others in one line."""
        wanted = str(self.sizes[0])
        if len(self.sizes) > 1:
            wanted += f" to {self.sizes[-1]}"
        try:
            numbers = [float(x) for x in value]
        except (TypeError, ValueError, OverflowError):
            raise traitlets.TraitError(
                f"{self.what}: expected {wanted} numbers, got {short(value)}"
            ) from None
        if len(numbers) not in self.sizes:
            raise traitlets.TraitError(
                f"{self.what}: expected {wanted} numbers, got {len(numbers)}"
            )
        return numbers


class Widget(anywidget.AnyWidget):
    """An anywidget that also lives on a page without a kernel.

    A subclass says `name`, that of its folder; `starts`, where it can begin: {name: {"label": ..., trait: value}},
    the first of them unless `start` names another; `tasks`, the letters of what there is to do, of which the option
    `tasks` offers some, as in "abc"; `alt`, what its poster shows, and `posed`, the options that make it show that, or
    a list of them for pictures one below the other.
    Raises ValueError for an unknown start or option and traitlets.TraitError for a value that does not fit.
    """

    name = ""
    starts: ClassVar = {}
    tasks = ""
    alt = ""
    posed: ClassVar = {}

    presets = traitlets.Dict(read_only=True).tag(sync=True)
    offered = traitlets.Unicode(read_only=True).tag(sync=True)
    done = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if "name" in vars(cls):
            cls._esm = module(cls.name)

    def __init__(self, start=None, tasks=None, **traits):
        known = {name for name in self.trait_names(sync=True) if name[0] != "_"}
        for name in traits:
            choose("option", name, dict.fromkeys({"start", "tasks", *known}))
        offered = self.tasks if tasks is None else tasks
        if not (isinstance(offered, str) and offered and set(offered) <= {*self.tasks}):
            raise ValueError(
                f"tasks: expected some letters of {self.tasks}, got {short(tasks)}"
            )
        first = next(iter(self.starts))
        begin = dict(choose("start", first if start is None else start, self.starts))
        del begin["label"]
        super().__init__(**{**begin, **traits})
        self.set_trait("offered", offered)

    @classmethod
    def poses(cls):
        """The widgets whose pictures, one below the other, are the poster."""
        posed = cls.posed if isinstance(cls.posed, list) else [cls.posed]
        return [cls(**options) for options in posed]

    @traitlets.default("presets")
    def _starts(self):
        return self.starts

    @traitlets.validate("done")
    def _known_tasks(self, proposal):
        for task in proposal["value"]:
            if task not in self.tasks:
                raise traitlets.TraitError(
                    f"done: expected tasks of {', '.join(self.tasks)}, got {short(task)}"
                )
        return proposal["value"]

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
        """The state as JSON, the parts of the module, the host that mounts it, and the poster. No ids, no requests."""
        state = {
            key: value
            for key, value in self.get_state().items()
            if key not in _OF_JUPYTER
        }
        recordings = ""
        for key in self.trait_names(recorded=True):
            if state[key]:
                recordings += _recording(key, state[key])
                state[key] = _outline(state[key])
        return hosted(_own(self.name), state, recordings, self.poster())

    def poster(self):
        """The widget's picture as an <img>, for paper and for pages where no script runs."""
        picture = (_HERE / self.name / "poster.png").read_bytes()
        width, height = (int.from_bytes(picture[i : i + 4]) for i in (16, 20))
        source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        return (
            f'<img class="nn-poster" loading="lazy" alt="{html.escape(self.alt)}" width="{width}" height="{height}" '
            f'style="width: 680px; max-width: 100%; height: auto" src="{source}">'
        )


_OF_JUPYTER = {
    *anywidget.AnyWidget.class_trait_names(sync=True),
    *("_esm", "_css", "_anywidget_id"),
}


def _recording(key, value):
    """The trait `key`, of those tagged `recorded=True`, apart from the state: a page may fetch it when it is needed."""
    text = _in_script(json.dumps(value))
    return f'<script type="text/nn-recording" data-trait="{key}" data-hash="{_digest(text)}">{text}</script>'


def _outline(value):
    """A recording without its long texts, which arrive later."""
    if isinstance(value, dict):
        return {key: _outline(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_outline(entry) for entry in value]
    return "" if isinstance(value, str) and len(value) > LONG else value


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _in_script(text):
    return text.replace("<", "\\u003c")
