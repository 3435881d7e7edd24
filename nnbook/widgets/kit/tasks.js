// needs: dom, readouts
// An ordered list of things to try: [name, text, longest sentence it may earn]. A tick stays.
function tasks(list) {
  const rows = list.map(([name, text, longest]) => {
    const mark = html("b", {}), said = html("b", {}), all = steady(`✓ ${text} ${longest}`, mark, `${text} `, said);
    return { mark, said, row: html("li", { "data-task": name, "data-done": "0" }, all) };
  });
  const [first, ...others] = rows.map(({ row }) => row);
  const title = html("summary", {}, `${others.length} more to try`);
  const more = html("details", { class: "nn-tasks" }, title, html("ol", { start: 2 }, ...others));
  return {
    els: [html("ol", { class: "nn-tasks" }, first), more],
    tick(name, sentence = "") {
      const { row, mark, said } = rows[list.findIndex((task) => task[0] === name)];
      row.dataset.done = "1";
      mark.textContent = "✓ ";
      if (sentence) said.textContent = sentence;
    },
  };
}
