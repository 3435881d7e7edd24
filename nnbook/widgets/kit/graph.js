// needs: plot, drag, handles, numbers
// A graph of numbers: nodes with a value above and a gradient below, edges with local slopes, all from left to right.
//   node: { name, at: [column, row], text, kind, value, gradient, lit, share }
//   edge: { from, to, slope, lit, gone, name, share, along, value, gradient }
// `kind` is "data", "parameter", "computed" or "loss"; texts that are not known yet are "". `lit` is "forward" or "back",
// and `gone`, from 0 to 1, how far a pulse has come on a lit edge. With a `share`, 0 to 1, a node is a track with a knob
// at that share of it, and an edge that has a `name` carries a bead with its own value and gradient: handles, named as
// they are, each with a paired control of that name.

const MIDST = [0.3, 0.7]; // the part of an edge along which its bead runs, unless `along` says another

// A plot for `columns` and `rows` of nodes, counted from 0 at the top left; the first column has room for tracks.
function graphPlot(widget, columns, rows) {
  const p = widget.plot({ x: [-0.62, columns + 0.38], y: [-rows - 0.5, 0.5] });
  p.el.classList.add("nn-diagram");
  p.el.style.setProperty("--nn-rows", rows + 1);
  return p;
}

// The box of a node in pixels: its middle, half its width and half its height.
function boxOf(p, { at: [column, row], share }) {
  const [x, y] = p.px(column, -row), em = p.letter, track = share !== undefined;
  return { x, y, w: track ? Math.min(0.56 * p.unit(), 4.4 * em) : Math.min(0.29 * p.unit(), 2.4 * em), h: (track ? 0.5 : 0.95) * em };
}
// Where a knob's middle can be, from end to end.
const railOf = ({ x, y, w, h }) => [[x - w + h, y], [x + w - h, y]];
const between = ([a, b], t) => a.map((v, i) => v + t * (b[i] - v));

// The curve of an edge, from the right side of one box to the left of another: its path, and its point at t.
function wire(p, edge, nodes) {
  const [a, b] = [edge.from, edge.to].map((name) => boxOf(p, nodes.find((node) => node.name === name)));
  const [x0, x1] = [a.x + a.w, b.x - b.w - 3], bend = 0.5 * (x1 - x0);
  const ends = [[x0, a.y], [x0 + bend, a.y], [x1 - bend, b.y], [x1, b.y]];
  const at = (t) => [0, 1].map((i) => [1, 3, 3, 1].reduce((sum, c, k) => sum + c * (1 - t) ** (3 - k) * t ** k * ends[k][i], 0));
  return { at, gap: x1 - x0, flat: Math.abs(a.y - b.y) < a.h, rail: (edge.along ?? MIDST).map(at),
    d: `M${ends[0]}C${ends.slice(1).join(" ")}`.replaceAll(",", " ") };
}

// What lies along each handle of the graph: { name: [end, end] } in pixels.
function rails(p, { nodes, edges }) {
  return Object.fromEntries([
    ...nodes.filter(({ share }) => share !== undefined).map((node) => [node.name, railOf(boxOf(p, node))]),
    ...edges.filter(({ name }) => name).map((edge) => [edge.name, wire(p, edge, nodes).rail]),
  ]);
}

// All of it as elements; `halo` names the handle that wears one.
function drawGraph(p, { nodes, edges }, halo) {
  const wires = edges.map((edge) => ({ ...edge, ...wire(p, edge, nodes) }));
  const hold = (name, rail, share, mark) => gripAt(between(rail, share), name, mark(...between(rail, share)), halo === name);
  const knobs = nodes.filter(({ share }) => share !== undefined).map((node) =>
    hold(node.name, railOf(boxOf(p, node)), node.share, (x, y) => knob(x, y, node.kind)));
  const beads = wires.filter(({ name }) => name).flatMap(({ name, rail, share, value = "", gradient = "" }) => {
    const [x, y] = between(rail, share);
    return [words(x, y - 0.8 * p.letter, value, "nn-worth nn-weight"), words(x, y + 1.5 * p.letter, gradient, "nn-grade"),
      hold(name, rail, share, (...at) => circle(...at, 8, "nn-grip"))];
  });
  // What is lit lies on top.
  const order = [...wires].sort((a, b) => Boolean(a.lit) - Boolean(b.lit));
  return [...order.flatMap((edge) => drawWire(edge)), ...nodes.flatMap((node) => drawNode(p, node)),
    ...wires.flatMap((edge) => slopeText(p, edge)), ...beads, ...knobs];
}

