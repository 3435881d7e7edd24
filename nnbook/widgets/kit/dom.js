// Elements of a page, in short. What must end with a widget hangs on its AbortSignal, `signal`.

const SVG = "http://www.w3.org/2000/svg";

function put(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) node.removeAttribute(key);
    else if (key.startsWith("on")) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}
const html = (tag, attributes = {}, ...children) => put(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => put(document.createElementNS(SVG, tag), attributes, children);

const circle = (cx, cy, r, kind) => svg("circle", { cx, cy, r, class: kind });
const curve = (d, kind, width, dash) => svg("path", { d, class: kind, "stroke-width": width, "stroke-dasharray": dash });
const words = (x, y, text, kind, side = "middle") => svg("text", { x, y, class: kind, "text-anchor": side }, text);

const ended = (signal, callback) => signal.addEventListener("abort", callback);
let serial = 0;
const unique = () => `nn-${Date.now().toString(36)}-${serial++}`;
