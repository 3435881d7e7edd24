// needs: dom, readouts
// The line on top: the task now open, how far it is, and the score. All tasks can be looked at by their numbers.
// `todo` has [name, text, longest line below it] for each: that line is a hint while the task is open, and then the
// sentence that it earned, which stays in sight, with the task's number, until the reader's next act. A tick stays.
// `front()` names those that are in front now.
function goal(todo, onlook, front) {
  const group = unique(), earned = {};
  let looked = null, news = "";
  const rows = todo.map(([name, text]) => {
    const radio = html("input", { type: "radio", name: group, onchange: () => { looked = name; news = ""; onlook(); } });
    const row = html("li", { "data-task": name, "data-done": "0" }, text);
    const number = html("span", { "aria-hidden": "true" });
    return { name, text, radio, row, number, label: html("label", {}, radio, number) };
  });
  const note = html("span", {}), longest = todo.map((task) => `✓ 1: ${task[2]}`).sort((a, b) => b.length - a.length)[0];
  const dots = html("div", { class: "nn-dots", role: "radiogroup", "aria-label": "Tasks" }, ...rows.map((r) => r.label));
  const score = meter();
  const now = (done, names = front()) => {
    return names.includes(looked) ? looked : names.find((name) => !done.includes(name)) ?? names.at(-1);
  };
  return {
    el: html("div", { class: "nn-goal" }, html("ol", { class: "nn-stack" }, ...rows.map((r) => r.row)),
      steady(longest, note), dots, score.el),
    task: now,
    turn() { [looked, news] = [null, ""]; },
    tick(name, sentence) {
      earned[name] = sentence;
      [looked, news] = [null, `${front().indexOf(name) + 1}: ${sentence}`];
    },
    hush() { news = ""; },
    set(done, hint, reading) {
      const at = now(done), names = front();
      rows.forEach(({ name, radio, row, number, label, text }) => {
        const is = done.includes(name), i = names.indexOf(name);
        row.dataset.done = +is;
        label.hidden = i < 0;
        number.textContent = i + 1;
        row.inert = name !== at;
        radio.checked = name === at;
        put(radio, { "aria-label": `Task ${i + 1}${is ? ", done" : ""}: ${text}`, class: is && "nn-done" }, []);
      });
      const said = done.includes(at) ? earned[at] ?? "Done." : news;
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