function drawWire({ d, at, lit, gone }) {
  const back = lit === "back", kind = lit ? `nn-wire nn-${lit}` : "nn-wire";
  const [tip, tail] = back ? [at(0.02), at(0.1)] : [at(1), at(0.92)], way = [tip[0] - tail[0], tail[1] - tip[1]];
  const pulse = lit && gone < 1 ? [circle(...at(back ? 1 - gone : gone), 6, `nn-pulse nn-${lit}`)] : [];
  return [curve(d, kind, lit ? 3 : 1.75, back ? "7 4" : ""), arrowhead(tip, way, lit ? 5.5 : 4, `nn-tip ${kind}`), ...pulse];
}

// Data stand in a square, grey; what learns in a round, coloured track; what is computed in a box.
function drawNode(p, { name, kind, text, value, gradient, lit, share, ...node }) {
  const { x, y, w, h } = boxOf(p, { ...node, share }), em = p.letter, track = share !== undefined;
  const box = { x: x - w, y: y - h, width: 2 * w, height: 2 * h, rx: kind === "data" ? 3 : track ? h : 0.5 * em };
  const above = y - h - 0.4 * em, known = gradient ? [words(x, y + h + 1.05 * em, gradient, "nn-grade")] : [];
  const label = track ? words(x - w + 2, above, text, "nn-name", "start") : words(x, y + 0.28 * em, text, "nn-name");
  const number = track ? words(x + w - 2, above, value, "nn-worth", "end") : words(x, above, value, "nn-worth");
  const rule = track ? [curve(`M${x - w + h} ${y}H${x + w - h}M${x} ${y - 4}v8`, "nn-run", 2)] : [];
  return [svg("g", { class: `nn-node nn-is-${kind}${lit ? ` nn-lit nn-${lit}` : ""}`, "data-node": name },
    svg("rect", box), ...rule, label, number, ...known)];
}
function knob(x, y, kind) {
  if (kind === "parameter") return circle(x, y, 8.5, "nn-grip");
  return svg("rect", { x: x - 6.5, y: y - 8, width: 13, height: 16, rx: 2, class: "nn-grip nn-fixed" });
}

// A slope stands on its edge, or just above a level one; where that is too short for it, over the values at its ends.
function slopeText(p, { slope, at, gap, flat, lit }) {
  if (!slope) return [];
  const em = p.letter, clear = [0.35, 0.38].find((t) => at(t)[0] - at(0)[0] > 0.27 * em * slope.length) ?? 0.43;
  const [x, y] = at(flat ? 0.5 : clear), up = !flat ? -0.28 * em : gap < 3.6 * em ? 2.6 * em : 0.5 * em;
  return [words(x, y - up, slope, `nn-slope nn-level${lit ? " nn-lit" : ""}`)];
}

// Lets readers pull the handles of a graph along their rails, which `along()` names, see `rails`; `share(name)` and
// `slide(name, share)` read and change the quantity behind a handle; `pick(name)` hears that it was taken, and
// `tap(name)` gets a node that was pressed.
function pullGraph(widget, p, { along, share, slide, pick, tap }) {
  let held = null;
  drag(p.svg, widget.signal, {
    start(event) {
      const name = nearest(p, event);
      if (!name) return false;
      held = { name, x: event.clientX, y: event.clientY, share: share(name), rail: along()[name] };
      pick?.(name);
      widget.pairs[name].focus();
      return true;
    },
    move(event) {
      const [a, b] = held.rail, way = [b[0] - a[0], b[1] - a[1]];
      const gone = way[0] * (event.clientX - held.x) + way[1] * (event.clientY - held.y);
      slide(held.name, clamp(held.share + gone / (way[0] ** 2 + way[1] ** 2), 0, 1));
    },
    end: () => widget.hub.commit(),
    cancel: () => widget.hub.cancel(),
    tap: (event) => {
      const node = event.target.closest?.("[data-node]");
      if (node) tap?.(node.dataset.node);
    },
  });
}
