// needs: dom, numbers, format
const TURNS = { ArrowRight: 1, ArrowUp: 1, PageUp: 10, ArrowLeft: -1, ArrowDown: -1, PageDown: -10 };

// A number as people write it: "1,5", "−2", "3/4"; NaN where it is none.
function readNumber(text) {
  const [top, bottom = "1", ...more] = text.trim().replace(",", ".").replace("−", "-").split("/");
  return more.length || !top.trim() || !bottom.trim() ? NaN : top / bottom;
}

// One quantity: a range to feel it and, unless `typed` is false, a field to state it, which also shows its value.
// `places`: the fewest decimals on show, else those of a step. `log`: 101 positions at equal ratios.
// `wrap`: the ends are the same, and the one that the reader took stays.
// `leap(v, up)`: where the page keys go, else ten steps.
function paired({ label, min, max, step, log, wrap, leap, digits, places, unit, spoken, typed = true, oninput, oncommit, onrefuse }) {
  const place = (v) => (log ? (100 * Math.log(clamp(v, min, max) / min)) / Math.log(max / min) : v);
  const read = (position) => (log ? +(min * (max / min) ** (position / 100)).toPrecision(4) : position);
  const decimals = (x) => String(x).split(".")[1]?.length ?? 0;
  const least = places ?? (log ? 0 : decimals(step)), written = (v) => fmt.num(v, Math.max(least, decimals(+v.toFixed(digits))));
  const slider = html("input", { type: "range", id: unique(), min: place(min), max: place(max), step: log ? 1 : step });
  const field = html(typed ? "input" : "output", typed
    ? { type: "text", inputmode: "text", autocomplete: "off", class: "nn-field", "aria-label": `${label}, typed` }
    : { class: "nn-field", "aria-hidden": "true" });
  const el = html("div", { class: "nn-pair" }, html("label", { for: slider.id }, label),
    html("span", {}, field, html("span", { class: "nn-unit" }, unit ? ` ${unit}` : "")), slider);
  let value = NaN, typing = false;
  const show = () => {
    const text = written(value);
    if (typing || field.value === text) return;
    field.value = text;
    field.style.width = `${text.length + 0.7}ch`;
  };
  const set = (v) => {
    if (wrap && Math.abs(v - value) > max - min - 1e-9) v = value;
    value = v;
    slider.value = place(v);
    const [low, high] = [min, max].map(place), share = (x) => clamp((place(x) - low) / (high - low), 0, 1);
    const ends = [share(log ? min : clamp(0, min, max)), share(v)].sort((a, b) => a - b);
    ends.forEach((at, i) => slider.style.setProperty(["--nn-from", "--nn-to"][i], at));
    put(slider, { "aria-valuetext": spoken ? spoken(+v.toFixed(digits)) : `${fmt.num(v, digits)} ${unit || ""}` }, []);
    show();
  };
  const nudge = (steps) => {
    let v = log ? read(clamp(Math.round(place(value)) + steps, 0, 100)) : snap(value + steps * step, step);
    if (wrap && Math.abs(v) > max) v -= Math.sign(v) * (max - min);
    set(clamp(v, min, max));
    oninput(value);
  };
  const turn = (event) => {
    const by = TURNS[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === field && !/Up|Down/.test(event.key)) return;
    event.preventDefault();
    typing = false;
    if (leap && Math.abs(by) === 10) {
      set(clamp(leap(value, by > 0), min, max));
      oninput(value);
    } else nudge(event.shiftKey && Math.abs(by) === 1 ? 10 * by : by);
  };
  const take = () => {
    const number = readNumber(field.value), v = wrap && Math.abs(number) > max ? number - 360 * Math.round(number / 360) : number;
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
  slider.oninput = () => { value = read(+slider.value); oninput(value); };
  slider.onkeydown = turn;
  slider.onchange = slider.onkeyup = slider.onblur = oncommit;
  field.oninput = () => { typing = true; };
  field.onblur = () => { if (typing) take(); };
  field.onkeyup = (event) => { if (event.key in TURNS) oncommit(); };
  field.onkeydown = (event) => {
    if (typing && event.key.toLowerCase() === "z") event.stopPropagation();
    if (event.key === "Enter" && typing) take();
    else if (event.key === "Escape") {
      typing = false;
      show();
    } else turn(event);
  };
  const nearest = (v) => (log ? read(Math.round(place(v))) : clamp(snap(v, step), min, max));
  const span = (low, high) => { [min, max] = [slider.min, slider.max] = [low, high]; };
  const upTo = (most) => span(min, most);
  const off = (is) => { slider.disabled = field.disabled = is; };
  return { el, set, nearest, span, upTo, off, focus: () => slider.focus({ preventScroll: true }) };
}
