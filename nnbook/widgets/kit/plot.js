// needs: dom
// Calls back when the size of an element changes; where that can't be observed, when the window's does.
function watch(el, signal, callback) {
  if (typeof ResizeObserver !== "function") return addEventListener("resize", callback, { signal });
  const observer = new ResizeObserver(callback);
  observer.observe(el);
  ended(signal, () => observer.disconnect());
}

// A canvas for pictures and an SVG for what can be grabbed, in the data's coordinates; y points up.
// `margin` (top, right, bottom, left) is room for axes.
function plot({ x, y, margin = [0, 0, 0, 0], signal, onresize }) {
  const [top, right, bottom, left] = margin;
  const canvas = html("canvas"), drawing = svg("svg"), axes = svg("g", { class: "nn-axes" });
  const el = html("div", { class: "nn-plot", "aria-hidden": "true" }, canvas, drawing);
  drawing.append(axes);
  const p = { el, canvas, svg: drawing, width: 0, height: 0, left, top, low: x[0], high: x[1] };
  const inner = () => [p.width - left - right, p.height - top - bottom];
  p.px = (u, v) => {
    const [w, h] = inner();
    return [left + ((u - x[0]) / (x[1] - x[0])) * w, top + ((y[1] - v) / (y[1] - y[0])) * h];
  };
  p.unit = () => inner()[0] / (x[1] - x[0]);
  p.at = (event) => {
    const box = drawing.getBoundingClientRect(), [w, h] = inner();
    const [px, py] = [event.clientX - box.left - left, event.clientY - box.top - top];
    return [x[0] + (px / w) * (x[1] - x[0]), y[1] - (py / h) * (y[1] - y[0])];
  };
  p.path = (points) => "M" + points.map(([u, v]) => p.px(u, v).map((c) => c.toFixed(1)).join(" ")).join("L");
  p.resize = () => {
    const { clientWidth, clientHeight } = el;
    if (!clientWidth || (clientWidth === p.width && clientHeight === p.height)) return;
    [p.width, p.height] = [clientWidth, clientHeight];
    const [w, h] = inner(), density = Math.min(devicePixelRatio || 1, 2);
    put(drawing, { width: p.width, height: p.height }, []);
    canvas.style.cssText = `left:${left}px;top:${top}px;width:${w}px;height:${h}px`;
    [canvas.width, canvas.height] = [w * density, h * density];
    onresize();
  };
  // Ticks are [position, text]; the y axis stands on the side with the wider margin.
  p.axes = (xticks, yticks, xlabel, ylabel) => {
    const [w, h] = inner(), [tickX, anchor] = right > left ? [left + w + 5, "start"] : [left - 5, "end"];
    axes.replaceChildren(
      svg("rect", { x: left, y: top, width: w, height: h }),
      ...xticks.map(([t, text]) => words(p.px(t, 0)[0], top + h + 15, text)),
      ...yticks.map(([t, text]) => words(tickX, p.px(0, t)[1] + 4, text, "", anchor)),
      words(left + w, top + h + 31, xlabel, "", "end"),
      right > left ? words(p.width, top - 8, ylabel, "", "end") : words(0, top - 8, ylabel, "", "start"),
    );
  };
  watch(el, signal, p.resize);
  return p;
}
