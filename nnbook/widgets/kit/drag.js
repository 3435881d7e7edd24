// Pointer gestures on an SVG. `start` returns false to decline; Escape cancels. `tap` gets a click that moved nothing:
// a finger that scrolls the page makes none.
function drag(surface, signal, { start, move, end, cancel, tap }) {
  let pointer = null, moved = false, from;
  const finish = (how) => {
    if (pointer === null) return;
    pointer = null;
    surface.classList.remove("nn-held");
    how();
  };
  surface.onpointerdown = (event) => {
    if (pointer !== null) return;
    moved = false;
    from = [event.clientX, event.clientY];
    if (event.button > 0 || start(event) === false) return;
    event.preventDefault();
    pointer = event.pointerId;
    surface.classList.add("nn-held");
    surface.setPointerCapture(pointer);
  };
  // A finger on a handle drags it; anywhere else it scrolls the page.
  surface.ontouchstart = (event) => { if (pointer !== null) event.preventDefault(); };
  // A press on the picture leaves the focus where it is.
  surface.onmousedown = (event) => event.preventDefault();
  surface.onclick = (event) => { if (!moved) tap?.(event); };
  surface.onpointermove = (event) => {
    if (event.pointerId !== pointer) return;
    if (!moved && event.clientX === from[0] && event.clientY === from[1]) return; // told late, of the way here
    moved = true;
    move(event);
  };
  surface.onpointerup = (event) => { if (event.pointerId === pointer) finish(end); };
  surface.onpointercancel = (event) => { if (event.pointerId === pointer) finish(cancel); };
  addEventListener("keydown", (event) => event.key === "Escape" && finish(cancel), { signal });
}
