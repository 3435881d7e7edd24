// Pointer gestures on an SVG. `start` returns false to decline; Escape cancels.
function drag(surface, signal, { start, move, end, cancel }) {
  let pointer = null;
  const finish = (how) => {
    if (pointer !== null) how();
    pointer = null;
  };
  surface.onpointerdown = (event) => {
    if (pointer !== null || event.button > 0 || start(event) === false) return;
    event.preventDefault();
    pointer = event.pointerId;
    surface.setPointerCapture(pointer);
  };
  // A finger on a handle drags it; anywhere else it scrolls the page.
  surface.ontouchstart = (event) => { if (pointer !== null) event.preventDefault(); };
  surface.onpointermove = (event) => { if (event.pointerId === pointer) move(event); };
  surface.onpointerup = (event) => { if (event.pointerId === pointer) finish(end); };
  surface.onpointercancel = (event) => { if (event.pointerId === pointer) finish(cancel); };
  addEventListener("keydown", (event) => event.key === "Escape" && finish(cancel), { signal });
}
