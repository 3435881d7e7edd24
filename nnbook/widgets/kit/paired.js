// needs: dom, numbers, format
const TURNS = { ArrowRight: 1, ArrowUp: 1, PageUp: 10, ArrowLeft: -1, ArrowDown: -1, PageDown: -10 };

// One quantity, two inputs: a range to feel it and a number to state it. `log`: 101 positions at equal ratios.
function paired({ label, min, max, step, log, wrap, digits, unit, spoken, oninput, oncommit, onrefuse }) {
  const place = (v) => (log ? (100 * Math.log(clamp(v, min, max) / min)) / Math.log(max / min) : v);
  const read = (position) => (log ? +(min * (max / min) ** (position / 100)).toPrecision(4) : position);
  const slider = html("input", { type: "range", id: unique(), min: place(min), max: place(max), step: log ? 1 : step });
  const number = html("input", { type: "number", min, max, step, "aria-label": `${label}, typed` });
  const el = html("div", { class: "nn-pair" }, html("label", { for: slider.id }, label), slider, number);
  if (unit) el.append(html("span", {}, unit));
  let value, typing = false;
  const set = (v) => {
    value = v;
    slider.value = place(v);
    if (!typing) number.value = +v.toFixed(digits);
    slider.setAttribute("aria-valuetext", spoken ? spoken(+v.toFixed(digits)) : `${fmt.num(v, digits)} ${unit || ""}`);
  };
  const nudge = (steps) => {
    let v = log ? read(clamp(Math.round(place(value)) + steps, 0, 100)) : snap(value + steps * step, step);
    if (wrap && Math.abs(v) > max) v -= Math.sign(v) * (max - min);
    set(clamp(v, min, max));
    oninput(value);
  };
  slider.oninput = () => oninput(read(+slider.value));
  slider.onkeydown = (event) => {
    const turn = TURNS[event.key];
    if (!turn || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    nudge(event.shiftKey && Math.abs(turn) === 1 ? 10 * turn : turn);
  };
  slider.onchange = slider.onkeyup = slider.onblur = oncommit;
  number.oninput = () => { typing = true; };
  number.onblur = () => { typing = false; set(value); };
  number.onchange = () => {
    const typed = number.valueAsNumber, v = wrap && Math.abs(typed) > max ? typed - 360 * Math.round(typed / 360) : typed;
    typing = false;
    if (Number.isNaN(v)) onrefuse(`${label.toLowerCase()} needs a number; kept ${+value.toFixed(digits)}`);
    else {
      value = clamp(v, min, max);
      oninput(value);
      oncommit();
      if (value !== v) onrefuse(`${label.toLowerCase()} is at ${v > max ? "most" : "least"} ${value}`);
    }
    set(value);
  };
  number.onkeydown = (event) => {
    if (typing && event.key.toLowerCase() === "z") event.stopPropagation();
    if (event.key !== "Escape") return;
    typing = false;
    set(value);
  };
  const nearest = (v) => (log ? read(Math.round(place(v))) : clamp(snap(v, step), min, max));
  const upTo = (most) => { max = slider.max = number.max = most; };
  return { el, set, nearest, upTo, focus: () => slider.focus({ preventScroll: true }) };
}
