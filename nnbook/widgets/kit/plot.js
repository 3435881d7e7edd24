// needs: dom
// Calls back when the size of an element changes; where that can't be observed, when the window's does.
function watch(el, signal, callback) {
  if (typeof ResizeObserver !== "function") return addEventListener("resize", callback, { signal });
  const observer = new ResizeObserver(callback);
  observer.observe(el);
  ended(signal, () => observer.disconnect());
}

// A canvas for pictures and an SVG for what can be grabbed, in the data's coordinates; y points up.
// `margin` (top, right, bottom, left) is room for axes, in sixteenths of a letter's size; `square`: what is inside it is.
function plot({ x, y, margin = [0, 0, 0, 0], square, signal, onresize }) {
  let [top, right, bottom, left] = margin, density;
  const canvas = html("canvas"), drawing = svg("svg"), axes = svg("g", { class: "nn-axes" });
  const el = html("div", { class: "nn-plot", "aria-hidden": "true" }, canvas, drawing);
  drawing.append(axes);
  const p = { el, canvas, svg: drawing, width: 0, height: 0, left, top, letter: 16, low: x[0], high: x[1] };
  if (square) {
    el.classList.add("nn-square");
    el.style.padding = margin.map((m) => `${m / 16}em`).join(" ");
  }
  const inner = () => [p.width - left - right, p.height - top - bottom];
  p.px = (u, v) => {
    const [w, h] = inner();
    return [left + ((u - x[0]) / (x[1] - x[0])) * w, top + ((y[1] - v) / (y[1] - y[0])) * h];
  };
  p.domain = (across, up) => { [x, y] = [across, up]; };
  p.unit = () => inner()[0] / (x[1] - x[0]);
  p.at = (event) => {
    const box = drawing.getBoundingClientRect(), [w, h] = inner();
    const [px, py] = [event.clientX - box.left - left, event.clientY - box.top - top];
    return [x[0] + (px / w) * (x[1] - x[0]), y[1] - (py / h) * (y[1] - y[0])];
  };
  p.path = (points) => "M" + points.map(([u, v]) => p.px(u, v).map((c) => c.toFixed(1)).join(" ")).join("L");
  p.resize = () => {
    const { clientWidth, clientHeight } = el;
    const sharp = Math.min(devicePixelRatio || 1, 2), letter = parseFloat(getComputedStyle(el).fontSize);
    const fits = String([clientWidth, clientHeight, sharp, letter]) === String([p.width, p.height, density, p.letter]);
    if (!clientWidth || fits) return;
    [p.width, p.height, density, p.letter] = [clientWidth, clientHeight, sharp, letter];
    [top, right, bottom, left] = margin.map((m) => (m * letter) / 16);
    [p.top, p.left] = [top, left];
    const [w, h] = inner();
    put(drawing, { width: p.width, height: p.height }, []);
    canvas.style.cssText = `left:${left}px;top:${top}px;width:${w}px;height:${h}px`;
    [canvas.width, canvas.height] = [w * density, h * density];
    onresize();
  };
  // Ticks are [position, text]; the y axis stands on the side with the wider margin.
  p.axes = (xticks, yticks, xlabel, ylabel) => {
    const [w, h] = inner(), em = p.letter, [tickX, anchor] = right > left ? [left + w + 5, "start"] : [left - 5, "end"];
    axes.replaceChildren(
      svg("rect", { x: left, y: top, width: w, height: h }),
      ...xticks.map(([t, text]) => words(p.px(t, 0)[0], top + h + 0.95 * em, text)),
      ...yticks.map(([t, text]) => words(tickX, p.px(0, t)[1] + 0.27 * em, text, "", anchor)),
      words(left + w, top + h + 1.95 * em, xlabel, "", "end"),
      right > left ? words(p.width, top - 0.5 * em, ylabel, "", "end") : words(0, top - 0.5 * em, ylabel, "", "start"),
    );
  };
  watch(el, signal, p.resize);
  return p;
}
