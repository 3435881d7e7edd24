// needs: dom, controls
// The one drawer: what is not needed at first, and at its end the code that goes on from here.
function drawer(say) {
  const code = html("pre", { tabindex: "0", role: "group", "aria-label": "Python code" }), note = html("span", {});
  const tell = (text) => { note.textContent = text; say(text); };
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      tell("Copied.");
    } catch {
      getSelection().selectAllChildren(code);
      tell("Selected. Press Ctrl+C.");
    }
  });
  const python = html("div", { class: "nn-python" }, html("b", {}, "Continue in Python"), copy, note, code);
  const el = html("div", { class: "nn-drawer", id: unique(), hidden: true }, python);
  const opener = button("More", () => {
    el.hidden = !el.hidden;
    put(opener, { "aria-expanded": String(!el.hidden) }, []);
  });
  put(opener, { class: "nn-opener", "aria-expanded": "false", "aria-controls": el.id }, []);
  return {
    el, opener,
    fill: (...more) => el.prepend(...more),
    set(text) {
      if (code.textContent === text) return;
      [code.textContent, note.textContent] = [text, ""];
    },
  };
}
