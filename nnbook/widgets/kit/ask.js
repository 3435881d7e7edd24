// needs: dom, paired
// A question that a number answers: `onanswer(x)` gets it on Enter, or when the reader goes on.
function ask(label, onanswer) {
  let asked = "";
  const take = () => {
    const text = field.value.trim();
    if (!text || text === asked) return;
    asked = text;
    onanswer(readNumber(text));
  };
  const field = html("input", { type: "text", autocomplete: "off", onchange: take, oninput: () => { asked = ""; }, onkeydown: (event) => {
    event.stopPropagation(); // its own undo, not the widget's
    if (event.key === "Enter") take();
  } });
  return html("label", { class: "nn-ask" }, label, field);
}
