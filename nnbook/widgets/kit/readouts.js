// needs: dom
// Room for the longest text that `children` may ever show, so that nothing below them moves.
const steady = (longest, ...children) =>
  html("div", { class: "nn-hold", "data-longest": longest }, html("div", {}, ...children));

const legend = (items) => items.map(([mark, text]) =>
  html("span", { class: "nn-key" }, html("i", { "aria-hidden": "true", class: mark }), text));

const table = (name, heads, body) => html("div", { class: "nn-table", role: "group", tabindex: "0", "aria-label": name },
  html("table", {}, html("thead", {}, html("tr", {}, ...heads.map((text) => html("th", { scope: "col" }, text)))), body));

// A number on the page that a test can read in full: data-name, data-v.
function value(name, tag = "span") {
  const el = html(tag, { "data-name": name });
  return { el, set(v, text) { el.dataset.v = String(v); el.textContent = text; } };
}
