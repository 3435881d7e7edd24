// Numbers on their way to a new place: `each` gets them once a frame. Returns what ends it on the spot.
function tween(from, to, each, ms = 180) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    each(to);
    return () => {};
  }
  let frame = 0, begin;
  const step = (now) => {
    begin ??= now;
    const t = Math.min(1, (now - begin) / ms), gone = 1 - (1 - t) ** 3;
    frame = t < 1 ? requestAnimationFrame(step) : 0;
    each(t < 1 ? from.map((x, i) => x + gone * (to[i] - x)) : to);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}
