// needs: dom, numbers
// Places on a plot that can be grabbed.

const REACH = 12, FINGER = 22;

// An arrowhead around [x, y], pointing along (u, v).
function arrowhead([x, y], [u, v], size, kind) {
  const turn = (-Math.atan2(v, u) * 180) / Math.PI;
  const head = curve(`M${size / 2} 0l${-1.6 * size} ${-size}v${2 * size}Z`, kind);
  return put(head, { transform: `translate(${x} ${y}) rotate(${turn})` }, []);
}
// A handle; `lit` puts a halo on it.
function grip(p, name, uv, mark, lit) {
  return gripAt(p.px(...uv), name, mark, lit);
}
function gripAt([x, y], name, mark, lit) {
  const halo = lit ? [circle(x, y, 13, "nn-halo")] : [];
  return svg("g", { "data-handle": name, "data-x": x, "data-y": y }, ...halo, mark, circle(x, y, REACH, "nn-hit"));
}
// The name of the handle that a pointer is near, or null; of several the nearest, of those in one place the one on top.
// A finger reaches further.
function nearest(p, event) {
  const box = p.svg.getBoundingClientRect();
  const away = ({ dataset }) => Math.hypot(event.clientX - box.left - dataset.x, event.clientY - box.top - dataset.y);
  const [first] = [...p.svg.querySelectorAll("[data-handle]")].reverse().sort((a, b) => away(a) - away(b));
  return first && away(first) <= (event.pointerType === "touch" ? FINGER : REACH) ? first.dataset.handle : null;
}
