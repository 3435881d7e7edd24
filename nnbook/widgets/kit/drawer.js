// needs: dom, controls
// The read-only "Continue in Python" drawer.
function drawer(say) {
  const code = html("pre", { tabindex: "0", role: "group", "aria-label": "Python code" });
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      say("Copied.");
    } catch {
      getSelection().selectAllChildren(code);
      say("Selected. Press Ctrl+C.");
    }
  });
  const el = html("details", { class: "nn-python" }, html("summary", {}, "Continue in Python"), copy, code);
  return { el, set(text) { if (code.textContent !== text) code.textContent = text; } };
}
