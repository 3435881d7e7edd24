"""A trace as HTML: the listings and a table of all steps, from which the script makes the stepper."""

import html
import json
from importlib.resources import files

from nnbook.stepper.listing import highlighted
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
        f'<span class="nn-line" data-indent="{len(line) - len(line.lstrip())}">'
        f'<span class="nn-number">{number:>{width}} </span>{highlighted(line)}\n</span>'
        for number, line in enumerate(listing.lines, 1)
    )
    name = html.escape(listing.name)
    return f'<div class="nn-listing" data-name="{name}"><p><code>{name}</code></p><pre>{lines}</pre></div>'


def _step(trace, i):
    step = trace.steps[i]
    first, last = step.place
    cells = [_row(name, value) for name, value in step.values.items()] or [
        "<td></td>" * 3
    ]
    calls = f"; calls {', '.join(step.calls)}" if step.calls else ""
    where = f"{trace.listings[step.listing].name}, " if len(trace.listings) > 1 else ""
    head = f"{i + 1}: {where}line {first}{calls}"
    rows = "</tr><tr>".join(
        [
            f'<th scope="rowgroup" rowspan="{len(cells)}">{html.escape(head)}</th>{cells[0]}',
            *cells[1:],
        ]
    )
    data = {
        "listing": step.listing,
        "call": step.call,
        "first": first,
        "last": last,
        "calls": ", ".join(step.calls),
    }
    told = " ".join(f'data-{name}="{html.escape(str(x))}"' for name, x in data.items())
    return f"{_question(step.pause)}<tbody {told}><tr>{rows}</tr></tbody>"


def _row(name, value):
    data = html.escape(value.data)
    return f'<td>{html.escape(name)}</td><td>{html.escape(value.shape)}</td><td data-v="{data}">{html.escape(value.text)}</td>'


def _question(pause):
    """What is asked before a step, with its answer."""
    if not pause:
        return ""
    answer = (
        pause.options[pause.answer]
        if pause.options
        else f"{pause.answer:.4g}".replace("-", "−")
    )
    data = html.escape(json.dumps({"options": pause.options, "answer": pause.answer}))
    text = f"{html.escape(pause.question)} <b>{html.escape(answer)}</b>"
    return f'<tbody class="nn-question" data-asked="{data}"><tr><th scope="rowgroup" colspan="4">{text}</th></tr></tbody>'
