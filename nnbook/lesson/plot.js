// A curve drawn over the axes that plot.py has made, by mouse, by finger or with the arrow keys.
const SVG = "http://www.w3.org/2000/svg", MOST_STEPS = 40;

function svg(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

// The columns of a sketch: whole numbers where these are few.
function columnsOf([, low, high]) {
  const span = high - low, steps = Number.isInteger(span) && span > 1 && span <= MOST_STEPS ? span : MOST_STEPS;
  return Array.from({ length: steps + 1 }, (_, i) => low + (span * i) / steps);
}

// Places in the picture of points, as <polyline> takes them.
function scale({ x: [, xLow, xHigh], y: [, yLow, yHigh], box: [left, right, top, bottom] }) {
  const u = (x) => left + ((right - left) * (x - xLow)) / (xHigh - xLow);
  const v = (y) => bottom - ((bottom - top) * (y - yLow)) / (yHigh - yLow);
  return {
    u,
    v,
    y: (place) => clamp(yLow + ((yHigh - yLow) * (bottom - place)) / (bottom - top), yLow, yHigh),
    points: (pairs) => pairs.map(([x, y]) => `${u(x).toFixed(1)},${v(y).toFixed(1)}`).join(" "),
  };
}

// The value at x of the line through these points, flat beyond its ends.
function through(xs, ys, x) {
  const after = xs.findIndex((known) => known >= x);
  if (after <= 0) return after === 0 ? ys[0] : ys.at(-1);
  const share = (x - xs[after - 1]) / (xs[after] - xs[after - 1]);
  return ys[after - 1] + share * (ys[after] - ys[after - 1]);
}

// Lets a reader draw on `picture`; `curve()` is the whole curve, or null before there is one.
function sketchPad(picture, data) {
  const xs = columnsOf(data.x), ys = xs.map(() => null), at = scale(data), [, low, high] = data.y;
  const line = svg("polyline", { class: "nn-mine" }), point = svg("circle", { class: "nn-point", r: 7 });
  let here = 0, last = null, closed = false;
  picture.append(line, point);

  const drawn = () => xs.map((x, i) => [x, ys[i]]).filter(([, y]) => y !== null);
  const value = () => ys[here] ?? (low + high) / 2;
  function draw() {
    line.setAttribute("points", at.points(drawn()));
    point.setAttribute("cx", at.u(xs[here]));
    point.setAttribute("cy", at.v(value()));
    picture.setAttribute("aria-valuenow", value());
    const said = ys[here] === null ? "nothing drawn yet" : `${data.y[0]} ${told(ys[here])}`;
    picture.setAttribute("aria-valuetext", `${data.x[0]} ${told(xs[here])}: ${said}`);
  }

  // From the last column to this one, so that a quick hand leaves no gaps.
  function to(column, y) {
    const from = last ?? { column, y }, step = Math.sign(column - from.column);
    for (let i = from.column; i !== column; i += step) ys[i] = through([0, column - from.column], [from.y, y], i - from.column);
    ys[column] = y;
    last = { column, y };
    here = column;
    draw();
  }

  function pointed(event) {
    const box = picture.getBoundingClientRect(), wide = picture.viewBox.baseVal.width;
    const u = ((event.clientX - box.left) * wide) / box.width, v = ((event.clientY - box.top) * wide) / box.width;
    const share = (u - at.u(xs[0])) / (at.u(xs.at(-1)) - at.u(xs[0]));
    to(clamp(Math.round(share * (xs.length - 1)), 0, xs.length - 1), at.y(v));
  }

  picture.onpointerdown = (event) => {
    if (closed || event.button) return;
    picture.setPointerCapture(event.pointerId);
    last = null;
    pointed(event);
  };
  picture.onpointermove = (event) => {
    if (!closed && picture.hasPointerCapture(event.pointerId)) pointed(event);
  };

  function move(column) {
    const next = clamp(column, 0, xs.length - 1);
    if (ys[here] !== null && ys[next] === null) to(next, ys[here]);
    here = next;
    draw();
  }
  function lift(steps) {
    last = { column: here, y: value() };
    to(here, clamp(value() + (steps * (high - low)) / 20, low, high));
  }
  const keys = {
    ArrowLeft: () => move(here - 1),
    ArrowRight: () => move(here + 1),
    Home: () => move(0),
    End: () => move(xs.length - 1),
    ArrowUp: () => lift(1),
    ArrowDown: () => lift(-1),
    PageUp: () => lift(5),
    PageDown: () => lift(-5),
  };
  picture.onkeydown = (event) => {
    if (closed || !keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    last = { column: here, y: value() };
    keys[event.key]();
  };

  const role = { role: "slider", tabindex: 0, "aria-valuemin": low, "aria-valuemax": high };
  const label = `Your curve, ${data.y[0]} against ${data.x[0]}: left and right go along it, up and down move it`;
  for (const [name, text] of Object.entries({ ...role, "aria-label": label })) picture.setAttribute(name, text);
  draw();
  return {
    curve() {
      const pairs = drawn();
      return pairs.length < 2 ? null : xs.map((x) => through(pairs.map(([a]) => a), pairs.map(([, b]) => b), x));
    },
    close(curve) {
      closed = true;
      curve?.forEach((y, i) => { ys[i] = y; });
      picture.classList.add("nn-closed");
      picture.setAttribute("aria-disabled", "true");
      draw();
    },
  };
}

// The reader's curve beside the measured one, and in words how they differ.
function compareCurves(picture, data, mine) {
  const columns = columnsOf(data.x), { xs, ys } = data, [name] = data.x;
  picture.append(svg("polyline", { class: "nn-mine", points: scale(data).points(columns.map((x, i) => [x, mine[i]])) }));
  const shared = columns.map((x, i) => ({ x, mine: mine[i], was: through(xs, ys, x) }));
  const within = shared.filter(({ x }) => x >= xs[0] && x <= xs.at(-1));
  const widest = within.reduce((a, b) => (Math.abs(b.mine - b.was) > Math.abs(a.mine - a.was) ? b : a));
  const [x, yours, was] = [widest.x, widest.mine, widest.was].map(told);
  return `Yours is the dashed line, measured the full one. They are furthest apart at ${name} ${x}: you drew ${yours}, it was ${was}.`;
}
