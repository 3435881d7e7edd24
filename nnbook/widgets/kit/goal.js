// needs: dom, readouts
// The line on top: the task now open, how far it is, and the score. All tasks can be looked at by their numbers.
// `todo` has [name, text, longest line below it] for each: that line is a hint while the task is open, and then the
// sentence that it earned, which stays in sight, with the task's number, until the reader's next act. A tick stays.
function goal(todo, onlook) {
  const group = unique(), names = todo.map(([name]) => name), earned = {};
  let looked = null, news = "";
  const rows = todo.map(([name, text], i) => {
    const radio = html("input", { type: "radio", name: group, onchange: () => { looked = i; news = ""; onlook(); } });
    const row = html("li", { "data-task": name, "data-done": "0" }, text);
    return { text, radio, row, label: html("label", {}, radio, html("span", { "aria-hidden": "true" }, i + 1)) };
  });
  const note = html("span", {}), longest = todo.map((task) => `✓ Task 1: ${task[2]}`).sort((a, b) => b.length - a.length)[0];
  const dots = html("div", { class: "nn-dots", role: "radiogroup", "aria-label": "Tasks" }, ...rows.map((r) => r.label));
  const score = meter();
  const now = (done) => {
    const open = names.findIndex((name) => !done.includes(name));
    return looked ?? (open < 0 ? names.length - 1 : open);
  };
  return {
    el: html("div", { class: "nn-goal" }, html("ol", { class: "nn-stack" }, ...rows.map((r) => r.row)),
      steady(longest, note), dots, score.el),
    task: (done) => names[now(done)],
    tick(name, sentence) {
      earned[name] = sentence;
      [looked, news] = [null, `Task ${names.indexOf(name) + 1}: ${sentence}`];
    },
    hush() { news = ""; },
    set(done, hint, reading) {
      const at = now(done);
      rows.forEach(({ radio, row, text }, i) => {
        const is = done.includes(names[i]);
        row.dataset.done = +is;
        row.inert = i !== at;
        radio.checked = i === at;
        put(radio, { "aria-label": `Task ${i + 1}${is ? ", done" : ""}: ${text}`, class: is && "nn-done" }, []);
      });
      const said = done.includes(names[at]) ? earned[names[at]] ?? "Done." : news;
      put(note, { class: said && "nn-earned" }, []);
      note.textContent = said ? `✓ ${said}` : hint;
      score.set(reading);
    },
  };
}

// A number, what it counts, and a bar of it: { text, label, value: 0..1, name and exact for tests, marks on the bar }.
function meter() {
  const number = html("b", {}), label = html("span", {}), bar = html("div", { class: "nn-meter", "aria-hidden": "true" });
  const el = html("div", { class: "nn-score", hidden: true }, html("div", {}, number, label), bar), fill = html("i", {});
  return {
    el,
    set(reading) {
      el.hidden = !reading;
      if (!reading) return;
      const { name, exact, text, value: share, marks = [] } = reading;
      put(number, { "data-name": name, "data-v": exact }, []);
      number.textContent = text;
      label.textContent = reading.label;
      bar.hidden = share === undefined;
      fill.style.scale = `${share} 1`;
      if (bar.childElementCount !== 1 + marks.length) bar.replaceChildren(fill, ...marks.map(() => html("u", {})));
      marks.forEach((at, i) => { bar.children[i + 1].style.left = `${100 * at}%`; });
    },
  };
}
