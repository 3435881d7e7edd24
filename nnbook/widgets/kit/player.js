// needs: controls, paired
// Plays a recording of `length` frames: Play, a step to either side, the speed, `more` buttons, all one stop for Tab; and
// a scrubber on which Space plays too. `onframe(i)` shows a frame that the reader goes to, `onstop()` ends the gesture;
// `name(i)` and `spoken(i)` say which it is. It pauses at the end, off screen, and when anything else in `root` is used;
// for who wants things still, Play goes one frame on. `el` holds both the buttons, `bar`, and the scrubber, `scrub`.
function player({ label, length = 1, more = [], name, spoken, onframe, onstop, root, signal, pace = 250 }) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let last = length - 1, at = 0, timer = 0, speed = 1;
  const slider = html("input", { type: "range", id: unique(), min: 0, step: 1, onchange: onstop,
    oninput: () => { pause(); go(+slider.value); },
    onkeydown: (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      turn();
    } });
  const text = html("span", {});
  const set = (i, n = last + 1) => {
    [at, last] = [i, n - 1];
    slider.max = last;
    if (+slider.value !== i) slider.value = i;
    slider.style.setProperty("--nn-to", i / Math.max(last, 1));
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
    if (at < last) timer = setTimeout(next, pace / speed);
    else pause();
  };
  const step = (i) => { pause(); go(i); onstop(); };
  const turn = () => {
    if (timer) return pause();
    if (still.matches) return step(at < last ? at + 1 : 0);
    if (!last) return;
    if (at === last) go(0);
    else go(at + 1);
    timer = at < last && setTimeout(next, pace / speed);
    say();
    if (!timer) onstop();
  };
  const hurry = () => {
    speed = 5 - speed;
    put(faster, { "aria-pressed": String(speed > 1) }, []);
  };
  const main = button("Play", turn, { primary: true });
  const [back, on] = [["‹", "Step back", -1], ["›", "Step forward", 1]].map(([mark, aloud, by]) => put(button(mark, () => step(at + by)), { "aria-label": aloud, class: "nn-step" }, []));
  const faster = put(button("4×", hurry), { "aria-label": "4× speed", "aria-pressed": "false", class: "nn-faster" }, []);
  const bar = toolbar("Playing", main, back, on, faster, ...more);
  const scrub = html("div", { class: "nn-pair" }, html("label", { for: slider.id }, label), text, slider);
  const el = html("div", { class: "nn-player" }, bar, scrub);
  const own = [main, back, on, faster, scrub];
  const elsewhere = (event) => { if (!own.some((each) => each.contains(event.target)) || event.ctrlKey || event.metaKey) pause(); };
  for (const kind of ["click", "keydown"]) root.addEventListener(kind, elsewhere, { capture: true, signal });
  unseen(bar, signal, pause);
  ended(signal, () => clearTimeout(timer));
  return { el, bar, scrub, set };
}

// Calls back when an element is no longer on the screen, where that can be observed.
function unseen(el, signal, callback) {
  if (typeof IntersectionObserver !== "function") return;
  const observer = new IntersectionObserver(([entry]) => { if (!entry.isIntersecting) callback(); });
  observer.observe(el);
  ended(signal, () => observer.disconnect());
}
