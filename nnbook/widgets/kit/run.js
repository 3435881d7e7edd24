// needs: controls, player
// Steps taken one at a time or on their own: Step, the primary button, and Run, as far as `length`. `at()` says how many
// are taken, `onstep(n)` takes the n-th, `onrun(n)` does so while it runs, `onstop()` ends a run. It pauses as a player
// does; for who wants things still, Run goes to the end at once.
function run({ length, at, onstep, onrun, onstop, root, signal, pace = 220 }) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;
  const say = () => { main.textContent = timer ? "Pause" : "Run"; };
  const pause = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    say();
    onstop();
  };
  const next = () => {
    if (document.hidden) return pause();
    onrun(at() + 1);
    if (at() < length) timer = setTimeout(next, pace);
    else pause();
  };
  const turn = () => {
    if (timer) return pause();
    if (at() >= length) onrun(0);
    if (still.matches) {
      onrun(length);
      return onstop();
    }
    timer = setTimeout(next, pace / 2);
    say();
  };
  const step = button("Step", () => { pause(); onstep(at() + 1); }, { primary: true }), main = button("Run", turn);
  const el = html("div", { class: "nn-runs" }, step, main);
  const elsewhere = (event) => { if (!el.contains(event.target) || event.ctrlKey || event.metaKey) pause(); };
  for (const kind of ["click", "pointerdown", "keydown"]) root.addEventListener(kind, elsewhere, { capture: true, signal });
  unseen(el, signal, pause);
  ended(signal, () => clearTimeout(timer));
  return { el, set: () => allow(step, at() < length) };
}
