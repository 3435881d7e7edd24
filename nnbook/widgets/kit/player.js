// needs: controls, paired
// Plays a recording of `length` frames: Play, a step to either side, and a scrubber on which Space plays too.
// `onframe(i)` shows a frame that the reader goes to, `onstop()` ends the gesture; `name(i)` and `spoken(i)` say which
// it is. It pauses at the end, off screen, and when anything else in `root` is used; for who wants things still, Play
// goes one frame on.
function player({ label, length, name, spoken, onframe, onstop, root, signal, pace = 250 }) {
  const last = length - 1, still = matchMedia("(prefers-reduced-motion: reduce)");
  let at = 0, timer = 0;
  const slider = html("input", { type: "range", id: unique(), min: 0, max: last, step: 1, onchange: onstop,
    oninput: () => { pause(); go(+slider.value); },
    onkeydown: (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      turn();
    } });
  const text = html("span", {});
  const set = (i) => {
    at = i;
    if (+slider.value !== i) slider.value = i;
    slider.style.setProperty("--nn-to", i / last);
    put(slider, { "aria-valuetext": spoken(i) }, []);
    text.textContent = name(i);
    allow(back, i > 0);
    allow(on, i < last);
  };
  const go = (i) => { set(i); onframe(i); };
  const say = () => { main.textContent = timer ? "Pause" : "Play"; };
  const pause = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    say();
    onstop();
  };
  const next = () => {
    if (document.hidden) return pause();
    go(at + 1);
    if (at < last) timer = setTimeout(next, pace);
    else pause();
  };
  const step = (i) => { pause(); go(i); onstop(); };
  const turn = () => {
    if (timer) return pause();
    if (still.matches) return step(at < last ? at + 1 : 0);
    if (at === last) go(0);
    timer = setTimeout(next, pace);
    say();
  };
  const main = button("Play", turn, { primary: true });
  const [back, on] = [["‹", "Step back", -1], ["›", "Step forward", 1]].map(([mark, aloud, by]) => put(button(mark, () => step(at + by)), { "aria-label": aloud }, []));
  const el = html("div", { class: "nn-player" }, main, back, on,
    html("div", { class: "nn-pair" }, html("label", { for: slider.id }, label), text, slider));
  const elsewhere = (event) => { if (!el.contains(event.target) || event.ctrlKey || event.metaKey) pause(); };
  for (const kind of ["click", "keydown"]) root.addEventListener(kind, elsewhere, { capture: true, signal });
  unseen(el, signal, pause);
  ended(signal, () => clearTimeout(timer));
  return { el, set };
}

// Calls back when an element is no longer on the screen, where that can be observed.
function unseen(el, signal, callback) {
  if (typeof IntersectionObserver !== "function") return;
  const observer = new IntersectionObserver(([entry]) => { if (!entry.isIntersecting) callback(); });
  observer.observe(el);
  ended(signal, () => observer.disconnect());
}
