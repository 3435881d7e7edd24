// needs: dom
// A group of radio buttons, as one row of choices; `set(null)` leaves none checked.
function choice({ label, options, onchange }) {
  const name = unique();
  const inputs = options.map(([value]) => html("input", { type: "radio", name, value, onchange: () => onchange(value) }));
  const labels = options.map(([, text], i) => html("label", {}, inputs[i], text));
  const title = html("span", { "aria-hidden": "true" }, label);
  const el = html("div", { class: "nn-choice", role: "radiogroup", "aria-label": label }, title, html("div", {}, ...labels));
  return {
    el,
    set(value) { for (const input of inputs) input.checked = input.value === value; },
    // All of them, or those that `each` says.
    disable(off, each = {}) { for (const input of inputs) input.disabled = off || Boolean(each[input.value]); },
  };
}

function toggle({ label, onchange }) {
  const input = html("input", { type: "checkbox", onchange: () => onchange(input.checked) });
  return { el: html("label", { class: "nn-toggle" }, input, label), set: (on) => { input.checked = on; } };
}

// A quiet button, or the widget's one primary button. `allow` keeps the focus where it is, which `disabled` does not.
function button(label, onclick, { primary = false } = {}) {
  const el = html("button", { type: "button", class: primary ? "nn-primary" : false, onclick() {
    if (el.getAttribute("aria-disabled") !== "true") onclick();
  } }, label);
  return el;
}
const allow = (button, on) => put(button, { "aria-disabled": !on && "true" }, []);

// A menu of things to load. It names the last one, so that arrow keys move on from it, until `clear`.
function menu({ label, options, onpick }) {
  const entries = options.map(([value, text]) => html("option", { value }, text));
  const el = html("select", { "aria-label": label }, html("option", { value: "" }, `${label} …`), ...entries);
  el.onchange = () => { if (el.value) onpick(el.value); };
  return {
    el,
    allow(value, on) { entries.find((e) => e.value === value).disabled = !on; },
    clear() { el.value = ""; },
  };
}

// Buttons that are one stop for Tab: arrow keys move among them.
function toolbar(label, ...buttons) {
  const stop = (at) => buttons.forEach((each) => put(each, { tabindex: each === at ? "0" : "-1" }, []));
  const onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) buttons.at((buttons.indexOf(event.target) + by) % buttons.length).focus();
  };
  for (const each of buttons) each.onfocus = () => stop(each);
  stop(buttons[0]);
  return html("div", { class: "nn-toolbar", role: "toolbar", "aria-label": label, onkeydown }, ...buttons);
}
