"""A trace as HTML: the listings and a table of all steps, from which the script makes the stepper."""

import html
import json
from importlib.resources import files

from nnbook.stepper.listing import highlighted
from nnbook.stepper.values import written
from nnbook.widgets.base import hosted, styled

_HERE = files(__name__.rpartition(".")[0])


def written_out(trace):
    """What a page carries. Without a script, and on paper, it is what one sees."""
    script = (_HERE / "view.js").read_text("utf-8")
    listings = "".join(_listing(listing) for listing in trace.listings)
    steps = "".join(_step(trace, i) for i in range(len(trace.steps)))
    head = "".join(
        f'<th scope="col">{name}</th>' for name in ("step", "name", "shape", "value")
    )
    rest = (
        f"; it went on, but only its first {len(trace.steps)} steps are shown"
        if trace.cut
        else ""
    )
    table = (
        f'<table class="nn-steps"><caption>What <code>{html.escape(trace.listings[0].name)}</code> did{rest}.</caption>'
        f"<thead><tr>{head}</tr></thead>{steps}</table>"
    )
    before = f'<div class="nn-listings">{listings}</div>{table}'
    return hosted(styled(script, _HERE / "style.css"), {}, before)


def _listing(listing):
    width = len(str(len(listing.lines)))
    lines = "".join(
        f'<span class="nn-codeline" data-indent="{len(line) - len(line.lstrip())}">'
        f'<span class="nn-lineno">{number:>{width}} </span>{highlighted(line)}\n</span>'
        for number, line in enumerate(listing.lines, 1)
    )
    name = html.escape(listing.name)
    return f'<div class="nn-listing"><p><code>{name}</code></p><pre>{lines}</pre></div>'


def _step(trace, i):
    """A step as a group of rows, one for each name that it set."""
    step = trace.steps[i]
    name, (first, last) = trace.listings[step.listing].name, step.place
    where = f"{name}, line {first}" if len(trace.listings) > 1 else f"line {first}"
    calls = ", ".join(step.calls)
    head = f"{i + 1}: {where}{calls and f'; calls {calls}'}"
    cells = [_cells(*named) for named in step.values.items()] or ["<td></td>" * 3]
    span = f'<th scope="rowgroup" rowspan="{len(cells)}">{html.escape(head)}</th>'
    rows = "</tr><tr>".join([span + cells[0], *cells[1:]])
    place = f'data-listing="{step.listing}" data-call="{step.call}" data-first="{first}" data-last="{last}"'
    before = _question(step.pause) if step.pause else ""
    return f'{before}<tbody {place} data-calls="{html.escape(calls)}"><tr>{rows}</tr></tbody>'


def _cells(name, value):
    name, shape, text, data = map(
        html.escape, (name, value.shape, value.text, value.data)
    )
    return f'<td>{name}</td><td>{shape}</td><td data-v="{data}">{text}</td>'


def _question(pause):
    """What is asked before a step, with its answer."""
    answer = pause.options[pause.answer] if pause.options else written(pause.answer)
    asked = {
        "question": pause.question,
        "options": pause.options,
        "answer": pause.answer,
        "text": answer,
        "why": pause.why,
    }
    text = f"{html.escape(pause.question)} <b>{html.escape(answer)}</b> {html.escape(pause.why)}".strip()
    head = f'<tr><th scope="rowgroup" colspan="4">{text}</th></tr>'
    return f'<tbody data-asked="{html.escape(json.dumps(asked))}">{head}</tbody>'
