// needs: dom
// Rings spread softly from the handle `name`, until the reader touches anything.
function invite(root, name, signal) {
  const style = html("style", {}, `.nn-root [data-handle="${name}"] .nn-hit { animation: nn-invite 2s ease-out infinite; }`);
  root.append(style);
  for (const event of ["pointerdown", "keydown", "change"]) {
    root.addEventListener(event, () => style.remove(), { once: true, signal });
  }
}
